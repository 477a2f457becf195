/** What CloudWatch RUM logs, as rows of the table of events: page views, features and transactions. */
import { FEATURE_EVENT, type Outcome, PAGE_VIEW_EVENT, transactionEvent } from '../../src/formats/browser-events';
import { FEATURE_USED, PAGE_VIEW } from '../../src/formats/events/names';
import { SYNTHETICS_USER_AGENT } from '../../src/formats/synthetic';
import { pageOf } from '../suggest/pages';
import type { Problems } from '../suggest/problems';
import type { Fields, LoggedEvent } from '../suggest/read-events';

const OUTCOMES: readonly Outcome[] = ['started', 'completed', 'abandoned'];
const NAMES = new Map<unknown, string>([
  [PAGE_VIEW_EVENT, PAGE_VIEW],
  [FEATURE_EVENT, FEATURE_USED],
  ...OUTCOMES.map((outcome): [string, string] => [transactionEvent(outcome), `transaction_${outcome}`]),
]);
const NIL = /^[0-]+$/; // what RUM's client sends where cookies are off

/** None of events that no question looks at. */
export function rowOf({ fields, at }: LoggedEvent, problems: Problems): object | undefined {
  const name = NAMES.get(fields.event_type);
  if (name === undefined) return undefined;
  const { sessionId, userId } = part(fields.user_details);
  const metadata = part(fields.metadata);
  const details = part(fields.event_details);
  const time = timeOf(fields.event_timestamp);
  if (time === undefined || typeof fields.event_id !== 'string') {
    problems.add('events without event_id or event_timestamp', at);
    return undefined;
  }
  const page = details.pageId ?? metadata.pageId;
  return {
    event_id: fields.event_id,
    event_name: name,
    event_time: time,
    received_time: time,
    clock_skew_ms: 0,
    sender: 'rum',
    session_id: known(sessionId),
    anonymous_id: known(userId),
    page: typeof page === 'string' && page !== '' ? pageOf(page) : undefined,
    browser: known(metadata.browserName),
    os: known(metadata.osName),
    device: known(metadata.deviceType),
    country: known(metadata.countryCode),
    language: known(metadata.browserLanguage),
    feature: known(details.feature),
    transaction_name: known(details.transaction),
    attempt: known(details.attempt),
    reason: known(details.reason),
    is_bot: false,
    is_synthetic: JSON.stringify(fields).includes(SYNTHETICS_USER_AGENT),
  };
}

function part(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function known(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && !NIL.test(value) ? value : undefined;
}

function timeOf(value: unknown): number | undefined {
  const time = typeof value === 'number' || /^\d+$/.test(String(value)) ? Number(value) : Date.parse(String(value));
  return Number.isFinite(time) ? Math.trunc(time) : undefined;
}
