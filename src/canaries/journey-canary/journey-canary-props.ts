import type { Duration, Size } from 'aws-cdk-lib';
import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { BrowserType, Runtime } from 'aws-cdk-lib/aws-synthetics';
import type { Journey } from '../journey/journey';
import type { JourneySchedule } from '../schedule/journey-schedule';

/**
 * Properties of a `JourneyCanary`.
 */
export interface JourneyCanaryProps {
  /**
   * What the synthetic user does.
   */
  readonly journey: Journey;

  /**
   * When the journey runs.
   *
   * @default JourneySchedule.every(Duration.minutes(5))
   */
  readonly schedule?: JourneySchedule;

  /**
   * How long a run may take: whole seconds, from 3 to 840, and at most the interval of the schedule.
   *
   * Of this time 15 seconds (a quarter, if it is below a minute) are kept for the browser and for uploads, so that a
   * journey which hangs fails with the step it hangs in. CloudWatch gets no success metric of a run that the service
   * has to end.
   *
   * @default - 2 minutes, or the interval of the schedule if that is shorter
   */
  readonly timeout?: Duration;

  /**
   * The memory of a run: 960 to 3008 MiB, a multiple of 64. More of it also means more CPU, and a higher price per run.
   *
   * @default Size.mebibytes(1024)
   */
  readonly memory?: Size;

  /**
   * The temporary storage of a run, for the browser and for artifacts: 1024 to 10240 MiB.
   *
   * @default - 1024 MiB
   */
  readonly ephemeralStorage?: Size;

  /**
   * The browsers in which it runs, each once: Chrome, Firefox or both. Each run in each of them is billed.
   *
   * @default - Chrome
   */
  readonly browsers?: BrowserType[];

  /**
   * How often a failed run is tried again at once: 0, 1 or 2; with 2 the timeout has to be below 600 seconds.
   *
   * A retry is billed as a run. `metricSuccessPercent()` goes on to count the first attempt alone.
   *
   * @default - never
   */
  readonly maxRetries?: number;

  /**
   * The runtime: a Playwright one, `syn-nodejs-playwright-5.1` or newer, that AWS has not deprecated.
   *
   * @default - the newest that this version of the library knows
   */
  readonly runtime?: Runtime;

  /**
   * Whether an update of the canary first runs it with its new configuration, and fails the deployment if that run
   * fails.
   *
   * It does not run when the canary is created, nor when only the schedule or the application changes: see
   * `DeploymentGate`.
   *
   * @default false
   */
  readonly dryRunOnUpdate?: boolean;

  /**
   * Whether the canary runs on its schedule once it is deployed, and again after each update.
   *
   * @default true
   */
  readonly startAfterCreation?: boolean;

  /**
   * The name of the canary: up to 255 lower-case letters, digits, `_` or `-`.
   *
   * It is sent to the site that is visited, as a part of the user agent. A new name means a new canary. Further canaries
   * of the schedule have names that begin with it.
   *
   * @default - derived from the path of the construct
   */
  readonly canaryName?: string;

  /**
   * Environment variables of the runs, such as for a script: 4096 bytes, with what the journey adds to them.
   *
   * @default - only what the journey needs
   */
  readonly environment?: { readonly [name: string]: string };

  /**
   * The key that encrypts environment variables.
   *
   * @default - a key that AWS owns
   */
  readonly environmentKey?: IKey;

  /**
   * The bucket for screenshots and reports, which lie under the canary's name in it.
   *
   * The service can't change it on an existing canary. What expires in a bucket of yours, and when, is left to you.
   *
   * @default - a bucket of its own: encrypted, not public, TLS only, and retained when the stack is deleted
   */
  readonly artifactsBucket?: IBucket;

  /**
   * The key that encrypts screenshots and reports.
   *
   * @default - the encryption of the bucket
   */
  readonly artifactsKey?: IKey;

  /**
   * How long results are kept: whole days, from 1 to 1024.
   *
   * It holds for the run data of the service, and for the artifacts in the default bucket.
   *
   * @default Duration.days(31)
   */
  readonly retention?: Duration;

  /**
   * The VPC in which it runs, such as to visit a site that is not public.
   *
   * DNS resolution and DNS host names have to be enabled in it. Without a way to the internet it needs endpoints: an
   * interface endpoint for CloudWatch (`monitoring`), a gateway endpoint for Amazon S3, and one for AWS Secrets Manager
   * if the journey has secrets.
   *
   * @default - none: it runs in a network of AWS that reaches the internet
   */
  readonly vpc?: IVpc;

  /**
   * The subnets of the VPC. In public ones a canary reaches nothing outside of the VPC, so they are refused.
   *
   * @default - those that are private and reach the internet
   */
  readonly vpcSubnets?: SubnetSelection;

  /**
   * The security groups of the canary in the VPC.
   *
   * @default - one that allows all outgoing traffic and no incoming one
   */
  readonly securityGroups?: ISecurityGroup[];

  /**
   * Whether it also reaches IPv6 addresses from subnets of the VPC that have both.
   *
   * @default false
   */
  readonly ipv6AllowedForDualStack?: boolean;

  /**
   * Whether the tags of the canary are put on its Lambda function, too.
   *
   * @default false
   */
  readonly tagFunction?: boolean;

  /**
   * Other Regions from which the same journey runs: up to 50 commercial ones, with a runtime of 7.0 or newer.
   *
   * Metrics and artifacts come together in the canary's own Region. Each location is billed like a canary. CloudWatch
   * Synthetics deletes no canary that has replicas: remove them in a deployment before.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_MultiLocation.html
   *
   * @default - only from its own Region
   */
  readonly replicas?: JourneyReplica[];
}

/**
 * Another Region from which a journey runs.
 */
export interface JourneyReplica {
  /**
   * The Region, such as `eu-west-1`.
   */
  readonly region: string;

  /**
   * The ids of the subnets in that Region.
   *
   * @default - no VPC, even if the canary itself is in one
   */
  readonly subnetIds?: string[];

  /**
   * The ids of the security groups in that Region: needed with subnets.
   *
   * @default - no VPC
   */
  readonly securityGroupIds?: string[];

  /**
   * The ARN of a key in that Region that encrypts environment variables there.
   *
   * @default - a key that AWS owns
   */
  readonly environmentKeyArn?: string;

  /**
   * Tags of the replica: those of the canary don't reach it.
   *
   * @default - none
   */
  readonly tags?: { readonly [key: string]: string };
}
