import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { MathExpression, Metric, type MetricOptions, Unit } from 'aws-cdk-lib/aws-cloudwatch';
import {
  type ApplicationSignalsOptions,
  Notifications,
  ServiceLevelIndicator,
  ServiceLevelObjective,
  type ServiceLevelObjectiveOptions,
} from '../../../src/monitoring';
import { importMonitor, type Json } from '../helpers';

function setUp(options: Partial<ServiceLevelObjectiveOptions> = {}) {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'us-east-1' } });
  new ServiceLevelObjective(stack, 'Pages', {
    indicator: ServiceLevelIndicator.pageLoads(importMonitor(stack)),
    goal: 0.999,
    applicationSignals: {},
    notifications: Notifications.none(),
    ...options,
  });
  return stack;
}

const metricOf = (metricName: string) => new Metric({ namespace: 'Shop', metricName });

function objective(options?: Partial<ServiceLevelObjectiveOptions>): Json {
  const found = Object.values(
    Template.fromStack(setUp(options)).findResources('AWS::ApplicationSignals::ServiceLevelObjective'),
  );
  expect(found).toHaveLength(1);
  return found[0].Properties;
}

const metric = (name: string) => ({
  Id: name.toLowerCase(),
  MetricStat: {
    Metric: {
      Namespace: 'AWS/RUM',
      MetricName: `Navigation${name}Transaction`,
      Dimensions: [{ Name: 'application_name', Value: 'shop' }],
    },
    Period: 60,
    Stat: 'Sum',
  },
  ReturnData: false,
});

test('there is no objective in Application Signals unless it is asked for', () => {
  Template.fromStack(setUp({ applicationSignals: undefined })).resourceCountIs(
    'AWS::ApplicationSignals::ServiceLevelObjective',
    0,
  );
});

test('it counts requests as our own metrics do, and has the burn rates of all windows', () => {
  expect(objective()).toEqual({
    Name: expect.stringMatching(/^Stack-?Pages/),
    Description: '99.9 % of page loads take at most 8 seconds, in 30 days.',
    Goal: { AttainmentGoal: 99.9, Interval: { RollingInterval: { Duration: 30, DurationUnit: 'DAY' } } },
    RequestBasedSli: {
      RequestBasedSliMetric: {
        TotalRequestCountMetric: [
          { Id: 'counted', Expression: 'SUM([TIME_SERIES(0),satisfied,tolerated,frustrated])', ReturnData: true },
          metric('Satisfied'),
          metric('Tolerated'),
          metric('Frustrated'),
        ],
        MonitoredRequestCountMetric: {
          BadCountMetric: [
            { Id: 'counted', Expression: 'SUM([TIME_SERIES(0),frustrated])', ReturnData: true },
            metric('Frustrated'),
          ],
        },
      },
    },
    BurnRateConfigurations: [60, 5, 360, 30, 4_320].map((LookBackWindowMinutes) => ({ LookBackWindowMinutes })),
  });
});

test('alarms look at its burn rates of short windows, and compute those of long ones, which need it not', () => {
  const stack = setUp({ applicationSignals: { objectiveName: 'Pages load' } });
  const burnRate = (minutes: number, missing: string) => ({
    Namespace: 'AWS/ApplicationSignals',
    MetricName: 'BurnRate',
    Dimensions: [
      { Name: 'BurnRateWindowMinutes', Value: `${minutes}` },
      { Name: 'SloName', Value: 'Pages load' },
    ],
    Statistic: 'Maximum',
    Period: 60,
    Threshold: 14.4,
    TreatMissingData: missing,
  });
  const found = Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm');
  const alarm = (id: string) =>
    Object.entries<Json>(found).find(([each]) => each.slice(0, -8) === `Pages${id}`)?.[1].Properties;
  expect(Object.keys(found)).toHaveLength(6);
  // Nothing is published where nobody is, or where Application Signals is not enabled: the long window decides.
  expect(alarm('FastBurn1hLast5m')).toMatchObject(burnRate(5, 'breaching'));
  const { Metrics, Threshold, TreatMissingData } = alarm('FastBurn1h');
  expect([Threshold, TreatMissingData]).toEqual([14.4, 'notBreaching']);
  expect(Metrics[0].Expression).toMatch(/^IF\(SUM\(.*\) >= 10 AND SUM\(.*frustrated\]\) >= 5,SUM/);
  expect(JSON.stringify(Metrics)).not.toContain('AWS/ApplicationSignals');
  const composites = Template.fromStack(stack).findResources('AWS::CloudWatch::CompositeAlarm');
  expect(JSON.stringify(Object.values(composites)[0])).toMatch(/FastBurn1h[0-9A-F]{8}.* AND .*FastBurn1hLast5m/);
});

test('it reads metrics of another account there, and of one unit where that is stated', () => {
  const orders = (metricName: string, options: MetricOptions) =>
    new Metric({ namespace: 'Shop', metricName, ...options });
  const indicator = ServiceLevelIndicator.badTotal(
    orders('Failed', { account: '444455556666', unit: Unit.COUNT }),
    orders('Orders', { account: '111122223333' }),
  );
  const { MonitoredRequestCountMetric, TotalRequestCountMetric } = objective({ indicator }).RequestBasedSli
    .RequestBasedSliMetric;
  const [, failed] = MonitoredRequestCountMetric.BadCountMetric;
  expect([failed.AccountId, failed.MetricStat.Unit]).toEqual(['444455556666', 'Count']);
  const [, total] = TotalRequestCountMetric;
  expect([total.AccountId, total.MetricStat.Unit]).toEqual([undefined, undefined]);
});

test('a name is one objective: CloudFormation would make the second of the first', () => {
  const stack = setUp({ applicationSignals: { objectiveName: 'pages' } });
  const again = (id: string, applicationSignals: ApplicationSignalsOptions) =>
    new ServiceLevelObjective(stack, id, {
      indicator: ServiceLevelIndicator.goodTotal(metricOf('Good'), metricOf('Orders')),
      goal: 0.99,
      applicationSignals,
    });
  expect(() => again('Orders', { objectiveName: 'pages' })).toThrow(
    '[Stack/Orders] applicationSignals.objectiveName: got "pages", expected a name that no other objective',
  );
  expect(() => again('Others', {})).not.toThrow();
});

test.each<[string, Partial<ServiceLevelObjectiveOptions>, string]>([
  [
    'a name',
    { applicationSignals: { objectiveName: 'pages: load' } },
    'applicationSignals.objectiveName: got "pages: load"',
  ],
  [
    'an expression',
    {
      indicator: ServiceLevelIndicator.badTotal(
        new MathExpression({ expression: 'a+b', usingMetrics: { a: metricOf('A'), b: metricOf('B') } }),
        metricOf('Orders'),
      ),
    },
    'indicator with applicationSignals: got "the expression a+b", expected one that counts by metrics',
  ],
  [
    'a metric of another Region, without any alarm',
    {
      indicator: ServiceLevelIndicator.goodTotal(metricOf('Good').with({ region: 'eu-west-1' }), metricOf('Orders')),
      fastBurn: { enabled: false },
      slowBurn: { enabled: false },
    },
    'Region of the metrics: got "eu-west-1", expected us-east-1',
  ],
  [
    'windows',
    {
      fastBurn: { windows: [1, 2, 3, 4, 5].map((hour) => ({ duration: Duration.minutes(hour * 100) })) },
      slowBurn: { windows: [{ duration: Duration.days(3) }] },
    },
    'windows of fastBurn and slowBurn together: got 12, expected a number of at most 10',
  ],
])('%s that it does not take: refused', (_, options, message) => {
  expect(() => setUp(options)).toThrow(`[Stack/Pages] ${message}`);
});
