/** What CloudWatch RUM logs, as rows of the table of events: the same that the pipeline makes of it. */
import { type ColumnType, propertyColumn, SENT_FIELDS, STATED_FIELDS } from '../../src/formats/events/fields';
import { rumEvent } from '../../src/formats/events/rum';
import { storedName } from '../../src/formats/events/stored-name';
import type { Problems } from '../suggest/problems';
import type { Fields, LoggedEvent } from '../suggest/read-events';

/** As the pipeline has it: what is dated later after its receipt is not taken. */
const AHEAD = 10 * 60_000;

type Columns = { readonly [column: string]: ColumnType };

/** None of events that no question looks at. */
export function rowOf({ fields, received, at }: LoggedEvent, columns: Columns, problems: Problems): object | undefined {
  const read = rumEvent(String(fields.event_type), fields);
  if (!read) return undefined;
  const { id, name: type, time, properties = {}, ...stated } = read.event;
  if (typeof time !== 'number' || !Number.isFinite(time) || typeof id !== 'string') {
    problems.add('events without event_id or event_timestamp', at);
    return undefined;
  }
  const eventTime = Math.floor(time);
  if (received !== undefined && eventTime > received + AHEAD) {
    problems.add('events dated after they were logged, as by a clock that is ahead', at);
    return undefined;
  }
  const named = read.custom ? storedName(type) : { name: type, own: {} };
  if (!named) {
    problems.add('events whose name becomes one that clients report by themselves', at);
    return undefined;
  }
  const { name, own } = named;
  const { synthetic, ...origin } = read.origin;
  return {
    ...columnsOf(SENT_FIELDS, { ...stated, synthetic }),
    ...propertiesOf({ ...own, ...(properties as Fields) }, columns, () =>
      problems.add('properties of another type than declared', at),
    ),
    ...columnsOf(STATED_FIELDS, {
      ...origin,
      id,
      name,
      time: eventTime,
      received: received ?? eventTime,
      sender: 'rum',
      skew: 0,
      bot: false,
    }),
  };
}

function columnsOf(known: { readonly [field: string]: { column: string; type: ColumnType } }, fields: Fields) {
  return Object.fromEntries(
    Object.entries(known).flatMap(([field, { column, type }]) =>
      fits(type, fields[field]) ? [[column, fields[field]]] : [],
    ),
  );
}

function propertiesOf(properties: Fields, columns: Columns, mistaken: () => void) {
  const declared: [string, unknown][] = [];
  const others: [string, unknown][] = [];
  for (const [key, value] of Object.entries(properties)) {
    const column = propertyColumn(key);
    if (!Object.hasOwn(columns, column)) others.push([key, value]);
    else if (fits(columns[column], value)) declared.push([column, value]);
    else if (value !== null) mistaken();
  }
  const json = others.length > 0 ? JSON.stringify(Object.fromEntries(others)) : undefined;
  return { ...Object.fromEntries(declared), [STATED_FIELDS.properties.column]: json };
}

function fits(type: ColumnType, value: unknown): boolean {
  if (type === 'bigint') return Number.isSafeInteger(value);
  return typeof value === (type === 'double' ? 'number' : type);
}
