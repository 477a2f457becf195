import { Driver } from './telemetry/driver';

const driver = new Driver();
afterAll(() => driver.end());

// The examples of https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html;
// null: the alarm keeps its state.
const MODES = ['missing', 'ignore', 'breaching', 'notBreaching'];
const THREE_OF_THREE: [string, (string | null)[]][] = [
  ['0 - X - X', ['OK', 'OK', 'OK', 'OK']],
  ['0 - - - -', ['OK', 'OK', 'OK', 'OK']],
  ['- - - - -', ['INSUFFICIENT_DATA', null, 'ALARM', 'OK']],
  ['0 X X - X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
  ['- - X - -', ['ALARM', null, 'ALARM', 'OK']],
  ['- - - - X', [null, null, 'ALARM', 'OK']],
];
const TWO_OF_THREE: [string, (string | null)[]][] = [
  ['0 - X - X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
  ['0 0 X 0 X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
  ['0 - X - -', ['OK', 'OK', 'ALARM', 'OK']],
  ['- - - - 0', ['OK', 'OK', 'ALARM', 'OK']],
  ['- - - X -', ['ALARM', null, 'ALARM', 'OK']],
];

describe('missing data is treated as in the documented tables', () => {
  const decideAll = (points: string, datapoints: number) =>
    Promise.all(MODES.map((missing) => driver.call('decide', { points, periods: 3, datapoints, missing })));

  test.each(THREE_OF_THREE)('3 of 3: %s', async (points, expected) => {
    expect(await decideAll(points, 3)).toEqual(expected);
  });

  test.each(TWO_OF_THREE)('2 of 3: %s', async (points, expected) => {
    expect(await decideAll(points, 2)).toEqual(expected);
  });
});

const ALARM = 'AWS::CloudWatch::Alarm';
let counter = 0;

/** Deploys an alarm on a metric of its own, with these values in the running minute. */
async function stateOf(values: number[], properties: Record<string, unknown>) {
  const name = `alarm-${counter++}`;
  const dimensions = { Test: name };
  if (values.length > 0) await driver.call('put_metric', { namespace: 'Test', name: 'Value', values, dimensions });
  const ref = await deployAlarm({
    AlarmName: name,
    Namespace: 'Test',
    MetricName: 'Value',
    Dimensions: [{ Name: 'Test', Value: name }],
    Statistic: 'Average',
    Period: '60',
    EvaluationPeriods: '1',
    Threshold: '10',
    ComparisonOperator: 'GreaterThanThreshold',
    ...properties,
  });
  return (await driver.call('alarm_state', { name: ref })).state;
}

async function deployAlarm(properties: Record<string, unknown>): Promise<string> {
  return (await driver.call('deploy', { type: ALARM, properties })).ref;
}

describe('a metric alarm', () => {
  test.each([
    ['Sum', 30],
    ['Average', 10],
    ['Minimum', 5],
    ['Maximum', 15],
    ['SampleCount', 3],
  ])('judges the statistic %s', async (Statistic, value) => {
    const at = { Statistic, ComparisonOperator: 'GreaterThanOrEqualToThreshold', Threshold: value };
    expect(await stateOf([5, 10, 15], at)).toBe('ALARM');
    expect(await stateOf([5, 10, 15], { ...at, Threshold: value + 0.01 })).toBe('OK');
  });

  test.each([
    ['GreaterThanThreshold', 'OK'],
    ['GreaterThanOrEqualToThreshold', 'ALARM'],
    ['LessThanThreshold', 'OK'],
    ['LessThanOrEqualToThreshold', 'ALARM'],
  ])('compares by %s: at the threshold it is %s', async (ComparisonOperator, expected) => {
    expect(await stateOf([10], { ComparisonOperator })).toBe(expected);
  });

  test('judges a percentile', async () => {
    const p75 = { Statistic: undefined, ExtendedStatistic: 'p75' };
    expect(await stateOf([1, 1, 1, 20], p75)).toBe('OK');
    expect(await stateOf([1, 1, 20, 20], p75)).toBe('ALARM');
  });

  test('ignores a percentile of too few samples when told to', async () => {
    const p75 = { Statistic: undefined, ExtendedStatistic: 'p75', TreatMissingData: 'notBreaching' };
    const ignore = { ...p75, EvaluateLowSampleCountPercentile: 'ignore' };
    expect(await stateOf(Array(39).fill(20), ignore)).toBe('OK');
    expect(await stateOf(Array(40).fill(20), ignore)).toBe('ALARM');
  });

  test('without data it follows TreatMissingData', async () => {
    expect(await stateOf([], { TreatMissingData: 'breaching' })).toBe('ALARM');
    expect(await stateOf([], { TreatMissingData: 'notBreaching' })).toBe('OK');
    expect(await stateOf([], {})).toBe('INSUFFICIENT_DATA');
  });

  test('that warms up has no state until its periods are filled, or until the end when told to', async () => {
    const WarmUpConfiguration = { WarmUpPeriodDurationInMinutes: '30' };
    const whole = { ...WarmUpConfiguration, OnlyStartEvaluatingAfterWarmUpPeriodEnds: 'true' };
    const TreatMissingData = 'breaching';
    expect(await stateOf([], { TreatMissingData, WarmUpConfiguration })).toBe('INSUFFICIENT_DATA');
    expect(await stateOf([20], { TreatMissingData, WarmUpConfiguration })).toBe('ALARM');
    expect(await stateOf([20], { TreatMissingData, WarmUpConfiguration: whole })).toBe('INSUFFICIENT_DATA');
    await expect(stateOf([], { WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: 2881 } })).rejects.toThrow('2880');
  });

  test('evaluates math over its metrics, and guards a rate by a minimum', async () => {
    const name = `rate-${counter++}`;
    const count = (metric: string, values: number[]) =>
      driver.call('put_metric', { namespace: 'Test', name: metric, values, dimensions: { Test: name } });
    const query = (Id: string, MetricName: string) => ({
      Id,
      ReturnData: false,
      MetricStat: {
        Metric: { Namespace: 'Test', MetricName, Dimensions: [{ Name: 'Test', Value: name }] },
        Period: 300,
        Stat: 'Sum',
      },
    });
    await count('Started', [4, 6]);
    await count('Completed', [5]);
    const Metrics = [
      { Id: 'rate', Expression: 'IF(started >= 10, 100 * FILL(completed, 0) / started)' },
      query('started', 'Started'),
      query('completed', 'Completed'),
    ];
    const properties = { Metrics, EvaluationPeriods: 1, ComparisonOperator: 'LessThanThreshold', AlarmName: name };
    await deployAlarm({ ...properties, Threshold: 51 });
    expect((await driver.call('alarm_state', { name })).state).toBe('ALARM');
    await deployAlarm({ ...properties, Threshold: 49 });
    expect((await driver.call('alarm_state', { name })).state).toBe('OK');
  });

  test.each<[string, Record<string, unknown>, string]>([
    [
      'an unknown function',
      { Metrics: [{ Id: 'a', Expression: 'ANOMALY_DETECTION_BAND(b)' }], MetricName: undefined },
      'ANOMALY',
    ],
    ['an anomaly detector', { ThresholdMetricId: 'band' }, 'ThresholdMetricId'],
    ['more data points than periods', { DatapointsToAlarm: 2 }, 'DatapointsToAlarm'],
    ['a period of 45 s', { Period: 45 }, '45 s'],
    ['a window longer than a day', { Period: 300, EvaluationPeriods: 300 }, 'longer than'],
    ['six actions', { AlarmActions: Array(6).fill('arn:aws:sns:us-east-1:1:t') }, 'more than 5'],
    ['an unknown comparison', { ComparisonOperator: 'LessThanLowerThreshold' }, 'LessThanLowerThreshold'],
    ['an unknown missing-data mode', { TreatMissingData: 'ok' }, "'ok'"],
  ])('is refused with %s', async (_, properties, message) => {
    await expect(stateOf([], properties)).rejects.toThrow(message);
  });

  test('a refused update leaves the deployed alarm as it was', async () => {
    const name = `kept-${counter++}`;
    const good = {
      AlarmName: name,
      Namespace: 'Test',
      MetricName: 'Nothing',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    };
    await deployAlarm(good);
    const call = { type: ALARM, ref: name, old: good, new: { ...good, Period: 45 } };
    await expect(driver.call('update', call)).rejects.toThrow('45 s');
    expect((await driver.call('alarm_state', { name })).state).toBe('ALARM');
  });
});

describe('a composite alarm', () => {
  const states = { a: 'ALARM', 'b c': 'OK', d: 'INSUFFICIENT_DATA' };
  const holds = (rule: string) => driver.call('holds', { rule, states });

  test.each<[string, boolean]>([
    ['ALARM(a)', true],
    ['ALARM("b c") OR OK("b c")', true],
    ['ALARM(a) AND NOT OK("b c")', false],
    ['NOT (ALARM("b c") OR INSUFFICIENT_DATA(a))', true],
    ['ALARM(arn:aws:cloudwatch:us-east-1:123456789012:alarm:a)', true],
    ['AT_LEAST(2, ALARM, (a, "b c", d))', false],
    ['AT_LEAST(2, NOT OK, (a, "b c", d))', true],
    ['AT_LEAST(50%, ALARM, (a, "b c"))', true],
    ['FALSE OR TRUE', true],
  ])('%s is %p', async (rule, expected) => {
    expect(await holds(rule)).toBe(expected);
  });

  test('is refused when it names an alarm that does not exist', async () => {
    await expect(holds('ALARM(nobody)')).rejects.toThrow('nobody');
  });

  test('follows its children, also through another composite alarm', async () => {
    const child = await stateless('child', 'breaching');
    const composite = (AlarmName: string, AlarmRule: string) =>
      driver.call('deploy', { type: 'AWS::CloudWatch::CompositeAlarm', properties: { AlarmName, AlarmRule } });
    await composite('inner', `ALARM(${child})`);
    await composite('outer', 'ALARM(inner)');
    expect((await driver.call('alarm_state', { name: 'outer' })).state).toBe('ALARM');
    await stateless('child', 'notBreaching');
    expect((await driver.call('alarm_state', { name: 'outer' })).state).toBe('OK');
  });

  function stateless(AlarmName: string, TreatMissingData: string): Promise<string> {
    return deployAlarm({
      AlarmName,
      TreatMissingData,
      Namespace: 'Test',
      MetricName: 'Never',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    });
  }
});
