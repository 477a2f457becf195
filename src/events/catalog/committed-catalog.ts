import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import {
  type CatalogDocument,
  type CatalogEvent,
  type CatalogProperty,
  propertyColumns,
} from '../../formats/events/catalog';
import { type ColumnType, propertyColumn } from '../../formats/events/fields';

/** What was agreed on, as it is committed beside the code. */
interface Committed {
  readonly events: { readonly [name: string]: CatalogEvent };
  /** The types that columns have in files, for ever: also of properties that are declared no more. */
  readonly columns: { readonly [column: string]: ColumnType };
  /** Whether events that are not declared are taken; a file that says nothing of it agrees with either. */
  readonly unknownEvents?: boolean;
}

/** What has changed since, in words. */
export interface Changes {
  /** Files that are there already bear none of these. */
  readonly impossible: readonly string[];
  /** Senders and questions that are there already may not bear these. */
  readonly breaking: readonly string[];
  readonly others: readonly string[];
}

export function readCommitted(file: string): Committed {
  if (!existsSync(file)) return { events: {}, columns: {} };
  const { events = {}, columns = {}, unknownEvents } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Committed>;
  return { events, columns, unknownEvents };
}

export function writeCommitted(file: string, before: Committed, { events, unknownEvents }: CatalogDocument): void {
  const columns = { ...before.columns, ...columnsOf(events) };
  const sorted = Object.fromEntries(Object.entries(columns).sort());
  writeFileSync(file, `${JSON.stringify({ events, columns: sorted, unknownEvents }, undefined, 2)}\n`);
}

export function changesOf(before: Committed, { events, unknownEvents }: CatalogDocument): Changes {
  const impossible = Object.entries(columnsOf(events)).flatMap(([column, type]) => {
    const was = Object.hasOwn(before.columns, column) ? before.columns[column] : type;
    return was === type
      ? []
      : [`column ${column} is ${was} in files, and can't become ${type}: name the property anew`];
  });
  const breaking: string[] = [];
  const others: string[] = [];
  const added = Object.keys(events).filter((name) => !Object.hasOwn(before.events, name));
  for (const [name, was] of Object.entries(before.events)) {
    if (!Object.hasOwn(events, name)) {
      const alike = added.find((other) => signature(events[other]) === signature(was) && signature(was) !== '');
      breaking.push(`event ${name} is gone${alike === undefined ? '' : `, or renamed to ${alike}`}`);
      continue;
    }
    const found = eventChanges(name, was, events[name]);
    breaking.push(...found.breaking);
    others.push(...found.others);
  }
  others.push(...added.map((name) => `event ${name} is new`));
  if (before.unknownEvents === true && !unknownEvents) breaking.push('events that are not declared are taken no more');
  if (before.unknownEvents === false && unknownEvents) others.push('events that are not declared are taken, too');
  return { impossible, breaking, others };
}

function eventChanges(name: string, was: CatalogEvent, is: CatalogEvent) {
  const breaking: string[] = [];
  const others: string[] = [];
  for (const [property, before] of Object.entries(was.properties)) {
    const what = `event ${name}, property ${property}`;
    if (!Object.hasOwn(is.properties, property)) {
      const renamed = Object.keys(is.properties).find(
        (other) => !Object.hasOwn(was.properties, other) && is.properties[other].type === before.type,
      );
      breaking.push(`${what} is gone${renamed === undefined ? '' : `, or renamed to ${renamed}`}`);
      continue;
    }
    const now = is.properties[property];
    const narrower = narrowing(before, now);
    breaking.push(...narrower.map((how) => `${what} ${how}`));
    if (narrower.length === 0 && differs(before, now)) others.push(`${what} is described otherwise, or takes more`);
  }
  for (const [property, { required }] of Object.entries(is.properties)) {
    if (Object.hasOwn(was.properties, property)) continue;
    const what = `event ${name}, property ${property}`;
    if (required) breaking.push(`${what} is new and required: senders that are there already don't state it`);
    else others.push(`${what} is new`);
  }
  if (was.description !== is.description || was.owner !== is.owner) others.push(`event ${name} is described otherwise`);
  return { breaking, others };
}

/** How a property takes less than before: senders that are there already are rejected then. */
function narrowing(was: CatalogProperty, is: CatalogProperty): string[] {
  const gone = is.values && (was.values ?? ['any other text']).filter((value) => !is.values?.includes(value));
  return [
    is.required && !was.required ? 'has become required' : '',
    gone?.length ? `takes no more: ${gone.join(', ')}` : '',
    (is.maxLength ?? Infinity) < (was.maxLength ?? Infinity) ? 'takes shorter texts only' : '',
    (is.minimum ?? -Infinity) > (was.minimum ?? -Infinity) ? 'has a higher minimum' : '',
    (is.maximum ?? Infinity) < (was.maximum ?? Infinity) ? 'has a lower maximum' : '',
    is.personal && !was.personal ? 'has become personal, and is stored no more' : '',
  ].filter(Boolean);
}

function differs(was: CatalogProperty, is: CatalogProperty): boolean {
  const sorted = (property: CatalogProperty) =>
    JSON.stringify(
      Object.entries(property)
        .filter(([, value]) => value !== undefined)
        .sort(),
    );
  return sorted(was) !== sorted(is);
}

function signature({ properties }: CatalogEvent): string {
  return Object.entries(properties)
    .map(([name, { type }]) => `${propertyColumn(name)} ${type}`)
    .sort()
    .join();
}

function columnsOf(events: CatalogDocument['events']) {
  return propertyColumns({ events, transactions: [], features: [], unknownEvents: false }, true);
}
