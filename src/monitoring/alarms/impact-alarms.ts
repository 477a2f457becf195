import { Duration, Lazy, Stack, Token } from 'aws-cdk-lib';
import { type AlarmBase, AlarmRule, type CompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { aws_cloudwatch } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { checkCount, checkDuration } from '../../private/checks';
import { describe, fail, type Problem } from '../../private/errors';
import { refuseCircles } from '../../private/stack-circle';
import type { AlarmOptions, AlarmSetProps } from './alarm-options';
import { anyOf, both, either, excess, someOf } from './alarm-rules';
import { AlarmSet, isEnabled } from './alarm-set';
import { AlarmSignal } from './alarm-signal';
import type { IAlarms } from './alarms';
import { compositeAlarm } from './composite-alarm';
import { type CountedAlarm, countedAlarm, identitiesOf, placeOf } from './counted-alarm';
import type { AlarmSuppression, ImpactAlarmOptions } from './impact-alarm-options';
import { JourneyAlarms } from './journey-alarms';
import { AlarmSeverity, Notifications } from './notifications';
import { SignalGroup } from './signal-group';

/**
 * Properties of `ImpactAlarms`.
 */
export interface ImpactAlarmsProps extends ImpactAlarmOptions, AlarmSetProps {}

/**
 * Defines the composite alarms that tell of all others together: one incident, one call.
 *
 * - `UserImpact`, severity PAGE: users are hurt, as enough signals agree on.
 * - `UserUnconfirmed`, severity TICKET: a signal that users are hurt has found no other to agree for a quarter of an hour.
 * - `UserDegraded`, severity TICKET: users are served worse than intended.
 * - `TelemetryDark`, severity TICKET: telemetry is lost: any alarm on collectors, on the pipeline of events, on the quota of
 *   CloudWatch RUM, or on a schedule that can not follow the traffic.
 *
 * Each comes into being with the first alarm that belongs to it. Constructs whose `notifications` are those of this one add
 * their alarms, and have no actions of their own, but for what is muted by itself or stated with `notifies`: whether
 * something is muted can't be seen in a composite alarm. All alarms have to be in its account and Region.
 *
 * A composite alarm costs about 0.50 USD a month. One without actions, `Soon`, joins them where there are more than two journeys,
 * of which one that fails calls nobody alone, or a `quorum` is stated. Where there are too many alarms for a rule, each twenty or so become
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
  private readonly identities = new Set<string>();
  /** Of the names of alarms, as long as they may become. */
  private readonly lengths = new Map<string, number>();
  private readonly rules = new Map<CompositeAlarm, () => string>();
  private readonly journeys = new Map<string, Journey>();
  /** Whether a canary counts, be it only to support others. */
  private hasCanary = false;
  private userImpact?: CompositeAlarm;
  /** On where what journeys say early has found another to agree. */
  private soon?: CountedAlarm;
  private isAcrossStacks = false;
  private onDefined?: (alarm: AlarmBase) => void;

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
    this.notifications = Notifications._through(
      Notifications._of(this, props.notifications),
      (alarm, signal) => this.take(alarm, signal),
      (signal) => this.takes(signal),
    );
    const group = (name: string, countsTwo = false) =>
      new SignalGroup(name, countsTwo, (part, rule) =>
        this.see(this.defineComposite(this, part, rule, 'A part of a composite alarm.')),
      );
    this.groups = {
      [AlarmSignal.USERS_HURT]: group('Hurt'),
      [AlarmSignal.SYNTHETIC_USERS]: group('Synthetic', true),
      [AlarmSignal.SYNTHETIC_USERS_EARLY]: group('SyntheticEarly', true),
      [AlarmSignal.REAL_USERS]: group('Real', true),
      [AlarmSignal.SUPPORTING]: group('Supporting'),
      [AlarmSignal.USERS_DEGRADED]: group('Degraded'),
      [AlarmSignal.TELEMETRY]: group('Telemetry'),
    };
    this.node.addValidation({ validate: () => this.validate() });
  }

  /**
   * The composite alarms that notify: `UserImpact`, `UserUnconfirmed`, `UserDegraded`, `TelemetryDark`, in the order in which
   * they came to be.
   */
  public get alarms(): AlarmBase[] {
    return this.set.alarms;
  }

  /**
   * Counts an alarm of yours. It keeps its own actions.
   *
   * @param alarm in the account and Region of these, and not counted yet
   * @param signal what it says
   */
  public addAlarm(alarm: aws_cloudwatch.IAlarmRef, signal: AlarmSignal): void {
    this.count(signal, this.meet(alarm));
  }

  /**
   * Tells of each composite alarm that notifies when it comes into being.
   *
   * @internal
   */
  public _onDefined(tell: (alarm: AlarmBase) => void): void {
    this.onDefined = tell;
  }

  /** Whether a composite alarm tells of a signal. */
  private takes(signal: AlarmSignal): boolean {
    const { userImpact, userDegraded, telemetryDark } = this.props;
    const homes = {
      [AlarmSignal.USERS_HURT]: userImpact,
      [AlarmSignal.SYNTHETIC_USERS]: userImpact,
      [AlarmSignal.SYNTHETIC_USERS_EARLY]: userImpact,
      [AlarmSignal.REAL_USERS]: userImpact,
      [AlarmSignal.SUPPORTING]: userImpact,
      [AlarmSignal.USERS_DEGRADED]: userDegraded,
      [AlarmSignal.TELEMETRY]: telemetryDark,
    };
    return isEnabled(homes[signal], true);
  }

  /** Whether an alarm need not notify by itself, as a composite alarm tells of it; it may count without that. */
  private take(alarm: AlarmBase, signal: AlarmSignal): boolean {
    if (!this.takes(signal)) return false;
    const { scope } = alarm.node;
    if (scope instanceof JourneyAlarms && signal in FAILING) this.takeJourney(scope, alarm, signal);
    else this.addAlarm(alarm, signal);
    if (signal !== AlarmSignal.SUPPORTING) return true;
    this.hasCanary ||= scope instanceof JourneyAlarms;
    return isEnabled(this.props.userUnconfirmed, true);
  }

  /** A journey with several canaries, each with hours of its own, is one that fails. */
  private takeJourney(alarms: JourneyAlarms, alarm: AlarmBase, signal: AlarmSignal): void {
    const met = this.meet(alarm);
    const key = `${alarms.node.path} ${signal}`;
    const journey = this.journeys.get(key);
    if (!journey) {
      const counted = { ...met };
      this.journeys.set(key, { counted, rates: [met] });
      this.count(signal, counted);
      return;
    }
    journey.rates.push(met);
    if (journey.rates.length > 2) return;
    const either = this.defineComposite(
      alarms,
      FAILING[signal] ?? 'Failing',
      () => anyOf(journey.rates),
      JOURNEY_FAILING,
    );
    Object.assign(journey.counted, this.see(either));
  }

  private count(signal: AlarmSignal, alarm: CountedAlarm): void {
    this.groups[signal].add(alarm);
    this.hasCanary ||= signal in FAILING;
    const { userImpact, userDegraded, telemetryDark } = this.props;
    const { PAGE, TICKET } = AlarmSeverity;
    if (signal === AlarmSignal.TELEMETRY) {
      this.define('TelemetryDark', telemetryDark, TICKET, TELEMETRY_DARK, () => this.anyOf(signal));
    } else if (signal === AlarmSignal.USERS_DEGRADED) {
      this.define('UserDegraded', userDegraded, TICKET, USER_DEGRADED, () => this.anyOf(signal));
    } else {
      this.userImpact ??= this.define('UserImpact', userImpact, PAGE, USER_IMPACT, () => this.impact());
      if (this.userImpact && this.mayBeAlone(signal)) this.defineUnconfirmed(this.userImpact);
      this.defineSoon();
    }
  }

  /** Where a journey that fails for sure needs another signal, it would be two with what it says early: they are counted apart. */
  private defineSoon(): void {
    const { confirming, early } = this.signals();
    if (this.soon || !this.userImpact || early.size === 0) return;
    if (!confirming.includes(this.groups[AlarmSignal.SYNTHETIC_USERS])) return;
    const rule = () => {
      const { needed, supporting } = this.signals();
      return agreed(Math.max(2, needed), [early, this.groups[AlarmSignal.REAL_USERS]], supporting);
    };
    this.soon = this.see(this.defineComposite(this, 'Soon', rule, 'A part of a composite alarm.'));
  }

  /** Whether a signal may be on without `UserImpact`: the first two canaries are not. */
  private mayBeAlone(signal: AlarmSignal): boolean {
    if (signal !== AlarmSignal.SYNTHETIC_USERS) return signal !== AlarmSignal.USERS_HURT;
    return this.props.userImpact?.quorum !== undefined || this.groups[signal].size > 2;
  }

  /** It notifies nobody while `UserImpact` is on, nor a while before, as the second signal of an incident takes its time. */
  private defineUnconfirmed(userImpact: CompositeAlarm): void {
    const id = 'UserUnconfirmed';
    const { userUnconfirmed, suppression } = this.props;
    if (this.node.tryFindChild(id) || !isEnabled(userUnconfirmed, true)) return;
    const silencing = suppression && [userImpact, suppression.suppressor].map((alarm) => this.see(alarm));
    const suppressor = silencing
      ? this.defineComposite(this, `${id}Suppressor`, () => anyOf(silencing), 'A part of a composite alarm.')
      : userImpact;
    const silence = { suppressor, waitPeriod: Duration.minutes(15), extensionPeriod: Duration.minutes(15) };
    this.define(id, userUnconfirmed, AlarmSeverity.TICKET, USER_UNCONFIRMED, () => this.unconfirmed(), silence);
  }

  private define(
    id: string,
    options: AlarmOptions = {},
    severity: AlarmSeverity,
    description: string,
    rule: () => string,
    suppression = this.props.suppression,
  ): CompositeAlarm | undefined {
    if (this.node.tryFindChild(id) || !isEnabled(options, true)) return undefined;
    const alarm = this.defineComposite(this, id, rule, description, suppression);
    this.set.add(id, options, severity, alarm);
    this.onDefined?.(alarm);
    return alarm;
  }

  private defineComposite(
    scope: Construct,
    id: string,
    rule: () => string,
    alarmDescription: string,
    suppression?: AlarmSuppression,
  ): CompositeAlarm {
    const { suppressor, waitPeriod = Duration.minutes(2), extensionPeriod = Duration.minutes(3) } = suppression ?? {};
    // FALSE is a rule as well, of what may come to be with a later deployment.
    const produce = () => rule() || 'FALSE';
    const alarm = compositeAlarm(scope, id, {
      alarmDescription,
      // Alarms may be added until synthesis.
      alarmRule: AlarmRule.fromString(Lazy.string({ produce })),
      ...(suppressor && {
        actionsSuppressor: suppressor,
        actionsSuppressorWaitPeriod: waitPeriod,
        actionsSuppressorExtensionPeriod: extensionPeriod,
      }),
    });
    this.rules.set(alarm, produce);
    return alarm;
  }

  /** What is counted here for the first time, and can be. */
  private meet(alarm: aws_cloudwatch.IAlarmRef): CountedAlarm {
    this.checkPlace(alarm);
    const refuse = (got: string, expected: string, fix: string) =>
      fail(this, { what: `alarm ${alarm.node.path}`, got, expected, fix });
    if ([...this.rules.keys()].some((own) => alarm === own || alarm.node.scope === own)) {
      refuse('a composite alarm of these', 'another one: it would wait for itself', 'leave it out');
    }
    const identities = identitiesOf(alarm);
    if (identities.some((identity) => this.identities.has(identity))) {
      refuse('one that is counted already', 'each alarm once, for one signal', 'leave it out');
    }
    for (const identity of identities) this.identities.add(identity);
    const seen = this.see(alarm);
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html knows no way to escape it.
    if (seen.name.includes('"')) refuse(seen.name, 'a name without double quotes, which end it in a rule', 'rename it');
    if (!this.isAcrossStacks && Stack.of(alarm) !== Stack.of(this)) {
      this.isAcrossStacks = true;
      refuseCircles(
        this,
        () => 'define the topics in a stack of their own, or ImpactAlarms in a stack that no alarm needs anything of',
      );
    }
    return seen;
  }

  private see(alarm: aws_cloudwatch.IAlarmRef): CountedAlarm {
    const counted = countedAlarm(alarm);
    this.lengths.set(counted.name, counted.length);
    return counted;
  }

  private checkSuppression({ suppressor, waitPeriod, extensionPeriod }: AlarmSuppression): void {
    const rule = { min: 0, multipleOf: 1, fix: 'pass a Duration such as Duration.minutes(2)' };
    checkDuration(this, 'suppression.waitPeriod', waitPeriod, 'seconds', rule);
    checkDuration(this, 'suppression.extensionPeriod', extensionPeriod, 'seconds', rule);
    this.checkPlace(suppressor);
  }

  private checkPlace(alarm: aws_cloudwatch.IAlarmRef): void {
    const here = Stack.of(this);
    const there = placeOf(alarm);
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
    const { confirming, early, supporting } = this.signals();
    const problems: Problem[] = [];
    if (quorum !== undefined && this.userImpact) {
      const what = 'userImpact.quorum';
      const count = confirming.reduce((sum, { size }) => sum + size, Math.min(1, supporting.size));
      if (quorum > count) {
        const expected = `at most ${count}, the number of signals`;
        problems.push({ what, got: quorum, expected, fix: 'lower it, or add alarms' });
      } else if ((quorum > 2 || Token.isUnresolved(quorum)) && [...confirming, early].some(({ isSplit }) => isSplit)) {
        const expected = '1 or 2: there are more alarms than one rule can count';
        problems.push({ what, got: quorum, expected, fix: 'leave it out, or define several ImpactAlarms' });
      }
    }
    for (const [{ node }, rule] of this.rules) {
      const got = excess(rule(), (name) => this.lengths.get(name) ?? name.length);
      const expected = 'at most 100 alarms in 10240 characters';
      const fix = 'share the alarms among several ImpactAlarms';
      if (got) problems.push({ what: `rule of ${node.id}`, got, expected, fix });
    }
    return problems.map(describe);
  }

  private impact(): string {
    const { hurt, alone, confirming, early, supporting, needed } = this.signals();
    const agreeing = this.soon ? confirming : [early, ...confirming];
    return either([
      anyOf([...[hurt, ...alone].flatMap(({ items }) => items), ...(this.soon ? [this.soon] : [])]),
      agreed(needed, agreeing, supporting),
    ]);
  }

  private unconfirmed(): string {
    const { confirming, early, supporting } = this.signals();
    return anyOf([...confirming, early, supporting].flatMap(({ items }) => items));
  }

  private anyOf(signal: AlarmSignal): string {
    return anyOf(this.groups[signal].items);
  }

  /** Those that need no other, and those that confirm each other. */
  private signals() {
    const { groups } = this;
    const { quorum } = this.props.userImpact ?? {};
    const [synthetic, real] = [groups[AlarmSignal.SYNTHETIC_USERS], groups[AlarmSignal.REAL_USERS]];
    const alone =
      quorum === undefined ? [...(synthetic.size > 2 ? [] : [synthetic]), ...(this.hasCanary ? [] : [real])] : [];
    return {
      hurt: groups[AlarmSignal.USERS_HURT],
      alone,
      confirming: [synthetic, real].filter((group) => !alone.includes(group)),
      early: groups[AlarmSignal.SYNTHETIC_USERS_EARLY],
      supporting: groups[AlarmSignal.SUPPORTING],
      needed: quorum ?? 2,
    };
  }
}

/** Canaries of one journey, and what they count as. */
interface Journey {
  /** The only one, or what tells that one of them fails. */
  readonly counted: CountedAlarm;
  readonly rates: CountedAlarm[];
}

/** On if so many agree. However many support them, these have one explanation in common. */
function agreed(needed: number, groups: SignalGroup[], supporting: SignalGroup): string {
  return either([someOf(needed, groups), both(needed > 1 ? someOf(needed - 1, groups) : '', anyOf(supporting.items))]);
}

/** What tells that one of the canaries of a journey fails, by what they say. */
const FAILING: Partial<Record<AlarmSignal, string>> = {
  [AlarmSignal.SYNTHETIC_USERS]: 'Failing',
  [AlarmSignal.SYNTHETIC_USERS_EARLY]: 'FailingEarly',
};

const JOURNEY_FAILING = 'Synthetic users fail: one of the canaries of a journey, each in its hours.';
const USER_IMPACT =
  'Users are hurt: several signals agree, or one that needs no other. See on the dashboard under Alarms which are on. ' +
  'Canaries tell at which step users fail; errors and 5xx responses on which pages and in which backends. Compare with what ' +
  'was deployed last, and roll back if it began there.';
const USER_UNCONFIRMED =
  'Users may be hurt: one signal says so, and no other has agreed for a quarter of an hour. See on the dashboard under Alarms ' +
  'which one is on: its description says what to do.';
const USER_DEGRADED =
  'Users are served worse than intended. See on the dashboard under Alarms which are on: the description of each says what to ' +
  'do. Those that go on later notify nobody anew.';
const TELEMETRY_DARK =
  'Telemetry is lost: other alarms may be quiet for no good reason. See on the dashboard under Alarms which are on: the ' +
  'description of each says what to do.';
