import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { CollectedMetric } from './collected-metric';
import type { LogDestination } from './destinations/log-destination';
import type { MetricDestination } from './destinations/metric-destination';
import type { TraceDestination } from './destinations/trace-destination';
import type { PersonalData } from './personal-data';
import type { TraceSampling } from './trace-sampling';

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

  /**
   * Where traces go; an empty list means that there are none.
   *
   * @default - AWS X-Ray
   */
  readonly traceDestinations?: TraceDestination[];

  /**
   * Where metrics go; an empty list means that there are none.
   *
   * Without `MetricDestination.cloudWatch()` this library's alarms and dashboards have nothing to look at.
   *
   * @default - CloudWatch
   */
  readonly metricDestinations?: MetricDestination[];

  /**
   * Where the log records of OpenTelemetry SDKs go.
   *
   * @default - nowhere: SDKs are told not to send any
   */
  readonly logDestinations?: LogDestination[];

  /**
   * Which traces are kept.
   *
   * @default TraceSampling.all()
   */
  readonly sampling?: TraceSampling;

  /**
   * What is done with personal data before it leaves the task.
   *
   * @default - users' ids are hashed; names, addresses, credentials and query strings are removed
   */
  readonly personalData?: PersonalData;

  /**
   * Whether the collector sends metrics on itself to CloudWatch: what it could not send, what it refused, its starts
   * and how long it has run. `AdotSidecar` has methods for them, and `monitoring.CollectorAlarms` watches them.
   *
   * Each minute it sends them to itself on port 8888 of the loopback interface, past its memory limit. It therefore ends
   * with exit code 1 when it is stopped: its last export finds the port closed. What applications sent is flushed
   * before. CloudWatch bills 2 custom metrics for each service, and 2 more in hours in which something fails.
   *
   * @default false
   */
  readonly selfTelemetry?: boolean;
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

  /**
   * The application whose telemetry it receives; needed for `selfTelemetry`.
   *
   * @default - none
   */
  readonly applicationName?: string;

  /**
   * The service whose telemetry it receives; needed for `selfTelemetry`.
   *
   * @default - none
   */
  readonly serviceName?: string;
}
