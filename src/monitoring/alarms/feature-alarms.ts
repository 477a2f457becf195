import { Duration } from 'aws-cdk-lib';
import { type AlarmBase, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { IFeature } from '../../events';
import { checkCount, checkDuration } from '../../private/checks';
import type { IAppMonitor } from '../../rum';
import { bothReadings } from '../../rum/door';
import { sumOf } from '../ratios';
import type { AlarmOptions, AlarmSetOptions, AlarmSetProps } from './alarm-options';
import { AlarmSet, isEnabled } from './alarm-set';
import type { IAlarms } from './alarms';
import { MAX_METRICS } from './limits';
import { AlarmSeverity } from './notifications';
import { sessionsOf, unusedMetric } from './unused-metric';
import { WatchedAppMonitors } from './watched-app-monitors';

/**
 * What the alarm on a feature that nobody uses can be told.
 */
export interface UnusedFeatureAlarmOptions extends AlarmOptions {
  /**
   * How long nobody has to use it: 1 to 7 days, the longest that CloudWatch looks back.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
   *
   * @default Duration.days(7)
   */
  readonly after?: Duration;

  /**
   * How many sessions have to begin in that time before it is judged that nobody uses the feature: a whole number, at
   * least 1.
   *
   * @default 500
   */
  readonly minimumSessions?: number;
}

/**
 * What the alarms of a feature can be told.
 */
export interface FeatureAlarmOptions extends AlarmSetOptions {
  /**
   * Sessions begin, and nobody uses the feature: severity TICKET.
   *
   * @default - no use in 7 days in which at least 500 sessions began
   */
  readonly unused?: UnusedFeatureAlarmOptions;
}

/**
 * Properties of `FeatureAlarms`.
 */
export interface FeatureAlarmsProps extends FeatureAlarmOptions, AlarmSetProps {
  /**
   * The feature that is watched.
   */
  readonly feature: IFeature;

  /**
   * The app monitors of the web apps in which users may use it, at most 5.
   *
   * Each has to know the feature: see `AppMonitor.addFeature()`. At least one has to be given here or by `addAppMonitor()`.
   *
   * @default - none yet
   */
  readonly appMonitors?: IAppMonitor[];
}

/**
 * Defines the alarm on a part of an application that nobody uses, in all web apps together: `Unused`, severity TICKET.
 *
 * CloudWatch knows no history of a feature that is new: it may be told of after 2 days, for which a new alarm waits at most.
 * It judges hourly, as all alarms that look back a day or more.
 *
 * CloudWatch bills about 0.10 USD a month for each metric that it looks at: up to three for each web app.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create-alarm-on-metric-math-expression.html
 *
 * @example
 * const giftCards = new events.Feature(this, 'GiftCards');
 * const storefront = new rum.WebApp(this, 'Storefront', { domains: ['shop.example.com'] });
 * storefront.addFeature(giftCards);
 * new monitoring.FeatureAlarms(this, 'GiftCardAlarms', {
 *   feature: giftCards,
 *   appMonitors: [storefront.appMonitor],
 *   notifications: monitoring.Notifications.toTopics({ ticket: ticketTopic }),
 *   unused: { after: Duration.days(3) },
 * });
 */
export class FeatureAlarms extends Construct implements IAlarms {
  private readonly set: AlarmSet;
  private readonly feature: IFeature;
  private readonly appMonitors: WatchedAppMonitors;

  constructor(scope: Construct, id: string, props: FeatureAlarmsProps) {
    super(scope, id);
    const { appMonitors = [], feature, unused } = props;
    this.feature = feature;
    this.set = new AlarmSet(this, props);
    this.appMonitors = new WatchedAppMonitors(this, this.set, {
      what: `app monitors of feature ${feature.featureName}`,
      metricsOf: (some) => [...sessionsOf(some), ...this.usesOf(some)],
      ifNone: 'add a web app, or leave out the alarms',
      ifTooMany: 'leave out the alarms, or declare the feature under two names',
    });
    if (isEnabled(unused, true)) this.defineUnused(unused);
    for (const appMonitor of appMonitors) this.addAppMonitor(appMonitor);
  }

  public get alarms(): AlarmBase[] {
    return this.set.alarms;
  }

  /**
   * Counts another web app's uses in.
   *
   * Fails for the sixth one: an alarm can look at ten metrics.
   */
  public addAppMonitor(appMonitor: IAppMonitor): void {
    this.appMonitors.add(appMonitor);
  }

  private defineUnused(options: UnusedFeatureAlarmOptions = {}): void {
    const { featureName } = this.feature;
    const { after = Duration.days(7), minimumSessions = 500 } = options;
    checkDuration(this, 'unused.after', after, 'hours', {
      min: 24,
      max: 7 * 24,
      multipleOf: 24,
      because: ' (1 to 7 days, the longest that CloudWatch looks back)',
      fix: 'pass a Duration such as Duration.days(7)',
    });
    checkCount(this, 'unused.minimumSessions', minimumSessions, { fix: 'pass a number such as 500' });
    this.set.define('Unused', options, {
      alarmDescription:
        `Nobody uses ${featureName}, although web apps are visited. Try it yourself: can users find it, and does it work? If ` +
        'it can be used, see whether the page reports it and the requests to CloudWatch RUM are answered with 200. If nobody ' +
        'needs it, take it away.',
      severity: AlarmSeverity.TICKET,
      metric: {
        produce: () => {
          const { all: appMonitors } = this.appMonitors;
          const counts = sumOf('uses', this.usesOf(appMonitors));
          return unusedMetric({ label: 'uses', counts, appMonitors, minimumSessions, period: after });
        },
      },
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      waits: true,
      period: after,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
    });
  }

  private usesOf(appMonitors: IAppMonitor[]) {
    const own = appMonitors.map((monitor) => monitor.metricFeatureUsed(this.feature.featureName));
    return bothReadings(own, MAX_METRICS - appMonitors.length);
  }
}
