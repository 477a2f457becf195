import { type IResolvable, Token, Tokenization } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import {
  reference,
  SECRET_REFERENCE,
  secretVariable,
  VALUE_REFERENCE,
  valueVariable,
  writeSecretPlace,
} from '../../formats/journey';
import { describe, fail } from '../../private/errors';
import { environmentProblem } from '../canary/environment';
import { JourneySecret } from './journey-secret';

/**
 * Moves what is known only at deployment out of a document and into environment variables, since a file asset can hold
 * no tokens. The same token gets the same variable. Of a secret, the variable holds the ARN and the field, no value.
 */
export class JourneyValues {
  private readonly variables = new Map<string, string>();
  private readonly secrets = new Map<string, { readonly secret: ISecret; readonly variable: string }>();

  constructor(private readonly scope: Construct) {
    scope.node.addValidation({ validate: () => this.validate() });
  }

  /** The variables and the tokens they carry. */
  public get environment(): { [name: string]: string } {
    const values = [...this.variables].map(([token, name]) => [name, token]);
    const secrets = [...this.secrets].map(([place, { variable }]) => [variable, place]);
    return Object.fromEntries([...values, ...secrets]);
  }

  /** Whether the document refers to secrets. */
  public get hasSecrets(): boolean {
    return this.secrets.size > 0;
  }

  /** Allows to read the secrets. */
  public grantRead(grantee: IGrantable): void {
    for (const secret of new Set([...this.secrets.values()].map((entry) => entry.secret))) secret.grantRead(grantee);
  }

  /** A copy of a document whose tokens are placeholders. */
  public lift<T>(document: T): T {
    return this.liftAny(document) as T;
  }

  private liftAny(value: unknown): unknown {
    if (typeof value === 'string') return this.liftText(value);
    if (typeof value === 'number') {
      return Token.isUnresolved(value) ? this.liftText(Tokenization.stringifyNumber(value)) : value;
    }
    if (Array.isArray(value)) return value.map((item) => this.liftAny(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.liftAny(item)]));
  }

  private liftText(text: string): string {
    const own = text.match(VALUE_REFERENCE) ?? text.match(SECRET_REFERENCE);
    if (own) {
      fail(this.scope, {
        what: 'journey text',
        got: text,
        expected: `no ${own[0]}, which stands for a value of the library's own`,
        fix: 'change the text',
      });
    }
    const lifted = Tokenization.reverseString(text).mapTokens({
      mapToken: (token) => reference(this.variableOf(token)),
    });
    return lifted.join({ join: (left, right) => `${left ?? ''}${right ?? ''}` });
  }

  private variableOf(token: IResolvable): string {
    if (token instanceof JourneySecret) return this.secretVariable(token);
    const text = token.toString();
    const name = this.variables.get(text) ?? valueVariable(this.variables.size + 1);
    this.variables.set(text, name);
    return name;
  }

  private secretVariable({ secret, jsonField }: JourneySecret): string {
    const place = writeSecretPlace({ arn: secret.secretArn, jsonField });
    const variable = this.secrets.get(place)?.variable ?? secretVariable(this.secrets.size + 1);
    this.secrets.set(place, { secret, variable });
    return variable;
  }

  private validate(): string[] {
    const what = 'journey values that are known only at deployment';
    const fix = 'pass fewer or shorter tokens in the journey';
    const problem = environmentProblem(this.scope, this.environment, { what, fix });
    return problem ? [describe(problem)] : [];
  }
}
