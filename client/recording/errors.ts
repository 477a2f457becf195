import { errorEventToJsErrorEvent } from '@aws-rum/web-core/plugins/utils/js-error-utils';
import type { ClientConfiguration } from '../../src/formats/client-configuration';

const ERROR = 'com.amazon.rum.js_error_event';
const STACK_LENGTH = 1_000;
/** A loop that throws would otherwise cost one event per turn: sessions have no event limit. */
const MAX_ERRORS_PER_PAGE = 50;

/** Reports errors that nobody caught, in the shape of the web client of AWS. */
export function watchErrors(
  { ignoredErrors = [] }: Pick<ClientConfiguration, 'ignoredErrors'>,
  record: (type: string, details: object) => void,
): void {
  let errors = 0;
  const report = (message: unknown, error: ErrorEvent) => {
    try {
      const text = String(message);
      if (ignoredErrors.some((pattern) => pattern.test(text)) || ++errors > MAX_ERRORS_PER_PAGE) return;
      record(ERROR, errorEventToJsErrorEvent(error, STACK_LENGTH));
    } catch {
      // What was thrown can be anything, even something that throws when it is read.
    }
  };
  addEventListener('error', (event) => report(event.message, event));
  addEventListener('unhandledrejection', ({ type, reason }) => {
    report(reason?.message ?? reason, { type, error: reason } as ErrorEvent);
  });
}
