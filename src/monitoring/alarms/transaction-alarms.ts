import { Duration, Lazy, Stack, Token } from 'aws-cdk-lib';
import {
  type AlarmBase,
  type CfnAlarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  type MetricStatConfig,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { type ITransaction, TransactionOutcome } from '../../events';
import { describe, fail } from '../../private/errors';
import type { IAppMonitor } from '../../rum';
import { guardedRatio, type Sum, sumOf } from '../ratios';
import { AlarmSet, checkEvaluation } from './alarm-set';
import type { IAlarms } from './alarms';
import { AlarmSeverity, type Notifications } from './notifications';

/** CloudWatch lets an alarm look at ten metrics; each web app contributes what started and what was completed. */
const MAX_APP_MONITORS = 5;

/**
 * When a transaction's alarm goes off.
 */
export interface TransactionAlarmOptions {
  /**
   * The period over which the completion rate is judged: whole minutes, at least `abandonedAfter` of the transaction.
   *
   * What starts late in a period is completed in the next one; the longer the period, the less that matters.
   *
   * @default - `abandonedAfter` of the transaction, at least 15 minutes
   */
  readonly completionPeriod?: Duration;

  /**
   * How many of the latest periods are looked at.
   *
   * Together they may last 1 day if the period is below 1 hour, 7 days otherwise.
   *
   * @default 3
   */
  readonly evaluationPeriods?: number;

  /**
   * How many of them have to be bad.
   *
   * @default 2
   */
  readonly datapointsToAlarm?: number;
}

/**
 * Properties of `TransactionAlarms`.
 */
export interface TransactionAlarmsProps extends TransactionAlarmOptions {
  /**
   * The transaction that is watched. It has to state `minimumCompletionRate`.
   */
  readonly transaction: ITransaction;

  /**
   * The app monitors of the web apps in which users go through it, at most 5.
   *
   * Each has to know the transaction: see `AppMonitor.addTransaction()`. At least one has to be given here or by
   * `addAppMonitor()`.
   *
   * @default - none yet
   */
  readonly appMonitors?: IAppMonitor[];

  /**
   * Whom to notify.
   *
   * @default - nobody, and a warning says so
   */
  readonly notifications?: Notifications;
}

/**
 * Defines the alarm that calls somebody when too few users complete a transaction.
 *
 * It is of severity PAGE and judges the transactions of real users in all web apps together. A period in which fewer
 * than `minimumStarts` began is good.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create-alarm-on-metric-math-expression.html
 *
 * @example
 * const checkout = new events.Transaction(this, 'Checkout', { minimumCompletionRate: 0.6 });
 * const storefront = new rum.WebApp(this, 'Storefront', { domains: ['shop.example.com'] });
 * storefront.addTransaction(checkout);
 * new monitoring.TransactionAlarms(this, 'CheckoutAlarms', {
 *   transaction: checkout,
 *   appMonitors: [storefront.appMonitor],
 *   notifications: monitoring.Notifications.toTopics({ page: pageTopic }),
 * });
 */
export class TransactionAlarms extends Construct implements IAlarms {
  private readonly set: AlarmSet;
  private readonly transaction: ITransaction;
  private readonly period: Duration;
  private readonly appMonitors: IAppMonitor[] = [];

  constructor(scope: Construct, id: string, props: TransactionAlarmsProps) {
    super(scope, id);
    const { transaction, evaluationPeriods = 3, datapointsToAlarm = 2 } = props;
    this.transaction = transaction;
    this.period = props.completionPeriod ?? defaultPeriod(transaction.abandonedAfter);
    const evaluation = { period: this.period, evaluationPeriods, datapointsToAlarm };
    checkEvaluation(this, 'completionPeriod', evaluation);
    checkCovers(this, this.period, transaction.abandonedAfter);

    const name = transaction.transactionName;
    const threshold = checkedThreshold(this, transaction);
    this.set = new AlarmSet(this, props.notifications);
    const alarm = this.set.define('CompletionRate', {
      alarmDescription:
        `Users fail to complete ${name}: fewer of those who started it completed it than the minimum that is stated ` +
        'as threshold. See on the dashboard whether JavaScript errors, slow pages, failing synthetic users ' +
        'or backends explain it, whether it began with a deployment, and at which page users leave.',
      severity: AlarmSeverity.PAGE,
      metric: new MathExpression({ expression: '100', period: this.period }),
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...evaluation,
    });
    // The L2 renders its metric at once, but web apps may still be added.
    (alarm.node.defaultChild as CfnAlarm).metrics = Lazy.any({ produce: () => this.renderMetrics() });

    for (const appMonitor of props.appMonitors ?? []) this.addAppMonitor(appMonitor);
    this.node.addValidation({ validate: () => this.validateAppMonitors() });
  }

  public get alarms(): AlarmBase[] {
    return this.set.alarms;
  }

  /**
   * Counts another web app's transactions in.
   *
   * Fails for the sixth one: an alarm can look at ten metrics.
   */
  public addAppMonitor(appMonitor: IAppMonitor): void {
    this.checkRegion(appMonitor);
    this.appMonitors.push(appMonitor);
    if (this.appMonitors.length <= MAX_APP_MONITORS) return;
    fail(this, {
      what: 'app monitors (two metrics each)',
      got: this.appMonitors.length,
      expected: `at most ${MAX_APP_MONITORS}, as an alarm can look at 10 metrics`,
      fix: `leave out minimumCompletionRate of transaction ${this.transaction.transactionName}, or declare it under two names`,
    });
  }

  private checkRegion(appMonitor: IAppMonitor): void {
    const { region } = Stack.of(this);
    const { region: other } = statOf(appMonitor.metricPageViewCount());
    if (other === undefined || other === region || Token.isUnresolved(other) || Token.isUnresolved(region)) return;
    fail(this, {
      what: `Region of app monitor ${appMonitor.node.path}`,
      got: other,
      expected: `${region}, as an alarm sees the metrics of its own Region only`,
      fix: "define the alarm in a stack of the app monitor's Region",
    });
  }

  private renderMetrics(): CfnAlarm.MetricDataQueryProperty[] {
    const started = this.sum('started', TransactionOutcome.STARTED);
    const completed = this.sum('completed', TransactionOutcome.COMPLETED);
    const { minimumStarts, minimumCompletionRate } = this.transaction;
    const rate = {
      id: 'rate',
      label: 'completion rate',
      expression:
        unit(minimumCompletionRate) +
        guardedRatio({ part: completed, whole: started, minimumWhole: minimumStarts, quiet: 1 }),
      returnData: true,
    };
    const counts = Object.entries({ ...started.usingMetrics, ...completed.usingMetrics }).map(([id, metric]) => {
      const { namespace, metricName, dimensions, statistic, account } = statOf(metric);
      const elsewhere = account !== undefined && account !== Stack.of(this).account;
      return {
        id,
        accountId: elsewhere ? account : undefined,
        metricStat: { metric: { namespace, metricName, dimensions }, period: this.period.toSeconds(), stat: statistic },
        returnData: false,
      };
    });
    return [rate, ...counts];
  }

  private sum(prefix: string, outcome: TransactionOutcome): Sum {
    const { transactionName } = this.transaction;
    return sumOf(
      prefix,
      this.appMonitors.map((monitor) => monitor.metricTransaction(transactionName, outcome)),
    );
  }

  private validateAppMonitors(): string[] {
    if (this.appMonitors.length > 0) return [];
    const { transactionName } = this.transaction;
    return [
      describe({
        what: `web apps of transaction ${transactionName}`,
        got: 0,
        expected: `1 to ${MAX_APP_MONITORS}, whose users start it`,
        fix: 'add a web app, or leave out minimumCompletionRate',
      }),
    ];
  }
}

function statOf(metric: IMetric): MetricStatConfig {
  return metric.toMetricConfig().metricStat as MetricStatConfig;
}

function defaultPeriod(abandonedAfter: Duration): Duration {
  if (abandonedAfter.isUnresolved()) return Duration.days(1); // the longest that a transaction takes
  const minutes = Math.ceil(abandonedAfter.toMinutes({ integral: false }));
  return Duration.minutes(Math.max(15, minutes));
}

function checkCovers(scope: Construct, period: Duration, abandonedAfter: Duration): void {
  if (period.isUnresolved() || abandonedAfter.isUnresolved()) return;
  if (period.toMilliseconds() >= abandonedAfter.toMilliseconds()) return;
  fail(scope, {
    what: 'completionPeriod (in seconds)',
    got: period.toSeconds(),
    expected: `at least ${abandonedAfter.toSeconds()}, abandonedAfter of the transaction`,
    fix: 'lengthen the period or shorten abandonedAfter',
  });
}

function checkedThreshold(scope: Construct, { minimumCompletionRate, transactionName }: ITransaction): number {
  if (Token.isUnresolved(minimumCompletionRate)) return minimumCompletionRate as number;
  if (minimumCompletionRate !== undefined) return Number((minimumCompletionRate * 100).toFixed(6));
  return fail(scope, {
    what: `minimumCompletionRate of transaction ${transactionName}`,
    got: undefined,
    expected: 'a number above 0 and at most 1',
    fix: 'state it on the transaction, or leave out its alarm',
  });
}

/** A rate is judged in percent, unless its minimum is a token, which can't be multiplied. */
function unit(minimumCompletionRate: number | undefined): string {
  return Token.isUnresolved(minimumCompletionRate) ? '' : '100*';
}
