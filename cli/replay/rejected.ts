import { REJECTED_FIELDS } from '../../src/formats/events/rejected';
import type { Unread } from '../../src/formats/events/replay';
import type { Fields } from './records';
import type { Kept, Sendable, Unsendable } from './sendable';

export interface RejectedRow {
  readonly where: string;
  readonly fields: Fields;
}

const { id, reason, received, part, parts, raw } = REJECTED_FIELDS;

/** A row of the table of rejected events. */
export function isRejected(fields: Fields): boolean {
  return typeof fields[reason.column] === 'string' && typeof fields[raw.column] === 'string';
}

/** Puts parts together, and leaves out copies. */
export function together(rows: readonly RejectedRow[]): Kept {
  const found = new Map<string, { readonly first: RejectedRow; readonly texts: Map<number, string> }>();
  for (const row of rows) {
    const key = [id, reason, received].map(({ column }) => String(row.fields[column])).join(' ');
    const one = found.get(key) ?? { first: row, texts: new Map<number, string>() };
    one.texts.set(Number(row.fields[part.column]), String(row.fields[raw.column]));
    found.set(key, one);
  }
  const sendable: Sendable[] = [];
  const unsendable: Unsendable[] = [];
  for (const { first, texts } of found.values()) {
    const { where, fields } = first;
    const why = String(fields[reason.column]);
    const all = Number(fields[parts.column]);
    const payload = [...texts]
      .sort(([a], [b]) => a - b)
      .map(([, text]) => text)
      .join('');
    const lost = texts.size === all ? cut(payload) : `${texts.size} of its ${all} parts are in these files`;
    if (lost === undefined) sendable.push({ kind: 'rejected', reason: why, events: 1, payload });
    else unsendable.push({ where, reason: why, why: lost });
  }
  return { sendable, unsendable };
}

/** What is kept of what was no batch may be its beginning only. */
function cut(payload: string): string | undefined {
  if (!payload.includes('"cut"')) return undefined;
  const { cut } = JSON.parse(payload) as Partial<Unread>;
  return cut && `only the beginning of its ${cut.bytes} bytes was kept (SHA-256 ${cut.sha256})`;
}
