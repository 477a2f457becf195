import { ErrorHandler } from '@angular/core';

// #region hook
/** Angular tells this one of all errors: of templates, hooks, listeners, promises and lazy routes. */
export class TelemetryErrorHandler extends ErrorHandler {
  override handleError(error: unknown): void {
    super.handleError(error); // to the console
    if (typeof window === 'undefined') return; // a server that renders
    const page = window as { userTelemetry?: unknown[] };
    page.userTelemetry ??= []; // works before the script has loaded, too, and where it is blocked
    page.userTelemetry.push(['error', error]);
  }
}
// #endregion
