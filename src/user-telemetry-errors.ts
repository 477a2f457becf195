import { ERROR_NAME } from './private/errors';

/**
 * Tells errors of this library from others.
 *
 * A set-up that is refused at synth is an error whose `name` is `UserTelemetryError`. It has the path of the construct
 * (`path`), the prop or call that is wrong (`what`), what it got (`got`), what would be right (`expected`) and what to
 * do (`fix`); its message is made of these. A test in JavaScript can expect `{ name: 'UserTelemetryError', what: '…' }`.
 * jsii exports no classes of errors, hence this class: other languages get the message only.
 */
export class UserTelemetryErrors {
  /**
   * Whether something that was caught is a set-up that this library refuses.
   *
   * @param error what was caught
   */
  public static isSetupError(error: unknown): boolean {
    return error instanceof Error && error.name === ERROR_NAME;
  }

  private constructor() {}
}
