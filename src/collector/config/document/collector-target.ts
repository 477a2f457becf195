import type { ILogGroup } from 'aws-cdk-lib/aws-logs';

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
