import { App, Duration, Stack, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Topic } from 'aws-cdk-lib/aws-sns';
import {
  AlarmSeverity,
  ImpactAlarms,
  Notifications,
  ServiceLevelIndicator,
  ServiceLevelObjective,
  type ServiceLevelObjectiveOptions,
} from '../../../src/monitoring';
import { AppMonitor, Telemetry } from '../../../src/rum';
import { importMonitor, type Json } from '../helpers';

const metric = (metricName: string) => new Metric({ namespace: 'Shop', metricName, statistic: 'Sum' });
const orders = ServiceLevelIndicator.badTotal(metric('Failed'), metric('Orders'));
/** The sum of so many metrics, as one. */
function added(count: number): MathExpression {
  const ids = Array.from({ length: count }, (_, at) => `part${at}`);
  const usingMetrics = Object.fromEntries(ids.map((id) => [id, metric(id)]));
  return new MathExpression({ expression: ids.join('+'), usingMetrics });
}
const sum = (id: string) => `SUM([TIME_SERIES(0),${id}])`;

function setUp(options: Partial<ServiceLevelObjectiveOptions> = {}) {
  const stack = new Stack(new App(), 'Stack');
  const objective = new ServiceLevelObjective(stack, 'Orders', {
    indicator: orders,
    goal: 0.99,
    notifications: Notifications.none(),
    ...options,
  });
  return { stack, objective };
}

/** The alarms by the end of their ids. */
function alarmsOf(stack: Stack, type = 'Alarm'): Record<string, Json> {
  const found = Object.entries<Json>(Template.fromStack(stack).findResources(`AWS::CloudWatch::${type}`));
  return Object.fromEntries(found.map(([id, { Properties }]) => [id.slice('Orders'.length, -8), Properties]));
}

const expressionOf = ({ Metrics }: Json) => Metrics.find(({ Expression }: Json) => Expression).Expression;

/** Period and threshold of each metric alarm. */
function judged(options: Partial<ServiceLevelObjectiveOptions> = {}) {
  const alarms = Object.entries(alarmsOf(setUp(options).stack));
  return Object.fromEntries(
    alarms.map(([id, { Metrics, Threshold }]) => [
      id,
      [Metrics.find(({ MetricStat }: Json) => MetricStat).MetricStat.Period, Threshold],
    ]),
  );
}

describe('the pairs of windows', () => {
  test('are those of the SRE workbook', () => {
    expect(judged()).toEqual({
      FastBurn1h: [3_600, 14.4],
      FastBurn1hLast5m: [300, 14.4],
      FastBurn6h: [21_600, 6],
      FastBurn6hLast30m: [1_800, 6],
      SlowBurn3d: [259_200, 1],
      SlowBurn3dLast6h: [21_600, 1],
    });
  });

  test('both have to burn, in any pair', () => {
    const { stack } = setUp();
    const rule = (id: string) => JSON.stringify(alarmsOf(stack, 'CompositeAlarm')[id].AlarmRule);
    expect(rule('FastBurn').replaceAll(/"[^"]*Orders(\w+?)[0-9A-F]{8}"/g, '$1')).toMatch(
      /FastBurn1h,.*AND.*FastBurn1hLast5m,.*OR.*FastBurn6h,.*AND.*FastBurn6hLast30m,/,
    );
    expect(rule('SlowBurn')).toMatch(/SlowBurn3d[0-9A-F]{8}.* AND .*SlowBurn3dLast6h/);
    expect(rule('SlowBurn')).not.toContain(' OR ');
  });

  test('follow the interval, and never call for less than the goal allows', () => {
    expect(judged({ interval: Duration.days(7) })).toMatchObject({
      FastBurn1h: [3_600, 3.36],
      FastBurn6h: [21_600, 1.4],
      SlowBurn3d: [259_200, 1],
    });
  });

  test.each([1, 2])('fit into an interval of %s days', (days) => {
    const id = `SlowBurn${days}d`;
    expect(judged({ interval: Duration.days(days) })).toMatchObject({ [id]: [86_400 * days, 1] });
  });

  // At a goal of 60 % a total outage burns 2.5 times as fast as the goal allows: 14.4 could never be exceeded.
  test('can be exceeded at low goals', () => {
    expect(judged({ goal: 0.6 })).toMatchObject({ FastBurn1h: [3_600, 1.75], FastBurn6h: [21_600, 1.75] });
  });

  test('may be stated', () => {
    const fastBurn = {
      windows: [{ duration: Duration.hours(2), shortDuration: Duration.minutes(15), budget: 0.05 }],
    };
    expect(judged({ fastBurn, slowBurn: { enabled: false } })).toEqual({
      FastBurn2h: [7_200, 18],
      FastBurn2hLast15m: [900, 18],
    });
  });

  test.each<[string, Partial<ServiceLevelObjectiveOptions>, string]>([
    ['none', { fastBurn: { windows: [] } }, 'fastBurn.windows (their number): got 0, expected'],
    [
      'longer than alarms look back',
      { slowBurn: { windows: [{ duration: Duration.days(8) }] } },
      'slowBurn.windows[0].duration (in minutes): got 11520, expected',
    ],
    [
      'longer than the interval',
      { interval: Duration.days(2), slowBurn: { windows: [{ duration: Duration.days(3) }] } },
      'slowBurn.windows[0].duration (in minutes): got 4320, expected a whole number from 2 to 2880, the interval',
    ],
    [
      'a short one that is no shorter',
      { fastBurn: { windows: [{ duration: Duration.hours(1), shortDuration: Duration.hours(1) }] } },
      'fastBurn.windows[0].shortDuration (in minutes): got 60',
    ],
    [
      'seconds',
      { fastBurn: { windows: [{ duration: Duration.seconds(90 + 60) }] } },
      'fastBurn.windows[0].duration (in minutes): got 2.5',
    ],
    [
      'what nothing can exceed',
      { goal: 0.9, fastBurn: { windows: [{ duration: Duration.hours(1), budget: 0.02 }] } },
      'fastBurn.windows[0].budget * interval / duration (a burn rate): got 14.4, expected',
    ],
    [
      'more than the budget',
      { fastBurn: { windows: [{ duration: Duration.hours(1), budget: 2 }] } },
      'fastBurn.windows[0].budget: got 2',
    ],
    [
      'twice the same',
      { fastBurn: { windows: [{ duration: Duration.hours(1) }, { duration: Duration.minutes(60) }] } },
      'fastBurn.windows (duration): got "1h"',
    ],
    [
      'a budget that is known later',
      { fastBurn: { windows: [{ duration: Duration.hours(1), budget: Token.asNumber({ Ref: 'Budget' }) }] } },
      'fastBurn.windows[0].budget: got "a token"',
    ],
    [
      'a goal that is known later, by which nothing could be calculated',
      { goal: Token.asNumber({ Ref: 'Goal' }) },
      'goal: got "a token", expected a number that is known at synthesis',
    ],
    [
      'more metrics than an alarm reads, within an expression',
      { indicator: ServiceLevelIndicator.goodTotal(added(10), metric('Orders')) },
      'metrics of the indicator: got 11, expected a number of at most 10',
    ],
    ['a percentage', { goal: 99 }, 'goal: got 99, expected a number above 0 and at most 0.999999'],
    ['all', { goal: 1 }, 'goal: got 1, expected'],
    ['no time', { interval: Duration.hours(12) }, 'interval (in days): got 0.5, expected a whole number from 1 to 455'],
    [
      'too long',
      { interval: Duration.days(456) },
      'interval (in days): got 456, expected a whole number from 1 to 455',
    ],
    ['no events', { minimumEvents: 0 }, 'minimumEvents: got 0'],
    ['half a bad event', { minimumBadEvents: 0.5 }, 'minimumBadEvents: got 0.5'],
  ])('%s: refused', (_, options, message) => {
    expect(() => setUp(options)).toThrow(`[Stack/Orders] ${message}`);
  });
});

describe('what is judged', () => {
  const [bad, total] = [sum('bad'), sum('total')];

  test('is the burn rate, where enough happened in the long window', () => {
    const { FastBurn1h } = alarmsOf(setUp().stack);
    const matters = `${total} >= 10 AND ${bad} >= 5`;
    expect(expressionOf(FastBurn1h)).toBe(`IF(${matters},${bad},0)/IF(${matters},${total},1)/0.01`);
    expect(FastBurn1h).toMatchObject({
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 1,
      TreatMissingData: 'notBreaching',
    });
    expect(FastBurn1h.AlarmActions).toBeUndefined();
  });

  test('is a total outage, where too little happened in the short window', () => {
    const { FastBurn1hLast5m } = alarmsOf(setUp({ minimumEvents: 20 }).stack);
    expect(expressionOf(FastBurn1hLast5m)).toBe(`IF(${total} >= 20,${bad},1)/IF(${total} >= 20,${total},1)/0.01`);
  });

  test('is not what an app monitor does not report', () => {
    const stack = new Stack(new App(), 'Stack');
    const monitor = new AppMonitor(stack, 'Monitor', {
      domains: ['shop.example.com'],
      telemetries: [Telemetry.ERRORS],
    });
    const indicator = ServiceLevelIndicator.pageLoads(monitor);
    expect(() => new ServiceLevelObjective(stack, 'Orders', { indicator, goal: 0.99 })).toThrow(
      '[Stack/Orders] indicator: got "one of the telemetry \\"performance\\"", expected one that',
    );
  });

  test('is in the Region of the alarms', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'eu-west-1', account: '111122223333' } });
    const elsewhere = metric('Orders').with({ region: 'us-east-1' });
    const indicator = ServiceLevelIndicator.goodTotal(metric('Good'), elsewhere);
    expect(() => new ServiceLevelObjective(stack, 'Orders', { indicator, goal: 0.99 })).toThrow(
      'Region of the metrics: got "us-east-1", expected eu-west-1',
    );
  });
});

test('an indicator may be made of expressions', () => {
  const { stack } = setUp({ indicator: ServiceLevelIndicator.goodTotal(added(9), metric('Orders')) });
  const { Metrics } = alarmsOf(stack).FastBurn1h;
  expect(Metrics.filter(({ MetricStat }: Json) => MetricStat)).toHaveLength(10);
});

test('two deployments of one app have composite alarms of their own', () => {
  const namesAt = (stackName: string) => {
    const stack = new Stack(new App(), 'Stack', { stackName });
    const { notifications } = new ImpactAlarms(stack, 'Impact', { notifications: Notifications.none() });
    new ServiceLevelObjective(stack, 'Orders', { indicator: orders, goal: 0.99, notifications });
    const alarms = Object.values<Json>(Template.fromStack(stack).findResources('AWS::CloudWatch::CompositeAlarm'));
    return alarms.map(({ Properties }) => Properties.AlarmName);
  };
  const names = [...namesAt('shop-a'), ...namesAt('shop-b')];
  expect(names).toHaveLength(8);
  expect(new Set(names).size).toBe(8);
});

describe('who is told', () => {
  test('pages and makes tickets', () => {
    const stack = new Stack(new App(), 'Stack');
    const [page, ticket] = [new Topic(stack, 'Page'), new Topic(stack, 'Ticket')];
    const notifications = Notifications.toTopics({ page, ticket });
    new ServiceLevelObjective(stack, 'Orders', { indicator: orders, goal: 0.99, notifications });
    const { FastBurn, SlowBurn } = alarmsOf(stack, 'CompositeAlarm');
    expect(FastBurn.AlarmActions).toEqual([stack.resolve(page.topicArn)]);
    expect(SlowBurn.AlarmActions).toEqual([stack.resolve(ticket.topicArn)]);
    expect(FastBurn.AlarmDescription).toContain(
      'the error budget of Orders is spent too fast. Its goal is that 99 % of events are good, in 30 days.',
    );
  });

  test('is whom composite alarms tell: a fast burn hurts users, a slow one degrades', () => {
    const stack = new Stack(new App(), 'Stack');
    const impact = new ImpactAlarms(stack, 'Impact', { notifications: Notifications.none() });
    const { notifications } = impact;
    new ServiceLevelObjective(stack, 'Orders', { indicator: orders, goal: 0.99, notifications });
    const rules = Template.fromStack(stack).findResources('AWS::CloudWatch::CompositeAlarm');
    const ruleOf = (id: string) => {
      const [[, { Properties }]] = Object.entries<Json>(rules).filter(([each]) => each.startsWith(id));
      return JSON.stringify(Properties.AlarmRule);
    };
    expect(ruleOf('ImpactUserImpact')).toMatch(/ALARM\(.*OrdersFastBurn[0-9A-F]{8}/);
    expect(ruleOf('ImpactUserDegraded')).toMatch(/ALARM\(.*OrdersSlowBurn[0-9A-F]{8}/);
    expect(Object.keys(rules)).toHaveLength(4);
  });

  test('may be somebody else', () => {
    const stack = new Stack(new App(), 'Stack');
    const ticket = new Topic(stack, 'Ticket');
    const impact = new ImpactAlarms(stack, 'Impact', { notifications: Notifications.toTopics({ ticket }) });
    new ServiceLevelObjective(stack, 'Orders', {
      indicator: orders,
      goal: 0.99,
      notifications: impact.notifications,
      fastBurn: { severity: AlarmSeverity.TICKET },
      slowBurn: { enabled: false },
    });
    const composites = Template.fromStack(stack).findResources('AWS::CloudWatch::CompositeAlarm');
    expect(Object.keys(composites).map((id) => id.slice(0, -8))).toEqual(['ImpactUserDegraded', 'OrdersFastBurn']);
  });

  test('is nobody without alarms, which there are 8 of by default', () => {
    const count = (options: Partial<ServiceLevelObjectiveOptions>) => {
      const { stack, objective } = setUp(options);
      return [Object.keys(alarmsOf(stack)).length, objective.alarms.length];
    };
    expect(count({})).toEqual([6, 2]);
    const off = { enabled: false };
    expect(count({ fastBurn: off, slowBurn: off })).toEqual([0, 0]);
  });
});

test('tells what is left of the budget, over the interval', () => {
  const { objective } = setUp({ interval: Duration.days(28) });
  const [bad, total] = [sum('bad'), sum('total')];
  const { expression, period } = objective.metricRemainingBudget();
  expect(expression).toBe(`100-100*${bad}/${total}/0.01`);
  expect(period).toEqual(Duration.days(28));
  expect(objective.metricAttainment().expression).toBe(`100*(${total}-${bad})/${total}`);
  expect(objective.metricBurnRate({ period: Duration.minutes(10) }).period).toEqual(Duration.minutes(10));
});

test('all indicators stand on imported resources', () => {
  const stack = new Stack(new App(), 'Stack');
  const indicator = ServiceLevelIndicator.javaScriptErrors(importMonitor(stack));
  new ServiceLevelObjective(stack, 'Orders', { indicator, goal: 0.95, notifications: Notifications.none() });
  expect(Object.keys(alarmsOf(stack))).toHaveLength(6);
});
