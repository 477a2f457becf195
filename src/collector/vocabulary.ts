import type { IConstruct } from 'constructs';
import { checkPattern } from '../private/checks';

export { NAMESPACE } from '../formats/namespaces';

/** The OpenTelemetry counter of transactions, with the attributes `transaction` and `outcome`. */
export const TRANSACTION_COUNTER = 'user.transactions';

/** The same counter of synthetic users: those data points of it that carry the attribute below. */
export const SYNTHETIC_COUNTER = 'user.transactions.synthetic';

/** OpenTelemetry's attribute of what a bot or a test did. */
export const SYNTHETIC_ATTRIBUTE = 'user_agent.synthetic.type';

/** OpenTelemetry's histogram of the time that HTTP servers take, in seconds. */
export const REQUEST_DURATION = 'http.server.request.duration';

/** What a collector could not send, and dropped: spans, data points and log records. */
export const COLLECTOR_FAILED = 'collector.exports.failed';

/** What a collector refused to take, mostly because its memory was full. */
export const COLLECTOR_REFUSED = 'collector.telemetry.refused';

/** One sample for each process of a collector, when it has run for a minute. */
export const COLLECTOR_STARTS = 'collector.starts';

/** The seconds that collectors ran. */
export const COLLECTOR_UPTIME = 'collector.uptime';

/** Names end up in OTEL_RESOURCE_ATTRIBUTES, where commas and equals signs separate, and in CloudWatch dimensions. */
export function checkName(scope: IConstruct, what: string, name: string): void {
  checkPattern(scope, what, name, {
    pattern: /^[A-Za-z0-9][A-Za-z0-9._/-]{0,127}$/,
    expected: 'a letter or digit, then up to 127 letters, digits, ".", "_", "/" or "-"',
    fix: 'rename it',
  });
}
