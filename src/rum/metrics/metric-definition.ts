import { Stats, Unit } from 'aws-cdk-lib/aws-cloudwatch';
import type { CfnAppMonitor } from 'aws-cdk-lib/aws-rum';
import type { Construct } from 'constructs';
import { BUILT_IN } from '../../formats/browser-events';
import { NAMESPACE, RUM_NAMESPACE } from '../../formats/namespaces';
import { fail } from '../../private/errors';
import { type Dimension, fieldsOf, patternOf, renderPattern } from './event-pattern';
import type { ExtendedMetric } from './extended-metric';
import { ruleOf } from './extended-metric-rules';
import { checkDefinition, type Definition, whatOf } from './metric-definition-checks';
import type { MetricDimension } from './metric-dimension';
import { CUSTOM_NAMESPACE_PREFIX, readingOf } from './rum-metric';

/**
 * What a custom metric counts or measures.
 */
export interface CustomMetricOptions {
  /**
   * The events that count: `{ event_type: ['my_event'], event_details: { color: ['red'] } }`.
   *
   * First-level keys are `event_type`, `event_details`, `metadata` and other fields of events. Each array holds one
   * value or one filter: `{ exists: true }`, `{ prefix: 'a' }`, `{ suffix: 'a' }`, `{ 'anything-but': 'a' }` or
   * `{ numeric: ['>=', 400, '<', 500] }`. At most 4000 characters of JSON.
   *
   * @see https://docs.aws.amazon.com/cloudwatchrum/latest/APIReference/API_MetricDefinitionRequest.html
   */
  readonly eventPattern: { [key: string]: unknown };

  /**
   * The namespace, up to 237 letters, digits and `-._/#:`; CloudWatch shows it as `RUM/CustomMetrics/<namespace>`.
   *
   * @default 'UserTelemetry'
   */
  readonly metricNamespace?: string;

  /**
   * The field that is measured, such as `event_details.items`: up to 256 characters.
   *
   * @default - events are counted
   */
  readonly valueKey?: string;

  /**
   * The unit of the metric.
   *
   * @default - Count, or no unit with a `valueKey`
   */
  readonly unit?: Unit;

  /**
   * The statistic that the metric is read with, unless stated there.
   *
   * @default - the sum, or the average with a `valueKey`
   */
  readonly statistic?: string;

  /**
   * Dimensions besides `application_name`: from fields, such as `metadata.pageId`, to names, up to 255 characters each.
   *
   * Each field has to be in `eventPattern`, as `[{ exists: true }]` for any value. Each combination of values counts
   * towards the 2000 of an app monitor, and may be charged as a custom metric.
   *
   * @default - no further dimensions
   */
  readonly dimensions?: { [field: string]: string };
}

/**
 * A metric that CloudWatch RUM derives from the events of an app monitor and publishes in CloudWatch.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-custom-and-extended-metrics.html
 *
 * @example
 * const itemsInCart = rum.MetricDefinition.custom('ItemsInCart', {
 *   eventPattern: { event_type: ['user_telemetry.event.added-to-cart'], metadata: { countryCode: [{ exists: true }] } },
 *   valueKey: 'event_details.items',
 *   dimensions: { 'metadata.countryCode': 'CountryCode' },
 * });
 * const errorsByPage = rum.MetricDefinition.extended(
 *   rum.ExtendedMetric.JS_ERROR_COUNT,
 *   rum.MetricDimension.pageId('/checkout', '/cart'),
 * );
 * const monitor = new rum.AppMonitor(this, 'Monitor', {
 *   domains: ['shop.example.com'],
 *   metricDefinitions: [itemsInCart, errorsByPage],
 * });
 * monitor.metricOf(itemsInCart, { dimensionsMap: { CountryCode: 'DE' } });
 */
export class MetricDefinition {
  /**
   * A metric of your own, from custom or built-in events.
   */
  public static custom(metricName: string, options: CustomMetricOptions): MetricDefinition {
    const counts = options.valueKey === undefined;
    const fields = fieldsOf(options.eventPattern);
    return new MetricDefinition({
      metricNamespace: NAMESPACE,
      unit: counts ? Unit.COUNT : undefined,
      ...options,
      metricName,
      statistic: options.statistic ?? (counts ? Stats.SUM : Stats.AVERAGE),
      dimensions: Object.entries(options.dimensions ?? {}).map(([field, name]) => ({
        field,
        name,
        values: fields.get(field),
      })),
      extended: false,
    });
  }

  /**
   * A metric of CloudWatch RUM, with more dimensions: at least one.
   *
   * It is published in `AWS/RUM`, besides the one without these dimensions.
   */
  public static extended(metric: ExtendedMetric, ...dimensions: MetricDimension[]): MetricDefinition {
    const { eventType, valueKey, details } = ruleOf(metric);
    const split = dimensions.map(({ _dimension }) => _dimension);
    return new MetricDefinition({
      ...(readingOf(metric) ?? { statistic: Stats.AVERAGE }),
      metricName: metric,
      valueKey,
      eventPattern: patternOf(eventType, split, details),
      dimensions: split,
      extended: true,
    });
  }

  /**
   * First contentful paint, in milliseconds: its 75th percentile is good up to 1800.
   *
   * Without dimensions it is `metricFirstContentfulPaint()` of the app monitor.
   *
   * A dimension takes at most one value here.
   *
   * @see https://web.dev/articles/fcp
   */
  public static firstContentfulPaint(...dimensions: MetricDimension[]): MetricDefinition {
    return MetricDefinition.pageTiming('FirstContentfulPaint', 'first_contentful_paint', dimensions);
  }

  /**
   * Time to first byte, in milliseconds: its 75th percentile is good up to 800.
   *
   * Without dimensions it is `metricTimeToFirstByte()` of the app monitor.
   *
   * A dimension takes at most one value here.
   *
   * @see https://web.dev/articles/ttfb
   */
  public static timeToFirstByte(...dimensions: MetricDimension[]): MetricDefinition {
    return MetricDefinition.pageTiming('TimeToFirstByte', 'time_to_first_byte', dimensions);
  }

  /**
   * A count of events of the browser client, by what they say.
   * @internal
   */
  public static _count(metricName: string, eventType: string, dimension: Dimension): MetricDefinition {
    return MetricDefinition.own(metricName, eventType, [dimension], { unit: Unit.COUNT, statistic: Stats.SUM });
  }

  /**
   * The sum of what a field of events of the browser client says.
   * @internal
   */
  public static _sum(metricName: string, eventType: string, valueKey: string): MetricDefinition {
    return MetricDefinition.own(metricName, eventType, [], { valueKey, unit: Unit.COUNT, statistic: Stats.SUM });
  }

  private static pageTiming(metricName: string, event: string, dimensions: MetricDimension[]): MetricDefinition {
    const split = dimensions.map(({ _dimension }) => _dimension);
    return MetricDefinition.own(metricName, `${BUILT_IN}${event}_event`, split, {
      valueKey: 'event_details.value',
      unit: Unit.MILLISECONDS,
      statistic: Stats.percentile(75),
    });
  }

  private static own(
    metricName: string,
    eventType: string,
    dimensions: Dimension[],
    read: Pick<Definition, 'valueKey' | 'unit' | 'statistic'>,
  ): MetricDefinition {
    const eventPattern = patternOf(eventType, dimensions);
    return new MetricDefinition({
      ...read,
      metricName,
      metricNamespace: NAMESPACE,
      eventPattern,
      dimensions,
      extended: false,
    });
  }

  private constructor(
    /** @internal */
    public readonly _definition: Definition,
  ) {}

  /**
   * The name of the metric.
   */
  public get metricName(): string {
    return this._definition.metricName;
  }

  /**
   * The namespace that CloudWatch shows the metric in.
   */
  public get metricNamespace(): string {
    return this._definition.extended ? RUM_NAMESPACE : `${CUSTOM_NAMESPACE_PREFIX}${this._definition.metricNamespace}`;
  }

  /**
   * Refuses what the service would refuse, and describes the metric to it.
   *
   * @internal
   */
  public _bind(scope: Construct): CfnAppMonitor.MetricDefinitionProperty {
    checkDefinition(scope, this._definition);
    const { metricName, metricNamespace, valueKey, unit, dimensions, eventPattern, extended } = this._definition;
    const split = dimensions.map(({ field, name }) => [field, name]);
    return {
      namespace: extended ? undefined : metricNamespace,
      name: metricName,
      valueKey,
      unitLabel: unit,
      dimensionKeys: split.length > 0 ? Object.fromEntries(split) : undefined,
      eventPattern: renderPattern(
        scope,
        whatOf(this._definition, extended ? 'dimensions' : 'eventPattern'),
        eventPattern,
      ),
    };
  }

  /**
   * The values of the dimensions that have exactly one; the others have to be stated.
   *
   * @internal
   */
  public _dimensionsMap(scope: Construct, stated: Record<string, string> = {}): Record<string, string> {
    const { dimensions, metricName } = this._definition;
    const names = dimensions.map(({ name }) => name);
    const unknown = Object.keys(stated).find((name) => !names.includes(name));
    if (unknown !== undefined) {
      fail(scope, {
        what: `metricOf() (dimensionsMap of "${metricName}")`,
        got: unknown,
        expected: `only its dimensions: ${names.join(', ') || 'none'}`,
        fix: 'leave it out, or add the dimension to the definition',
      });
    }
    const known = dimensions.map(({ name, values = [] }) => {
      const fixed = values.length === 1 && ['string', 'number', 'boolean'].includes(typeof values[0]);
      const chosen = stated[name] ?? (fixed ? String(values[0]) : undefined);
      if (chosen !== undefined) return [name, chosen];
      return fail(scope, {
        what: `metricOf() (dimensionsMap of "${metricName}")`,
        got: stated,
        expected: `a value of the dimension "${name}", which has several`,
        fix: `pass { dimensionsMap: { ${name}: '...' } }`,
      });
    });
    return Object.fromEntries(known);
  }
}
