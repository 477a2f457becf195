import { type CatalogDocument, eventColumns } from '../../../../formats/events/catalog';
import { type Field, PARTITION_COLUMN, STATED_FIELDS } from '../../../../formats/events/fields';
import type { Origin, StoredRows } from '../../../../formats/events/replay';
import { isRecord } from './candidate';
import { checkId, checkName, checkNotAhead, checkTime, dayOf, type Judgement, Refusal, type Row } from './judgement';
import { isPersonal } from './personal';
import { expected, fits, isRight, kindOf, shown, TYPES } from './property-check';
import type { IngestSettings } from './settings';

const { id, name, time, received } = STATED_FIELDS;
const PROPERTY = /^p_/;

const known = new WeakMap<CatalogDocument, ReadonlyMap<string, Field>>();

/**
 * Judges a row that did not get into the table, such as one of what Firehose could not convert: it was judged as an event
 * when it came, but the table may be another by now, and what was put past the ingest has been judged by nobody. Its day is
 * told anew.
 */
export function judgeRow(row: unknown, settings: IngestSettings, now: number): Judgement {
  const fields = isRecord(row) ? withoutPersonal(row, settings) : {};
  try {
    if (!isRecord(row)) throw new Refusal('malformed', `got ${kindOf(row)}, expected a row of the table`);
    return { row: rowOf(fields, columnsOf(settings), now) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { reason, message: detail } = error;
    const at = fields[received.column];
    const origin: Origin = { sender: 'backend', received: fits('bigint', at) ? Number(at) : now };
    const text = (value: unknown) => (typeof value === 'string' ? value.slice(0, 256) : undefined);
    const raw = JSON.stringify({ rows: [isRecord(row) ? fields : row] } as StoredRows);
    return { rejection: { id: text(fields[id.column]), name: text(fields[name.column]), reason, detail, origin, raw } };
  }
}

function rowOf(fields: Readonly<Record<string, unknown>>, columns: ReadonlyMap<string, Field>, now: number): Row {
  checkId(id.column, fields[id.column]);
  checkName(name.column, fields[name.column]);
  const row: { [column: string]: string | number | boolean } = {};
  for (const [column, value] of Object.entries(fields)) {
    if (value === null || value === undefined || column === PARTITION_COLUMN) continue;
    const field = columns.get(column);
    // Firehose would leave it out without a word.
    if (!field) throw new Refusal('wrong_type', `${column}: expected a column that the table has`);
    if (!isRight(field, value)) {
      throw new Refusal('wrong_type', `${column}: got ${shown(value)}, expected ${expected(field)}`);
    }
    row[column] = value;
  }
  for (const { column } of [time, received]) {
    if (row[column] === undefined) throw new Refusal('malformed', `${column}: got nothing, expected ${TYPES.bigint}`);
  }
  const [at, receivedAt] = [time, received].map(({ column }) => Number(row[column]));
  checkNotAhead(received.column, receivedAt, now);
  checkTime(time.column, at, receivedAt);
  return { ...row, [PARTITION_COLUMN]: dayOf(at) };
}

function withoutPersonal(row: Readonly<Record<string, unknown>>, settings: IngestSettings) {
  return Object.fromEntries(
    Object.entries(row).filter(([key]) => !PROPERTY.test(key) || !isPersonal(key.replace(PROPERTY, ''), settings)),
  );
}

function columnsOf({ catalog, personal }: IngestSettings): ReadonlyMap<string, Field> {
  const columns = known.get(catalog) ?? new Map(eventColumns(catalog, personal).map((field) => [field.column, field]));
  known.set(catalog, columns);
  return columns;
}
