import { Duration, Tokenization } from 'aws-cdk-lib';
import {
  type AlarmBase,
  ComparisonOperator,
  MathExpression,
  type Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { WEB_VITALS } from '../../formats/web-vitals';
import { checkCount, checkDuration, checkNumber } from '../../private/checks';
import { fail } from '../../private/errors';
import { type IAppMonitor, Telemetry } from '../../rum';
import { bothReadings, reports, seesInteractions } from '../../rum/door';
import { filled, guardedRatio, sumOf } from '../ratios';
import type { AlarmOptions, AlarmSetOptions, AlarmSetProps, EvaluatedAlarmOptions } from './alarm-options';
import { type AlarmDefinition, AlarmSet, isEnabled } from './alarm-set';
import type { IAlarms } from './alarms';
import { evaluationOf, silenceOf } from './evaluation';
import { MAX_METRICS } from './limits';
import { AlarmSeverity } from './notifications';

/**
 * What the alarm on JavaScript errors can be told.
 */
export interface JsErrorsAlarmOptions extends EvaluatedAlarmOptions {
  /**
   * The most JavaScript errors per 100 page views that are tolerated, above 0.
   *
   * @default 5
   */
  readonly threshold?: number;

  /**
   * How many pages have to be viewed in a period before its errors are judged: a whole number, at least 1.
   *
   * At night one error on three pages is no incident.
   *
   * @default 20
   */
  readonly minimumPageViews?: number;
}

/**
 * What the alarm on page speed can be told.
 */
export interface PageSpeedAlarmOptions extends EvaluatedAlarmOptions {
  /**
   * The longest time that three of four page views may take to show their largest content, above 0.
   *
   * @see https://web.dev/articles/lcp
   * @default Duration.millis(2500)
   */
  readonly threshold?: Duration;
}

/**
 * What the alarm on input delay can be told.
 */
export interface InputDelayAlarmOptions extends EvaluatedAlarmOptions {
  /**
   * The longest time that pages may take to react to three of four visitors' input, above 0.
   *
   * @see https://web.dev/articles/inp
   * @default Duration.millis(200)
   */
  readonly threshold?: Duration;
}

/**
 * What the alarm on layout shift can be told.
 */
export interface LayoutShiftAlarmOptions extends EvaluatedAlarmOptions {
  /**
   * How far the layout of three of four page views may shift, above 0 and without unit.
   *
   * @see https://web.dev/articles/cls
   * @default 0.1
   */
  readonly threshold?: number;
}

/**
 * What the alarm on clicks in vain can be told.
 */
export interface FrustrationAlarmOptions extends EvaluatedAlarmOptions {
  /**
   * The most clicks in vain per 100 page views that are tolerated, above 0: dead, rage and error clicks.
   *
   * @default 10
   */
  readonly threshold?: number;

  /**
   * How many page views have to be seen in a period before its clicks are judged: a whole number, at least 1.
   *
   * @default 50
   */
  readonly minimumPageViews?: number;
}

/**
 * What the alarm on missing sessions can be told.
 */
export interface SessionsAlarmOptions extends AlarmOptions {
  /**
   * How long a web app that somebody always visits may be without a new session: 15 minutes to 7 days, in steps of 15
   * minutes, and of an hour beyond a day.
   *
   * Choose more than your quietest night.
   */
  readonly threshold: Duration;
}

/**
 * What the alarms of a web app can be told.
 */
export interface WebAppAlarmOptions extends AlarmSetOptions {
  /**
   * Too many JavaScript errors per page view: severity PAGE.
   *
   * @default - more than 5 errors per 100 page views, in 3 of 5 periods of 5 minutes; none without the telemetry `errors`
   */
  readonly jsErrors?: JsErrorsAlarmOptions;

  /**
   * Pages show their largest content too late: severity TICKET.
   *
   * @default - later than 2.5 seconds for one of four page views, in 3 of 4 periods of 15 minutes; none without the
   * telemetry `performance`
   */
  readonly pageSpeed?: PageSpeedAlarmOptions;

  /**
   * Pages react to input too late: severity TICKET, in 3 of 4 periods of 15 minutes.
   *
   * @default - no alarm
   */
  readonly inputDelay?: InputDelayAlarmOptions;

  /**
   * The layout of pages shifts too far: severity TICKET, in 3 of 4 periods of 15 minutes.
   *
   * @default - no alarm
   */
  readonly layoutShift?: LayoutShiftAlarmOptions;

  /**
   * Users click in vain: nothing happens, or it throws: severity TICKET.
   *
   * @default - more than 10 such clicks per 100 page views, in 3 of 4 periods of 15 minutes; none where the client does
   * not tell `interactions` to CloudWatch RUM
   */
  readonly frustration?: FrustrationAlarmOptions;

  /**
   * Nobody's telemetry arrives, of a web app that somebody always visits: severity PAGE.
   *
   * Then either nobody gets to the pages, or they have stopped to report: a broken client, a wrong domain, a content
   * security policy. All other alarms are quiet in that case.
   *
   * @default - no alarm: not every web app always has visitors
   */
  readonly sessions?: SessionsAlarmOptions;
}

/**
 * Properties of `WebAppAlarms`.
 */
export interface WebAppAlarmsProps extends WebAppAlarmOptions, AlarmSetProps {
  /**
   * The app monitor of the web app that is watched.
   */
  readonly appMonitor: IAppMonitor;
}

/**
 * Defines the alarms on what real users of a web app experience.
 *
 * - `JsErrors`, severity PAGE: too many JavaScript errors per page view.
 * - `PageSpeed`, severity TICKET: the 75th percentile of Largest Contentful Paint is too long. Too few samples for that
 *   percentile leave the alarm as it is.
 * - `InputDelay` and `LayoutShift`, severity TICKET, where `inputDelay` and `layoutShift` are stated: the same for
 *   Interaction to Next Paint and Cumulative Layout Shift.
 * - `Frustration`, severity TICKET, where the client tells `interactions` to CloudWatch RUM: users click in vain.
 * - `Sessions`, severity PAGE, where `sessions` is stated: nobody's telemetry arrives. Sessions of canaries don't count.
 *
 * All but the last are quiet while nobody visits. CloudWatch bills about 0.10 USD a month for each metric that an alarm
 * looks at, which is two in the first, four in `Frustration`, and one in each other.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-metrics.html
 *
 * @example
 * const storefront = new rum.WebApp(this, 'Storefront', { domains: ['shop.example.com'] });
 * new monitoring.WebAppAlarms(this, 'StorefrontAlarms', {
 *   appMonitor: storefront.appMonitor,
 *   notifications: monitoring.Notifications.toTopics({ page: pageTopic, ticket: ticketTopic }),
 *   jsErrors: { threshold: 2 },
 *   sessions: { threshold: Duration.hours(6) },
 * });
 */
export class WebAppAlarms extends Construct implements IAlarms {
  private readonly set: AlarmSet;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: WebAppAlarmsProps,
  ) {
    super(scope, id);
    this.set = new AlarmSet(this, props);
    const { appMonitor, jsErrors, pageSpeed, inputDelay, layoutShift, frustration, sessions } = props;
    const { ERRORS, PERFORMANCE } = Telemetry;
    if (isEnabled(jsErrors, this.reports(ERRORS, { jsErrors }))) this.defineJsErrors(appMonitor, jsErrors);
    const vitals = this.reports(PERFORMANCE, { pageSpeed, inputDelay, layoutShift });
    if (isEnabled(pageSpeed, vitals)) this.definePageSpeed(appMonitor, pageSpeed);
    if (isEnabled(inputDelay)) this.defineInputDelay(appMonitor, inputDelay);
    if (isEnabled(layoutShift)) this.defineLayoutShift(appMonitor, layoutShift);
    if (isEnabled(frustration, this.sees(frustration))) this.defineFrustration(appMonitor, frustration);
    if (sessions && isEnabled(sessions)) this.defineSessions(appMonitor, sessions);
  }

  public get alarms(): AlarmBase[] {
    return this.set.alarms;
  }

  /** Whether something is reported, as far as that is known. Alarms on what is not would never go off. */
  private reports(telemetry: Telemetry, alarms: Record<string, AlarmOptions | undefined>): boolean {
    const { appMonitor } = this.props;
    if (reports(appMonitor, telemetry)) return true;
    const stated = Object.entries(alarms).find(([, options]) => isEnabled(options));
    if (!stated) return false;
    const [what, got] = stated;
    const expected = `no such alarm: the app monitor ${appMonitor.node.path} does not report the telemetry "${telemetry}"`;
    return fail(this, { what, got, expected, fix: `add "${telemetry}" to its telemetries, or leave the alarm out` });
  }

  /** As above. */
  private sees(frustration: FrustrationAlarmOptions | undefined): boolean {
    const { appMonitor } = this.props;
    const sees = seesInteractions(appMonitor);
    if (sees !== false) return sees ?? isEnabled(frustration);
    if (!isEnabled(frustration)) return false;
    return fail(this, {
      what: 'frustration',
      got: frustration,
      expected: `no such alarm: no interactions are told to the app monitor ${appMonitor.node.path}`,
      fix: 'pass client: { interactions: rum.Interactions.toRum() } to the web app, or leave the alarm out',
    });
  }

  private defineJsErrors(monitor: IAppMonitor, options: JsErrorsAlarmOptions = {}): void {
    const { threshold = 5, minimumPageViews = 20 } = options;
    checkNumber(this, 'jsErrors.threshold', threshold, { above: 0, fix: 'pass a percentage such as 5' });
    checkCount(this, 'jsErrors.minimumPageViews', minimumPageViews, { fix: 'pass a number such as 20' });
    const defaults = { period: Duration.minutes(5), evaluationPeriods: 5, datapointsToAlarm: 3 };
    const evaluation = evaluationOf(this, 'jsErrors', options, defaults);

    const errors = sumOf('errors', [monitor.metricJsErrorCount()]);
    const views = sumOf('views', [monitor.metricPageViewCount()]);
    this.set.define('JsErrors', options, {
      alarmDescription:
        `Pages are broken: users of ${monitor.appMonitorName} met more than ` +
        `${show(threshold)} JavaScript errors per 100 page views. Open the app monitor in ` +
        'CloudWatch RUM, see under Errors which message is new and on which pages and browsers, compare with what was ' +
        'deployed last, and roll back if it began there.',
      severity: AlarmSeverity.PAGE,
      metric: new MathExpression({
        label: 'JavaScript errors per 100 page views',
        expression: `100*${guardedRatio({ part: errors, whole: views, minimumWhole: minimumPageViews, quiet: 0 })}`,
        usingMetrics: { ...errors.usingMetrics, ...views.usingMetrics },
        period: evaluation.period,
      }),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...evaluation,
    });
  }

  private definePageSpeed(monitor: IAppMonitor, options: PageSpeedAlarmOptions = {}): void {
    const threshold = this.milliseconds('pageSpeed', options.threshold, WEB_VITALS.largestContentfulPaint);
    this.defineWebVital('PageSpeed', 'pageSpeed', options, {
      alarmDescription:
        `Pages are slow: one in four page views of ${monitor.appMonitorName} takes more than ${show(threshold)} ms to ` +
        'show its largest content. Open the app monitor in CloudWatch RUM, see under Performance which pages and ' +
        'countries are slow, and look at the size of their images, at caching and at the backends behind them.',
      metric: monitor.metricWebVitalsLargestContentfulPaint(),
      threshold,
    });
  }

  private defineInputDelay(monitor: IAppMonitor, options: InputDelayAlarmOptions = {}): void {
    const threshold = this.milliseconds('inputDelay', options.threshold, WEB_VITALS.interactionToNextPaint);
    this.defineWebVital('InputDelay', 'inputDelay', options, {
      alarmDescription:
        `Pages are sluggish: in one of four page views of ${monitor.appMonitorName} it takes more than ${show(threshold)} ms ` +
        'until the page reacts to a click or key. Open the app monitor in CloudWatch RUM, see under Performance which ' +
        'pages and browsers it is, and look for long tasks of scripts there that came with the last deployment.',
      metric: monitor.metricWebVitalsInteractionToNextPaint(),
      threshold,
    });
  }

  private defineLayoutShift(monitor: IAppMonitor, options: LayoutShiftAlarmOptions = {}): void {
    const { threshold = WEB_VITALS.cumulativeLayoutShift.good } = options;
    checkNumber(this, 'layoutShift.threshold', threshold, { above: 0, fix: 'pass a number such as 0.1' });
    this.defineWebVital('LayoutShift', 'layoutShift', options, {
      alarmDescription:
        `Pages are jumpy: in one of four page views of ${monitor.appMonitorName} the layout shifts by more than ` +
        `${show(threshold)}, so that users click what they did not mean. Open the app monitor in ` +
        'CloudWatch RUM, see under Performance which pages it is, and give images and embedded content their size.',
      metric: monitor.metricWebVitalsCumulativeLayoutShift(),
      threshold,
    });
  }

  private defineWebVital(id: string, alarm: string, options: EvaluatedAlarmOptions, vital: WebVital): void {
    const defaults = { period: Duration.minutes(15), evaluationPeriods: 4, datapointsToAlarm: 3 };
    const evaluation = evaluationOf(this, alarm, options, defaults);
    this.set.define(id, options, {
      ...vital,
      metric: vital.metric.with({ period: evaluation.period }),
      severity: AlarmSeverity.TICKET,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      // A percentile of a few samples is an accident: 'ignore' keeps the state, where the default would judge it.
      evaluateLowSampleCountPercentile: 'ignore',
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...evaluation,
    });
  }

  private defineFrustration(monitor: IAppMonitor, options: FrustrationAlarmOptions = {}): void {
    const { threshold = 10, minimumPageViews = 50 } = options;
    checkNumber(this, 'frustration.threshold', threshold, { above: 0, fix: 'pass a number such as 10' });
    checkCount(this, 'frustration.minimumPageViews', minimumPageViews, { fix: 'pass a number such as 50' });
    const defaults = { period: Duration.minutes(15), evaluationPeriods: 4, datapointsToAlarm: 3 };
    const evaluation = evaluationOf(this, 'frustration', options, defaults);
    const summed = (id: string, metric: Metric) => sumOf(id, bothReadings([metric], MAX_METRICS / 2));
    const clicks = summed('clicks', monitor.metricFrustratedClickCount());
    const views = summed('views', monitor.metricObservedPageViewCount());
    this.set.define('Frustration', options, {
      alarmDescription:
        `Users click in vain: more than ${show(threshold)} clicks per 100 page views of ${monitor.appMonitorName} did ` +
        'nothing, were repeated because of that, or threw an error. Look in the log group or the event pipeline for events ' +
        'user_telemetry.clicks with a frustration: element, selector and page say what was clicked. Compare with what was ' +
        'deployed last.',
      severity: AlarmSeverity.TICKET,
      metric: new MathExpression({
        label: 'clicks in vain per 100 page views',
        expression: `100*${guardedRatio({ part: clicks, whole: views, minimumWhole: minimumPageViews, quiet: 0 })}`,
        usingMetrics: { ...clicks.usingMetrics, ...views.usingMetrics },
        period: evaluation.period,
      }),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...evaluation,
    });
  }

  private defineSessions(monitor: IAppMonitor, options: SessionsAlarmOptions): void {
    const evaluation = silenceOf(this, 'sessions', options.threshold, [
      { multipleOf: 15, min: 15, max: 1_440 },
      { multipleOf: 60, min: 1_440, max: 10_080 },
    ]);
    this.set.define('Sessions', options, {
      alarmDescription:
        `Nobody is seen: no session of ${monitor.appMonitorName} began for ${options.threshold.toHumanString()}, although ` +
        'there are visitors at all times. Open the web app yourself. If it does not load, look at its domain, its ' +
        'distribution and its backends. If it does, telemetry is lost: look at the console of the browser for what blocks ' +
        'telemetry.js or its requests, and at the domains of the app monitor.',
      severity: AlarmSeverity.PAGE,
      // CloudWatch RUM publishes no zeros.
      metric: filled('sessions', monitor.metricSessionCount(), evaluation.period),
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: 1,
      treatMissingData: TreatMissingData.BREACHING,
      ...evaluation,
    });
  }

  private milliseconds(alarm: string, threshold: Duration | undefined, { good }: { readonly good: number }): number {
    const fix = `pass a Duration such as Duration.millis(${good})`;
    checkDuration(this, `${alarm}.threshold`, threshold, 'milliseconds', { above: 0, fix });
    return threshold?.toMilliseconds() ?? good;
  }
}

type WebVital = Pick<AlarmDefinition, 'alarmDescription' | 'threshold'> & { readonly metric: Metric };

/** Also of a number that is known only at deployment. */
function show(threshold: number): string {
  return Tokenization.stringifyNumber(threshold);
}
