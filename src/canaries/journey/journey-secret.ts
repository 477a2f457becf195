import { type IResolvable, type IResolveContext, Token, Tokenization } from 'aws-cdk-lib';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { fail } from '../../private/errors';

/**
 * A reference to a secret in a text of a journey: a token which is never resolved, so that it can't get into a template.
 */
export class JourneySecret implements IResolvable {
  public readonly creationStack: string[] = [];

  constructor(
    public readonly secret: ISecret,
    public readonly jsonField: string | undefined,
  ) {}

  public resolve(context: IResolveContext): never {
    return fail(context.scope, {
      what: 'Journey.secret',
      got: 'a secret outside of a journey',
      expected: 'it in Action.fill, Action.type, or in headers, a body or values of a journey',
      fix: 'use secret.secretValue elsewhere',
    });
  }

  public toString(): string {
    return Token.asString(this, { displayHint: 'JourneySecret' });
  }
}

/** The text that stands for a secret until the journey is bound. */
export function secretText(secret: ISecret, jsonField: string | undefined): string {
  return new JourneySecret(secret, jsonField).toString();
}

/** Whether a text refers to a secret. */
export function holdsSecret(text: unknown): boolean {
  if (typeof text !== 'string' || !Token.isUnresolved(text)) return false;
  return Tokenization.reverseString(text).tokens.some((token) => token instanceof JourneySecret);
}
