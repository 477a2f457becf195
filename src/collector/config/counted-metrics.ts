import type { IConstruct } from 'constructs';
import { NAMESPACE } from '../../formats/namespaces';
import { checkCount, checkPattern, checkUnique } from '../../private/checks';
import { fail } from '../../private/errors';
import { OVERFLOW, REQUEST_DURATION, SYNTHETIC_COUNTER, TRANSACTION_COUNTER } from '../vocabulary';
import type { CollectedMetric } from './collected-metric';
import type { Components, Settings } from './document/collector-document';
import { afterRemoval, beforeRemoval, literally, undeclared } from './exact-sums';

/** What else is known of the metrics that are counted. */
export interface Counted {
  /** Metrics besides those of the vocabulary. */
  readonly more?: CollectedMetric[];
  /** Metrics of the collector on itself, which take another way to the same exporter. */
  readonly ofItself?: readonly CollectedMetric[];
  /** The processors that remove personal data. */
  readonly personal: Components;
  /** The attributes that those change. */
  readonly changing: readonly string[];
}

export interface CountedMetrics {
  /** In their order. */
  readonly processors: Components;
  /** Of a second pipeline, for histograms that personal data is removed from; none where nothing is. */
  readonly apart?: Components;
  /** Settings of the exporter. */
  readonly exporter: Settings;
}

/** What makes exact CloudWatch metrics with declared dimensions out of OpenTelemetry metrics. */
export function countedMetrics(
  scope: IConstruct,
  { more = [], ofItself = [], personal, changing }: Counted,
): CountedMetrics {
  const metrics = [...VOCABULARY, ...more];
  const exported = [...metrics, UNDIMENSIONED, ...ofItself];
  check(scope, exported);
  const { together, apart } = undeclared(metrics, changing);
  const place = { 'resource/instance': INSTANCE, resource: { attributes: DIMENSION_ATTRIBUTES } };
  return {
    processors: { ...together, ...beforeRemoval(metrics), ...personal, ...afterRemoval(metrics), ...place },
    ...(apart && { apart: { ...apart, ...personal, ...place, 'batch/one': ONE_BY_ONE } }),
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

const UNDIMENSIONED: CollectedMetric = {
  metricName: OVERFLOW,
  dimensions: ['application', 'service'],
  unit: 'None',
};

const DIMENSION_ATTRIBUTES = [
  { action: 'upsert', key: 'application', from_attribute: 'service.namespace' },
  { action: 'upsert', key: 'service', from_attribute: 'service.name' },
  // container.* and service.* stay as fields of the log event: awsemf drops the second of two equal label sets.
  { action: 'delete', pattern: '^(aws|cloud|deployment|host|k8s|os|process|telemetry|webengine)\\.' },
];

/** What tells two tasks, pods or processes apart stays, too: their points may lie in one request. */
const INSTANCE = {
  attributes: Object.entries({
    task: 'aws.ecs.task.arn',
    container: 'aws.ecs.container.arn',
    host: 'host.name',
    'host.id': 'host.id',
    pod: 'k8s.pod.name',
    'pod.uid': 'k8s.pod.uid',
    process: 'process.pid',
  }).map(([name, from]) => ({ action: 'insert', key: `instance.${name}`, from_attribute: from })),
};

const ONE_BY_ONE = { timeout: '0s', send_batch_size: 1, send_batch_max_size: 1 };

/** What the embedded metric format has at the place where dimensions stand. */
const RESERVED = ['_aws', 'Version', 'Timestamp'];

function check(scope: IConstruct, metrics: CollectedMetric[]): void {
  const names = metrics.map(({ metricName }) => metricName);
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
    const taken = dimensions.find((name) => names.includes(name) || RESERVED.includes(name));
    if (taken === undefined) continue;
    fail(scope, {
      what,
      got: taken,
      expected: 'no name of a metric, "_aws", "Version" or "Timestamp": the log event has something else there',
      fix: 'give the attribute another name',
    });
  }
  checkUnique(scope, 'config.metrics[].metricName', names, {
    expected: 'each metric once',
    fix: `remove the second one; ${[...VOCABULARY, UNDIMENSIONED].map(({ metricName }) => metricName).join(', ')} are always there`,
  });
}
