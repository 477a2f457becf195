import { Duration, RemovalPolicy, Size } from 'aws-cdk-lib';
import { type Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IStream } from 'aws-cdk-lib/aws-kinesis';
import type { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import type { IFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct, type IConstruct } from 'constructs';
import type { CatalogDocument } from '../../formats/events/catalog';
import { checkCount, checkDuration, checkHttpOrigin, checkList } from '../../private/checks';
import { fail } from '../../private/errors';
import { EventCatalog } from '../catalog/event-catalog';
import { addHttpApi, addToDistribution } from './browser-front';
import { Delivery } from './delivery';
import type { EventPipelineAttributes, IEventPipeline } from './event-pipeline-attributes';
import { EventPipelineGrants } from './event-pipeline-grants';
import { deliveryMetric, ingestMetric } from './event-pipeline-metrics';
import type { EventPipelineProps } from './event-pipeline-props';
import { readStream, subscribe } from './event-sources';
import { EventStore } from './event-store';
import { ImportedEventPipeline } from './imported-event-pipeline';
import { Ingest } from './ingest';
import { QueryWorkGroup } from './query-work-group';
import { ACCEPTED, FROM_BROWSERS, REFUSED, REJECTED } from './run/metrics';
import { ToldTwice } from './told-twice';

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
    return new ImportedEventPipeline(scope, id, attributes);
  }

  public readonly databaseName: string;
  public readonly workGroupName: string;
  public readonly catalog: EventCatalog;
  public readonly storesPersonalProperties: boolean;
  public readonly endpoint?: string;

  /**
   * The function that takes events in: backends invoke it with a batch, and `npx user-telemetry replay` does.
   */
  public readonly ingestFunction: IFunction;
  public readonly grants: EventPipelineGrants;

  /**
   * Where the ingest tells, as JSON, how many events it took and why it rejected others.
   */
  public readonly logGroup: ILogGroup;

  /**
   * Where Amazon Data Firehose tells what it could not deliver or convert, and why.
   */
  public readonly deliveryLogGroup: ILogGroup;

  /**
   * What holds events, rejected events and results of queries.
   */
  public readonly bucket: IBucket;

  /**
   * How long events wait for others before they become a file.
   */
  public readonly bufferingInterval: Duration;

  private readonly events: CfnDeliveryStream;
  private readonly ingest: LambdaFunction;
  private readonly sources = new Set<string>();
  private readonly toldTwice = new ToldTwice(this);

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
    this.checkFront(props);
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
    const delivery = new Delivery(this, 'Delivery', { store, bufferingInterval });
    const { allowedOrigins } = props;
    const ingest = new Ingest(this, 'Ingest', {
      store,
      delivery,
      settings: { catalog, personal: this.storesPersonalProperties },
      allowedOrigins,
      maxConcurrency: props.maxConcurrency,
      logRetention: props.logRetention,
    });
    this.events = delivery.events;
    this.deliveryLogGroup = delivery.logGroup;
    this.bufferingInterval = bufferingInterval;
    this.ingest = ingest.function;
    this.bucket = store.bucket;
    this.ingestFunction = ingest.function;
    this.logGroup = ingest.logGroup;
    this.databaseName = store.databaseName;
    this.workGroupName = new QueryWorkGroup(this, 'Questions', {
      store,
      scanLimit: props.scanLimit ?? Size.gibibytes(10),
    }).workGroupName;
    this.grants = EventPipelineGrants._of(this, this);
    if (props.distribution) {
      this.endpoint = addToDistribution(this, ingest.function, props.distribution, props.path);
    } else if (allowedOrigins) {
      this.endpoint = addHttpApi(this, ingest.function, allowedOrigins, props.maxRequestRate ?? 200);
    }
  }

  /**
   * Takes in what an app monitor copies to its log group: page views, sessions, errors, requests, transactions, features
   * and custom events. Web vitals and the like stay there.
   *
   * CloudWatch RUM creates the group, and it has to be there: deploy the app monitor before, with `cwLogEnabled`, or state
   * its `logRetention`. Pages that send the same events here themselves would count twice: that is a warning at synth where
   * `UserTelemetry` knows of both.
   *
   * @param logGroup the `logGroup` of the app monitor
   */
  public addRumLogGroup(logGroup: ILogGroup): void {
    this.refuseAgain('addRumLogGroup()', logGroup, logGroup.logGroupName);
    subscribe(this, this.ingest, logGroup);
    this.toldTwice.addLogGroup(logGroup);
  }

  /**
   * Takes in a stream of events in the form of Amazon Pinpoint 3.1, which clients of AWS Amplify write.
   *
   * Records wait in the stream until they are stored, as long as it keeps them.
   *
   * @see https://docs.aws.amazon.com/pinpoint/latest/developerguide/event-streams-data-app.html
   */
  public addPinpointStream(stream: IStream): void {
    this.refuseAgain('addPinpointStream()', stream, stream.streamArn);
    readStream(this, this.ingest, stream);
  }

  /**
   * Events that were taken in: the sum per period. There is no data where nothing was sent.
   */
  public metricAccepted(options?: MetricOptions): Metric {
    return ingestMetric(this, this.databaseName, ACCEPTED, options);
  }

  /**
   * Events that browsers sent themselves and that were taken in: the sum per period.
   */
  public metricBrowserEvents(options?: MetricOptions): Metric {
    return ingestMetric(this, this.databaseName, FROM_BROWSERS, options);
  }

  /**
   * Events that were rejected, and kept with their reason: the sum per period.
   */
  public metricRejected(options?: MetricOptions): Metric {
    return ingestMetric(this, this.databaseName, REJECTED, options);
  }

  /**
   * Batches that could not be stored, so that their senders send them again: the sum per period.
   */
  public metricRefusedBatches(options?: MetricOptions): Metric {
    return ingestMetric(this, this.databaseName, REFUSED, options);
  }

  /**
   * Batches that nobody waited for and that failed three times: the sum per period. They lie in the folder
   * `aws/lambda/async` of the bucket, unless `metricLostBatches()` counts them, too.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
   */
  public metricDeadLetters(options?: MetricOptions): Metric {
    return this.ingest.metric('AsyncEventsDropped', { statistic: Stats.SUM, ...options });
  }

  /**
   * Batches that nobody waited for, that failed three times, and that could not be put into the bucket either: the sum per
   * period.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
   */
  public metricLostBatches(options?: MetricOptions): Metric {
    return this.ingest.metric('DestinationDeliveryFailures', { statistic: Stats.SUM, ...options });
  }

  /**
   * Records with events that Amazon Data Firehose did not take because its quota was used up: the sum per period. The
   * ingest sends them again, and refuses the batch in the end.
   *
   * @see https://docs.aws.amazon.com/firehose/latest/dev/firehose-cloudwatch-metrics-best-practices.html
   */
  public metricThrottledRecords(options?: MetricOptions): Metric {
    return deliveryMetric(this, this.events.ref, 'ThrottledRecords', { statistic: Stats.SUM, ...options });
  }

  /**
   * How old the oldest event is that is not a file yet, in seconds: the maximum per period. It is up to one and a half times
   * the `bufferingInterval` while all is well, as Amazon Data Firehose buffers in several stages where it partitions.
   *
   * @see https://docs.aws.amazon.com/firehose/latest/dev/buffering.html
   */
  public metricDeliveryAge(options?: MetricOptions): Metric {
    return deliveryMetric(this, this.events.ref, 'DeliveryToS3.DataFreshness', {
      statistic: Stats.MAXIMUM,
      ...options,
    });
  }

  /**
   * Events that could not be made Parquet of, and lie in the folder `failed` of the bucket: the sum per period.
   *
   * What was put into the stream past the ingest can lie there, too, without a day or as no JSON: Firehose counts that
   * nowhere: look into the folder, and into `deliveryLogGroup`.
   */
  public metricFailedConversions(options?: MetricOptions): Metric {
    return deliveryMetric(this, this.events.ref, 'FailedConversion.Records', { statistic: Stats.SUM, ...options });
  }

  /**
   * That the pages of an app monitor post what happens here, too.
   *
   * @internal
   */
  public _isPostedTo(appMonitor: IConstruct): void {
    this.toldTwice.addPosting(appMonitor);
  }

  /** All that it tells would count twice, also where it was imported twice. */
  private refuseAgain(what: string, source: IConstruct, name: string): void {
    const { path } = source.node;
    if (this.sources.has(path) || this.sources.has(name)) {
      fail(this, { what, got: `${path} once more`, expected: 'each source once', fix: 'leave it out this time' });
    }
    this.sources.add(path).add(name);
  }

  private checkFront(props: EventPipelineProps): void {
    const { distribution, path, allowedOrigins, maxConcurrency, maxRequestRate } = props;
    checkCount(this, 'maxConcurrency', maxConcurrency, { fix: 'pass how many calls may run at the same time' });
    checkList(this, 'allowedOrigins', allowedOrigins, { min: 1, fix: 'pass one, or leave it out' }, (what, origin) => {
      checkHttpOrigin(this, what, origin);
    });
    checkCount(this, 'maxRequestRate', maxRequestRate, {
      fix: 'pass how many requests a second may come, such as 200',
    });
    if (maxRequestRate !== undefined && (distribution || !allowedOrigins)) {
      const expected = 'nothing but with allowedOrigins and without a distribution: it limits the HTTP API';
      const fix = 'leave it out, and pass maxConcurrency, or limit the distribution by AWS WAF';
      fail(this, { what: 'maxRequestRate', got: maxRequestRate, expected, fix });
    }
    if (path === undefined || distribution) return;
    const expected = 'nothing without a distribution';
    fail(this, { what: 'path', got: path, expected, fix: 'pass distribution, too, or leave it out' });
  }
}
