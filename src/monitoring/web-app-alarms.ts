import { Duration, Token, Tokenization } from 'aws-cdk-lib';
import { type AlarmBase, ComparisonOperator, MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { fail } from '../private/errors';
import type { IAppMonitor } from '../rum';
import { AlarmSet, checkCount, checkEvaluation } from './alarm-set';
import type { IAlarms } from './alarms';
import { AlarmSeverity, type Notifications } from './notifications';
import { guardedRatio, sumOf } from './ratios';

/**
 * When a web app's alarms go off.
 */
export interface WebAppAlarmOptions {
  /**
   * The most JavaScript errors per 100 page views that are tolerated, above 0.
   *
   * @default 5
   */
  readonly maximumJsErrorPercent?: number;

  /**
   * How many pages have to be viewed in a period before its errors are judged: a whole number, at least 1.
   *
   * At night one error on three pages is no incident.
   *
   * @default 20
   */
  readonly minimumPageViews?: number;

  /**
   * The period over which errors are judged; 3 of the latest 5 have to be bad. Whole minutes.
   *
   * @default Duration.minutes(5)
   */
  readonly jsErrorPeriod?: Duration;

  /**
   * The longest time that three of four page views may take to show their largest content.
   *
   * @see https://web.dev/articles/lcp
   * @default Duration.millis(2500)
   */
  readonly maximumLargestContentfulPaint?: Duration;

  /**
   * The period over which page speed is judged; 3 of the latest 4 have to be bad. Whole minutes.
   *
   * @default Duration.minutes(15)
   */
  readonly pageSpeedPeriod?: Duration;
}

/**
 * Properties of `WebAppAlarms`.
 */
export interface WebAppAlarmsProps extends WebAppAlarmOptions {
  /**
   * The app monitor of the web app that is watched.
   */
  readonly appMonitor: IAppMonitor;

  /**
   * Whom to notify.
   *
   * @default - nobody, and a warning says so
   */
  readonly notifications?: Notifications;
}

/**
 * Defines the alarms on what real users of a web app experience.
 *
 * - `JsErrors`, severity PAGE: too many JavaScript errors per page view.
 * - `PageSpeed`, severity TICKET: the 75th percentile of Largest Contentful Paint is too long. Too few samples for that
 *   percentile leave the alarm as it is.
 *
 * Both are quiet while nobody visits.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-metrics.html
 *
 * @example
 * const storefront = new rum.WebApp(this, 'Storefront', { domains: ['shop.example.com'] });
 * new monitoring.WebAppAlarms(this, 'StorefrontAlarms', {
 *   appMonitor: storefront.appMonitor,
 *   notifications: monitoring.Notifications.toTopics({ page: pageTopic, ticket: ticketTopic }),
 *   maximumJsErrorPercent: 2,
 * });
 */
export class WebAppAlarms extends Construct implements IAlarms {
  private readonly set: AlarmSet;

  constructor(scope: Construct, id: string, props: WebAppAlarmsProps) {
    super(scope, id);
    this.set = new AlarmSet(this, props.notifications);
    this.defineJsErrors(props);
    this.definePageSpeed(props);
  }

  public get alarms(): AlarmBase[] {
    return this.set.alarms;
  }

  private defineJsErrors({ appMonitor, ...props }: WebAppAlarmsProps): void {
    const { maximumJsErrorPercent = 5, minimumPageViews = 20, jsErrorPeriod = Duration.minutes(5) } = props;
    const evaluation = { period: jsErrorPeriod, evaluationPeriods: 5, datapointsToAlarm: 3 };
    checkAboveZero(this, 'maximumJsErrorPercent', maximumJsErrorPercent, 'pass a percentage such as 5');
    checkCount(this, 'minimumPageViews', minimumPageViews);
    checkEvaluation(this, 'jsErrorPeriod', evaluation);

    const errors = sumOf('errors', [appMonitor.metricJsErrorCount()]);
    const views = sumOf('views', [appMonitor.metricPageViewCount()]);
    this.set.define('JsErrors', {
      alarmDescription:
        `Pages are broken: users of ${appMonitor.appMonitorName} met more than ` +
        `${Tokenization.stringifyNumber(maximumJsErrorPercent)} JavaScript errors per 100 page views. Open the app monitor in CloudWatch RUM, see under Errors which message is new and ` +
        'on which pages and browsers, compare with what was deployed last, and roll back if it began there.',
      severity: AlarmSeverity.PAGE,
      metric: new MathExpression({
        label: 'JavaScript errors per 100 page views',
        expression: `100*${guardedRatio({ part: errors, whole: views, minimumWhole: minimumPageViews, quiet: 0 })}`,
        usingMetrics: { ...errors.usingMetrics, ...views.usingMetrics },
        period: jsErrorPeriod,
      }),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: maximumJsErrorPercent,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...evaluation,
    });
  }

  private definePageSpeed({ appMonitor, ...props }: WebAppAlarmsProps): void {
    const { maximumLargestContentfulPaint: maximum = Duration.millis(2500) } = props;
    const period = props.pageSpeedPeriod ?? Duration.minutes(15);
    const evaluation = { period, evaluationPeriods: 4, datapointsToAlarm: 3 };
    const threshold = maximum.toMilliseconds();
    const fix = 'pass a Duration such as Duration.millis(2500)';
    checkAboveZero(this, 'maximumLargestContentfulPaint (in milliseconds)', threshold, fix);
    checkEvaluation(this, 'pageSpeedPeriod', evaluation);

    this.set.define('PageSpeed', {
      alarmDescription:
        `Pages are slow: one in four page views of ${appMonitor.appMonitorName} takes more than ${threshold} ms to ` +
        'show its largest content. Open the app monitor in CloudWatch RUM, see under Performance which pages and ' +
        'countries are slow, and look at the size of their images, at caching and at the backends behind them.',
      severity: AlarmSeverity.TICKET,
      metric: appMonitor.metricWebVitalsLargestContentfulPaint({ period }),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold,
      // A percentile of a few samples is an accident: 'ignore' keeps the state, where the default would judge it.
      evaluateLowSampleCountPercentile: 'ignore',
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...evaluation,
    });
  }
}

function checkAboveZero(scope: Construct, what: string, got: number, fix: string): void {
  if (Token.isUnresolved(got) || got > 0) return;
  fail(scope, { what, got, expected: 'a number above 0', fix });
}
