import type { CollectorDocument } from './collector-document';

/** The signals that a collector knows. */
export type Signal = 'traces' | 'metrics' | 'logs';

/** The sections of a configuration that define components. */
export type Section = Extract<keyof CollectorDocument, 'receivers' | 'processors' | 'exporters' | 'extensions'>;

/** What a type of component can be used for; extensions are for no signal. */
interface Type {
  readonly signals: Signal[];
  /** The minor version of ADOT v0 that brought the name; all others are older than what we support. */
  readonly since?: number;
}

const ALL: Signal[] = ['traces', 'metrics', 'logs'];

/**
 * The components of the AWS Distro for OpenTelemetry v0.46 to v0.49, by the names that their configuration uses.
 *
 * As of 2026-11. Names with a version replace older ones, which still work.
 */
export const COMPONENT_TYPES: { readonly [section in Section]: { readonly [type: string]: Type } } = {
  receivers: {
    awscontainerinsightreceiver: { signals: ['metrics'] },
    awsecscontainermetrics: { signals: ['metrics'] },
    awsxray: { signals: ['traces'] },
    file_log: { signals: ['logs'], since: 48 },
    filelog: { signals: ['logs'] },
    jaeger: { signals: ['traces'] },
    kafka: { signals: ALL },
    otlp: { signals: ALL },
    prometheus: { signals: ['metrics'] },
    statsd: { signals: ['metrics'] },
    zipkin: { signals: ['traces'] },
  },
  processors: {
    attributes: { signals: ALL },
    batch: { signals: ALL },
    cumulativetodelta: { signals: ['metrics'] },
    deltatorate: { signals: ['metrics'] },
    filter: { signals: ALL },
    groupbytrace: { signals: ['traces'] },
    k8s_attributes: { signals: ALL, since: 48 },
    k8sattributes: { signals: ALL },
    memory_limiter: { signals: ALL },
    metrics_transform: { signals: ['metrics'], since: 49 },
    metricsgeneration: { signals: ['metrics'] },
    metricstransform: { signals: ['metrics'] },
    probabilistic_sampler: { signals: ['traces', 'logs'] },
    resource: { signals: ALL },
    resource_detection: { signals: ALL, since: 49 },
    resourcedetection: { signals: ALL },
    span: { signals: ['traces'] },
    tail_sampling: { signals: ['traces'] },
  },
  exporters: {
    awscloudwatchlogs: { signals: ['logs'] },
    awsemf: { signals: ['metrics'] },
    awsxray: { signals: ['traces'] },
    datadog: { signals: ALL },
    debug: { signals: ALL },
    file: { signals: ALL },
    kafka: { signals: ALL },
    load_balancing: { signals: ALL, since: 49 },
    loadbalancing: { signals: ALL },
    logzio: { signals: ['traces', 'logs'] },
    otlp: { signals: ALL },
    otlp_grpc: { signals: ALL, since: 48 },
    otlp_http: { signals: ALL, since: 48 },
    otlphttp: { signals: ALL },
    prometheus: { signals: ['metrics'] },
    prometheus_remote_write: { signals: ['metrics'], since: 49 },
    prometheusremotewrite: { signals: ['metrics'] },
    signalfx: { signals: ALL },
  },
  extensions: {
    awsproxy: { signals: [] },
    ecs_observer: { signals: [] },
    file_storage: { signals: [] },
    health_check: { signals: [] },
    pprof: { signals: [] },
    sigv4auth: { signals: [] },
    zpages: { signals: [] },
  },
};

/** The type of a component: what stands before the slash of its id. */
export function typeOf(id: string): string {
  return id.split('/')[0];
}
