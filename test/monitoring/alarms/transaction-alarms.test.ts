import { App, Duration, Stack, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AlarmRule, AlarmState, CompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Transaction, type TransactionProps } from '../../../src/events';
import { Notifications, type TransactionAlarmOptions, TransactionAlarms } from '../../../src/monitoring';
import { AppMonitor } from '../../../src/rum';
import { alarmOf, importMonitor, type Json, silentAlarms } from '../helpers';

function setUp(options: TransactionAlarmOptions = {}, props: TransactionProps = {}, monitors = ['shop']) {
  const stack = new Stack(new App(), 'Stack');
  const transaction = new Transaction(stack, 'Checkout', { minimumCompletionRate: 0.6, ...props });
  const appMonitors = monitors.map((name) => importMonitor(stack, name));
  const alarms = new TransactionAlarms(stack, 'Alarms', { transaction, appMonitors, ...options });
  return { stack, alarms };
}

const properties = (...args: Parameters<typeof setUp>) => alarmOf(setUp(...args).stack, 'CompletionRate');

const sum = (...ids: string[]) => `SUM([TIME_SERIES(0),${ids.join(',')}])`;

// Custom metrics may or may not have the dimension application_name; what does not exist adds nothing.
test('judges what was completed of what was started, once enough was', () => {
  const [started, completed] = [sum('started0', 'started1'), sum('completed0', 'completed1')];
  const { Metrics, ...rest } = properties();
  expect(Metrics).toEqual([
    {
      Id: 'rate',
      Label: 'completion rate, with the benefit of the doubt',
      Expression: `100*IF(${started} >= 10,(${completed}+${started}^0.5),1)/IF(${started} >= 10,${started},1)`,
      ReturnData: true,
    },
    ...[
      { Id: 'started0', MetricName: 'TransactionStarted', of: [{ Name: 'application_name', Value: 'shop' }] },
      { Id: 'started1', MetricName: 'TransactionStarted', of: [] },
      { Id: 'completed0', MetricName: 'TransactionCompleted', of: [{ Name: 'application_name', Value: 'shop' }] },
      { Id: 'completed1', MetricName: 'TransactionCompleted', of: [] },
    ].map(({ Id, MetricName, of }) => ({
      Id,
      MetricStat: {
        Metric: {
          Namespace: 'RUM/CustomMetrics/UserTelemetry',
          MetricName,
          Dimensions: [{ Name: 'Transaction', Value: 'Checkout' }, ...of],
        },
        Period: 1800,
        Stat: 'Sum',
      },
      ReturnData: false,
    })),
  ]);
  expect(rest).toMatchObject({
    ComparisonOperator: 'LessThanThreshold',
    Threshold: 60,
    EvaluationPeriods: 3,
    DatapointsToAlarm: 2,
    TreatMissingData: 'notBreaching',
  });
  expect(rest.MetricName).toBeUndefined();
  expect(rest.Period).toBeUndefined();
});

test('pages', () => {
  const stack = new Stack(new App(), 'Stack');
  const page = new Topic(stack, 'Page');
  new TransactionAlarms(stack, 'Alarms', {
    transaction: new Transaction(stack, 'Checkout', { minimumCompletionRate: 0.6 }),
    appMonitors: [importMonitor(stack)],
    notifications: Notifications.toTopics({ page }),
  });
  const actions = [stack.resolve(page.topicArn)];
  expect(alarmOf(stack, 'CompletionRate')).toMatchObject({ AlarmActions: actions, OKActions: actions });
  expect(silentAlarms(setUp().stack)).toEqual([expect.stringContaining('alarms notify nobody')]);
});

test('adds up web apps, also those that come later', () => {
  const { stack, alarms } = setUp({}, {}, ['shop', 'outlet']);
  const late = new AppMonitor(stack, 'Late', { domains: ['late.example.com'] });
  alarms.addAppMonitor(late);
  const { Metrics } = alarmOf(stack, 'CompletionRate');
  const numbers = [0, 1, 2, 3];
  const [started, completed] = ['started', 'completed'].map((id) => sum(...numbers.map((each) => `${id}${each}`)));
  expect(Metrics[0].Expression).toBe(
    `100*IF(${started} >= 10,(${completed}+${started}^0.5),1)/IF(${started} >= 10,${started},1)`,
  );
  expect(Metrics.map((metric: Json) => metric.Id)).toEqual([
    'rate',
    ...numbers.map((each) => `started${each}`),
    ...numbers.map((each) => `completed${each}`),
  ]);
  expect(Metrics[7].MetricStat.Metric.Dimensions).toContainEqual({
    Name: 'application_name',
    Value: stack.resolve(late.appMonitorName),
  });
});

test.each([
  ['abandonedAfter', 40, 2400],
  ['abandonedAfter in whole minutes', 20.5, 1260],
  ['15 minutes at least', 2, 900],
])('judges over %s', (_, minutes, seconds) => {
  const { Metrics } = properties({}, { abandonedAfter: Duration.seconds(minutes * 60) });
  expect(Metrics[1].MetricStat.Period).toBe(seconds);
});

test('takes its own evaluation and the minimums of the transaction', () => {
  const completionRate = { period: Duration.hours(24), evaluationPeriods: 7, datapointsToAlarm: 1 };
  const { Metrics, ...rest } = properties({ completionRate }, { minimumStarts: 500, minimumCompletionRate: 0.57 });
  expect(Metrics[0].Expression).toContain(`IF(${sum('started0', 'started1')} >= 500`);
  expect(Metrics[2].MetricStat.Period).toBe(86_400);
  expect(rest).toMatchObject({ Threshold: 57, EvaluationPeriods: 7, DatapointsToAlarm: 1 });
});

test('takes a token as minimum, which it leaves a share', () => {
  const { Metrics, Threshold } = properties({}, { minimumCompletionRate: Token.asNumber({ Ref: 'Rate' }) });
  expect(Threshold).toEqual({ Ref: 'Rate' });
  expect(Metrics[0].Expression).toMatch(/^IF/);
});

test('notices that nobody begins it while sessions begin', () => {
  const { Metrics, ...rest } = alarmOf(setUp({ unused: { minimumSessions: 50 } }).stack, 'Unused');
  expect(Metrics[0].Expression).toBe(`IF(${sum('sessions')} >= 50,${sum('started0', 'started1')},1)`);
  expect(Metrics.slice(1).map(({ MetricStat }: Json) => [MetricStat.Metric.MetricName, MetricStat.Period])).toEqual([
    ['SessionCount', 21_600],
    ['TransactionStarted', 21_600],
    ['TransactionStarted', 21_600],
  ]);
  expect(rest).toMatchObject({
    ComparisonOperator: 'LessThanThreshold',
    Threshold: 1,
    EvaluationPeriods: 3,
    DatapointsToAlarm: 2,
    TreatMissingData: 'notBreaching',
  });
  expect(rest.AlarmDescription).toMatch(/^Nobody begins Checkout, .* If 50 sessions/);
  expect(rest.AlarmDescription.length).toBeLessThan(1024);
});

test('of five web apps reads what each counts, ten metrics', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  expect(properties({}, {}, names).Metrics.filter(({ MetricStat }: Json) => MetricStat)).toHaveLength(10);
  expect(alarmOf(setUp({}, {}, names).stack, 'Unused').Metrics).toHaveLength(11);
});

test('tells what it means', () => {
  const { AlarmDescription } = properties();
  expect(AlarmDescription).toMatch(/^Users fail to complete Checkout: .*See on the dashboard/);
  expect(AlarmDescription.length).toBeLessThan(1024);
});

describe('across stacks', () => {
  const stacks = (env: object, otherEnv: object) => {
    const app = new App();
    const web = new Stack(app, 'Web', otherEnv);
    const monitor = new AppMonitor(web, 'Monitor', { domains: ['shop.example.com'] });
    const stack = new Stack(app, 'Watch', env);
    const transaction = new Transaction(stack, 'Checkout', { minimumCompletionRate: 0.6 });
    new TransactionAlarms(stack, 'Alarms', { transaction, appMonitors: [monitor] });
    return stack;
  };

  test('sees app monitors of another stack', () => {
    const { Metrics } = alarmOf(stacks({}, {}), 'CompletionRate');
    expect(JSON.stringify(Metrics[1])).toContain('Fn::ImportValue');
    expect(Metrics[1].AccountId).toBeUndefined();
  });

  test('fails for app monitors of another Region', () => {
    const env = { account: '123456789012', region: 'us-east-1' };
    expect(() => stacks({ env }, { env: { ...env, region: 'eu-west-1' } })).toThrow(
      '[Watch/Alarms] Region of app monitor Web/Monitor: got "eu-west-1", expected us-east-1, as an alarm sees the metrics of its own Region only; define the alarm in a stack of the app monitor\'s Region',
    );
  });
});

test.each<[string, TransactionAlarmOptions, TransactionProps, string]>([
  [
    'no minimum',
    {},
    { minimumCompletionRate: undefined },
    'minimumCompletionRate of transaction Checkout: got undefined, expected a number above 0 and at most 1; state it',
  ],
  [
    'a period that is too short',
    { completionRate: { period: Duration.minutes(20) } },
    {},
    'completionRate.period (in seconds): got 1200, expected a number of at least 1800, abandonedAfter of the transaction; lengthen',
  ],
  [
    'an evaluation of more than a day',
    { completionRate: { period: Duration.minutes(50), evaluationPeriods: 29 } },
    {},
    'completionRate.evaluationPeriods * period (in seconds): got 87000, expected a number of at most 86400, the limit for periods below 1 hour; evaluate fewer periods or use a period of at least 1 hour',
  ],
  [
    'an evaluation of more than a week',
    { completionRate: { period: Duration.days(1), evaluationPeriods: 8 } },
    {},
    'completionRate.evaluationPeriods * period (in seconds): got 691200, expected a number of at most 604800',
  ],
  [
    'more bad datapoints than periods',
    { completionRate: { evaluationPeriods: 1 } },
    {},
    'completionRate.datapointsToAlarm: got 2, expected a whole number from 1 to 1; a period has at most one datapoint',
  ],
  [
    'half periods',
    { completionRate: { evaluationPeriods: 2.5 } },
    {},
    'completionRate.evaluationPeriods: got 2.5, expected a whole number of at least 1',
  ],
  [
    'no datapoints',
    { completionRate: { datapointsToAlarm: 0 } },
    {},
    'completionRate.datapointsToAlarm: got 0, expected a whole number from 1 to 3',
  ],
])('fails for %s', (_, options, props, message) => {
  expect(() => setUp(options, props)).toThrow(`[Stack/Alarms] ${message}`);
});

test('fails for the sixth web app', () => {
  const { alarms, stack } = setUp({}, {}, ['a', 'b', 'c', 'd', 'e']);
  expect(() => alarms.addAppMonitor(importMonitor(stack, 'f'))).toThrow(
    '[Stack/Alarms] metrics of the app monitors of transaction Checkout: got 12, expected a number of at most 10, the metrics that CloudWatch reads in an alarm; disable the alarms, or declare the transaction under two names',
  );
});

test('takes any number of web apps where its alarms are disabled', () => {
  const options = { completionRate: { enabled: false }, unused: { enabled: false } };
  const { alarms, stack } = setUp(options, {}, ['a', 'b', 'c', 'd', 'e', 'f']);
  expect(alarms.alarms).toEqual([]);
  for (const each of [stack, setUp(options, {}, []).stack]) expect(() => Template.fromStack(each)).not.toThrow();
});

test('is an alarm that others can be made of', () => {
  const { stack, alarms } = setUp();
  const [alarm] = alarms.alarms;
  new CompositeAlarm(stack, 'Any', { alarmRule: AlarmRule.fromAlarm(alarm, AlarmState.ALARM) });
  const [logicalId] = Object.keys(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm'));
  const [composite] = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::CompositeAlarm'));
  expect(composite.Properties.AlarmRule).toEqual({
    'Fn::Join': ['', ['ALARM("', { 'Fn::GetAtt': [logicalId, 'Arn'] }, '")']],
  });
});

test('fails without a web app', () => {
  const { stack } = setUp({}, {}, []);
  expect(() => Template.fromStack(stack)).toThrow(
    '[Stack/Alarms] app monitors of transaction Checkout: got 0, expected at least one; add a web app, or leave out minimumCompletionRate',
  );
});
