import { fail } from '../../private/errors';
import { checkAttribute } from '../resource-attributes';
import { COLLECTOR_FAILED, COLLECTOR_REFUSED, COLLECTOR_STARTS, COLLECTOR_UPTIME } from '../vocabulary';
import type { CollectedMetric } from './collected-metric';
import type { Placement } from './destinations/fragment';
import type { Components, Pipeline, Settings } from './document/collector-document';

/** What makes a collector count its own failures. */
export interface SelfTelemetry {
  readonly receivers: Components;
  readonly processors: Components;
  readonly pipelines: { [id: string]: Pipeline };
  readonly telemetry: Settings;
  /** For the metric declarations and descriptors of awsemf. */
  readonly metrics: readonly CollectedMetric[];
}

/** Where collectors show metrics of their own by default; here one sends them to itself. */
const ENDPOINT = '127.0.0.1:8888';
const INTERVAL_SECONDS = 60;

const UPTIME = 'otelcol_process_uptime';
const ITEMS = ['spans', 'metric_points', 'log_records'];

/** The counters of collectors v0.141 to v0.156, one for each kind of items. */
const COUNTERS: { readonly [counter: string]: string } = {
  otelcol_exporter_send_failed: COLLECTOR_FAILED,
  otelcol_exporter_enqueue_failed: COLLECTOR_FAILED,
  // Not those of receivers, which also count what exporters without a queue could not send. One for older versions.
  otelcol_processor_memory_limiter_refused: COLLECTOR_REFUSED,
  otelcol_processor_refused: COLLECTOR_REFUSED,
};

const METRICS: readonly CollectedMetric[] = [
  { metricName: COLLECTOR_FAILED, unit: 'Count' },
  { metricName: COLLECTOR_REFUSED, unit: 'Count' },
  { metricName: COLLECTOR_STARTS, unit: 'None' },
  { metricName: COLLECTOR_UPTIME, unit: 'Seconds' },
].map((metric) => ({ ...metric, dimensions: ['application', 'service'] }));

/**
 * A pipeline of its own, past the memory limiter: a collector that refuses telemetry can still say so.
 *
 * What is 0 is dropped, so that the metrics of a collector without trouble don't exist, and cost nothing.
 */
export function selfTelemetry({ scope, applicationName, serviceName }: Placement): SelfTelemetry {
  for (const [name, value] of Object.entries({ applicationName, serviceName })) {
    if (value === undefined) {
      const expected = 'a name, which becomes a dimension of the metrics that selfTelemetry brings';
      fail(scope, { what: `target.${name}`, got: undefined, expected, fix: 'state it, or leave selfTelemetry out' });
    }
    checkAttribute(scope, `target.${name}`, value);
  }
  const processors = {
    'metricstransform/collector': { transforms: transforms() },
    'filter/collector': {
      error_mode: 'ignore',
      metrics: {
        metric: ['not IsMatch(name, "^collector\\\\.")'],
        // One data point of each process: that of its first export.
        datapoint: [`metric.name == "${COLLECTOR_STARTS}" and value_double > ${INTERVAL_SECONDS * 1.5}`],
      },
    },
    // The counters are as old as the collector: their first values count.
    'cumulativetodelta/collector': { initial_value: 'keep' },
    'filter/collector-zeros': {
      error_mode: 'ignore',
      metrics: { datapoint: ['value_int == 0 and value_double == 0.0'] },
    },
  };
  return {
    receivers: { 'otlp/collector': { protocols: { http: { endpoint: ENDPOINT } } } },
    processors,
    pipelines: {
      'metrics/collector': {
        receivers: ['otlp/collector'],
        processors: [...Object.keys(processors), 'resource'],
        exporters: ['awsemf'],
      },
    },
    telemetry: {
      resource: { 'service.namespace': applicationName, 'service.name': serviceName },
      metrics: {
        level: 'basic',
        readers: [
          {
            periodic: {
              interval: INTERVAL_SECONDS * 1000,
              exporter: { otlp: { protocol: 'http/protobuf', endpoint: `http://${ENDPOINT}` } },
            },
          },
        ],
      },
    },
    metrics: METRICS,
  };
}

function transforms(): Settings[] {
  const counters = Object.entries(COUNTERS).flatMap(([counter, newName]) =>
    ITEMS.map((items) => ({
      include: `${counter}_${items}`,
      action: 'update',
      new_name: newName,
      // What tells data points of one name apart: awsemf drops the second of two with equal labels.
      operations: [{ action: 'add_label', new_label: 'counter', new_value: `${counter}_${items}` }],
    })),
  );
  return [
    ...counters,
    { include: UPTIME, action: 'insert', new_name: COLLECTOR_STARTS },
    { include: UPTIME, action: 'update', new_name: COLLECTOR_UPTIME },
  ];
}
