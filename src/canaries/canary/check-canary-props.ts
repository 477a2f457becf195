import type { Duration, Size } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { JourneySchedule } from '../schedule/journey-schedule';

/**
 * Properties of every canary that checks without playing a journey.
 */
export interface CheckCanaryProps {
  /**
   * When it runs.
   *
   * @default - every 5 minutes for `HealthChecks`, every hour for `LinkCheck`
   */
  readonly schedule?: JourneySchedule;

  /**
   * How long a run may take: whole seconds, from 3 to 840, and at most the interval of the schedule.
   *
   * @default - what its checks may take
   */
  readonly timeout?: Duration;

  /**
   * The memory of a run: 960 to 3008 MiB, a multiple of 64.
   *
   * @default Size.mebibytes(1024)
   */
  readonly memory?: Size;

  /**
   * The name of the canary: up to 255 lower-case letters, digits, `_` or `-`.
   *
   * @default - derived from the path of the construct
   */
  readonly canaryName?: string;

  /**
   * The bucket for reports, which lie under the canary's name in it.
   *
   * @default - a bucket of its own: encrypted, not public, TLS only, and retained when the stack is deleted
   */
  readonly artifactsBucket?: IBucket;

  /**
   * How long results are kept: whole days, from 1 to 1024.
   *
   * @default Duration.days(31)
   */
  readonly retention?: Duration;
}
