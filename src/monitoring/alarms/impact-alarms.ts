import { Duration, Lazy, Stack, Token } from 'aws-cdk-lib';
import { type AlarmBase, AlarmRule, CompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { aws_cloudwatch } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { checkCount, checkDuration } from '../../private/checks';
import { describe, fail, type Problem } from '../../private/errors';
import type { AlarmOptions, AlarmSetProps } from './alarm-options';
import { AlarmSet, isEnabled } from './alarm-set';
import { AlarmSignal } from './alarm-signal';
import type { IAlarms } from './alarms';
import type { AlarmSuppression, ImpactAlarmOptions } from './impact-alarm-options';
import { AlarmSeverity, Notifications } from './notifications';
import { anyOf, atLeast, SignalGroup } from './signal-group';

/**
 * Properties of `ImpactAlarms`.
 */
export interface ImpactAlarmsProps extends ImpactAlarmOptions, AlarmSetProps {}

/**
 * Defines the composite alarms that tell of all others together: one incident, one call.
 *
 * - `UserImpact`, severity PAGE: users are hurt, as enough signals agree on.
 * - `UserDegraded`, severity TICKET: any alarm on users is on, also one that finds no other to agree.
 * - `TelemetryDark`, severity TICKET: telemetry is lost: any alarm on collectors, on the pipeline of events, on the quota of
 *   CloudWatch RUM, or on a schedule that can not follow the traffic.
 *
 * Each comes into being with the first alarm that belongs to it. Constructs whose `notifications` are those of this one add
 * their alarms, and have no actions of their own, but for what is muted by itself or stated with `notifies`: whether
 * something is muted can't be seen in a composite alarm. All alarms have to be in its account and Region.
 *
 * A composite alarm costs about 0.50 USD a month. Where there are too many alarms for a rule, each twenty or so become
 * one or two more.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm.html
 *
 * @example
 * const impact = new monitoring.ImpactAlarms(this, 'Impact', {
 *   notifications: monitoring.Notifications.toTopics({ page: pageTopic, ticket: ticketTopic }),
 * });
 * const storefront = new rum.WebApp(this, 'Storefront', { domains: ['shop.example.com'] });
 * new monitoring.WebAppAlarms(this, 'StorefrontAlarms', {
 *   appMonitor: storefront.appMonitor,
 *   notifications: impact.notifications,
 * });
 */
export class ImpactAlarms extends Construct implements IAlarms {
  /**
   * What lets the alarms of other constructs count in these, instead of notifying by themselves.
   */
  public readonly notifications: Notifications;

  private readonly set: AlarmSet;
  private readonly groups: Record<AlarmSignal, SignalGroup>;
  private readonly defined = new Set<string>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ImpactAlarmsProps = {},
  ) {
    super(scope, id);
    const { userImpact, suppression } = props;
    checkCount(this, 'userImpact.quorum', userImpact?.quorum, { fix: 'pass a number such as 2' });
    if (suppression) this.checkSuppression(suppression);
    this.set = new AlarmSet(this, props);
    this.notifications = Notifications._through(Notifications._of(this, props.notifications), (alarm, signal) =>
      this.take(alarm, signal),
    );
    const group = (name: string, countsTwo = false) =>
      new SignalGroup(name, countsTwo, (part, rule) =>
        this.defineComposite(part, rule, 'A part of a composite alarm.'),
      );
    this.groups = {
      [AlarmSignal.USERS_HURT]: group('Hurt'),
      [AlarmSignal.SYNTHETIC_USERS]: group('Synthetic', true),
      [AlarmSignal.REAL_USERS]: group('Real', true),
      [AlarmSignal.SUPPORTING]: group('Supporting', true),
      [AlarmSignal.USERS_DEGRADED]: group('Degraded'),
      [AlarmSignal.TELEMETRY]: group('Telemetry'),
    };
    this.node.addValidation({ validate: () => this.validate() });
  }

  /**
   * The composite alarms that notify: `UserImpact`, `UserDegraded`, `TelemetryDark`, in the order in which they came to be.
   */
  public get alarms(): AlarmBase[] {
    return this.set.alarms;
  }

  /**
   * Counts an alarm of yours. It keeps its own actions.
   *
   * @param alarm in the account and Region of these
   * @param signal what it says
   */
  public addAlarm(alarm: aws_cloudwatch.IAlarmRef, signal: AlarmSignal): void {
    this.checkPlace(alarm);
    this.groups[signal].add(this, alarm);
    const { userImpact, userDegraded, telemetryDark } = this.props;
    const isOfUsers = signal !== AlarmSignal.TELEMETRY;
    if ([AlarmSignal.USERS_HURT, AlarmSignal.SYNTHETIC_USERS, AlarmSignal.REAL_USERS].includes(signal)) {
      this.define('UserImpact', userImpact, AlarmSeverity.PAGE, USER_IMPACT, () => this.impact());
    }
    if (isOfUsers)
      this.define('UserDegraded', userDegraded, AlarmSeverity.TICKET, USER_DEGRADED, () => this.degraded());
    else this.define('TelemetryDark', telemetryDark, AlarmSeverity.TICKET, TELEMETRY_DARK, () => this.dark());
  }

  /** Whether an alarm counts here, and need not notify by itself. */
  private take(alarm: aws_cloudwatch.IAlarmRef, signal: AlarmSignal): boolean {
    const { userImpact, userDegraded, telemetryDark } = this.props;
    const homes = {
      [AlarmSignal.USERS_HURT]: userImpact,
      [AlarmSignal.SYNTHETIC_USERS]: userImpact,
      [AlarmSignal.REAL_USERS]: userImpact,
      [AlarmSignal.SUPPORTING]: userDegraded,
      [AlarmSignal.USERS_DEGRADED]: userDegraded,
      [AlarmSignal.TELEMETRY]: telemetryDark,
    };
    if (!isEnabled(homes[signal], true)) return false;
    this.addAlarm(alarm, signal);
    return true;
  }

  private define(
    id: string,
    options: AlarmOptions = {},
    severity: AlarmSeverity,
    description: string,
    rule: () => string,
  ): void {
    if (this.defined.has(id) || !isEnabled(options, true)) return;
    this.defined.add(id);
    this.set.add(id, options, severity, this.defineComposite(id, rule, description, this.props.suppression));
  }

  private defineComposite(
    id: string,
    rule: () => string,
    alarmDescription: string,
    suppression?: AlarmSuppression,
  ): CompositeAlarm {
    const { suppressor, waitPeriod = Duration.minutes(2), extensionPeriod = Duration.minutes(3) } = suppression ?? {};
    return new CompositeAlarm(this, id, {
      alarmDescription,
      // Alarms may be added until synthesis.
      alarmRule: AlarmRule.fromString(Lazy.string({ produce: rule })),
      ...(suppressor && {
        actionsSuppressor: suppressor,
        actionsSuppressorWaitPeriod: waitPeriod,
        actionsSuppressorExtensionPeriod: extensionPeriod,
      }),
    });
  }

  private checkSuppression({ suppressor, waitPeriod, extensionPeriod }: AlarmSuppression): void {
    const rule = { min: 0, multipleOf: 1, fix: 'pass a Duration such as Duration.minutes(2)' };
    checkDuration(this, 'suppression.waitPeriod', waitPeriod, 'seconds', rule);
    checkDuration(this, 'suppression.extensionPeriod', extensionPeriod, 'seconds', rule);
    this.checkPlace(suppressor);
  }

  private checkPlace(alarm: aws_cloudwatch.IAlarmRef): void {
    const here = Stack.of(this);
    const { alarmArn } = alarm.alarmRef;
    // An alarm that is imported says it was in the stack that imports it.
    const [, , , region, account] = Token.isUnresolved(alarmArn) ? [] : alarmArn.split(':');
    const there = { account: account ?? alarm.env.account, region: region ?? alarm.env.region };
    for (const place of ['account', 'region'] as const) {
      const [mine, other] = [here[place], there[place]];
      if (Token.isUnresolved(mine) || Token.isUnresolved(other) || mine === other) continue;
      fail(this, {
        what: `${place} of alarm ${alarm.node.path}`,
        got: other,
        expected: `${mine}: a composite alarm sees alarms of its own account and Region only`,
        fix: 'define ImpactAlarms there, too, and count it in those',
      });
    }
  }

  private validate(): string[] {
    const { quorum } = this.props.userImpact ?? {};
    const { synthetic, real, supporting } = this.signals();
    const counted = [synthetic, real, supporting];
    const count = counted.reduce((sum, { size }) => sum + size, 0);
    const problems: Problem[] = [];
    if (quorum !== undefined && this.defined.has('UserImpact')) {
      const what = 'userImpact.quorum';
      const isMany = quorum > 2 || Token.isUnresolved(quorum);
      if (quorum > count) {
        const expected = `at most ${count}, the number of signals`;
        problems.push({ what, got: quorum, expected, fix: 'lower it, or add alarms' });
      } else if (isMany && counted.some(({ isSplit }) => isSplit)) {
        const expected = '1 or 2: there are more alarms than one rule can count';
        problems.push({ what, got: quorum, expected, fix: 'leave it out, or define several ImpactAlarms' });
      }
    }
    for (const [signal, { items, size }] of Object.entries(this.groups)) {
      if (items.length <= MAX_ITEMS) continue;
      const fix = 'share them among several ImpactAlarms';
      problems.push({ what: `alarms of the signal "${signal}"`, got: size, expected: 'fewer: a rule takes 100', fix });
    }
    return problems.map(describe);
  }

  private impact(): string {
    const { quorum } = this.props.userImpact ?? {};
    const { hurt, synthetic, real, supporting } = this.signals();
    const terms = [anyOf(hurt.items)];
    if (quorum === undefined) {
      terms.push(synthetic.size > 2 ? two(synthetic) : anyOf(synthetic.items));
      if (synthetic.size === 0) terms.push(anyOf(real.items));
    }
    const needed = quorum ?? 2;
    const groups = [synthetic, real, supporting];
    const items = groups.flatMap((group) => group.items);
    if (items.length >= needed) terms.push(atLeast(needed, items));
    if (needed === 2) terms.push(anyOf(groups.flatMap((group) => group.pairs)));
    return either(terms);
  }

  private degraded(): string {
    const { hurt, synthetic, real, supporting, degraded } = this.signals();
    const groups = [hurt, synthetic, real, supporting, degraded];
    return either(groups.map((group) => anyOf(group.items)));
  }

  private dark(): string {
    return either([anyOf(this.signals().telemetry.items)]);
  }

  private signals() {
    const { groups } = this;
    return {
      hurt: groups[AlarmSignal.USERS_HURT],
      synthetic: groups[AlarmSignal.SYNTHETIC_USERS],
      real: groups[AlarmSignal.REAL_USERS],
      supporting: groups[AlarmSignal.SUPPORTING],
      degraded: groups[AlarmSignal.USERS_DEGRADED],
      telemetry: groups[AlarmSignal.TELEMETRY],
    };
  }
}

/** Of a group, in a rule on four of them: 100 alarms, or composite alarms that stand for some. */
const MAX_ITEMS = 20;

const USER_IMPACT =
  'Users are hurt: several signals agree, or one that needs no other. See on the dashboard under Alarms which are on. ' +
  'Canaries tell at which step users fail; errors and 5xx responses on which pages and in which backends. Compare with what ' +
  'was deployed last, and roll back if it began there.';
const USER_DEGRADED =
  'Users are served worse than intended, or one signal found no other to agree that they are hurt. See on the dashboard ' +
  'under Alarms which are on: the description of each says what to do.';
const TELEMETRY_DARK =
  'Telemetry is lost: other alarms may be quiet for no good reason. See on the dashboard under Alarms which are on: the ' +
  'description of each says what to do.';

function two(group: SignalGroup): string {
  return either([atLeast(2, group.items), anyOf(group.pairs)]);
}

/** FALSE is a rule as well, of what may come to be with a later deployment. */
function either(terms: string[]): string {
  return terms.filter((term) => term !== '').join(' OR ') || 'FALSE';
}
