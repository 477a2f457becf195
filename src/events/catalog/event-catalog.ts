import { Lazy } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';
import { type CatalogDocument, type CatalogEvent, EVENT_CATALOG } from '../../formats/events/catalog';
import { checkKnown } from '../../private/checks';
import { fail } from '../../private/errors';
import { disagreements } from './agreement';
import { checkEvent, checkEventName, checkSharedColumns } from './catalog-checks';
import type { EventProperty } from './event-property';

/**
 * An event of an application: what happened, and what is told of it.
 */
export interface EventDefinition {
  /**
   * What happened, for people who ask questions about it.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * Whom to ask about it, such as a team.
   *
   * @default - none
   */
  readonly owner?: string;

  /**
   * What is told of it, by name: a letter, then up to 63 letters, digits, `_`, `-` or `.`. Each has a column,
   * which events share that name a property alike.
   *
   * @default - nothing but its name and what all events tell
   */
  readonly properties?: { [name: string]: EventProperty };
}

/**
 * Properties of an `EventCatalog`.
 */
export interface EventCatalogProps {
  /**
   * The events by name: a letter, then up to 63 letters, digits, `_`, `-` or `.`, such as `cart.added`.
   *
   * @default - none yet
   */
  readonly events?: { [name: string]: EventDefinition };

  /**
   * Whether events that are not declared are taken, too. Their properties have no columns.
   *
   * @default - true as long as no event is declared, then false: they are rejected, and can be replayed
   */
  readonly unknownEvents?: boolean;

  /**
   * A file of JSON that is committed with the code, and tells what was agreed on: an event or a property that is gone,
   * renamed, or takes less than before fails at synth, and so does one that is new and not in the file yet. So it is with
   * `unknownEvents`.
   *
   * Synth writes the file: `cdk synth -c cdk-user-telemetry:catalog=update` where nothing breaks, `=break` otherwise. A
   * change of a column's type is refused in any case, as Parquet files that are there already don't bear it.
   *
   * @default - nothing is compared
   */
  readonly committedFile?: string;
}

/**
 * The events of an application as code: their names, their properties with types, their owners, and what is personal.
 *
 * It makes what the ingest checks by, the columns of the table, the declarations for pages and services
 * (`npx user-telemetry types`) and a page of documentation (`npx user-telemetry catalog`). What browsers report by
 * themselves, such as `page_view` or `click`, is known and need not be declared.
 *
 * A pipeline takes the catalog as it is then: declare events before it. It defines no resource by itself.
 *
 * @example
 * new events.EventCatalog(this, 'Catalog', {
 *   events: {
 *     'cart.added': {
 *       description: 'An article was put into the cart',
 *       owner: 'shop-team',
 *       properties: {
 *         sku: events.EventProperty.text({ required: true }),
 *         quantity: events.EventProperty.integer({ minimum: 1 }),
 *       },
 *     },
 *   },
 * });
 */
export class EventCatalog extends Construct {
  private readonly unknownEvents?: boolean;
  private readonly declared = new Map<string, CatalogEvent>();
  private readonly transactions: string[] = [];
  private readonly features: string[] = [];
  private takenBy?: IConstruct;

  constructor(scope: Construct, id: string, props: EventCatalogProps = {}) {
    super(scope, id);
    this.unknownEvents = props.unknownEvents;
    const { committedFile } = props;
    checkKnown(this, 'committedFile', committedFile);
    for (const [name, definition] of Object.entries(props.events ?? {})) this.addEvent(name, definition);
    if (committedFile !== undefined) {
      this.node.addValidation({ validate: () => disagreements(this, committedFile, this._document()) });
    }
    this.node.addMetadata(EVENT_CATALOG, Lazy.uncachedAny({ produce: () => this._document() }));
  }

  /**
   * Declares another event.
   *
   * @param name what it is called: a letter, then up to 63 letters, digits, `_`, `-` or `.`, such as `cart.added`
   * @param definition what is told of it
   */
  public addEvent(name: string, definition: EventDefinition = {}): void {
    if (this.takenBy) {
      fail(this, {
        what: `event ${name}`,
        got: `declared after ${this.takenBy.node.path}, which has its table and its checks by then`,
        expected: 'all events before the first pipeline that takes the catalog',
        fix: 'declare it earlier, or define the pipeline later',
      });
    }
    checkEventName(this, name, this.declared);
    const { description, owner } = definition;
    const properties = Object.entries(definition.properties ?? {}).map(
      ([property, { _declared }]) => [property, _declared] as const,
    );
    const event: CatalogEvent = { description, owner, properties: Object.fromEntries(properties) };
    checkEvent(this, name, event);
    checkSharedColumns(this, name, event, this.declared);
    this.declared.set(name, event);
  }

  /**
   * What is known by now, for a pipeline: nothing can be declared afterwards.
   *
   * @internal
   */
  public _takeFor(pipeline: IConstruct): CatalogDocument {
    this.takenBy ??= pipeline;
    return this._document();
  }

  /** @internal */
  public _addTransaction(name: string): void {
    if (!this.transactions.includes(name)) this.transactions.push(name); // of several applications with one catalog
  }

  /** @internal */
  public _addFeature(name: string): void {
    if (!this.features.includes(name)) this.features.push(name);
  }

  /** @internal */
  public _document(): CatalogDocument {
    return {
      events: Object.fromEntries([...this.declared].sort(([a], [b]) => (a < b ? -1 : 1))),
      transactions: [...this.transactions],
      features: [...this.features],
      unknownEvents: this.unknownEvents ?? this.declared.size === 0,
    };
  }
}
