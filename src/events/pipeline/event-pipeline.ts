import { Duration, RemovalPolicy, Size } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct, type IConstruct } from 'constructs';
import type { CatalogDocument } from '../../formats/events/catalog';
import { checkDuration } from '../../private/checks';
import { EventCatalog } from '../catalog/event-catalog';
import { Delivery } from './delivery';
import type { EventPipelineProps } from './event-pipeline-props';
import { EventStore } from './event-store';
import { QueryWorkGroup } from './query-work-group';

/**
 * Where events of an application are kept, and can be asked about.
 */
export interface IEventPipeline extends IConstruct {
  /**
   * The AWS Glue database, a text that is known at synth. Its tables are `events` and `rejected_events`.
   */
  readonly databaseName: string;

  /**
   * The Athena workgroup in which questions are asked.
   */
  readonly workGroupName: string;

  /**
   * The events that the application declares, if that is known.
   */
  readonly catalog?: EventCatalog;

  /**
   * Whether the columns of personal properties exist.
   */
  readonly storesPersonalProperties: boolean;

  /**
   * Where browsers post their events: a path of the site, or an address; undefined if they can't.
   */
  readonly endpoint?: string;
}

/**
 * What is known of a pipeline that is defined elsewhere.
 */
export interface EventPipelineAttributes {
  /**
   * The AWS Glue database, as text.
   */
  readonly databaseName: string;

  /**
   * The Athena workgroup.
   */
  readonly workGroupName: string;

  /**
   * The events that the application declares.
   *
   * @default - not known: questions can't name properties
   */
  readonly catalog?: EventCatalog;

  /**
   * Whether the columns of personal properties exist.
   *
   * @default false
   */
  readonly storesPersonalProperties?: boolean;

  /**
   * Where browsers post their events.
   *
   * @default - they can't
   */
  readonly endpoint?: string;
}

const DAYS = { min: 1, multipleOf: 1, fix: 'pass whole days, such as Duration.days(400)' };

/**
 * Takes in what users do, as browsers and backends report it, and keeps it where SQL can ask about it.
 *
 * Events become Parquet files in a bucket, by day, with a table over them in AWS Glue and a workgroup of Amazon Athena.
 * Events that are wrong are kept in a table of their own with the reason. Nothing of it costs anything while nothing
 * happens; docs/event-pipeline.md has the arithmetic.
 *
 * @see https://docs.aws.amazon.com/firehose/latest/dev/dynamic-partitioning.html
 *
 * @example
 * new events.EventPipeline(this, 'Events', {
 *   catalog: new events.EventCatalog(this, 'Catalog', {
 *     events: { 'cart.added': { properties: { sku: events.EventProperty.text({ required: true }) } } },
 *   }),
 * });
 */
export class EventPipeline extends Construct implements IEventPipeline {
  /**
   * Refers to a pipeline that is defined elsewhere, in the account and Region of the stack.
   *
   * @param scope the parent construct
   * @param id the id of the construct
   * @param attributes what is known of it
   */
  public static fromEventPipelineAttributes(
    scope: Construct,
    id: string,
    attributes: EventPipelineAttributes,
  ): IEventPipeline {
    class Import extends Construct implements IEventPipeline {
      public readonly databaseName = attributes.databaseName;
      public readonly workGroupName = attributes.workGroupName;
      public readonly catalog = attributes.catalog;
      public readonly storesPersonalProperties = attributes.storesPersonalProperties ?? false;
      public readonly endpoint = attributes.endpoint;
    }
    return new Import(scope, id);
  }

  public readonly databaseName: string;
  public readonly workGroupName: string;
  public readonly catalog: EventCatalog;
  public readonly storesPersonalProperties: boolean;
  public readonly endpoint?: string;

  /**
   * What holds events, rejected events and results of queries.
   */
  public readonly bucket: IBucket;

  constructor(scope: Construct, id: string, props: EventPipelineProps = {}) {
    super(scope, id);
    const { retention = Duration.days(400), rejectedRetention = Duration.days(90) } = props;
    const { resultRetention = Duration.days(7), bufferingInterval = Duration.minutes(5) } = props;
    checkDuration(this, 'retention', retention, 'days', DAYS);
    checkDuration(this, 'rejectedRetention', rejectedRetention, 'days', DAYS);
    checkDuration(this, 'resultRetention', resultRetention, 'days', DAYS);
    checkDuration(this, 'bufferingInterval', bufferingInterval, 'seconds', {
      min: 60,
      max: 900,
      multipleOf: 1,
      fix: 'pass a Duration from 1 to 15 minutes',
    });
    this.catalog = props.catalog ?? new EventCatalog(this, 'Catalog');
    this.storesPersonalProperties = props.storePersonalProperties ?? false;
    const catalog: CatalogDocument = this.catalog._takeFor(this);
    const store = new EventStore(this, 'Store', {
      catalog,
      personal: this.storesPersonalProperties,
      retention,
      rejectedRetention,
      resultRetention,
      encryptionKey: props.encryptionKey,
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
    });
    new Delivery(this, 'Delivery', { store, bufferingInterval });
    this.bucket = store.bucket;
    this.databaseName = store.databaseName;
    this.workGroupName = new QueryWorkGroup(this, 'Questions', {
      store,
      scanLimit: props.scanLimit ?? Size.gibibytes(10),
    }).workGroupName;
  }
}
