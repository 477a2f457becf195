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
import { sum } from '../../private/metric-math';
import { type IAppMonitor, Telemetry } from '../../rum';
import { bothReadings, reports, seesInteractions } from '../../rum/door';
import { atLeast, expected, filled, guardedRatio, type Sum, sumOf } from '../ratios';
import type { AlarmOptions, AlarmSetProps, EvaluatedAlarmOptions } from './alarm-options';
import { type AlarmDefinition, AlarmSet, isEnabled } from './alarm-set';
import { AlarmSignal } from './alarm-signal';
import type { IAlarms } from './alarms';
import { evaluationOf, silenceOf } from './evaluation';
import { MAX_METRICS } from './limits';
import { AlarmSeverity } from './notifications';
import type {
  ApdexAlarmOptions,
  ErrorSurgeAlarmOptions,
  FrustrationAlarmOptions,
  InputDelayAlarmOptions,
  JsErrorsAlarmOptions,
  LayoutShiftAlarmOptions,
  PageSpeedAlarmOptions,
  ServerErrorsAlarmOptions,
  SessionDropAlarmOptions,
  SessionsAlarmOptions,
  WebAppAlarmOptions,
} from './web-app-alarm-options';

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
 * - `ServerErrors`, severity PAGE: too many responses with a 5xx status code per page view.
 * - `ErrorSurge`, severity PAGE: so many of both per page view that no single client makes them; it needs no other to agree.
 * - `Apdex`, severity TICKET: too many page loads take longer than 2 seconds, or than 8.
 * - `PageSpeed`, `InputDelay` and `LayoutShift`, severity TICKET: the 75th percentile of Largest Contentful Paint,
 *   Interaction to Next Paint or Cumulative Layout Shift is too high. Too few samples for that percentile leave the alarm as
 *   it is.
 * - `Frustration`, severity TICKET, where the client tells `interactions` to CloudWatch RUM: users click in vain.
 * - `SessionDrop`, severity TICKET: far fewer sessions begin than at this hour on other days.
 * - `Sessions`, severity PAGE, where `sessions` is stated: nobody's telemetry arrives. Sessions of canaries don't count.
 *
 * All but the last two are quiet while nobody visits. CloudWatch bills about 0.10 USD a month for each metric that an alarm
 * looks at: two in `JsErrors` and `ServerErrors`, three in `ErrorSurge`, `Apdex` and `SessionDrop`, four in `Frustration`, and
 * one in each other; 1.60 USD for those that there are by default.
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
    const { appMonitor, jsErrors, serverErrors, apdex, pageSpeed, inputDelay, layoutShift } = props;
    const { errorSurge, frustration, sessionDrop, sessions } = props;
    const { ERRORS, HTTP, PERFORMANCE } = Telemetry;
    if (isEnabled(jsErrors, this.reports(ERRORS, { jsErrors }))) this.defineJsErrors(appMonitor, jsErrors);
    if (isEnabled(serverErrors, this.reports(HTTP, { serverErrors })))
      this.defineServerErrors(appMonitor, serverErrors);
    const counted = [ERRORS, HTTP].filter((telemetry) => reports(appMonitor, telemetry));
    if (isEnabled(errorSurge, counted.length > 0 || this.reports(ERRORS, { errorSurge })))
      this.defineErrorSurge(appMonitor, counted, errorSurge);
    const vitals = this.reports(PERFORMANCE, { apdex, pageSpeed, inputDelay, layoutShift });
    if (isEnabled(apdex, vitals)) this.defineApdex(appMonitor, apdex);
    if (isEnabled(pageSpeed, vitals)) this.definePageSpeed(appMonitor, pageSpeed);
    if (isEnabled(inputDelay, vitals)) this.defineInputDelay(appMonitor, inputDelay);
    if (isEnabled(layoutShift, vitals)) this.defineLayoutShift(appMonitor, layoutShift);
    if (isEnabled(frustration, this.sees(frustration))) this.defineFrustration(appMonitor, frustration);
    if (isEnabled(sessionDrop, true)) this.defineSessionDrop(appMonitor, sessionDrop);
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
    const { threshold = 5 } = options;
    this.definePerPageView('JsErrors', 'jsErrors', options, {
      part: sumOf('errors', [monitor.metricJsErrorCount()]),
      label: 'JavaScript errors per 100 page views',
      threshold,
      datapointsToAlarm: 4, // one client whose script throws again and again for ten minutes reaches three periods
      alarmDescription:
        `Pages are broken: users of ${monitor.appMonitorName} met more than ` +
        `${show(threshold)} JavaScript errors per 100 page views. Open the app monitor in ` +
        'CloudWatch RUM, see under Errors which message is new and on which pages and browsers, compare with what was ' +
        'deployed last, and roll back if it began there.',
    });
  }

  private defineServerErrors(monitor: IAppMonitor, options: ServerErrorsAlarmOptions = {}): void {
    const { threshold = 5 } = options;
    this.definePerPageView('ServerErrors', 'serverErrors', options, {
      part: sumOf('failed', [monitor.metricHttp5xxCount()]),
      label: '5xx responses per 100 page views',
      threshold,
      datapointsToAlarm: 3,
      alarmDescription:
        `Requests fail: pages of ${monitor.appMonitorName} met more than ${show(threshold)} responses with a 5xx status ` +
        'code per 100 page views. Open the app monitor in CloudWatch RUM, see under HTTP requests which URLs fail, and ' +
        'follow their traces into the backends; compare with what was deployed last there.',
    });
  }

  /** What happens so often per 100 page views that somebody is called. */
  private definePerPageView(
    id: string,
    alarm: string,
    options: JsErrorsAlarmOptions | ServerErrorsAlarmOptions,
    { part, label, threshold, datapointsToAlarm, alarmDescription }: PerPageView,
  ): void {
    const { minimumPageViews = 20 } = options;
    checkNumber(this, `${alarm}.threshold`, threshold, { above: 0, fix: 'pass a percentage such as 5' });
    checkCount(this, `${alarm}.minimumPageViews`, minimumPageViews, { fix: 'pass a number such as 20' });
    const defaults = { period: Duration.minutes(5), evaluationPeriods: 5, datapointsToAlarm };
    const evaluation = evaluationOf(this, alarm, options, defaults);
    const views = sumOf('views', [this.props.appMonitor.metricPageViewCount()]);
    this.set.define(id, options, {
      alarmDescription,
      severity: AlarmSeverity.PAGE,
      signal: AlarmSignal.REAL_USERS,
      metric: new MathExpression({
        label,
        expression: `100*${guardedRatio({ part, whole: views, minimumWhole: minimumPageViews, quiet: 0 })}`,
        usingMetrics: { ...part.usingMetrics, ...views.usingMetrics },
        period: evaluation.period,
      }),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...evaluation,
    });
  }

  private defineErrorSurge(
    monitor: IAppMonitor,
    counted: readonly Telemetry[],
    options: ErrorSurgeAlarmOptions = {},
  ): void {
    const { threshold = 5, toleratedErrors = 30, minimumPageViews = 20 } = options;
    checkNumber(this, 'errorSurge.threshold', threshold, { above: 0, fix: 'pass a percentage such as 5' });
    checkNumber(this, 'errorSurge.toleratedErrors', toleratedErrors, { min: 0, fix: 'pass a number such as 30' });
    checkCount(this, 'errorSurge.minimumPageViews', minimumPageViews, { fix: 'pass a number such as 20' });
    const defaults = { period: Duration.minutes(3), evaluationPeriods: 4, datapointsToAlarm: 3 };
    const evaluation = evaluationOf(this, 'errorSurge', options, defaults);
    const metrics = [
      ...(counted.includes(Telemetry.ERRORS) ? [monitor.metricJsErrorCount()] : []),
      ...(counted.includes(Telemetry.HTTP) ? [monitor.metricHttp5xxCount()] : []),
    ];
    const errors = sumOf('errors', metrics);
    const views = sumOf('views', [monitor.metricPageViewCount()]);
    const beyond = `(${errors.expression}-${Tokenization.stringifyNumber(toleratedErrors)})`;
    this.set.define('ErrorSurge', options, {
      alarmDescription:
        `Many users meet errors: pages of ${monitor.appMonitorName} met more than ${show(threshold)} JavaScript errors and ` +
        `responses with a 5xx status code per 100 page views, ${show(toleratedErrors)} in each period not counted. Open the ` +
        'app monitor in CloudWatch RUM, see under Errors and HTTP requests what is new, compare with what was deployed last, ' +
        'and roll back if it began there.',
      severity: AlarmSeverity.PAGE,
      signal: AlarmSignal.USERS_HURT,
      metric: new MathExpression({
        label: 'errors per 100 page views, beyond those of one client',
        expression: `100*${guardedRatio({
          part: { ...errors, expression: beyond },
          whole: views,
          minimumWhole: minimumPageViews,
          quiet: 0,
        })}`,
        usingMetrics: { ...errors.usingMetrics, ...views.usingMetrics },
        period: evaluation.period,
      }),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...evaluation,
    });
  }

  private defineApdex(monitor: IAppMonitor, options: ApdexAlarmOptions = {}): void {
    const { threshold = 0.7, minimumNavigations = 20 } = options;
    checkNumber(this, 'apdex.threshold', threshold, { above: 0, max: 1, fix: 'pass a number such as 0.7' });
    checkCount(this, 'apdex.minimumNavigations', minimumNavigations, { fix: 'pass a number such as 20' });
    // Quicker than web vitals, which tell of quality: it tells that users wait now.
    const evaluation = evaluationOf(this, 'apdex', options, { ...QUARTERS, period: Duration.minutes(3) });
    const satisfied = sumOf('satisfied', [monitor.metricNavigationSatisfiedTransaction()]);
    const tolerated = sumOf('tolerated', [monitor.metricNavigationToleratedTransaction()]);
    const usingMetrics = {
      ...satisfied.usingMetrics,
      ...tolerated.usingMetrics,
      frustrated: monitor.metricNavigationFrustratedTransaction(),
    };
    const part = { expression: `(${satisfied.expression}+${tolerated.expression}/2)`, usingMetrics };
    const whole = { expression: sum(...Object.keys(usingMetrics)), usingMetrics };
    this.set.define('Apdex', options, {
      alarmDescription:
        `Users wait: page loads of ${monitor.appMonitorName} have an Apdex below ${show(threshold)}, where 1 is all within 2 ` +
        'seconds. Open the app monitor in CloudWatch RUM, see under Performance which pages, browsers and countries are ' +
        'slow and which step of the load takes the time, and compare with what was deployed last.',
      severity: AlarmSeverity.TICKET,
      signal: AlarmSignal.USERS_DEGRADED,
      metric: new MathExpression({
        label: 'Apdex',
        expression: guardedRatio({ part, whole, minimumWhole: minimumNavigations, quiet: 1 }),
        usingMetrics,
        period: evaluation.period,
      }),
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
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
    const evaluation = evaluationOf(this, alarm, options, QUARTERS);
    this.set.define(id, options, {
      ...vital,
      metric: vital.metric.with({ period: evaluation.period }),
      severity: AlarmSeverity.TICKET,
      signal: AlarmSignal.USERS_DEGRADED,
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
    const evaluation = evaluationOf(this, 'frustration', options, QUARTERS);
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
      signal: AlarmSignal.USERS_DEGRADED,
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

  /** A value in every period, also if nobody comes: what is missing would be no anomaly. */
  private defineSessionDrop(monitor: IAppMonitor, options: SessionDropAlarmOptions = {}): void {
    const { deviations = 3, minimumSessions = 10 } = options;
    checkNumber(this, 'sessionDrop.deviations', deviations, { above: 0, fix: 'pass a number such as 3' });
    checkCount(this, 'sessionDrop.minimumSessions', minimumSessions, { fix: 'pass a number such as 10' });
    checkDuration(this, 'sessionDrop.period', options.period, 'minutes', {
      max: 60,
      because: ', as anomaly detection learns hours',
      fix: 'pass a Duration such as Duration.minutes(15)',
    });
    const defaults = { period: Duration.minutes(15), evaluationPeriods: 3, datapointsToAlarm: 3 };
    const evaluation = evaluationOf(this, 'sessionDrop', options, defaults);
    this.set.define('SessionDrop', options, {
      alarmDescription:
        `Fewer users come: far fewer sessions of ${monitor.appMonitorName} began than is usual at this hour. Open the web app ` +
        'yourself. If it does not load, look at its domain, its distribution and its backends. If it does, see in the console ' +
        'of the browser whether something blocks telemetry.js or its requests. A holiday or the end of a campaign is another ' +
        'explanation.',
      severity: AlarmSeverity.TICKET,
      signal: AlarmSignal.SUPPORTING,
      metric: expected(
        atLeast('sessions', monitor.metricSessionCount(), { minimum: minimumSessions, period: evaluation.period }),
        deviations,
      ),
      comparisonOperator: ComparisonOperator.LESS_THAN_LOWER_THRESHOLD,
      treatMissingData: TreatMissingData.IGNORE,
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
      signal: AlarmSignal.REAL_USERS,
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

// One more than has to breach: the newest period may still miss what is on its way.
const QUARTERS = { period: Duration.minutes(15), evaluationPeriods: 4, datapointsToAlarm: 3 };

interface PerPageView {
  readonly part: Sum;
  readonly label: string;
  readonly threshold: number;
  readonly datapointsToAlarm: number;
  readonly alarmDescription: string;
}

type WebVital = Pick<AlarmDefinition, 'alarmDescription' | 'threshold'> & { readonly metric: Metric };

/** Also of a number that is known only at deployment. */
function show(threshold: number): string {
  return Tokenization.stringifyNumber(threshold);
}
