import type { IConstruct } from 'constructs';
import { NAMESPACE } from '../../formats/namespaces';
import { SYNTHETIC_ATTRIBUTE } from '../../formats/synthetic';
import { checkCount, checkPattern, checkUnique } from '../../private/checks';
import { REQUEST_DURATION, SYNTHETIC_COUNTER, TRANSACTION_COUNTER } from '../vocabulary';
import type { CollectedMetric } from './collected-metric';
import type { Components, Settings } from './document/collector-document';

/**
 * What makes exact CloudWatch metrics with declared dimensions out of OpenTelemetry metrics: the processors, in their
 * order, and the settings of the exporter. Metrics of the collector on itself take another way to the same exporter.
 */
export function countedMetrics(
  scope: IConstruct,
  more: CollectedMetric[] = [],
  ofItself: readonly CollectedMetric[] = [],
): { processors: Components; exporter: Settings } {
  const metrics = [...VOCABULARY, ...more];
  const exported = [...metrics, ...ofItself];
  check(scope, exported);
  return {
    processors: {
      // A condition of the OpenTelemetry Transformation Language: awsemf would log every metric that it won't count.
      filter: {
        error_mode: 'ignore',
        metrics: { metric: [metrics.map(({ metricName }) => `name != "${metricName}"`).join(' and ')] },
      },
      // For SDKs that don't heed OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE. awsemf alone would lose the first
      // value of every series. `auto` keeps it, but not that of a counter which is older than the collector: after a
      // restart of the collector `keep` would count everything again.
      cumulativetodelta: { initial_value: 'auto' },
      // Synthetic users get a metric of their own, and leave that of the real ones.
      metricstransform: {
        transforms: [
          {
            include: `^${literally(TRANSACTION_COUNTER)}$`,
            match_type: 'regexp',
            experimental_match_labels: { [SYNTHETIC_ATTRIBUTE]: '.+' },
            action: 'insert',
            new_name: SYNTHETIC_COUNTER,
          },
        ],
      },
      'filter/synthetic': {
        error_mode: 'ignore',
        metrics: {
          datapoint: [`metric.name == "${TRANSACTION_COUNTER}" and attributes["${SYNTHETIC_ATTRIBUTE}"] != nil`],
        },
      },
      // Deltas before attributes go: they are what tells two series of one name apart.
      resource: { attributes: DIMENSION_ATTRIBUTES },
    },
    exporter: {
      namespace: NAMESPACE,
      dimension_rollup_option: 'NoDimensionRollup',
      resource_to_telemetry_conversion: { enabled: true },
      metric_declarations: exported.map((metric) => ({
        dimensions: [metric.dimensions],
        metric_name_selectors: [`^${literally(metric.metricName)}$`],
      })),
      metric_descriptors: exported
        .filter((metric) => metric.unit)
        .map((metric) => ({ metric_name: metric.metricName, unit: metric.unit, overwrite: true })),
    },
  };
}

const VOCABULARY: CollectedMetric[] = [
  { metricName: TRANSACTION_COUNTER, dimensions: ['application', 'transaction', 'outcome'], unit: 'Count' },
  { metricName: SYNTHETIC_COUNTER, dimensions: ['application', 'transaction', 'outcome'], unit: 'Count' },
  { metricName: REQUEST_DURATION, dimensions: ['application', 'service'], unit: 'Seconds' },
];

const DIMENSION_ATTRIBUTES = [
  { action: 'upsert', key: 'application', from_attribute: 'service.namespace' },
  { action: 'upsert', key: 'service', from_attribute: 'service.name' },
  // container.* and service.* stay as fields of the log event: awsemf drops the second of two equal label sets.
  { action: 'delete', pattern: '^(aws|cloud|deployment|host|k8s|os|process|telemetry|webengine)\\.' },
];

function literally(name: string): string {
  return name.replaceAll('.', '\\.');
}

function check(scope: IConstruct, metrics: CollectedMetric[]): void {
  for (const { metricName, dimensions } of metrics) {
    checkPattern(scope, 'config.metrics[].metricName', metricName, {
      pattern: /^[A-Za-z][A-Za-z0-9_./-]{0,254}$/,
      expected: 'a letter, then up to 254 letters, digits, "_", ".", "/" or "-"',
      fix: 'pass the name of the OpenTelemetry instrument',
    });
    const what = `config.metrics[].dimensions of ${metricName}`;
    const fix = 'name the attributes that take few values, at least "application"';
    checkCount(scope, `number of ${what}`, dimensions.length, { max: 10, fix });
    checkUnique(scope, what, dimensions, { expected: 'each attribute once', fix });
  }
  const names = metrics.map(({ metricName }) => metricName);
  checkUnique(scope, 'config.metrics[].metricName', names, {
    expected: 'each metric once',
    fix: `remove the second one; ${VOCABULARY.map(({ metricName }) => metricName).join(', ')} are always there`,
  });
}
