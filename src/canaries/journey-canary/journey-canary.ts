import { Duration, Stack, Token } from 'aws-cdk-lib';
import type { Connections, IConnectable } from 'aws-cdk-lib/aws-ec2';
import { SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import {
  Canary,
  type CanaryProps,
  type CfnCanary,
  Code,
  ResourceToReplicateTags,
  type Schedule,
  Test,
} from 'aws-cdk-lib/aws-synthetics';
import type { Construct } from 'constructs';
import { fail } from '../../private/errors';
import { artifactsBucket, canaryRole } from '../canary/canary-artifacts';
import { canaryBasics, commonProps } from '../canary/canary-basics';
import { checkCanaryLimits } from '../canary/canary-limits';
import type { IJourneyCanary, IScheduledCanary } from '../canary/canary-metrics';
import type { CanaryRate } from '../canary/canary-rate';
import { checkRuntime, newestRuntime } from '../canary/runtimes';
import { JourneySchedule } from '../schedule/journey-schedule';
import type { SchedulePlan } from '../schedule/schedule-plan';
import { TrafficReconciler } from '../traffic/traffic-reconciler';
import { JourneyCanaryBase, NamedJourneyCanary } from './journey-canary-base';
import { checkJourneyCanary } from './journey-canary-checks';
import type { JourneyCanaryProps } from './journey-canary-props';
import { withJourneyCode } from './journey-code';

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
  public readonly _rates: CanaryRate[];

  /** @internal */
  public readonly _regions: string[];

  /** @internal */
  public readonly _steps: string[];

  constructor(scope: Construct, id: string, props: JourneyCanaryProps) {
    super(scope, id);
    this.schedule = props.schedule ?? JourneySchedule.every(Duration.minutes(5));
    const { plans, traffic } = this.schedule._plan(this);
    const interval = shortest(plans);
    const timeout = props.timeout ?? defaultTimeout(interval);
    const runtime = props.runtime ?? newestRuntime();
    const { name, memory, retention } = canaryBasics(this, props);
    checkCanaryLimits(this, { ...props, name, interval, timeout, memory, retention });
    checkRuntime(this, runtime);
    checkJourneyCanary(this, props, runtime);

    const journey = props.journey._bind(this, timeout);
    this._steps = journey.stepNames;
    this.artifactsBucket = props.artifactsBucket ?? artifactsBucket(this, retention);
    const regions = (props.replicas ?? []).map(({ region }) => region);
    this._regions = regions.length > 0 ? [Stack.of(this).region, ...regions] : [];
    const role = canaryRole(this, name, this.artifactsBucket, { ...props, regions, inVpc: props.vpc !== undefined });
    journey.grantRead(role);
    const securityGroups = props.vpc && (props.securityGroups ?? [this.securityGroup(props)]);

    const common = {
      ...commonProps({ name, timeout, memory, retention, role, bucket: this.artifactsBucket }),
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
    this.canaries = withJourneyCode(journey, (directory) => {
      const test = Test.custom({ code: Code.fromAsset(directory), handler: 'index.handler' });
      return plans.flatMap((plan) =>
        plan.schedules.map(({ schedule }, index) => {
          const suffix = `${plan.id}${index === 0 ? '' : index + 1}`;
          return this.define(`Canary${suffix}`, nameOf(this, name, suffix), schedule, { ...common, test }, props);
        }),
      );
    });
    [this.canary] = this.canaries;
    this.canaryName = this.canary.canaryName;
    this.members = this.canaries.map((canary, index) =>
      index === 0 ? this : new NamedJourneyCanary(this, `Metrics${index}`, canary.canaryName, this._steps),
    );
    if (traffic) {
      this.trafficReconciler = new TrafficReconciler(this, 'Traffic', { ...traffic, canary: this.canaries[1] });
    }
    const members = [...this.members];
    this._rates = plans.map((plan, index) => ({
      plan,
      members: plan.schedules.map(({ hours }) => ({ canary: members.shift() as IJourneyCanary, hours })),
      traffic: index > 0 ? this.trafficReconciler : undefined,
    }));
    this.monthlyRuns = billed(plans, props);
  }

  /**
   * The names of the journey's steps, in their order.
   */
  public get stepNames(): string[] {
    return [...this._steps];
  }

  /**
   * Whom the canary may reach in its VPC. An error, if it is in none.
   */
  public get connections(): Connections {
    return this.canary.connections;
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
    if (props.replicas?.length) {
      resource.replicas = props.replicas.map((replica) => ({
        location: replica.region,
        kmsKeyArn: replica.environmentKeyArn,
        vpcConfig: replica.subnetIds && {
          subnetIds: replica.subnetIds,
          securityGroupIds: replica.securityGroupIds ?? [],
        },
        tags: replica.tags && Object.entries(replica.tags).map(([key, value]) => ({ key, value })),
        resourcesToReplicateTags: replica.tags && props.tagFunction ? ['lambda-function'] : undefined,
      }));
    }
    // It starts as soon as it exists: its permissions have to be there by then.
    canary.node.addDependency(common.role);
    return canary;
  }

  private securityGroup({ vpc }: JourneyCanaryProps): SecurityGroup {
    return new SecurityGroup(this, 'SecurityGroup', {
      vpc: vpc as NonNullable<typeof vpc>,
      description: `Canaries of ${this.node.path}`.replace(/[^\w. :/()#,@[\]+=&;{}!$*-]/g, '_').slice(0, 255),
    });
  }

  private environment(own: { [name: string]: string }, given: { readonly [name: string]: string } = {}) {
    const all = { ...given, ...own };
    const stack = Stack.of(this);
    // What a reference resolves to is known only at deployment: it counts as nothing.
    const size = Object.entries(all).reduce((sum, [name, value]) => {
      const text = stack.resolve(value);
      return sum + name.length + (typeof text === 'string' ? Buffer.byteLength(text) : 0);
    }, 0);
    if (Object.keys(given).length > 0 && size > 4096) {
      const expected = 'at most 4096, with what the journey adds to them';
      fail(this, { what: 'environment (in bytes)', got: size, expected, fix: 'pass fewer or shorter variables' });
    }
    return all;
  }
}

function shortest(plans: SchedulePlan[]): Duration {
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

function billed(plans: SchedulePlan[], props: JourneyCanaryProps): number | undefined {
  let sum = 0;
  for (const { monthlyRuns } of plans) {
    if (monthlyRuns === undefined) return undefined;
    sum += monthlyRuns;
  }
  return sum * (props.browsers?.length ?? 1) * (1 + (props.replicas?.length ?? 0));
}
