import { Stack, Token, Tokenization } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { describe, fail } from '../private/errors';
import { PLACEHOLDER } from './journey-document';

const PREFIX = 'JOURNEY_VALUE_';
const ENVIRONMENT_LIMIT = 4096;

/**
 * Moves what is known only at deployment out of a document and into environment variables, since a file asset can hold
 * no tokens. The same token gets the same variable.
 */
export class JourneyValues {
  private readonly variables = new Map<string, string>();

  constructor(private readonly scope: Construct) {
    scope.node.addValidation({ validate: () => this.validate() });
  }

  /** The variables and the tokens they carry. */
  public get environment(): { [name: string]: string } {
    return Object.fromEntries([...this.variables].map(([token, name]) => [name, token]));
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
    const own = text.match(PLACEHOLDER);
    if (own) {
      fail(this.scope, {
        what: 'journey text',
        got: text,
        expected: `no ${own[0]}, which stands for a value of the library's own`,
        fix: 'change the text',
      });
    }
    const lifted = Tokenization.reverseString(text).mapTokens({
      mapToken: (token) => `\${${this.variableOf(token.toString())}}`,
    });
    return lifted.join({ join: (left, right) => `${left ?? ''}${right ?? ''}` });
  }

  private variableOf(token: string): string {
    const name = this.variables.get(token) ?? `${PREFIX}${this.variables.size + 1}`;
    this.variables.set(token, name);
    return name;
  }

  /** What a reference resolves to is only known at deployment: it counts as nothing. */
  private validate(): string[] {
    const stack = Stack.of(this.scope);
    const size = Object.entries(this.environment).reduce((sum, [name, token]) => {
      const value = stack.resolve(token);
      return sum + name.length + (typeof value === 'string' ? Buffer.byteLength(value) : 0);
    }, 0);
    if (size <= ENVIRONMENT_LIMIT) return [];
    return [
      describe({
        what: 'journey values that are known only at deployment (in bytes)',
        got: size,
        expected: `at most ${ENVIRONMENT_LIMIT}, the service's limit for a canary's environment variables`,
        fix: 'pass fewer or shorter tokens in the journey',
      }),
    ];
  }
}
