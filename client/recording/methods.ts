import { FEATURE_EVENT, type FeatureDetails } from '../../src/formats/browser-events';
import { json } from '../core/json';
import type { Methods } from '../core/queue';
import { bytes as bytesOf, cut } from '../core/text';
import type { Data, Transactions } from './transactions';

/** The service takes 6 KB per event; this leaves room for what is added. */
const MAX_DATA_BYTES = 4096;
const MAX_NAME = 200;
const TOO_LONG = {};

/** Names can come from data, without end. */
const MAX_WARNINGS = 100;

/** What the page calls, in terms of events. */
export function createMethods(
  transactions: Pick<Transactions, 'isDeclared' | 'start' | 'complete' | 'abandon'>,
  record: (type: string, details: Data) => void,
  warn: (message: string) => void,
): Pick<Methods, 'start' | 'complete' | 'abandon' | 'feature' | 'event'> {
  const warned = new Set<string>();
  const declared = (name: unknown): string | undefined => {
    const text = cut(String(name), MAX_NAME);
    if (transactions.isDeclared(text)) return text;
    if (warned.size < MAX_WARNINGS && !warned.has(text)) {
      warned.add(text);
      warn(`userTelemetry: transaction "${text}" is not declared, so it is not counted`);
    }
    return undefined;
  };
  const transaction = (method: 'start' | 'complete' | 'abandon') => (name: string, data?: object) => {
    const known = declared(name);
    if (known !== undefined) transactions[method](known, copied(data));
  };
  return {
    start: transaction('start'),
    complete: transaction('complete'),
    abandon: transaction('abandon'),
    feature: (name, data) =>
      record(FEATURE_EVENT, { ...copied(data), feature: cut(String(name), MAX_NAME) } satisfies FeatureDetails),
    event: (name, data) => record(`user_telemetry.event.${eventName(name)}`, copied(data) ?? {}),
  };
}

/** The service takes event types of 256 letters, digits, `_`, `.` and `-`. */
function eventName(name: unknown): string {
  return String(name)
    .slice(0, MAX_NAME)
    .replace(/[^\w.-]/g, '_');
}

/** What a copy may hold: no getter of the page is asked more often than that. */
const MAX_MEMBERS = 1_000;

/**
 * A copy that is safe to send: an event counts even if its data is circular, no object, or too long. Longer texts are
 * cut, where that is asked for.
 */
export function copied(
  data: unknown,
  { bytes, text }: { bytes: number; text: number } = { bytes: MAX_DATA_BYTES, text: Number.POSITIVE_INFINITY },
): Data | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  let members = 0;
  let length = 0;
  try {
    const copy = json(data, (_, value: unknown) => {
      const kept = typeof value === 'string' ? cut(value, text) : value;
      length += typeof kept === 'string' ? kept.length : 1;
      if (++members > MAX_MEMBERS || length > bytes) throw TOO_LONG;
      return kept;
    });
    if (bytesOf(copy) > bytes) throw TOO_LONG;
    return { ...JSON.parse(copy) };
  } catch (error) {
    return { dataDropped: error === TOO_LONG ? 'too long' : 'not serializable' };
  }
}
