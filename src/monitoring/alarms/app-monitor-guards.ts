import { Duration, Lazy, Tokenization } from 'aws-cdk-lib';
import {
  type AlarmBase,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { DAYS_OF_MONTH } from '../../formats/cost/assumptions';
import { checkNumber } from '../../private/checks';
import { fail } from '../../private/errors';
import { type IAppMonitor, Platform } from '../../rum';
import { sumOf } from '../ratios';
import type { AlarmOptions, AlarmSetOptions, AlarmSetProps, EvaluatedAlarmOptions } from './alarm-options';
import { AlarmSet, isEnabled } from './alarm-set';
import { AlarmSignal } from './alarm-signal';
import type { IAlarms } from './alarms';
import { evaluationOf } from './evaluation';
import type { LateMetric } from './late-alarm';
import { AlarmSeverity } from './notifications';
import { WatchedAppMonitors } from './watched-app-monitors';

/**
 * What the alarm on the quota of CloudWatch RUM can be told.
 */
export interface QuotaAlarmOptions extends EvaluatedAlarmOptions {
  /**
   * The most events per second that are fine, above 0.
   *
   * The quota is 50 by default and can be raised, so 40 leaves time to ask for more.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
   * @default 40
   */
  readonly threshold?: number;
}

/**
 * What the alarm on the cost of CloudWatch RUM can be told.
 */
export interface CostAlarmOptions extends AlarmOptions {
  /**
   * The most events per month of 30 days that are paid for gladly, above 0.
   *
   * CloudWatch RUM charges about 1 USD for 100,000 events.
   */
  readonly threshold: number;
}

/**
 * What the guards of app monitors can be told. At least one has to be stated.
 */
export interface AppMonitorGuardOptions extends AlarmSetOptions {
  /**
   * More events per second than CloudWatch RUM takes, which then drops some: severity TICKET, in 3 of 4 periods of 5
   * minutes.
   *
   * @default - no alarm watches the quota
   */
  readonly quota?: QuotaAlarmOptions;

  /**
   * More events than one wants to pay for: severity TICKET, on 2 of 3 days.
   *
   * An alarm sees at most 7 days, so it compares each day with a thirtieth.
   *
   * @default - no alarm watches the cost
   */
  readonly cost?: CostAlarmOptions;
}

/**
 * Properties of `AppMonitorGuards`.
 */
export interface AppMonitorGuardsProps extends AppMonitorGuardOptions, AlarmSetProps {
  /**
   * The app monitors whose events count together, with at most 10 metrics.
   *
   * The quota is that of an account in a Region, so all its app monitors belong here. One of a web application has one
   * metric, one of a mobile application two. At least one has to be given here or by `addAppMonitor()`.
   *
   * @default - none yet
   */
  readonly appMonitors?: IAppMonitor[];
}

/**
 * Defines the alarms on what app monitors take in: as much as the quota allows, and as much as one wants to pay for.
 *
 * - `Quota`, severity TICKET: more events per second than the threshold, in 3 of 4 periods of 5 minutes.
 * - `Cost`, severity TICKET: on 2 of 3 days more events than a thirtieth of the threshold.
 *
 * Each is optional; at least one has to be stated. Both are quiet while nobody visits. A lower `sessionSampleRate`
 * helps against either.
 *
 * @see https://aws.amazon.com/cloudwatch/pricing/
 *
 * @example
 * const storefront = new rum.WebApp(this, 'Storefront', { domains: ['shop.example.com'] });
 * new monitoring.AppMonitorGuards(this, 'Guards', {
 *   appMonitors: [storefront.appMonitor],
 *   notifications: monitoring.Notifications.toTopics({ ticket: ticketTopic }),
 *   quota: { threshold: 40 },
 *   cost: { threshold: 10_000_000 },
 * });
 */
export class AppMonitorGuards extends Construct implements IAlarms {
  private readonly set: AlarmSet;
  private readonly appMonitors: WatchedAppMonitors;

  constructor(scope: Construct, id: string, props: AppMonitorGuardsProps) {
    super(scope, id);
    const { appMonitors = [], quota, cost } = props;
    if (!quota && !cost) {
      const fix = 'pass quota: { threshold: 40 } to guard the default quota of 50';
      fail(this, { what: 'quota, cost', got: undefined, expected: 'at least one of them', fix });
    }
    this.set = new AlarmSet(this, props);
    this.appMonitors = new WatchedAppMonitors(this, this.set, {
      what: 'app monitors',
      metricsOf: eventsOf,
      ifNone: 'add one, or leave out the guards',
      ifTooMany: 'split them among several AppMonitorGuards, each with a share of the thresholds',
    });
    if (isEnabled(quota)) this.defineQuota(quota);
    if (cost && isEnabled(cost)) this.defineCost(cost);
    for (const appMonitor of appMonitors) this.addAppMonitor(appMonitor);
  }

  public get alarms(): AlarmBase[] {
    return this.set.alarms;
  }

  /**
   * Counts another app monitor's events in.
   *
   * Fails if there are more than 10 metrics: an alarm can look at no more.
   */
  public addAppMonitor(appMonitor: IAppMonitor): void {
    this.appMonitors.add(appMonitor);
  }

  private defineQuota(options: QuotaAlarmOptions = {}): void {
    const { threshold = 40 } = options;
    checkNumber(this, 'quota.threshold', threshold, { above: 0, fix: 'pass a number such as 40' });
    // One more than has to breach: the newest period may still miss what is on its way.
    const defaults = { period: Duration.minutes(5), evaluationPeriods: 4, datapointsToAlarm: 3 };
    const evaluation = evaluationOf(this, 'quota', options, defaults);
    this.set.define('Quota', options, {
      alarmDescription:
        `Telemetry of real users is about to be dropped: browsers send more than ${show(threshold)} events per second to ` +
        `CloudWatch RUM (${this.names()}). Ask for a higher quota of the account in Service Quotas, or lower ` +
        'sessionSampleRate; look for a page or a script that reports without end.',
      severity: AlarmSeverity.TICKET,
      signal: AlarmSignal.TELEMETRY,
      metric: this.metric(
        'events per second',
        evaluation.period,
        (sum) => `${sum}/${show(evaluation.period.toSeconds())}`,
      ),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...evaluation,
    });
  }

  private defineCost(options: CostAlarmOptions): void {
    const { threshold } = options;
    checkNumber(this, 'cost.threshold', threshold, { above: 0, fix: 'pass a number such as 10_000_000' });
    const period = Duration.days(1);
    this.set.define('Cost', options, {
      alarmDescription:
        `Telemetry of real users becomes expensive: at the pace of the latest days CloudWatch RUM charges for more ` +
        `than ${show(threshold)} events per month (${this.names()}). See in CloudWatch RUM which events have ` +
        'grown; lower sessionSampleRate, leave out telemetries, or raise the threshold of cost if users have grown.',
      severity: AlarmSeverity.TICKET,
      metric: this.metric('events per month, at the pace of the day', period, (sum) => `${DAYS_OF_MONTH}*${sum}`),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      period,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
    });
  }

  /** What is computed of the sum of all events. */
  private metric(label: string, period: Duration, expression: (sum: string) => string): LateMetric {
    return {
      produce: () => {
        const sum = sumOf('events', eventsOf(this.appMonitors.all));
        return new MathExpression({ ...sum, expression: expression(sum.expression), label, period });
      },
    };
  }

  private names(): string {
    return Lazy.string({ produce: () => this.appMonitors.all.map(({ appMonitorName }) => appMonitorName).join(', ') });
  }
}

/** The number of events: CloudWatch RUM publishes the size of each, apart for the logs and spans of mobile applications. */
function eventsOf(appMonitors: IAppMonitor[]): IMetric[] {
  return appMonitors.flatMap((monitor) =>
    monitor.platform === Platform.WEB
      ? [monitor.metricEventCount()]
      : [monitor.metricLogEventCount(), monitor.metricSpanCount()],
  );
}

function show(count: number): string {
  return Tokenization.stringifyNumber(count);
}
