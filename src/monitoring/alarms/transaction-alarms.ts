import { Duration, Token, Tokenization } from 'aws-cdk-lib';
import { type AlarmBase, ComparisonOperator, MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { type ITransaction, TransactionOutcome } from '../../events';
import { checkCount } from '../../private/checks';
import { fail } from '../../private/errors';
import type { IAppMonitor } from '../../rum';
import { guardedRatio, inPercent, type Sum, sumOf } from '../ratios';
import type { AlarmSetOptions, AlarmSetProps, EvaluatedAlarmOptions } from './alarm-options';
import { AlarmSet, isEnabled } from './alarm-set';
import { AlarmSignal } from './alarm-signal';
import type { IAlarms } from './alarms';
import { checkCovers, evaluationOf, periodFor } from './evaluation';
import { AlarmSeverity } from './notifications';
import { transactionCounts } from './transaction-counts';
import { unusedMetric } from './unused-metric';
import { WatchedAppMonitors } from './watched-app-monitors';

/**
 * What the alarm on a transaction that nobody begins can be told.
 */
export interface UnusedTransactionAlarmOptions extends EvaluatedAlarmOptions {
  /**
   * How many sessions have to begin in a period before it is judged that none of their users began the transaction: a
   * whole number, at least 1.
   *
   * Choose so many that one of their users always does.
   *
   * @default 500
   */
  readonly minimumSessions?: number;
}

/**
 * What the alarms of a transaction can be told.
 */
export interface TransactionAlarmOptions extends AlarmSetOptions {
  /**
   * Too few users complete it: severity PAGE. The threshold is `minimumCompletionRate` of the transaction, of which two
   * standard errors are forgiven: 10 points of 100 starts, 32 of 10, as users differ by chance.
   *
   * Its period has to be at least `abandonedAfter` of the transaction. What starts late in a period is completed in the
   * next one; the longer the period, the less that matters.
   *
   * @default - in 2 of 3 periods as long as `abandonedAfter` of the transaction, at least 15 minutes
   */
  readonly completionRate?: EvaluatedAlarmOptions;

  /**
   * Sessions begin, but no start of the transaction is counted: severity TICKET.
   *
   * Then either nobody gets as far as its beginning, or it isn't reported: `completionRate` is quiet in both cases.
   *
   * @default - none in 2 of 3 periods of 6 hours in each of which at least 500 sessions began
   */
  readonly unused?: UnusedTransactionAlarmOptions;
}

/**
 * Properties of `TransactionAlarms`.
 */
export interface TransactionAlarmsProps extends TransactionAlarmOptions, AlarmSetProps {
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
}

/**
 * Defines the alarms on what real users set out to do, in all web apps together.
 *
 * - `CompletionRate`, severity PAGE: too few users complete the transaction. A period in which fewer than `minimumStarts`
 *   began is good.
 * - `Unused`, severity TICKET: web apps are visited, and nobody begins the transaction.
 *
 * CloudWatch bills about 0.10 USD a month for each metric that an alarm looks at: two for each web app, and up to two
 * more.
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
  private readonly appMonitors: WatchedAppMonitors;

  constructor(scope: Construct, id: string, props: TransactionAlarmsProps) {
    super(scope, id);
    const { appMonitors = [], completionRate, transaction, unused } = props;
    this.transaction = transaction;
    this.set = new AlarmSet(this, props);
    this.appMonitors = new WatchedAppMonitors(this, this.set, {
      what: `app monitors of transaction ${transaction.transactionName}`,
      metricsOf: (some) =>
        [TransactionOutcome.STARTED, TransactionOutcome.COMPLETED].flatMap((outcome) =>
          transactionCounts(transaction.transactionName, outcome, some),
        ),
      ifNone: 'add a web app, or leave out minimumCompletionRate',
      ifTooMany: 'disable the alarms, or declare the transaction under two names',
    });
    if (isEnabled(completionRate, true)) this.defineCompletionRate(completionRate);
    if (isEnabled(unused, true)) this.defineUnused(unused);
    for (const appMonitor of appMonitors) this.addAppMonitor(appMonitor);
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
    this.appMonitors.add(appMonitor);
  }

  private defineCompletionRate(options: EvaluatedAlarmOptions = {}): void {
    const { transactionName, abandonedAfter, minimumStarts } = this.transaction;
    const evaluation = evaluationOf(this, 'completionRate', options, {
      period: periodFor(abandonedAfter, { shortest: 15, longest: 1_440 }),
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
    });
    const { period } = evaluation;
    checkCovers(this, 'completionRate', period, abandonedAfter, {
      because: ', abandonedAfter of the transaction',
      fix: 'lengthen the period or shorten abandonedAfter',
    });
    const { threshold, factor } = this.judged();
    this.set.define('CompletionRate', options, {
      alarmDescription:
        `Users fail to complete ${transactionName}: fewer of those who started it completed it than the minimum that is stated ` +
        'as threshold. See on the dashboard whether JavaScript errors, slow pages, failing synthetic users ' +
        'or backends explain it, whether it began with a deployment, and at which page users leave.',
      severity: AlarmSeverity.PAGE,
      signal: AlarmSignal.USERS_HURT,
      metric: {
        id: 'rate',
        produce: () => {
          const whole = this.sum(TransactionOutcome.STARTED);
          const completed = this.sum(TransactionOutcome.COMPLETED);
          // A share of so many has a standard error of 0.5 / √whole at most: two of them in favor of what is judged, so that
          // few starts tell only of a collapse, and many of a dip.
          const part = { ...completed, expression: `(${completed.expression}+${whole.expression}^0.5)` };
          return new MathExpression({
            label: 'completion rate, with the benefit of the doubt',
            expression: factor + guardedRatio({ part, whole, minimumWhole: minimumStarts, quiet: 1 }),
            usingMetrics: { ...whole.usingMetrics, ...part.usingMetrics },
            period,
          });
        },
      },
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...evaluation,
    });
  }

  private defineUnused(options: UnusedTransactionAlarmOptions = {}): void {
    const { transactionName } = this.transaction;
    const { minimumSessions = 500 } = options;
    checkCount(this, 'unused.minimumSessions', minimumSessions, { fix: 'pass a number such as 500' });
    const defaults = { period: Duration.hours(6), evaluationPeriods: 3, datapointsToAlarm: 2 };
    const evaluation = evaluationOf(this, 'unused', options, defaults);
    const enough = Tokenization.stringifyNumber(minimumSessions);
    this.set.define('Unused', options, {
      alarmDescription:
        `Nobody begins ${transactionName}, although web apps are visited. Try it yourself. If it can be begun, its events ` +
        'are lost: see whether the page calls the client at its beginning, whether the requests to CloudWatch RUM are ' +
        `answered with 200, and which dimensions the metric TransactionStarted has in CloudWatch. If ${enough} sessions ` +
        'without it are nothing special, raise minimumSessions.',
      severity: AlarmSeverity.TICKET,
      metric: {
        produce: () => {
          const { all: appMonitors } = this.appMonitors;
          const counts = this.sum(TransactionOutcome.STARTED);
          return unusedMetric({ label: 'started', counts, appMonitors, minimumSessions, period: evaluation.period });
        },
      },
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...evaluation,
    });
  }

  private sum(outcome: TransactionOutcome): Sum {
    return sumOf(outcome, transactionCounts(this.transaction.transactionName, outcome, this.appMonitors.all));
  }

  /** The rate is judged in percent, unless its minimum is a token, which can't be multiplied. */
  private judged(): { readonly threshold: number; readonly factor: string } {
    const { minimumCompletionRate: minimum, transactionName } = this.transaction;
    if (minimum === undefined) {
      fail(this, {
        what: `minimumCompletionRate of transaction ${transactionName}`,
        got: undefined,
        expected: 'a number above 0 and at most 1',
        fix: 'state it on the transaction, or leave out its alarm',
      });
    }
    if (Token.isUnresolved(minimum)) return { threshold: minimum, factor: '' };
    return { threshold: inPercent(minimum), factor: '100*' };
  }
}
