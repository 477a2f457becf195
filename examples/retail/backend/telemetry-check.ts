import { metrics } from '@opentelemetry/api';

/** Where @opentelemetry/api keeps what an SDK registers, for all copies of it in a process. */
const REGISTRY = Symbol.for('opentelemetry.js.api.1');

/**
 * Fails where an SDK runs that this application's copy of @opentelemetry/api does not reach.
 *
 * A copy takes an SDK of its own minor version or a newer one; with 1.10 under ADOT, which has 1.9, every counter and span
 * is a no-op, and nothing says so.
 */
export function checkTelemetry(): void {
  const registered = (globalThis as { [key: symbol]: { version: string; metrics?: unknown } | undefined })[REGISTRY];
  if (!registered?.metrics || metrics.getMeterProvider() === registered.metrics) return;
  throw new Error(
    `Nothing is counted: the OpenTelemetry SDK has @opentelemetry/api ${registered.version}, this application a newer ` +
      'one, which does not reach it. Pin it, "@opentelemetry/api": "~1.9.0", and install again.',
  );
}
