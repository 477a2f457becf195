import { Stack, Token } from 'aws-cdk-lib';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { fail } from '../private/errors';
import { NAMESPACE, REQUEST_DURATION, TRANSACTION_COUNTER } from './vocabulary';

/**
 * An OpenTelemetry metric that the collector turns into a CloudWatch metric.
 */
export interface CollectedMetric {
  /**
   * The name of the OpenTelemetry instrument, such as `cart.items`.
   */
  readonly metricName: string;

  /**
   * The attributes that become dimensions: 1 to 10 names.
   *
   * Besides the attributes that your code records, `application` and `service` can be named. CloudWatch bills every
   * combination of their values as a metric: name only what takes few values, never a user or a session.
   */
  readonly dimensions: string[];

  /**
   * The CloudWatch unit, such as `Count`.
   *
   * @default - the unit of the instrument, where CloudWatch knows it
   */
  readonly unit?: string;
}

/**
 * Properties of a `CollectorConfig`.
 */
export interface CollectorConfigProps {
  /**
   * Metrics that reach CloudWatch besides `user.transactions` and `http.server.request.duration`.
   *
   * @default - no others: the collector drops what nobody declared
   */
  readonly metrics?: CollectedMetric[];
}

/**
 * Where a configuration is to run.
 */
export interface CollectorTarget {
  /**
   * The log group that receives the metrics, in CloudWatch's embedded metric format.
   */
  readonly metricsLogGroup: ILogGroup;

  /**
   * The memory limit of the collector's container, in MiB.
   */
  readonly memoryLimitMiB: number;

  /**
   * The address that the OTLP receivers bind to.
   *
   * OTLP knows no authentication. Bind to another address only where the network lets nobody else in.
   *
   * @default localhost
   */
  readonly receiverHost?: string;
}

/**
 * The configuration of a collector of the AWS Distro for OpenTelemetry (ADOT).
 *
 * Traces go to AWS X-Ray. Metrics go to CloudWatch in the namespace `UserTelemetry`:
 *
 * - `user.transactions`, with the dimensions `application`, `transaction`, `outcome`
 * - `http.server.request.duration` in seconds, with the dimensions `application`, `service`
 *
 * Counts arrive as sums of what was counted since the last export, so that they are exact across restarts of the
 * application. Only the dimensions that are declared are billed. Attributes of the process, host and cloud
 * are dropped from metrics, so that neither bills nor logs grow with the number of tasks.
 *
 * It uses component names that every ADOT version from v0.46.0 to v0.49.0 understands.
 *
 * @see https://aws-otel.github.io/docs/components/otlp-exporter
 *
 * @example
 * new collector.AdotSidecar(this, 'Orders', {
 *   taskDefinition,
 *   applicationName: 'anycompany-retail',
 *   config: new collector.CollectorConfig({
 *     metrics: [{ metricName: 'cart.items', dimensions: ['application'], unit: 'Count' }],
 *   }),
 * });
 */
export class CollectorConfig {
  private readonly metrics: CollectedMetric[];

  constructor(props: CollectorConfigProps = {}) {
    this.metrics = [
      { metricName: TRANSACTION_COUNTER, dimensions: ['application', 'transaction', 'outcome'], unit: 'Count' },
      { metricName: REQUEST_DURATION, dimensions: ['application', 'service'], unit: 'Seconds' },
      ...(props.metrics ?? []),
    ];
  }

  /**
   * The configuration as JSON, which the collector reads from the environment variable `AOT_CONFIG_CONTENT`.
   *
   * @param scope the construct that it is for: its stack resolves tokens, its path stands in errors
   * @param target where it is to run
   */
  public toJson(scope: Construct, target: CollectorTarget): string {
    this.check(scope);
    const region = Stack.of(scope).region;
    const host = target.receiverHost ?? 'localhost';
    const limit = Math.floor(target.memoryLimitMiB * 0.8);
    return Stack.of(scope).toJsonString({
      // The image's /healthcheck asks 127.0.0.1, in its own container.
      extensions: { health_check: { endpoint: '127.0.0.1:13133' } },
      receivers: {
        otlp: { protocols: { grpc: { endpoint: `${host}:4317` }, http: { endpoint: `${host}:4318` } } },
      },
      processors: {
        memory_limiter: { check_interval: '1s', limit_mib: limit, spike_limit_mib: Math.floor(limit * 0.25) },
        filter: { error_mode: 'ignore', metrics: { metric: [this.undeclared()] } },
        // For SDKs that don't heed OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE. awsemf alone would lose the
        // first value of every series.
        cumulativetodelta: { initial_value: 'keep' },
        resource: { attributes: DIMENSION_ATTRIBUTES },
        batch: { timeout: '5s' },
      },
      exporters: {
        awsxray: { region, indexed_attributes: ['otel.resource.service.namespace'] },
        awsemf: {
          region,
          namespace: NAMESPACE,
          log_group_name: target.metricsLogGroup.logGroupName,
          log_stream_name: 'adot-collector',
          dimension_rollup_option: 'NoDimensionRollup',
          resource_to_telemetry_conversion: { enabled: true },
          metric_declarations: this.metrics.map((metric) => ({
            dimensions: [metric.dimensions],
            metric_name_selectors: [`^${metric.metricName.replaceAll('.', '\\.')}$`],
          })),
          metric_descriptors: this.metrics
            .filter((metric) => metric.unit)
            .map((metric) => ({ metric_name: metric.metricName, unit: metric.unit, overwrite: true })),
        },
      },
      service: {
        extensions: ['health_check'],
        telemetry: { metrics: { level: 'none' } },
        pipelines: {
          traces: { receivers: ['otlp'], processors: ['memory_limiter', 'batch'], exporters: ['awsxray'] },
          metrics: {
            receivers: ['otlp'],
            // Deltas before attributes go: they are what tells two series of one name apart.
            processors: ['memory_limiter', 'filter', 'cumulativetodelta', 'resource', 'batch'],
            exporters: ['awsemf'],
          },
        },
      },
    });
  }

  /** A condition of the OpenTelemetry Transformation Language: without it, awsemf logs every metric it won't count. */
  private undeclared(): string {
    return this.metrics.map((metric) => `name != "${metric.metricName}"`).join(' and ');
  }

  private check(scope: Construct): void {
    const names = this.metrics.map((metric) => metric.metricName);
    for (const { metricName, dimensions } of this.metrics) {
      if (!Token.isUnresolved(metricName) && !/^[A-Za-z][A-Za-z0-9_./-]{0,254}$/.test(metricName)) {
        fail(scope, {
          what: 'config.metrics[].metricName',
          got: metricName,
          expected: 'a letter, then up to 254 letters, digits, "_", ".", "/" or "-"',
          fix: 'pass the name of the OpenTelemetry instrument',
        });
      }
      if (names.indexOf(metricName) !== names.lastIndexOf(metricName)) {
        fail(scope, {
          what: 'config.metrics[].metricName',
          got: metricName,
          expected: 'each metric once',
          fix: `remove the second one; ${TRANSACTION_COUNTER} and ${REQUEST_DURATION} are always there`,
        });
      }
      if (dimensions.length < 1 || dimensions.length > 10 || new Set(dimensions).size !== dimensions.length) {
        fail(scope, {
          what: `config.metrics[].dimensions of ${metricName}`,
          got: dimensions,
          expected: '1 to 10 different attribute names',
          fix: 'name the attributes that take few values, at least "application"',
        });
      }
    }
  }
}

const DIMENSION_ATTRIBUTES = [
  { action: 'upsert', key: 'application', from_attribute: 'service.namespace' },
  { action: 'upsert', key: 'service', from_attribute: 'service.name' },
  // container.* and service.* stay as fields of the log event: awsemf drops the second of two equal label sets.
  { action: 'delete', pattern: '^(aws|cloud|deployment|host|k8s|os|process|telemetry|webengine)\\.' },
];
