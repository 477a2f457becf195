import { Duration, Token, Tokenization } from 'aws-cdk-lib';
import { type AlarmBase, ComparisonOperator, MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { fail } from '../../private/errors';
import type { IAppMonitor } from '../../rum';
import { guardedRatio, sumOf } from '../ratios';
import { type AlarmDefinition, AlarmSet, checkCount, checkEvaluation, warmUp } from './alarm-set';
import type { IAlarms } from './alarms';
import { AlarmSeverity, type Notifications } from './notifications';

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
   * The longest time that pages may take to react to three of four visitors' input, above 0: good is up to 200 ms.
   *
   * @see https://web.dev/articles/inp
   * @default - no alarm
   */
  readonly maximumInteractionToNextPaint?: Duration;

  /**
   * How far the layout of three of four page views may shift, above 0 and without unit: good is up to 0.1.
   *
   * @see https://web.dev/articles/cls
   * @default - no alarm
   */
  readonly maximumCumulativeLayoutShift?: number;

  /**
   * How long a web app that somebody always visits may be without a new session: 15 minutes to 7 days, in steps of 15
   * minutes, and of an hour beyond a day.
   *
   * Then either nobody gets to the pages, or they have stopped to report: a broken client, a wrong domain, a content
   * security policy. All other alarms are quiet in that case. Choose more than your quietest night.
   *
   * @default - no alarm: not every web app always has visitors
   */
  readonly maximumTimeWithoutSessions?: Duration;

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
 * - `InputDelay` and `LayoutShift`, severity TICKET, where their limits are stated: the same for Interaction to Next
 *   Paint and Cumulative Layout Shift.
 * - `Sessions`, severity PAGE, where `maximumTimeWithoutSessions` is stated: nobody's telemetry arrives. Sessions of
 *   canaries don't count.
 *
 * All but the last are quiet while nobody visits. CloudWatch bills about 0.10 USD a month for each metric that an alarm
 * looks at, which is two in the first and one in each other.
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
    this.defineWebVitals(props);
    this.defineSessions(props);
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

  private defineWebVitals({ appMonitor, ...props }: WebAppAlarmsProps): void {
    const { maximumLargestContentfulPaint = Duration.millis(2500), maximumCumulativeLayoutShift: shift } = props;
    const period = props.pageSpeedPeriod ?? Duration.minutes(15);
    const monitor = appMonitor.appMonitorName;
    const paint = milliseconds(this, 'maximumLargestContentfulPaint', maximumLargestContentfulPaint);
    this.defineWebVital('PageSpeed', period, {
      alarmDescription:
        `Pages are slow: one in four page views of ${monitor} takes more than ${paint} ms to ` +
        'show its largest content. Open the app monitor in CloudWatch RUM, see under Performance which pages and ' +
        'countries are slow, and look at the size of their images, at caching and at the backends behind them.',
      metric: appMonitor.metricWebVitalsLargestContentfulPaint({ period }),
      threshold: paint,
    });
    if (props.maximumInteractionToNextPaint) {
      const delay = milliseconds(this, 'maximumInteractionToNextPaint', props.maximumInteractionToNextPaint);
      this.defineWebVital('InputDelay', period, {
        alarmDescription:
          `Pages are sluggish: in one of four page views of ${monitor} it takes more than ${delay} ms until the page ` +
          'reacts to a click or key. Open the app monitor in CloudWatch RUM, see under Performance which pages and ' +
          'browsers it is, and look for long tasks of scripts there that came with the last deployment.',
        metric: appMonitor.metricWebVitalsInteractionToNextPaint({ period }),
        threshold: delay,
      });
    }
    if (shift !== undefined) {
      checkAboveZero(this, 'maximumCumulativeLayoutShift', shift, 'pass a number such as 0.1');
      this.defineWebVital('LayoutShift', period, {
        alarmDescription:
          `Pages are jumpy: in one of four page views of ${monitor} the layout shifts by more than ` +
          `${Tokenization.stringifyNumber(shift)}, so that users click what they did not mean. Open the app monitor in ` +
          'CloudWatch RUM, see under Performance which pages it is, and give images and embedded content their size.',
        metric: appMonitor.metricWebVitalsCumulativeLayoutShift({ period }),
        threshold: shift,
      });
    }
  }

  private defineWebVital(id: string, period: Duration, vital: WebVital): void {
    const evaluation = { period, evaluationPeriods: 4, datapointsToAlarm: 3 };
    checkEvaluation(this, 'pageSpeedPeriod', evaluation);
    this.set.define(id, {
      severity: AlarmSeverity.TICKET,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      // A percentile of a few samples is an accident: 'ignore' keeps the state, where the default would judge it.
      evaluateLowSampleCountPercentile: 'ignore',
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...vital,
      ...evaluation,
    });
  }

  private defineSessions({ appMonitor, maximumTimeWithoutSessions: silence }: WebAppAlarmsProps): void {
    if (!silence) return;
    const { period, periods } = silentPeriods(this, silence);
    this.set.define('Sessions', {
      alarmDescription:
        `Nobody is seen: no session of ${appMonitor.appMonitorName} began for ${silence.toHumanString()}, although there ` +
        'are visitors at all times. Open the web app yourself. If it does not load, look at its domain, its distribution ' +
        'and its backends. If it does, telemetry is lost: look at the console of the browser for what blocks telemetry.js ' +
        'or its requests, and at the domains of the app monitor.',
      severity: AlarmSeverity.PAGE,
      metric: appMonitor.metricSessionCount({ period }),
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: 1,
      // CloudWatch RUM publishes no zeros.
      treatMissingData: TreatMissingData.BREACHING,
      warmUpMinutes: warmUp(period, periods),
      period,
      evaluationPeriods: periods,
      datapointsToAlarm: periods,
    });
  }
}

type WebVital = Pick<AlarmDefinition, 'alarmDescription' | 'metric' | 'threshold'>;

function milliseconds(scope: Construct, what: string, maximum: Duration): number {
  const threshold = maximum.toMilliseconds();
  checkAboveZero(scope, `${what} (in milliseconds)`, threshold, 'pass a Duration such as Duration.millis(2500)');
  return threshold;
}

/** Short periods see sooner that all of them are empty; CloudWatch lets alarms look at one day of them. */
function silentPeriods(scope: Construct, silence: Duration): { period: Duration; periods: number } {
  const minutes = silence.toMinutes({ integral: false });
  const step = minutes <= Duration.days(1).toMinutes() ? 15 : 60;
  if (minutes < 15 || minutes > Duration.days(7).toMinutes() || minutes % step !== 0) {
    fail(scope, {
      what: 'maximumTimeWithoutSessions (in minutes)',
      got: minutes,
      expected: 'a multiple of 15 from 15 to 1440, or a multiple of 60 up to 10080',
      fix: 'pass a Duration such as Duration.hours(3)',
    });
  }
  return { period: Duration.minutes(step), periods: minutes / step };
}

function checkAboveZero(scope: Construct, what: string, got: number, fix: string): void {
  if (Token.isUnresolved(got) || got > 0) return;
  fail(scope, { what, got, expected: 'a number above 0', fix });
}
