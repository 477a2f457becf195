import { SYNTHETIC_ATTRIBUTE } from '../../formats/synthetic';
import { OVERFLOW, REQUEST_DURATION, SYNTHETIC_COUNTER, TRANSACTION_COUNTER } from '../vocabulary';
import type { CollectedMetric } from './collected-metric';
import type { Components, Settings } from './document/collector-document';

/** What SDKs put what they count past their limit of attribute sets under, with no other attribute. */
const OVERFLOW_ATTRIBUTE = 'otel.metric.overflow';

/** Attributes that come from the resource: the overflow has them, too. */
const OF_RESOURCE = ['application', 'service'];

/** Between two processors, the name of a metric whose points are added up. */
const FLAT = 'flat:';

/**
 * What makes one point out of those of a metric that have become equal, and levels out of counters that go up and down.
 *
 * Of equal points awsemf keeps one, and writes "Duplicate metric found". metricstransform adds up deltas only where
 * they began together, which those of a new series don't: so sums lose their temporality first, by being multiplied
 * by 1. awsemf takes such a sum as it is, which also makes gauges of UpDownCounters; of their totals it makes changes,
 * and of those that are negative totals again.
 *
 * @see https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/v0.156.0/exporter/awsemfexporter/grouped_metric.go
 * @see https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/v0.156.0/internal/coreinternal/aggregateutil/aggregate.go
 */
export function beforeRemoval(metrics: readonly CollectedMetric[]): Components {
  return {
    // For SDKs that don't heed OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE. awsemf alone would lose the first
    // value of every series. `auto` keeps it, but not that of a counter which is older than the collector: after a
    // restart of the collector `keep` would count everything again. It comes before attributes go: they are what tells
    // two series of one name apart.
    cumulativetodelta: { initial_value: 'auto' },
    metricsgeneration: {
      rules: metrics.filter(mayBeSum).map(({ metricName }) => ({
        name: `${FLAT}${metricName}`,
        type: 'scale',
        metric1: metricName,
        operation: 'multiply',
        scale_by: 1,
      })),
    },
    'filter/flat': conditions({
      metric: [
        'type == METRIC_DATA_TYPE_SUM and aggregation_temporality != AGGREGATION_TEMPORALITY_UNSPECIFIED',
        `type == METRIC_DATA_TYPE_GAUGE and IsMatch(name, "^${FLAT}")`,
      ],
    }),
  };
}

/** The other half, after attributes went: what is equal now becomes one, and what has its place elsewhere gets there. */
export function afterRemoval(metrics: readonly CollectedMetric[]): Components {
  const names = metrics.map(({ metricName }) => metricName);
  const overflowing = metrics.filter(
    ({ metricName, dimensions }) =>
      metricName !== SYNTHETIC_COUNTER && dimensions.some((name) => !OF_RESOURCE.includes(name)),
  );
  return {
    'attributes/metrics': {
      actions: [
        // In the embedded metric format an attribute of that name is where the number stands.
        { pattern: exactly(names), action: 'delete' },
        // metricstransform compares texts only.
        { key: OVERFLOW_ATTRIBUTE, action: 'convert', converted_type: 'string' },
      ],
    },
    metricstransform: {
      transforms: [
        // `$$` is `$` for the collector, and no `${`: AWS CDK warns of that.
        { ...everyMetric(`^${FLAT}(.*)$`), new_name: '$$1', operations: [ADD_UP] },
        // Synthetic users get a metric of their own, and leave that of the real ones.
        {
          ...everyMetric(`^${literally(TRANSACTION_COUNTER)}$`),
          experimental_match_labels: { [SYNTHETIC_ATTRIBUTE]: '.+' },
          action: 'insert',
          new_name: SYNTHETIC_COUNTER,
        },
        ...overflowing.map(overflow),
      ],
    },
    'filter/elsewhere': conditions({
      datapoint: [
        `metric.name == "${TRANSACTION_COUNTER}" and attributes["${SYNTHETIC_ATTRIBUTE}"] != nil`,
        ...overflowing.map(
          ({ metricName }) => `metric.name == "${metricName}" and attributes["${OVERFLOW_ATTRIBUTE}"] != nil`,
        ),
      ],
    }),
  };
}

/**
 * What is dropped before anything is counted, and of the histograms: which ones go apart, where `changing` are the
 * attributes that go, or lose a part.
 *
 * Points of histograms that become equal can't be added up: metricstransform takes exponential ones only where their
 * scales are the same, and mixes their buckets up where their offsets are not. So they go to awsemf one by one, which
 * costs a request each: hence only those that have such an attribute.
 */
export function undeclared(
  metrics: readonly CollectedMetric[],
  changing: readonly string[],
): { readonly together: Components; readonly apart?: Components } {
  // awsemf would log every metric that it won't count.
  const others = metrics.map(({ metricName }) => `name != "${metricName}"`).join(' and ');
  // Of what SDKs report as totals cumulativetodelta loses minimum and maximum, and awsemf reports both as 0: no number
  // is better than that, of which CloudWatch would make percentiles.
  const totals = 'type > METRIC_DATA_TYPE_SUM and aggregation_temporality == AGGREGATION_TEMPORALITY_CUMULATIVE';
  const both = { filter: conditions({ metric: [others] }), 'filter/totals': conditions({ metric: [totals] }) };
  if (changing.length === 0) return { together: both };
  const carries = `IsMatch(String(attributes), "\\"(${changing.join('|')})\\":")`;
  return {
    together: {
      ...both,
      'filter/rest': conditions({ datapoint: [`metric.type > METRIC_DATA_TYPE_SUM and ${carries}`] }),
    },
    apart: {
      ...both,
      'filter/apart': conditions({ metric: ['type <= METRIC_DATA_TYPE_SUM'], datapoint: [`not ${carries}`] }),
    },
  };
}

/** In the OpenTelemetry Transformation Language. Of an error nothing follows: such a condition holds for no such metric. */
function conditions(any: { readonly metric?: string[]; readonly datapoint?: string[] }): Settings {
  return { error_mode: 'ignore', metrics: any };
}

/** The request duration is a histogram. */
function mayBeSum({ metricName }: CollectedMetric): boolean {
  return metricName !== REQUEST_DURATION;
}

/** A regular expression for these names. */
export function exactly(names: readonly string[]): string {
  return `^(${names.map(literally).join('|')})$`;
}

export function literally(name: string): string {
  return name.replaceAll('.', '\\.');
}

function everyMetric(include: string): Settings {
  return { include, match_type: 'regexp', action: 'update' };
}

/** It adds up all points with equal attributes, not only those of this value, which nobody has. */
const ADD_UP = {
  action: 'aggregate_label_values',
  label: '-',
  aggregated_values: ['-'],
  new_value: '-',
  aggregation_type: 'sum',
};

/** They lack what the metric's dimensions are made of, so that they would be in no metric. */
function overflow({ metricName }: CollectedMetric): Settings {
  return {
    ...everyMetric(`^${literally(metricName)}$`),
    experimental_match_labels: { [OVERFLOW_ATTRIBUTE]: '^true$' },
    action: 'insert',
    new_name: OVERFLOW,
    operations: [{ action: 'add_label', new_label: 'metric', new_value: metricName }],
  };
}
