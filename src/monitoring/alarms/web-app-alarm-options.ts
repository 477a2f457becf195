import type { Duration } from 'aws-cdk-lib';
import type { AlarmOptions, AlarmSetOptions, EvaluatedAlarmOptions } from './alarm-options';

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
 * What the alarm on failing requests can be told.
 */
export interface ServerErrorsAlarmOptions extends EvaluatedAlarmOptions {
  /**
   * The most requests per 100 page views that may be answered with a 5xx status code, above 0.
   *
   * @default 5
   */
  readonly threshold?: number;

  /**
   * How many pages have to be viewed in a period before its requests are judged: a whole number, at least 1.
   *
   * @default 20
   */
  readonly minimumPageViews?: number;
}

/**
 * What the alarm on a surge of errors can be told.
 */
export interface ErrorSurgeAlarmOptions extends EvaluatedAlarmOptions {
  /**
   * The most JavaScript errors and 5xx responses together per 100 page views that are tolerated, above 0.
   *
   * @default 5
   */
  readonly threshold?: number;

  /**
   * How many of a period are not counted: as many as one client makes whose script throws again and again. At least 0.
   *
   * @default 30
   */
  readonly toleratedErrors?: number;

  /**
   * How many pages have to be viewed in a period before its errors are judged: a whole number, at least 1.
   *
   * @default 20
   */
  readonly minimumPageViews?: number;
}

/**
 * What the alarm on how satisfied users can be with page loads can be told.
 */
export interface ApdexAlarmOptions extends EvaluatedAlarmOptions {
  /**
   * The lowest Apdex that is fine, above 0 and at most 1: page loads of up to 2 seconds count as one, of up to 8 seconds
   * as a half, all others as nothing.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-metrics.html
   * @default 0.7
   */
  readonly threshold?: number;

  /**
   * How many pages have to be loaded in a period before they are judged: a whole number, at least 1.
   *
   * @default 20
   */
  readonly minimumNavigations?: number;
}

/**
 * What the alarm on a drop of sessions can be told.
 */
export interface SessionDropAlarmOptions extends EvaluatedAlarmOptions {
  /**
   * How many standard deviations below what CloudWatch expects at that hour the sessions have to lie, above 0.
   *
   * @default 3
   */
  readonly deviations?: number;

  /**
   * How many sessions CloudWatch has to expect of a period, even that many standard deviations below the usual, for their
   * absence to tell something: a whole number, at least 1. Where fewer come at that hour, the alarm is quiet.
   *
   * @default 10
   */
  readonly minimumSessions?: number;
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
   * @default - more than 5 errors per 100 page views, in 4 of 5 periods of 5 minutes; none without the telemetry `errors`
   */
  readonly jsErrors?: JsErrorsAlarmOptions;

  /**
   * Too many requests of pages are answered with a 5xx status code: severity PAGE.
   *
   * @default - more than 5 per 100 page views, in 3 of 5 periods of 5 minutes; none without the telemetry `http`
   */
  readonly serverErrors?: ServerErrorsAlarmOptions;

  /**
   * Many users meet errors, JavaScript errors and 5xx responses together: severity PAGE. It needs no other to agree.
   *
   * It is quick where there are many page views, and quiet where a single client could make all of the errors.
   *
   * @default - more than 30, and then more than 5 per 100 page views beyond these, in 3 of 4 periods of 3 minutes; of what
   * the app monitor reports, and none if it reports neither of the telemetries `errors` and `http`
   */
  readonly errorSurge?: ErrorSurgeAlarmOptions;

  /**
   * Page loads are too slow for too many users: severity TICKET.
   *
   * @default - an Apdex below 0.7, in 3 of 4 periods of 3 minutes; none without the telemetry `performance`
   */
  readonly apdex?: ApdexAlarmOptions;

  /**
   * Pages show their largest content too late: severity TICKET.
   *
   * @default - later than 2.5 seconds for one of four page views, in 3 of 4 periods of 15 minutes; none without the
   * telemetry `performance`
   */
  readonly pageSpeed?: PageSpeedAlarmOptions;

  /**
   * Pages react to input too late: severity TICKET.
   *
   * @default - later than 0.2 seconds for one of four page views, in 3 of 4 periods of 15 minutes; none without the
   * telemetry `performance`
   */
  readonly inputDelay?: InputDelayAlarmOptions;

  /**
   * The layout of pages shifts too far: severity TICKET.
   *
   * @default - by more than 0.1 for one of four page views, in 3 of 4 periods of 15 minutes; none without the telemetry
   * `performance`
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
   * Fewer sessions begin than CloudWatch expects at that hour, by anomaly detection: severity TICKET.
   *
   * Either users don't get to the pages, or telemetry is lost. CloudWatch learns for up to two weeks what to expect, and
   * expects none where visitors are few: the alarm is quiet then.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Anomaly_Detection.html
   * @default - more than 3 standard deviations fewer, where that is more than 10 sessions, in 3 of 3 periods of 15 minutes,
   * which may be 1 hour each at most
   */
  readonly sessionDrop?: SessionDropAlarmOptions;

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
