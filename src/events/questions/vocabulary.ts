import { Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { type CatalogDocument, propertyColumns } from '../../formats/events/catalog';
import { type ColumnType, propertyColumn, SENT_FIELDS, STATED_FIELDS } from '../../formats/events/fields';
import * as names from '../../formats/events/names';
import { fail } from '../../private/errors';
import type { IEventPipeline } from '../pipeline/event-pipeline-attributes';
import { NOT_IN_SQL } from './sql/literals';

const FIELDS: { readonly [name: string]: { readonly column: string; readonly type: ColumnType } } = {
  ...STATED_FIELDS,
  ...SENT_FIELDS,
};
const REPORTED: readonly string[] = Object.values(names);

/** What tells persons apart: answers are about many of them. */
const OF_A_PERSON = ['id', 'userId', 'anonymousId', 'sessionId', 'attempt', 'properties'];

/** Which events and properties there are to ask about. */
export class Vocabulary {
  private readonly catalog?: CatalogDocument;
  private readonly storesPersonal: boolean;

  constructor({ catalog, storesPersonalProperties }: IEventPipeline) {
    this.catalog = catalog?._document();
    this.storesPersonal = storesPersonalProperties;
  }

  /** The columns of declared properties. */
  public properties(): { readonly [column: string]: ColumnType } {
    return this.catalog ? propertyColumns(this.catalog, this.storesPersonal) : {};
  }

  public checkEvent(scope: IConstruct, what: string, event: string): void {
    checkSqlText(scope, what, event);
    if (REPORTED.includes(event) || !this.catalog || this.catalog.unknownEvents) return;
    if (Object.hasOwn(this.catalog.events, event)) return;
    fail(scope, {
      what,
      got: event,
      expected: `an event that the catalog declares (${shown(Object.keys(this.catalog.events))}) or that browsers report (${REPORTED.join(', ')})`,
      fix: 'mend the name, or declare the event',
    });
  }

  /** The column that a condition compares, whose type has to be that of the values. */
  public conditionColumn(
    scope: IConstruct,
    what: string,
    property: string,
    values: readonly (string | number | boolean)[],
    event?: string,
  ): string {
    const { column, type } = this.column(scope, what, property, event);
    const kind = { string: 'string', boolean: 'boolean', bigint: 'number', double: 'number' }[type];
    if (values.length === 0 || values.length > 100) {
      fail(scope, {
        what: `${what}, ${property}`,
        got: `${values.length} values`,
        expected: '1 to 100',
        fix: 'pass those that count',
      });
    }
    for (const value of values) {
      if (typeof value === 'string') checkSqlText(scope, `${what}, ${property}`, value);
      const isRight =
        typeof value === kind && (typeof value !== 'number' || (Number.isFinite(value) && !Token.isUnresolved(value)));
      if (isRight && (type !== 'bigint' || Number.isSafeInteger(value))) continue;
      fail(scope, {
        what: `${what}, ${property}`,
        got: value,
        expected: { string: 'a text', boolean: 'true or false', bigint: 'a whole number', double: 'a number' }[type],
        fix: `compare it with what it holds: its column is ${type}`,
      });
    }
    return column;
  }

  /** The column by whose values an answer is broken down: none that is personal. */
  public breakdownColumn(scope: IConstruct, property: string): string {
    if (OF_A_PERSON.includes(property) || this.isPersonal(property)) {
      fail(scope, {
        what: 'breakdown',
        got: property,
        expected: 'a property that does not tell who a person is',
        fix: 'choose one that many persons share, such as device or utmCampaign',
      });
    }
    const { column, type } = this.column(scope, 'breakdown', property);
    if (type === 'double') {
      fail(scope, {
        what: 'breakdown',
        got: property,
        expected: 'a text, a whole number, or true and false: a number with a fraction has too many values',
        fix: 'report a class of it, such as small or large, as a text',
      });
    }
    return column;
  }

  private isPersonal(property: string): boolean {
    return Object.values(this.catalog?.events ?? {}).some(
      ({ properties }) => Object.hasOwn(properties, property) && properties[property].personal,
    );
  }

  private column(
    scope: IConstruct,
    what: string,
    property: string,
    event?: string,
  ): { column: string; type: ColumnType } {
    checkSqlText(scope, what, property);
    const events = this.catalog?.events ?? {};
    const declared = event !== undefined && Object.hasOwn(events, event) ? events[event] : undefined;
    // What an event declares is its own, also where all events have a property of that name.
    if (Object.hasOwn(FIELDS, property) && !(declared && Object.hasOwn(declared.properties, property))) {
      const owner = Object.keys(events).find((each) => Object.hasOwn(events[each].properties, property));
      if (event !== undefined || owner === undefined) return FIELDS[property];
      fail(scope, {
        what,
        got: property,
        expected: `one property: all events have it, and ${owner} declares another of that name`,
        fix: 'name the event, or give the declared property another name',
      });
    }
    const all = declared ? [declared] : Object.values(events);
    const known = Object.assign(
      {},
      ...all.map(({ properties }) => properties),
    ) as CatalogDocument['events'][string]['properties'];
    const found = Object.hasOwn(known, property) ? known[property] : undefined;
    if (!found) {
      fail(scope, {
        what,
        got: property,
        expected: `a property of all events (${Object.keys(FIELDS).join(', ')}) or one that the catalog declares${declared ? ` for ${event}` : ''} (${shown(Object.keys(known))})`,
        fix: this.catalog ? 'mend the name, or declare the property' : 'pass the catalog to the pipeline',
      });
    }
    if (found.personal && !this.storesPersonal) {
      fail(scope, {
        what,
        got: property,
        expected: 'a property that is stored: personal ones are dropped at the ingest',
        fix: 'choose another, or set storePersonalProperties of the pipeline',
      });
    }
    return { column: propertyColumn(property), type: found.type };
  }
}

/** Refuses what can't stand between quotes, and what is known at deployment only: statements are tested as they are. */
export function checkSqlText(scope: IConstruct, what: string, got: string | undefined): void {
  if (got === undefined) return;
  if (Token.isUnresolved(got)) {
    fail(scope, {
      what,
      got: 'a token',
      expected: 'a text that is known at synth: it stands in SQL',
      fix: 'write it out',
    });
  }
  if (got === '' || got.length > 1000 || NOT_IN_SQL.test(got)) {
    fail(scope, { what, got, expected: '1 to 1,000 characters without control characters', fix: 'pass another text' });
  }
}

const shown = (names: readonly string[]) => names.join(', ') || 'none';
