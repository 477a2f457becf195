import type { TaskDefinition } from 'aws-cdk-lib/aws-ecs';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { CollectorConfig } from '../config/collector-config';
import type { ConfigDelivery } from '../config/config-delivery';
import type { AutoInstrumentation } from './auto-instrumentation';
import type { FireLensOptions } from './firelens-options';

/**
 * Options of a collector on a task definition.
 */
export interface AdotSidecarOptions {
  /**
   * The service that the task runs: the resource attribute `service.name`, and the dimension `service` of its metrics.
   * Up to 128 letters, digits, `.`, `_`, `/` and `-`.
   *
   * A container with an `OTEL_SERVICE_NAME` of its own keeps it.
   *
   * @default - the id of the construct
   */
  readonly serviceName?: string;

  /**
   * What the collector receives, and where it sends it.
   *
   * @default - traces to AWS X-Ray, the metrics of the vocabulary to CloudWatch
   */
  readonly config?: CollectorConfig;

  /**
   * How the configuration reaches the collector.
   *
   * @default ConfigDelivery.automatic()
   */
  readonly configDelivery?: ConfigDelivery;

  /**
   * The names of the containers whose SDKs are pointed at the collector.
   *
   * @default - all but log routers
   */
  readonly containers?: string[];

  /**
   * Instrumentation for containers whose image has none, at most one for each language.
   *
   * @default - none: the code or the image of the application brings its own
   */
  readonly autoInstrumentation?: AutoInstrumentation[];

  /**
   * The version of the collector's image, with its digest if you like: `v0.49.0` or `v0.49.0@sha256:…`.
   *
   * @see https://gallery.ecr.aws/aws-observability/aws-otel-collector
   *
   * @default v0.49.0
   */
  readonly imageTag?: string;

  /**
   * The hard memory limit of the collector's container in MiB: a whole number, at least 128.
   *
   * Half of it is reserved. The collector refuses telemetry before it would exceed the limit.
   *
   * @default 256
   */
  readonly memoryLimitMiB?: number;

  /**
   * Whether the task ends when the collector does, and counts as healthy only while the collector is.
   *
   * @default false
   */
  readonly essential?: boolean;

  /**
   * Whether Amazon ECS restarts a collector that ends, without replacing the task. On EC2 it takes version 1.86 of the
   * container agent.
   *
   * @default true
   */
  readonly enableRestartPolicy?: boolean;

  /**
   * Routes what containers write to their standard output through FireLens (Fluent Bit) to a log group.
   *
   * Not in the network mode `host`. Security groups must not let anybody reach ports 2020 and 24224 of the task.
   *
   * @default - no log router: containers log as they are told
   */
  readonly fireLens?: FireLensOptions;

  /**
   * How long the logs of the collector and the log events that carry its metrics are kept.
   *
   * CloudWatch keeps the metrics themselves for 15 months whatever this says.
   *
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: RetentionDays;
}

/**
 * Properties of an `AdotSidecar`.
 */
export interface AdotSidecarProps extends AdotSidecarOptions {
  /**
   * The task definition that gets the collector: Fargate, EC2 or external, in the network modes `awsvpc`, `bridge` or
   * `host`, on Linux.
   *
   * Also the one inside a service of `aws-ecs-patterns`. Its containers may be added before or afterwards.
   */
  readonly taskDefinition: TaskDefinition;

  /**
   * The application that the service belongs to: the resource attribute `service.namespace`, and the dimension
   * `application` of its metrics. Up to 128 letters, digits, `.`, `_`, `/` and `-`.
   */
  readonly applicationName: string;
}
