import {
  DefaultTokenResolver,
  type IResolvable,
  type IResolveContext,
  Reference,
  StringConcat,
  Tokenization,
} from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** What a value refers to, as a construct uses it. */
export function referencesIn(scope: IConstruct, value: unknown): Reference[] {
  const resolver = new Collector();
  Tokenization.resolve(value, { scope, resolver, preparing: true });
  return resolver.references;
}

class Collector extends DefaultTokenResolver {
  public readonly references: Reference[] = [];

  constructor() {
    super(new StringConcat());
  }

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: never): unknown {
    if (Reference.isReference(token)) this.references.push(token);
    return super.resolveToken(token, context, postProcessor);
  }
}
