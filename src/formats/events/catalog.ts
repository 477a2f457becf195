import { type ColumnType, type Field, propertyColumn, SENT_FIELDS, STATED_FIELDS } from './fields';

/** What an application declares of its events: the ingest checks by it, and tables, types and documentation come from it. */
export interface CatalogDocument {
  readonly events: { readonly [name: string]: CatalogEvent };
  readonly transactions: readonly string[];
  readonly features: readonly string[];
  /** Whether events that are not declared are taken, too. */
  readonly unknownEvents: boolean;
}

export interface CatalogEvent {
  readonly description?: string;
  /** Whom to ask. */
  readonly owner?: string;
  readonly properties: { readonly [name: string]: CatalogProperty };
}

export interface CatalogProperty {
  readonly type: ColumnType;
  readonly required?: boolean;
  /** The only values, of a text. */
  readonly values?: readonly string[];
  /** Of a text: in characters, which are code points. */
  readonly maxLength?: number;
  /** Of a number; inclusive. */
  readonly minimum?: number;
  /** Of a number; inclusive. */
  readonly maximum?: number;
  /** Whether it tells who a person is: such a property is dropped unless the pipeline says that it stores them. */
  readonly personal?: boolean;
  readonly description?: string;
  readonly owner?: string;
}

/** `cdk synth` writes the document into the assembly for the tool: metadata of the construct. */
export const EVENT_CATALOG = 'cdk-user-telemetry:event-catalog';

/** The columns that properties have, of all events together, by name. */
export function propertyColumns(
  catalog: CatalogDocument,
  personal: boolean,
): { readonly [column: string]: ColumnType } {
  const properties = Object.values(catalog.events).flatMap((event) => Object.entries(event.properties));
  const stored = properties.filter(([, property]) => personal || !property.personal);
  return Object.fromEntries(stored.map(([name, { type }]) => [propertyColumn(name), type]).sort());
}

/** The columns of the table of events: what the ingest states, what senders may, and one for each declared property. */
export function eventColumns(catalog: CatalogDocument, personal = false): Field[] {
  const properties = Object.entries(propertyColumns(catalog, personal)).map(([column, type]) => ({
    column,
    type,
    comment: 'a property that the catalog declares',
  }));
  return [...Object.values(STATED_FIELDS), ...Object.values(SENT_FIELDS), ...properties];
}
