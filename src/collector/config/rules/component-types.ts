import { type CollectorDocument, SIGNALS, type Signal } from '../document/collector-document';

/** The sections of a configuration that define components. */
export type Section = Extract<keyof CollectorDocument, 'receivers' | 'processors' | 'exporters' | 'extensions'>;

/** The version of the AWS Distro for OpenTelemetry (ADOT) that has them. As of 2026-11. */
export const ADOT_VERSION = 'v0.49';

/**
 * The signals that components can be used for, by the names that their configuration uses; extensions are for none.
 *
 * Some have two names: `file_log`, `k8s_attributes`, `otlp_grpc` and `otlp_http` came with v0.48, `load_balancing`,
 * `metrics_transform`, `prometheus_remote_write` and `resource_detection` with v0.49. The older ones still work.
 */
export const COMPONENT_TYPES: { readonly [section in Section]: { readonly [type: string]: readonly Signal[] } } = {
  receivers: {
    awscontainerinsightreceiver: ['metrics'],
    awsecscontainermetrics: ['metrics'],
    awsxray: ['traces'],
    file_log: ['logs'],
    filelog: ['logs'],
    jaeger: ['traces'],
    kafka: SIGNALS,
    otlp: SIGNALS,
    prometheus: ['metrics'],
    statsd: ['metrics'],
    zipkin: ['traces'],
  },
  processors: {
    attributes: SIGNALS,
    batch: SIGNALS,
    cumulativetodelta: ['metrics'],
    deltatorate: ['metrics'],
    filter: SIGNALS,
    groupbytrace: ['traces'],
    k8s_attributes: SIGNALS,
    k8sattributes: SIGNALS,
    memory_limiter: SIGNALS,
    metrics_transform: ['metrics'],
    metricsgeneration: ['metrics'],
    metricstransform: ['metrics'],
    probabilistic_sampler: ['traces', 'logs'],
    resource: SIGNALS,
    resource_detection: SIGNALS,
    resourcedetection: SIGNALS,
    span: ['traces'],
    tail_sampling: ['traces'],
  },
  exporters: {
    awscloudwatchlogs: ['logs'],
    awsemf: ['metrics'],
    awsxray: ['traces'],
    datadog: SIGNALS,
    debug: SIGNALS,
    file: SIGNALS,
    kafka: SIGNALS,
    load_balancing: SIGNALS,
    loadbalancing: SIGNALS,
    logzio: ['traces', 'logs'],
    otlp: SIGNALS,
    otlp_grpc: SIGNALS,
    otlp_http: SIGNALS,
    otlphttp: SIGNALS,
    prometheus: ['metrics'],
    prometheus_remote_write: ['metrics'],
    prometheusremotewrite: ['metrics'],
    signalfx: SIGNALS,
  },
  extensions: {
    awsproxy: [],
    ecs_observer: [],
    file_storage: [],
    health_check: [],
    pprof: [],
    sigv4auth: [],
    zpages: [],
  },
};
