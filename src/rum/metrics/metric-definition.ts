import { Stats, Unit } from 'aws-cdk-lib/aws-cloudwatch';
import type { CfnAppMonitor } from 'aws-cdk-lib/aws-rum';
import type { Construct } from 'constructs';
import { fail } from '../../private/errors';
import { fieldsOf, patternText } from './event-pattern';
import type { ExtendedMetric } from './extended-metric';
import { ruleOf } from './extended-metric-rules';
import { checkDefinition } from './metric-definition-checks';
import type { MetricDimension } from './metric-dimension';
import { CUSTOM_NAMESPACE_PREFIX, RUM_NAMESPACE, readingOf } from './metrics';

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

/** How the service is told of a metric. */
interface Definition extends CustomMetricOptions {
  readonly metricName: string;
  readonly statistic: string;
  readonly dimensions: { [field: string]: string };
  /** The dimension that was passed twice, if any: the pattern can hold only one of them. */
  readonly repeated?: string;
  readonly extended: boolean;
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
    return new MetricDefinition({
      metricNamespace: 'UserTelemetry',
      unit: counts ? Unit.COUNT : undefined,
      ...options,
      metricName,
      statistic: options.statistic ?? (counts ? Stats.SUM : Stats.AVERAGE),
      dimensions: { ...options.dimensions },
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
    return new MetricDefinition({
      ...(readingOf(metric) ?? { statistic: Stats.AVERAGE }),
      metricName: metric,
      valueKey,
      eventPattern: patternOf(eventType, dimensions, details),
      dimensions: keysOf(dimensions),
      repeated: repeatedOf(dimensions),
      extended: true,
    });
  }

  /**
   * First contentful paint, in milliseconds: its 75th percentile is good up to 1800.
   *
   * A dimension takes at most one value here.
   *
   * @see https://web.dev/articles/fcp
   */
  public static firstContentfulPaint(...dimensions: MetricDimension[]): MetricDefinition {
    return MetricDefinition.pageTiming(
      'FirstContentfulPaint',
      'com.amazon.rum.first_contentful_paint_event',
      dimensions,
    );
  }

  /**
   * Time to first byte, in milliseconds: its 75th percentile is good up to 800.
   *
   * A dimension takes at most one value here.
   *
   * @see https://web.dev/articles/ttfb
   */
  public static timeToFirstByte(...dimensions: MetricDimension[]): MetricDefinition {
    return MetricDefinition.pageTiming('TimeToFirstByte', 'com.amazon.rum.time_to_first_byte_event', dimensions);
  }

  private static pageTiming(metricName: string, eventType: string, dimensions: MetricDimension[]): MetricDefinition {
    const { definition } = MetricDefinition.custom(metricName, {
      eventPattern: patternOf(eventType, dimensions),
      valueKey: 'event_details.value',
      unit: Unit.MILLISECONDS,
      statistic: Stats.percentile(75),
      dimensions: keysOf(dimensions),
    });
    return new MetricDefinition({ ...definition, repeated: repeatedOf(dimensions) });
  }

  private constructor(private readonly definition: Definition) {}

  /**
   * The name of the metric.
   */
  public get metricName(): string {
    return this.definition.metricName;
  }

  /**
   * The namespace that CloudWatch shows the metric in.
   */
  public get metricNamespace(): string {
    return this.definition.extended ? RUM_NAMESPACE : `${CUSTOM_NAMESPACE_PREFIX}${this.definition.metricNamespace}`;
  }

  /** @internal */
  public get _definition(): Definition {
    return this.definition;
  }

  /**
   * Refuses what the service would refuse, and describes the metric to it.
   *
   * @internal
   */
  public _bind(scope: Construct): CfnAppMonitor.MetricDefinitionProperty {
    checkDefinition(scope, this.definition);
    const { metricName, metricNamespace, valueKey, unit, dimensions, eventPattern, extended } = this.definition;
    return {
      namespace: extended ? undefined : metricNamespace,
      name: metricName,
      valueKey,
      unitLabel: unit,
      dimensionKeys: Object.keys(dimensions).length > 0 ? dimensions : undefined,
      eventPattern: patternText(scope, eventPattern),
    };
  }

  /**
   * The values of the dimensions that have exactly one; the others have to be stated.
   *
   * @internal
   */
  public _dimensionsMap(scope: Construct, stated: Record<string, string> = {}): Record<string, string> {
    const { dimensions, eventPattern, metricName } = this.definition;
    const fields = fieldsOf(eventPattern);
    const unknown = Object.keys(stated).find((name) => !Object.values(dimensions).includes(name));
    if (unknown !== undefined) {
      fail(scope, {
        what: `metricOf() (dimensionsMap of "${metricName}")`,
        got: unknown,
        expected: `only its dimensions: ${Object.values(dimensions).join(', ') || 'none'}`,
        fix: 'leave it out, or add the dimension to the definition',
      });
    }
    const known = Object.entries(dimensions).map(([field, name]) => {
      const [value, ...others] = fields.get(field) ?? [];
      const fixed = others.length === 0 && ['string', 'number', 'boolean'].includes(typeof value);
      const chosen = stated[name] ?? (fixed ? String(value) : undefined);
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

function keysOf(dimensions: MetricDimension[]): Record<string, string> {
  return Object.fromEntries(dimensions.map(({ _field, _name }) => [_field, _name]));
}

function repeatedOf(dimensions: MetricDimension[]): string | undefined {
  return dimensions.find(({ _field }, i) => dimensions.findIndex((other) => other._field === _field) < i)?._name;
}

function patternOf(eventType: string, dimensions: MetricDimension[], details?: Record<string, unknown>) {
  const under = (key: string) =>
    dimensions
      .filter(({ _field }) => _field.startsWith(`${key}.`))
      .map(({ _field, _values }) => [_field.slice(key.length + 1), _values.length > 0 ? _values : [{ exists: true }]]);
  const metadata = Object.fromEntries(under('metadata'));
  const eventDetails = { ...details, ...Object.fromEntries(under('event_details')) };
  return {
    event_type: [eventType],
    ...(Object.keys(metadata).length > 0 && { metadata }),
    ...(Object.keys(eventDetails).length > 0 && { event_details: eventDetails }),
  };
}
