import { App, Duration, Stack, TimeZone } from 'aws-cdk-lib';
import { Metric, type MetricStatConfig } from 'aws-cdk-lib/aws-cloudwatch';
import { Expect, Journey, JourneyCanary, JourneySchedule, TimeWindow } from '../../../src/canaries';
import { Transaction } from '../../../src/events';
import { Notifications, ServiceLevelIndicator, ServiceLevelObjective } from '../../../src/monitoring';
import { importMonitor } from '../helpers';

const stack = () => new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'us-east-1' } });
const sum = (...ids: string[]) => `SUM([TIME_SERIES(0),${ids.join(',')}])`;

/** What share is good, and the metrics by id. */
function attainment(scope: Stack, indicator: ServiceLevelIndicator) {
  const objective = new ServiceLevelObjective(scope, 'Objective', {
    indicator,
    goal: 0.99,
    notifications: Notifications.none(),
  });
  const { expression, usingMetrics } = objective.metricAttainment();
  const metrics = Object.entries(usingMetrics).map(([id, metric]) => {
    const { metricName, statistic } = metric.toMetricConfig().metricStat as MetricStatConfig;
    return [id, `${metricName} ${statistic}`];
  });
  return [expression, Object.fromEntries(metrics)];
}

const NAVIGATIONS = {
  satisfied: 'NavigationSatisfiedTransaction Sum',
  tolerated: 'NavigationToleratedTransaction Sum',
  frustrated: 'NavigationFrustratedTransaction Sum',
};
const all = sum('satisfied', 'tolerated', 'frustrated');

test('page loads are good unless they frustrate', () => {
  const scope = stack();
  expect(attainment(scope, ServiceLevelIndicator.pageLoads(importMonitor(scope)))).toEqual([
    `100*${sum('satisfied', 'tolerated')}/${all}`,
    NAVIGATIONS,
  ]);
});

test('fast page loads satisfy', () => {
  const scope = stack();
  expect(attainment(scope, ServiceLevelIndicator.fastPageLoads(importMonitor(scope)))).toEqual([
    `100*${sum('satisfied')}/${all}`,
    NAVIGATIONS,
  ]);
});

// RUM counts errors, and not the page views that meet some: more errors than page views are no more than all of them.
test.each([
  ['javaScriptErrors', 'JsErrorCount'],
  ['serverErrors', 'Http5xxCount'],
] as const)('%s are at most as many as page views', (indicator, metricName) => {
  const scope = stack();
  const [bad, total] = [sum('bad'), sum('total')];
  expect(attainment(scope, ServiceLevelIndicator[indicator](importMonitor(scope)))).toEqual([
    `100*(${total}-IF(${bad} > ${total},${total},${bad}))/${total}`,
    { bad: `${metricName} Sum`, total: 'PageViewCount Sum' },
  ]);
});

describe('web vitals', () => {
  const expression = `100*${sum('good')}/${sum('total')}`;

  test.each([
    ['largestContentfulPaint', 'WebVitalsLargestContentfulPaint', 2500],
    ['interactionToNextPaint', 'WebVitalsInteractionToNextPaint', 200],
    ['cumulativeLayoutShift', 'WebVitalsCumulativeLayoutShift', 0.1],
  ] as const)('%s is counted up to what is good', (indicator, metricName, good) => {
    const scope = stack();
    expect(attainment(scope, ServiceLevelIndicator[indicator](importMonitor(scope)))).toEqual([
      expression,
      { good: `${metricName} TC(:${good})`, total: `${metricName} SampleCount` },
    ]);
  });

  test('take another limit', () => {
    const scope = stack();
    const monitor = importMonitor(scope);
    expect(
      attainment(scope, ServiceLevelIndicator.largestContentfulPaint(monitor, Duration.seconds(4)))[1],
    ).toMatchObject({ good: 'WebVitalsLargestContentfulPaint TC(:4000)' });
    expect(() => ServiceLevelIndicator.interactionToNextPaint(monitor, Duration.millis(0))).toThrow(
      'within (in milliseconds): got 0',
    );
    expect(() => ServiceLevelIndicator.cumulativeLayoutShift(monitor, 0)).toThrow('within: got 0');
  });
});

describe('runs of a canary', () => {
  test('that the service had to end are bad, as of an imported one', () => {
    const scope = stack();
    const canary = JourneyCanary.fromCanaryName(scope, 'Canary', 'buy');
    expect(attainment(scope, ServiceLevelIndicator.canarySuccess(canary))).toEqual([
      `100*${sum('percent')}/100/${sum('finished', 'ended')}`,
      { percent: 'SuccessPercent Sum', finished: 'SuccessPercent SampleCount', ended: 'Failed Sum' },
    ]);
  });

  test('are those of all canaries that share a journey', () => {
    const scope = stack();
    const night = TimeWindow.daily('20:00', '06:00', TimeZone.EUROPE_LONDON);
    const canary = new JourneyCanary(scope, 'Buy', {
      journey: Journey.startAt('https://shop.example.com').step('see the shop', Expect.visible('h1')),
      schedule: JourneySchedule.every(Duration.minutes(15)).offPeak(night, Duration.minutes(5)),
    });
    const [expression] = attainment(scope, ServiceLevelIndicator.canarySuccess(canary));
    expect(expression).toBe(
      `100*${sum('percent0', 'percent1')}/100/${sum('finished0', 'finished1', 'ended0', 'ended1')}`,
    );
  });
});

describe('transactions', () => {
  test('are good when they are complete', () => {
    const scope = stack();
    const transaction = new Transaction(scope, 'Checkout');
    const indicator = ServiceLevelIndicator.transactionCompletion(transaction, [importMonitor(scope)]);
    expect(attainment(scope, indicator)).toEqual([
      `100*${sum('completed0', 'completed1')}/${sum('started0', 'started1')}`,
      {
        completed0: 'TransactionCompleted Sum',
        completed1: 'TransactionCompleted Sum',
        started0: 'TransactionStarted Sum',
        started1: 'TransactionStarted Sum',
      },
    ]);
  });

  test('need web apps, and not more than an alarm reads', () => {
    const scope = stack();
    const transaction = new Transaction(scope, 'Checkout');
    expect(() => ServiceLevelIndicator.transactionCompletion(transaction, [])).toThrow('appMonitors: got []');
    const six = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => importMonitor(scope, name));
    const indicator = ServiceLevelIndicator.transactionCompletion(transaction, six);
    expect(() => new ServiceLevelObjective(scope, 'Objective', { indicator, goal: 0.9 })).toThrow(
      'metrics of the indicator: got 12, expected a number of at most 10',
    );
  });
});

test('metrics of yours', () => {
  const scope = stack();
  const metric = (metricName: string) => new Metric({ namespace: 'Shop', metricName, statistic: 'Sum' });
  expect(attainment(scope, ServiceLevelIndicator.goodTotal(metric('Shipped'), metric('Orders')))).toEqual([
    `100*${sum('good')}/${sum('total')}`,
    { good: 'Shipped Sum', total: 'Orders Sum' },
  ]);
});
