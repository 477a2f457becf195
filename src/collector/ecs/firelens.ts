import type { RetentionDays } from 'aws-cdk-lib/aws-logs';

/**
 * Options of a FireLens log router, which is Fluent Bit.
 */
export interface FireLensOptions {
  /**
   * The names of the containers whose output is routed. They must have no logging of their own.
   *
   * @default - all of the application that have no logging of their own
   */
  readonly containers?: string[];

  /**
   * The version of the image `public.ecr.aws/aws-observability/aws-for-fluent-bit`, at least 3.0.1, with its digest if
   * you like: `3.4.16` or `3.4.16@sha256:…`.
   *
   * @default 3.4.16
   */
  readonly imageTag?: string;

  /**
   * The hard memory limit of the router's container in MiB: a whole number, at least 64. Half of it is reserved.
   *
   * @default 128
   */
  readonly memoryLimitMiB?: number;

  /**
   * How many lines of a container wait in memory while the router does not take them, from 0 to 536,870,912.
   *
   * The container is never blocked: what comes on top is lost.
   *
   * @default 16384
   */
  readonly bufferLimit?: number;

  /**
   * How long the lines are kept.
   *
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: RetentionDays;
}
