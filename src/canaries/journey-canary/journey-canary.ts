import { readFileSync } from 'node:fs';
import { Duration, type RemovalPolicy, type Size, Stack, Token } from 'aws-cdk-lib';
import {
  type Connections,
  type IConnectable,
  type ISecurityGroup,
  type IVpc,
  SecurityGroup,
  type SubnetSelection,
} from 'aws-cdk-lib/aws-ec2';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import {
  type BrowserType,
  Canary,
  type CanaryProps,
  type CfnCanary,
  ResourceToReplicateTags,
  type Runtime,
  type Schedule,
  Test,
} from 'aws-cdk-lib/aws-synthetics';
import type { Construct } from 'constructs';
import { JOURNEY_FILE } from '../../formats/journey';
import { SYNTHETICS_FILE } from '../../formats/synthetic';
import { asset } from '../../private/assets';
import { repeated } from '../../private/checks';
import { fail } from '../../private/errors';
import { artifactsBucket, canaryRole } from '../canary/canary-artifacts';
import { canaryBasics, commonProps } from '../canary/canary-basics';
import { type CodeFile, jsonFile, withCode } from '../canary/canary-code';
import type { IJourneyCanary, IScheduledCanary, Watched } from '../canary/canary-metrics';
import { environmentProblem } from '../canary/environment';
import { checkPlaywrightRuntime, newestRuntime } from '../canary/runtimes';
import { syntheticsConfiguration } from '../canary/synthetics-configuration';
import type { BoundJourney, Journey } from '../journey/journey';
import { JourneySchedule } from '../schedule/journey-schedule';
import type { SchedulePlan } from '../schedule/schedule-plan';
import { TrafficReconciler } from '../traffic/traffic-reconciler';
import { JourneyCanaryBase, NamedJourneyCanary } from './journey-canary-base';
import { checkNetwork } from './journey-network';
import type { JourneyReplica } from './journey-replica';
import { checkReplicas, replicaProperties } from './replicas';

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
   * @default - 2 minutes, or the interval of the schedule if that is shorter; 1 minute if it is known only at deployment
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
   * What becomes of the bucket of artifacts when the journey or its stack is deleted.
   *
   * With `RemovalPolicy.DESTROY` an AWS Lambda function of `aws-cdk-lib`, one for a stack, empties it before. Not together
   * with `artifactsBucket`. What Synthetics and Lambda make by themselves stays in any case: the log groups
   * `/aws/lambda/cwsyn-<canary>-…`, and for up to 20 minutes the network interfaces of a canary in a VPC, which the
   * deletion of its security group waits for.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/synthetics_canaries_deletion.html
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;

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
 * Defines a canary that plays a journey on a schedule.
 *
 * It runs in CloudWatch Synthetics, in a browser of its own. Each run and each step costs and is measured, see
 * `JourneySchedule` and the metric methods. The user agent holds `CloudWatchSynthetics` and the ARN of the canary.
 *
 * Some schedules take several canaries, which share code, role and bucket. The metric methods are those of the first;
 * `members` has those of each.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries.html
 *
 * @example
 * new canaries.JourneyCanary(this, 'Buy', {
 *   journey: canaries.Journey.startAt('https://shop.example.com')
 *     .step('open product', canaries.Action.click('text=Mug'), canaries.Expect.visible('#price'))
 *     .step('check out', canaries.Action.click('#buy'), canaries.Expect.text('h1', 'Thank you')),
 *   schedule: canaries.JourneySchedule.every(Duration.minutes(15)),
 * });
 */
export class JourneyCanary extends JourneyCanaryBase implements IScheduledCanary, IConnectable {
  /**
   * An existing canary, by its name.
   *
   * Its metrics can be shown and watched. The names of its steps are not known here, so they are not checked.
   */
  public static fromCanaryName(scope: Construct, id: string, canaryName: string): IJourneyCanary {
    return new NamedJourneyCanary(scope, id, canaryName);
  }

  /**
   * The canary itself: the first one, if there are several.
   */
  public readonly canary: Canary;

  /**
   * All canaries that play the journey, the first one first.
   */
  public readonly canaries: Canary[];

  /**
   * The metrics of each canary, in the order of `canaries`.
   */
  public readonly members: IJourneyCanary[];

  /**
   * The name of the canary: of the first one, if there are several.
   */
  public readonly canaryName: string;

  /**
   * Where screenshots and reports of the runs are kept.
   */
  public readonly artifactsBucket: IBucket;

  /**
   * When the journey runs.
   */
  public readonly schedule: JourneySchedule;

  /**
   * How many runs are billed in 30 days, in all canaries, browsers and locations together, without retries.
   *
   * Multiply it by the price of a run in your Region. It is undefined if the schedule is known only at deployment. With
   * a schedule that follows the traffic it is what there is if the extra canary never rests.
   */
  public readonly monthlyRuns?: number;

  /**
   * What starts and stops the extra canary, if the schedule follows the traffic.
   */
  public readonly trafficReconciler?: TrafficReconciler;

  /** @internal */
  public readonly _watched: Watched;

  constructor(scope: Construct, id: string, props: JourneyCanaryProps) {
    super(scope, id);
    this.schedule = props.schedule ?? JourneySchedule.every(Duration.minutes(5));
    const plans = this.schedule._plans(this);
    const interval = shortest(plans);
    const runtime = props.runtime ?? newestRuntime();
    const basics = canaryBasics(this, props, interval, props.timeout ?? defaultTimeout(interval));
    const { name } = basics;
    const { replicas = [] } = props;
    checkPlaywrightRuntime(this, runtime);
    checkBrowsers(this, props.browsers);
    checkNetwork(this, props);
    checkReplicas(this, replicas, runtime);

    const journey = props.journey._bind(this, basics.timeout);
    const bucket = artifactsBucket(this, props, basics.retention);
    this.artifactsBucket = bucket;
    const regions = replicas.map(({ region }) => region);
    const role = canaryRole(this, name, bucket, { ...props, regions, inVpc: props.vpc !== undefined });
    journey.grantRead(role);
    const securityGroups = props.vpc && (props.securityGroups ?? [this.securityGroup(props.vpc)]);

    const common = {
      ...commonProps(basics, role, bucket),
      runtime,
      environmentVariables: this.environment(journey.environment, props.environment),
      startAfterCreation: props.startAfterCreation,
      maxRetries: props.maxRetries,
      browserConfigs: props.browsers,
      dryRunAndUpdate: props.dryRunOnUpdate,
      resourcesToReplicateTags: props.tagFunction ? [ResourceToReplicateTags.LAMBDA_FUNCTION] : undefined,
      vpc: props.vpc,
      vpcSubnets: props.vpc && props.vpcSubnets,
      securityGroups,
    };
    const defined = withCode(codeFiles(journey), (code) => {
      const test = Test.custom({ code, handler: 'index.handler' });
      return plans.map((plan) => ({
        plan,
        canaries: plan.schedules.map((schedule, index) => {
          const suffix = `${plan.id}${index === 0 ? '' : index + 1}`;
          return this.define(`Canary${suffix}`, nameOf(this, name, suffix), schedule, { ...common, test }, props);
        }),
      }));
    });
    this.canaries = defined.flatMap(({ canaries }) => canaries);
    [this.canary] = this.canaries;
    this.canaryName = this.canary.canaryName;
    const steps = journey.stepNames;
    const rates = defined.map(({ plan, canaries }) => ({
      plan,
      members: canaries.map((canary) => ({ canary: this.member(canary, plan, steps) })),
      traffic: plan.traffic && new TrafficReconciler(this, 'Traffic', { ...plan.traffic, canary: canaries[0] }),
    }));
    this.members = rates.flatMap(({ members }) => members.map(({ canary }) => canary));
    this.trafficReconciler = rates.find(({ traffic }) => traffic)?.traffic;
    const { timeout } = basics;
    this._watched = { steps, rates, timeout, regions: regions.length > 0 ? [Stack.of(this).region, ...regions] : [] };
    this.monthlyRuns = billed(plans, props);
  }

  /**
   * The names of the journey's steps, in their order.
   */
  public get stepNames(): string[] {
    return [...this._watched.steps];
  }

  /**
   * Whom the canary may reach in its VPC. An error, if it is in none.
   */
  public get connections(): Connections {
    return this.canary.connections;
  }

  /** The metrics of one of the canaries. */
  private member(canary: Canary, plan: SchedulePlan, steps: string[]): IJourneyCanary {
    const index = this.canaries.indexOf(canary);
    if (index === 0) return this;
    return new NamedJourneyCanary(this, `Metrics${index}`, canary.canaryName, { plan, steps });
  }

  private define(
    id: string,
    canaryName: string,
    schedule: Schedule,
    common: Omit<CanaryProps, 'canaryName' | 'schedule'> & { readonly role: Role },
    props: JourneyCanaryProps,
  ): Canary {
    const canary = new Canary(this, id, { ...common, canaryName, schedule });
    // What the L2 construct of the oldest supported version lacks.
    const resource = canary.node.defaultChild as CfnCanary;
    if (props.environmentKey) resource.kmsKeyArn = props.environmentKey.keyArn;
    if (props.artifactsKey) {
      // The L2 construct would allow more with the key than is needed.
      const s3Encryption = { encryptionMode: 'SSE_KMS', kmsKeyArn: props.artifactsKey.keyArn };
      resource.artifactConfig = { s3Encryption };
    }
    if (props.ephemeralStorage) {
      resource.addPropertyOverride('RunConfig.EphemeralStorage', props.ephemeralStorage.toMebibytes());
    }
    if (props.ipv6AllowedForDualStack !== undefined) {
      resource.addPropertyOverride('VPCConfig.Ipv6AllowedForDualStack', props.ipv6AllowedForDualStack);
    }
    if (props.replicas?.length) resource.replicas = replicaProperties(props.replicas, props.tagFunction);
    // It starts as soon as it exists: its permissions have to be there by then. It ends before its bucket is emptied.
    canary.node.addDependency(common.role, ...(props.artifactsBucket ? [] : [this.artifactsBucket]));
    return canary;
  }

  private securityGroup(vpc: IVpc): SecurityGroup {
    return new SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: `Canaries of ${this.node.path}`.replace(/[^\w. :/()#,@[\]+=&;{}!$*-]/g, '_').slice(0, 255),
    });
  }

  private environment(own: { [name: string]: string }, given: { readonly [name: string]: string } = {}) {
    const all = { ...given, ...own };
    // What the journey needs for itself is judged when everything is defined.
    const problem = environmentProblem(this, all, { what: 'environment', fix: 'pass fewer or shorter variables' });
    if (problem && Object.keys(given).length > 0) fail(this, problem);
    return all;
  }
}

/** The runner, the journey and the configuration, side by side, with the files of the journey. */
function codeFiles({ document, files, hasSecrets }: BoundJourney): CodeFile[] {
  return [
    { path: 'index.js', content: readFileSync(asset('runner', 'index.js')) },
    jsonFile(JOURNEY_FILE, document),
    jsonFile(SYNTHETICS_FILE, syntheticsConfiguration({ screenshots: true, har: !hasSecrets })),
    ...files,
  ];
}

function checkBrowsers(scope: Construct, browsers?: BrowserType[]): void {
  if (!browsers || Token.isUnresolved(browsers)) return;
  if (browsers.length > 0 && repeated(browsers) === undefined) return;
  fail(scope, {
    what: 'browsers',
    got: browsers,
    expected: 'BrowserType.CHROME, BrowserType.FIREFOX or both, each once',
    fix: 'leave browsers out to run in Chrome',
  });
}

function shortest(plans: readonly SchedulePlan[]): Duration {
  const known = plans.map((plan) => plan.shortest).filter((duration) => !duration.isUnresolved());
  if (known.length < plans.length) return plans[0].shortest;
  return known.reduce((a, b) => (a.toMilliseconds() <= b.toMilliseconds() ? a : b));
}

function defaultTimeout(interval: Duration): Duration {
  if (interval.isUnresolved()) return Duration.minutes(1);
  return Duration.seconds(Math.min(120, interval.toSeconds()));
}

/** Further canaries are called after the first one. */
function nameOf(scope: Construct, name: string, suffix: string): string {
  if (suffix === '') return name;
  const full = `${name}-${suffix.replace(/(?<=[a-z])(?=[A-Z\d])/g, '-').toLowerCase()}`;
  if (Token.isUnresolved(name) || full.length <= 255) return full;
  return fail(scope, {
    what: 'canaryName',
    got: name,
    expected: `at most ${255 - (full.length - name.length)} characters, since the schedule makes canaries with longer names`,
    fix: 'shorten the name, or leave canaryName out',
  });
}

function billed(plans: readonly SchedulePlan[], props: JourneyCanaryProps): number | undefined {
  let sum = 0;
  for (const { monthlyRuns } of plans) {
    if (monthlyRuns === undefined) return undefined;
    sum += monthlyRuns;
  }
  return sum * (props.browsers?.length ?? 1) * (1 + (props.replicas?.length ?? 0));
}
