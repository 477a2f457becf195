import { Duration, Token } from 'aws-cdk-lib';
import { type AlarmBase, MathExpression, type MathExpressionOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct, type IConstruct } from 'constructs';
import { checkCount, checkDuration, checkNumber } from '../../private/checks';
import { fail } from '../../private/errors';
import { AlarmSet, isEnabled } from '../alarms/alarm-set';
import { AlarmSignal } from '../alarms/alarm-signal';
import type { IAlarms } from '../alarms/alarms';
import { checkMetrics, metricsRead } from '../alarms/limits';
import { AlarmSeverity } from '../alarms/notifications';
import { inPercent } from '../ratios';
import { defineSignals } from './application-signals';
import { errorBudget, FAST_BURN, type JudgedWindow, judged, slowBurnOf } from './burn-rate';
import { burnRateAlarm } from './burn-rate-alarms';
import type { BurnRateWindow } from './burn-rate-window';
import type { Counts } from './counts';
import type {
  ApplicationSignalsOptions,
  BurnRateAlarmOptions,
  ServiceLevelObjectiveProps,
} from './service-level-objective-options';

/**
 * What a dashboard shows of an objective.
 */
export interface IServiceLevelObjective extends IConstruct {
  /**
   * The share of events that is to be good.
   */
  readonly goal: number;

  /**
   * The rolling interval in which it is to be.
   */
  readonly interval: Duration;

  /**
   * The share of events that were good, in percent, over the interval by default. It has no value where there were no events.
   */
  metricAttainment(options?: MathExpressionOptions): MathExpression;

  /**
   * What is left of the error budget, in percent, over the interval by default; below 0 where the goal is missed. It has no
   * value where there were no events.
   */
  metricRemainingBudget(options?: MathExpressionOptions): MathExpression;

  /**
   * How many times faster than the goal allows the error budget is spent, over an hour by default. It has no value where there
   * were no events.
   */
  metricBurnRate(options?: MathExpressionOptions): MathExpression;
}

/**
 * Defines an objective: which share of events is to be good to users in the long run, and alarms on how fast the rest of
 * them, the error budget, is spent.
 *
 * - `FastBurn`, severity PAGE: 2 % of the budget went in an hour, or 5 % in 6 hours, and it goes on.
 * - `SlowBurn`, severity TICKET: 10 % of the budget went in 3 days, and it goes on.
 *
 * Both are quiet where less than 10 events or less than 5 bad ones are in a window, as users may then have had bad luck.
 *
 * It takes 6 metric alarms and 2 composite ones. CloudWatch bills about 0.10 USD a month for each metric that an alarm looks
 * at and 0.50 USD for a composite one: 2.20 USD for an indicator of two metrics, 2.80 USD for one of three. With
 * `applicationSignals` it is 1.90 and 2.20 USD, and what Application Signals costs.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-ServiceLevelObjectives.html
 * @see https://sre.google/workbook/alerting-on-slos/
 *
 * @example
 * const storefront = new rum.WebApp(this, 'Storefront', { domains: ['shop.example.com'] });
 * new monitoring.ServiceLevelObjective(this, 'PagesLoad', {
 *   indicator: monitoring.ServiceLevelIndicator.pageLoads(storefront.appMonitor),
 *   goal: 0.99,
 *   notifications: monitoring.Notifications.toTopics({ page: pageTopic, ticket: ticketTopic }),
 * });
 */
export class ServiceLevelObjective extends Construct implements IServiceLevelObjective, IAlarms {
  public readonly goal: number;
  public readonly interval: Duration;

  private readonly counts: Counts;
  /** The share that may be bad, as a term of metric math. */
  private readonly budget: string;
  private readonly set: AlarmSet;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ServiceLevelObjectiveProps,
  ) {
    super(scope, id);
    const { indicator, goal, interval = Duration.days(30), fastBurn, slowBurn, applicationSignals } = props;
    this.checkNumbers();
    this.checkReported();
    this.goal = goal;
    this.interval = interval;
    this.counts = indicator._counted;
    this.budget = `${errorBudget(goal)}`;
    this.set = new AlarmSet(this, props);
    const metrics = metricsRead(this.counts.usingMetrics);
    checkMetrics(this, 'metrics of the indicator', metrics, 'define an objective for each part of it');
    const fast = this.windowsOf('fastBurn', fastBurn, FAST_BURN);
    const slow = this.windowsOf('slowBurn', slowBurn, slowBurnOf(interval));
    const signalled = applicationSignals && this.defineSignals(applicationSignals, [...fast, ...slow]);
    const { PAGE, TICKET } = AlarmSeverity;
    const { USERS_HURT, USERS_DEGRADED } = AlarmSignal;
    this.define('FastBurn', fastBurn, { windows: fast, severity: PAGE, signal: USERS_HURT, signalled });
    this.define('SlowBurn', slowBurn, { windows: slow, severity: TICKET, signal: USERS_DEGRADED, signalled });
  }

  /**
   * The composite alarms, without those that they are made of.
   */
  public get alarms(): AlarmBase[] {
    return this.set.alarms;
  }

  public metricAttainment(options?: MathExpressionOptions): MathExpression {
    const { good, total } = this.counts;
    return this.metric(`100*${good}/${total}`, { label: 'good (%)', period: this.interval, ...options });
  }

  public metricRemainingBudget(options?: MathExpressionOptions): MathExpression {
    const { bad, total } = this.counts;
    const expression = `100-100*${bad}/${total}/${this.budget}`;
    return this.metric(expression, { label: 'error budget left (%)', period: this.interval, ...options });
  }

  public metricBurnRate(options?: MathExpressionOptions): MathExpression {
    const { bad, total } = this.counts;
    const expression = `${bad}/${total}/${this.budget}`;
    return this.metric(expression, { label: 'burn rate', period: Duration.hours(1), ...options });
  }

  private metric(expression: string, options: MathExpressionOptions): MathExpression {
    return new MathExpression({ expression, usingMetrics: this.counts.usingMetrics, ...options });
  }

  /** None where there is no such alarm. */
  private windowsOf(alarm: string, options: BurnRateAlarmOptions = {}, defaults: BurnRateWindow[]): JudgedWindow[] {
    if (!isEnabled(options, true)) return [];
    const budget = { goal: this.goal, interval: this.interval.toMinutes() };
    return judged(this, alarm, options.windows ?? defaults, budget);
  }

  /** Each window once: those of two alarms may be the same. */
  private defineSignals({ objectiveName: name }: ApplicationSignalsOptions, windows: JudgedWindow[]): string {
    const { counts, goal, interval } = this;
    const minutes = [...new Set(windows.flatMap(({ long, short }) => [long, short]))];
    checkNumber(this, 'windows of fastBurn and slowBurn together', minutes.length, {
      max: 10,
      because: ', the burn rates of an objective in Application Signals',
      fix: 'pass fewer windows, or leave out applicationSignals',
    });
    const description = `${this.share()}.`.slice(0, 1024);
    return defineSignals(this, { name, description, counts, goal, interval, windows: minutes });
  }

  private define(id: string, options: BurnRateAlarmOptions = {}, { severity, signal, ...alarm }: Defaults): void {
    if (!isEnabled(options, true)) return;
    const { minimumEvents = 10, minimumBadEvents = 5 } = this.props;
    const { counts, budget } = this;
    const composite = burnRateAlarm(this, id, alarm.windows, {
      burning: { counts, budget, minimumEvents, minimumBadEvents, signalled: alarm.signalled },
      alarmDescription: this.describe(severity),
    });
    this.set.add(id, options, severity, composite, signal);
  }

  private describe(severity: AlarmSeverity): string {
    const what = severity === AlarmSeverity.PAGE ? 'Users are hurt' : 'Users are served worse than intended';
    return (
      `${what}: the error budget of ${this.node.id} is spent too fast. Its goal is that ${this.share()}. See on the dashboard ` +
      'since when, how much of the budget is left and which other alarms are on, and what was deployed last; roll back if it ' +
      'began there. If the budget is gone, repair before you release more.'
    );
  }

  private share(): string {
    return `${inPercent(this.goal)} % of ${this.props.indicator._counted.sentence}, in ${this.interval.toDays()} days`;
  }

  private checkNumbers(): void {
    const { goal, interval, minimumEvents, minimumBadEvents } = this.props;
    if (Token.isUnresolved(goal)) {
      const expected = 'a number that is known at synthesis: it is calculated with';
      fail(this, { what: 'goal', got: 'a token', expected, fix: 'pass a number, such as one of the context' });
    }
    checkNumber(this, 'goal', goal, { above: 0, max: 0.999999, fix: 'pass a share such as 0.99' });
    checkDuration(this, 'interval', interval, 'days', {
      min: 1,
      max: 455,
      multipleOf: 1,
      because: ', as long as CloudWatch keeps metrics',
      calculated: true,
      fix: 'pass a Duration such as Duration.days(30)',
    });
    checkCount(this, 'minimumEvents', minimumEvents, { fix: 'pass a number such as 10' });
    checkCount(this, 'minimumBadEvents', minimumBadEvents, { fix: 'pass a number such as 5' });
  }

  private checkReported(): void {
    const missing = this.props.indicator._missing;
    if (!missing) return;
    const { appMonitor, telemetry } = missing;
    fail(this, {
      what: 'indicator',
      got: `one of the telemetry "${telemetry}"`,
      expected: `one that the app monitor ${appMonitor.node.path} reports`,
      fix: `add "${telemetry}" to its telemetries, or choose another indicator`,
    });
  }
}

/** What an alarm on a burn rate is unless its options say otherwise. */
interface Defaults {
  readonly windows: JudgedWindow[];
  readonly severity: AlarmSeverity;
  readonly signal: AlarmSignal;
  readonly signalled?: string;
}
