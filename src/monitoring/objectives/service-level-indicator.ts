import { type Duration, Tokenization } from 'aws-cdk-lib';
import { type IMetric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { ICanaryMetrics } from '../../canaries';
import { members } from '../../canaries/door';
import { type ITransaction, TransactionOutcome } from '../../events';
import { WEB_VITALS } from '../../formats/web-vitals';
import { checkDuration, checkNumber } from '../../private/checks';
import { fail } from '../../private/errors';
import { sum } from '../../private/metric-math';
import { type IAppMonitor, Telemetry } from '../../rum';
import { reports } from '../../rum/door';
import { transactionCounts } from '../alarms/transaction-counts';
import { type Sum, sumOf } from '../ratios';
import type { Counted } from './counts';

/**
 * What an objective counts: events, each of which is good or bad to a user.
 *
 * Each indicator tells what its metrics say exactly. Of CloudWatch RUM these are page loads by their time, samples of web
 * vitals by their value, and what custom metrics count. They don't say how many page views met an error, only how many errors
 * there were: `javaScriptErrors()` and `serverErrors()` take each error for a bad page view, so that they may be worse than
 * what users experience, and never better.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-metrics.html
 */
export class ServiceLevelIndicator {
  /**
   * Page loads, of which those are bad that frustrate users: longer than 8 seconds.
   */
  public static pageLoads(appMonitor: IAppMonitor): ServiceLevelIndicator {
    return ServiceLevelIndicator.loads(appMonitor, 'page loads take at most 8 seconds', ['satisfied', 'tolerated']);
  }

  /**
   * Page loads, of which those are good that satisfy users: at most 2 seconds.
   */
  public static fastPageLoads(appMonitor: IAppMonitor): ServiceLevelIndicator {
    return ServiceLevelIndicator.loads(appMonitor, 'page loads take at most 2 seconds', ['satisfied']);
  }

  /**
   * Page views without JavaScript errors: each error counts as a bad page view, though a page may meet several.
   */
  public static javaScriptErrors(appMonitor: IAppMonitor): ServiceLevelIndicator {
    const from = { appMonitor, telemetry: Telemetry.ERRORS };
    const errors = sumOf('bad', [appMonitor.metricJsErrorCount()]);
    return ServiceLevelIndicator.perPageView('page views meet no JavaScript error', errors, from);
  }

  /**
   * Page views without responses that have a 5xx status code: each such response counts as a bad page view, though a page may
   * meet several.
   */
  public static serverErrors(appMonitor: IAppMonitor): ServiceLevelIndicator {
    const from = { appMonitor, telemetry: Telemetry.HTTP };
    const failed = sumOf('bad', [appMonitor.metricHttp5xxCount()]);
    return ServiceLevelIndicator.perPageView('page views meet no 5xx response', failed, from);
  }

  /**
   * Page views by when their largest content was shown.
   *
   * @param appMonitor the app monitor of the web app
   * @param within the longest time that is good, in whole milliseconds. Default: 2.5 seconds
   */
  public static largestContentfulPaint(appMonitor: IAppMonitor, within?: Duration): ServiceLevelIndicator {
    const { good } = WEB_VITALS.largestContentfulPaint;
    return ServiceLevelIndicator.paced('Largest Contentful Paint', good, within, appMonitor, (options) =>
      appMonitor.metricWebVitalsLargestContentfulPaint(options),
    );
  }

  /**
   * Page views by how long they took to react to a click or key.
   *
   * @param appMonitor the app monitor of the web app
   * @param within the longest time that is good, in whole milliseconds. Default: 200 milliseconds
   */
  public static interactionToNextPaint(appMonitor: IAppMonitor, within?: Duration): ServiceLevelIndicator {
    const { good } = WEB_VITALS.interactionToNextPaint;
    return ServiceLevelIndicator.paced('Interaction to Next Paint', good, within, appMonitor, (options) =>
      appMonitor.metricWebVitalsInteractionToNextPaint(options),
    );
  }

  /**
   * Page views by how far their content moved.
   *
   * @param appMonitor the app monitor of the web app
   * @param within the largest shift that is good, above 0. Default: 0.1
   */
  public static cumulativeLayoutShift(appMonitor: IAppMonitor, within?: number): ServiceLevelIndicator {
    checkNumber(appMonitor, 'within', within, { above: 0, fix: 'pass a number such as 0.1' });
    const { good } = WEB_VITALS.cumulativeLayoutShift;
    return ServiceLevelIndicator.vital('Cumulative Layout Shift', within ?? good, appMonitor, (options) =>
      appMonitor.metricWebVitalsCumulativeLayoutShift(options),
    );
  }

  /**
   * Runs of a canary, of this app or imported. Of a journey with hours of its own, those of all its canaries, at most 3.
   *
   * A run that the service had to end is a bad one. Runs that did not begin are none: see `JourneyAlarms`.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_metrics.html
   */
  public static canarySuccess(canary: ICanaryMetrics): ServiceLevelIndicator {
    const all = members(canary).map((member) => member.canary);
    const percent = sumOf(
      'percent',
      all.map((each) => each.metricSuccessPercent({ statistic: Stats.SUM })),
    );
    const finished = sumOf(
      'finished',
      all.map((each) => each.metricSuccessPercent({ statistic: Stats.SAMPLE_COUNT })),
    );
    const ended = sumOf(
      'ended',
      all.map((each) => each.metricFailed()),
    );
    const usingMetrics = { ...percent.usingMetrics, ...finished.usingMetrics, ...ended.usingMetrics };
    const total = sum(...Object.keys({ ...finished.usingMetrics, ...ended.usingMetrics }));
    const good = `${percent.expression}/100`;
    const sentence = 'runs of synthetic users succeed';
    return new ServiceLevelIndicator({ sentence, good, total, bad: `(${total}-${good})`, usingMetrics });
  }

  /**
   * Transactions that real users begin, of which those are good that they complete, in some web apps together.
   *
   * What is not complete yet counts as bad: choose windows much longer than users take.
   *
   * @param transaction the transaction, which the app monitors have to know: see `AppMonitor.addTransaction()`
   * @param appMonitors the app monitors of the web apps, at most 5
   */
  public static transactionCompletion(transaction: ITransaction, appMonitors: IAppMonitor[]): ServiceLevelIndicator {
    if (appMonitors.length === 0) {
      const fix = 'pass the appMonitor of a web app';
      fail(transaction, { what: 'appMonitors', got: appMonitors, expected: 'at least one', fix });
    }
    const count = (outcome: TransactionOutcome) =>
      sumOf(outcome, transactionCounts(transaction.transactionName, outcome, appMonitors));
    return ServiceLevelIndicator.of(
      `users who begin ${transaction.transactionName} complete it`,
      count(TransactionOutcome.COMPLETED),
      count(TransactionOutcome.STARTED),
    );
  }

  /**
   * Events of yours, of which one metric counts the good ones and another one all, such as with the statistic `Sum`.
   */
  public static goodTotal(good: IMetric, total: IMetric): ServiceLevelIndicator {
    return ServiceLevelIndicator.of('events are good', sumOf('good', [good]), sumOf('total', [total]));
  }

  /**
   * Events of yours, of which one metric counts the bad ones and another one all, such as with the statistic `Sum`.
   */
  public static badTotal(bad: IMetric, total: IMetric): ServiceLevelIndicator {
    return ServiceLevelIndicator.without('events are good', sumOf('bad', [bad]), sumOf('total', [total]));
  }

  private static of(sentence: string, good: Sum, total: Sum, from?: Counted['from']): ServiceLevelIndicator {
    return new ServiceLevelIndicator({
      sentence,
      from,
      good: good.expression,
      bad: `(${total.expression}-${good.expression})`,
      total: total.expression,
      usingMetrics: { ...good.usingMetrics, ...total.usingMetrics },
    });
  }

  private static without(sentence: string, bad: Sum, total: Sum, from?: Counted['from']): ServiceLevelIndicator {
    return new ServiceLevelIndicator({
      sentence,
      from,
      good: `(${total.expression}-${bad.expression})`,
      bad: bad.expression,
      total: total.expression,
      usingMetrics: { ...bad.usingMetrics, ...total.usingMetrics },
    });
  }

  private static loads(appMonitor: IAppMonitor, sentence: string, good: string[]): ServiceLevelIndicator {
    const usingMetrics = {
      satisfied: appMonitor.metricNavigationSatisfiedTransaction(),
      tolerated: appMonitor.metricNavigationToleratedTransaction(),
      frustrated: appMonitor.metricNavigationFrustratedTransaction(),
    };
    const all = Object.keys(usingMetrics);
    return new ServiceLevelIndicator({
      sentence,
      good: sum(...good),
      bad: sum(...all.filter((id) => !good.includes(id))),
      total: sum(...all),
      usingMetrics,
      from: { appMonitor, telemetry: Telemetry.PERFORMANCE },
    });
  }

  /** More errors than page views are no more than all of them. */
  private static perPageView(sentence: string, errors: Sum, from: Required<Counted>['from']): ServiceLevelIndicator {
    const views = sumOf('total', [from.appMonitor.metricPageViewCount()]);
    const bad = {
      ...errors,
      expression: `IF(${errors.expression} > ${views.expression},${views.expression},${errors.expression})`,
    };
    return ServiceLevelIndicator.without(sentence, bad, views, from);
  }

  private static paced(
    vital: string,
    good: number,
    within: Duration | undefined,
    appMonitor: IAppMonitor,
    metric: MakeMetric,
  ): ServiceLevelIndicator {
    const fix = `pass a Duration such as Duration.millis(${good})`;
    checkDuration(appMonitor, 'within', within, 'milliseconds', { above: 0, multipleOf: 1, fix });
    return ServiceLevelIndicator.vital(vital, within?.toMilliseconds() ?? good, appMonitor, metric);
  }

  /**
   * A trimmed count is that of all values up to one, which it includes.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
   */
  private static vital(
    name: string,
    within: number,
    appMonitor: IAppMonitor,
    metric: MakeMetric,
  ): ServiceLevelIndicator {
    const most = Tokenization.stringifyNumber(within);
    const good = sumOf('good', [metric({ statistic: `TC(:${most})` })]);
    const total = sumOf('total', [metric({ statistic: Stats.SAMPLE_COUNT })]);
    const from = { appMonitor, telemetry: Telemetry.PERFORMANCE };
    return ServiceLevelIndicator.of(`page views have a ${name} of at most ${most}`, good, total, from);
  }

  private constructor(private readonly counted: Counted) {}

  /**
   * What it counts.
   *
   * @internal
   */
  public get _counted(): Counted {
    return this.counted;
  }

  /**
   * The telemetry without which it would never have data; nothing if all is well, as far as that is known.
   *
   * @internal
   */
  public get _missing(): { readonly appMonitor: IAppMonitor; readonly telemetry: Telemetry } | undefined {
    const { from } = this.counted;
    return from && !reports(from.appMonitor, from.telemetry) ? from : undefined;
  }
}

type MakeMetric = (options: { readonly statistic: string }) => IMetric;
