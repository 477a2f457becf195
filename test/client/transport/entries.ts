import type { Entry } from '../../../client/transport/entry';

export const UUID = '00000000-0000-4000-8000-000000000000';

/** An event whose id begins with the name. */
export function entry(
  name: string,
  more: Partial<Entry & { type: string; details: object; timestamp: number }> = {},
): Entry {
  const { type = 'x', details = {}, timestamp = Date.now() / 1000, ...rest } = more;
  const event = { id: named(name), timestamp, type, metadata: '{}', details: JSON.stringify(details) };
  return { event, sessionId: UUID, user: { id: UUID }, ...rest };
}

/** A UUID that tells a name: hexadecimal, as its digits are. */
export function named(name: string): string {
  return Buffer.from(name)
    .toString('hex')
    .padEnd(32, '0')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

export function nameOf({ event }: Pick<Entry, 'event'>): string {
  return Buffer.from(event.id.replace(/-/g, ''), 'hex').toString().replace(/\0+$/, '');
}

export const OUTCOME = 'user_telemetry.transaction_completed';
export const VIEW = 'com.amazon.rum.page_view_event';
export const TRACE = 'com.amazon.rum.xray_trace_event';
