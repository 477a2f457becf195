import { Duration, Token, Tokenization } from 'aws-cdk-lib';
import {
  type AlarmBase,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { fail } from '../../private/errors';
import { type IAppMonitor, Platform } from '../../rum';
import { sumOf } from '../ratios';
import { AlarmSet, checkEvaluation } from './alarm-set';
import type { IAlarms } from './alarms';
import { AlarmSeverity, type Notifications } from './notifications';

/** What CloudWatch takes in the expression of one alarm. */
const MAX_METRICS = 10;
const DAYS_PER_MONTH = 30;

/**
 * Properties of `AppMonitorGuards`.
 */
export interface AppMonitorGuardsProps {
  /**
   * The app monitors whose events count together: at least one, with at most 10 metrics.
   *
   * The quota is that of an account in a Region, so all its app monitors belong here. One of a web application has one
   * metric, one of a mobile application two.
   */
  readonly appMonitors: IAppMonitor[];

  /**
   * Whom to notify.
   *
   * @default - nobody, and a warning says so
   */
  readonly notifications?: Notifications;

  /**
   * The most events per second that are fine, above 0.
   *
   * Beyond its quota CloudWatch RUM drops events. The quota is 50 by default and can be raised, so 40 leaves time to
   * ask for more.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
   * @default - no alarm watches the quota
   */
  readonly maximumEventsPerSecond?: number;

  /**
   * The period over which events per second are averaged; 3 of the latest 3 have to be bad. Whole minutes.
   *
   * @default Duration.minutes(5)
   */
  readonly quotaPeriod?: Duration;

  /**
   * The most events per month of 30 days that are paid for gladly, above 0.
   *
   * CloudWatch RUM charges about 1 USD for 100,000 events. An alarm sees at most 7 days, so it compares each day with a
   * thirtieth.
   *
   * @default - no alarm watches the cost
   */
  readonly maximumEventsPerMonth?: number;
}

/**
 * Defines the alarms on what app monitors take in: as much as the quota allows, and as much as one wants to pay for.
 *
 * - `Quota`, severity TICKET: more events per second than `maximumEventsPerSecond`, on average over 15 minutes.
 * - `Cost`, severity TICKET: on 2 of 3 days more events than a thirtieth of `maximumEventsPerMonth`.
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
 *   maximumEventsPerSecond: 40,
 *   maximumEventsPerMonth: 10_000_000,
 * });
 */
export class AppMonitorGuards extends Construct implements IAlarms {
  private readonly set: AlarmSet;

  constructor(scope: Construct, id: string, props: AppMonitorGuardsProps) {
    super(scope, id);
    const { maximumEventsPerSecond, maximumEventsPerMonth } = props;
    checkProps(this, props);
    this.set = new AlarmSet(this, props.notifications);
    if (maximumEventsPerSecond !== undefined) this.defineQuota(props, maximumEventsPerSecond);
    if (maximumEventsPerMonth !== undefined) this.defineCost(props, maximumEventsPerMonth);
  }

  public get alarms(): AlarmBase[] {
    return this.set.alarms;
  }

  private defineQuota({ appMonitors, quotaPeriod = Duration.minutes(5) }: AppMonitorGuardsProps, most: number): void {
    const evaluation = { period: quotaPeriod, evaluationPeriods: 3, datapointsToAlarm: 3 };
    checkEvaluation(this, 'quotaPeriod', evaluation);
    const sum = sumOf('events', eventsOf(appMonitors));
    const [id] = Object.keys(sum.usingMetrics);
    this.set.define('Quota', {
      alarmDescription:
        `Telemetry of real users is about to be dropped: browsers send more than ${show(most)} events per second to ` +
        `CloudWatch RUM (${namesOf(appMonitors)}). Ask for a higher quota of the account in Service Quotas, or lower ` +
        'sessionSampleRate; look for a page or a script that reports without end.',
      severity: AlarmSeverity.TICKET,
      metric: new MathExpression({
        label: 'events per second',
        expression: `${sum.expression}/PERIOD(${id})`,
        usingMetrics: sum.usingMetrics,
        period: quotaPeriod,
      }),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: most,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...evaluation,
    });
  }

  private defineCost({ appMonitors }: AppMonitorGuardsProps, most: number): void {
    const period = Duration.days(1);
    const sum = sumOf('events', eventsOf(appMonitors));
    this.set.define('Cost', {
      alarmDescription:
        `Telemetry of real users becomes expensive: at the pace of the latest days CloudWatch RUM charges for more ` +
        `than ${show(most)} events per month (${namesOf(appMonitors)}). See in CloudWatch RUM which events have ` +
        'grown; lower sessionSampleRate, leave out telemetries, or raise maximumEventsPerMonth if users have grown.',
      severity: AlarmSeverity.TICKET,
      metric: new MathExpression({
        label: 'events per month, at the pace of the day',
        expression: `${DAYS_PER_MONTH}*${sum.expression}`,
        usingMetrics: sum.usingMetrics,
        period,
      }),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: most,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      period,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
    });
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

function checkProps(scope: Construct, props: AppMonitorGuardsProps): void {
  const { appMonitors, maximumEventsPerSecond, maximumEventsPerMonth } = props;
  const metrics = eventsOf(appMonitors).length;
  if (metrics < 1 || metrics > MAX_METRICS) {
    fail(scope, {
      what: 'appMonitors',
      got: `${metrics} metrics`,
      expected: `1 to ${MAX_METRICS}, what CloudWatch takes in one alarm`,
      fix: 'split the app monitors among several guards, each with a share of the maximum',
    });
  }
  if (maximumEventsPerSecond === undefined && maximumEventsPerMonth === undefined) {
    fail(scope, {
      what: 'maximumEventsPerSecond, maximumEventsPerMonth',
      got: undefined,
      expected: 'at least one of them',
      fix: 'pass maximumEventsPerSecond: 40 to guard the default quota of 50',
    });
  }
  checkAboveZero(scope, 'maximumEventsPerSecond', maximumEventsPerSecond);
  checkAboveZero(scope, 'maximumEventsPerMonth', maximumEventsPerMonth);
}

function checkAboveZero(scope: Construct, what: string, got: number | undefined): void {
  if (got === undefined || Token.isUnresolved(got) || (got > 0 && Number.isFinite(got))) return;
  fail(scope, { what, got, expected: 'a number above 0', fix: 'pass a number such as 40' });
}

function namesOf(appMonitors: IAppMonitor[]): string {
  return appMonitors.map(({ appMonitorName }) => appMonitorName).join(', ');
}

function show(count: number): string {
  return Tokenization.stringifyNumber(count);
}
