import { Driver } from './telemetry/driver';

const driver = new Driver();
afterAll(() => driver.end());

const math = (expression: string, series: Record<string, (number | null)[]> = {}) =>
  driver.call('math', { expression, series });

describe('metric math', () => {
  test.each<[string, unknown]>([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['2 ^ 3 ^ 2', 512],
    ['-2 ^ 2', -4],
    ['10 - 4 - 3', 3],
    ['1 < 2 AND 3 >= 4', 0],
    ['1 > 2 OR 3 == 3', 1],
    ['IF(1, 5, 7)', 5],
    ['CEIL(1.2) + FLOOR(1.8) + ABS(-3)', 6],
    ['1.5e2', 150],
  ])('%s is %p', async (expression, expected) => {
    expect(await math(expression)).toBe(expected);
  });

  test('two series meet only where both have a data point', async () => {
    expect(await math('a / b', { a: [10, null, 30, 5], b: [2, 4, null, 1] })).toEqual([5, null, null, 5]);
  });

  test('division by zero gives no data point', async () => {
    expect(await math('a / b', { a: [1, 2], b: [0, 2] })).toEqual([null, 1]);
  });

  test('FILL fills missing periods with a number, the last value, or a straight line', async () => {
    const a = [null, 1, null, null, 4, null];
    expect(await math('FILL(a, 0)', { a })).toEqual([0, 1, 0, 0, 4, 0]);
    expect(await math('FILL(a, REPEAT)', { a })).toEqual([null, 1, 1, 1, 4, 4]);
    expect(await math('FILL(a, LINEAR)', { a })).toEqual([null, 1, 2, 3, 4, null]);
  });

  test('IF keeps only the periods whose condition holds', async () => {
    expect(await math('IF(n >= 10, 100 * c / n)', { n: [20, 5, 10, null], c: [10, 5, 9, 1] })).toEqual([
      50,
      null,
      90,
      null,
    ]);
  });

  test('MINUTE, HOUR and DAY tell the time of every period in UTC, also of those without a data point', async () => {
    const a = [null, 1, null];
    expect(await math('MINUTE(a)', { a })).toEqual([0, 1, 2]);
    expect(await math('HOUR(a)', { a })).toEqual([0, 0, 0]);
    expect(await math('DAY(a)', { a })).toEqual([4, 4, 4]); // it began on a Thursday
    await expect(math('HOUR(1)')).rejects.toThrow('HOUR() takes one time series');
  });

  test('an aggregate of one series is a number, of an array a series over what is there', async () => {
    const series = { a: [1, null, 3], b: [3, 5, null] };
    expect(await math('MAX(a)', series)).toBe(3);
    expect(await math('SUM([a, b])', series)).toEqual([4, 5, 3]);
    expect(await math('AVG(METRICS())', series)).toEqual([2, 5, 3]);
    expect(await math('MIN([a, b])', series)).toEqual([1, 5, 3]);
  });

  test.each([
    ['ANOMALY_DETECTION_BAND(a)', 'ANOMALY_DETECTION_BAND'],
    ['RATE(a)', 'RATE'],
    ["SEARCH('{x}', 'Sum')", 'cannot read'],
    ['b + 1', "no query has the id 'b'"],
    ['1 +', 'ends too early'],
    ['(1', 'expected )'],
    ['1 2', 'left over'],
    ['MAX(a, a)', 'one time series or one [array]'],
    ['Upper + 1', 'no id'],
  ])('%s is refused', async (expression, message) => {
    await expect(math(expression, { a: [1] })).rejects.toThrow(message);
  });

  test('an expression that refers to itself is refused', async () => {
    const raw = [
      { Id: 'a', Expression: 'b + 1' },
      { Id: 'b', Expression: 'a + 1' },
    ];
    await expect(driver.call('evaluate', { raw, start: 0, end: 60 })).rejects.toThrow('refers to itself');
  });
});

describe('statistics', () => {
  test('percentiles interpolate between the samples', async () => {
    const values = [1, 2, 3, 4];
    expect(await driver.call('percentile_of', { values, stat: 'p75' })).toBe(3.25);
    expect(await driver.call('percentile_of', { values, stat: 'p100' })).toBe(4);
  });

  test('an unknown statistic is refused', async () => {
    await expect(driver.call('percentile_of', { values: [1], stat: 'tm99' })).rejects.toThrow('tm99');
  });

  test('GetMetricData tells namespaces and dimension sets apart and evaluates math', async () => {
    const put = (namespace: string, dimensions: object, values: number[]) =>
      driver.call('put_metric', { namespace, name: 'Count', values, dimensions });
    await put('One', { Shop: 'a' }, [1, 2]);
    await put('Two', { Shop: 'a' }, [40]);
    await put('One', { Shop: 'a', Page: 'x' }, [80]);
    const metric = { Namespace: 'One', MetricName: 'Count', Dimensions: [{ Name: 'Shop', Value: 'a' }] };
    const now = Date.now() / 1000;
    const [result] = await driver.call('get_metric_data', {
      queries_: [
        { Id: 'm', MetricStat: { Metric: metric, Period: 3600, Stat: 'Sum' }, ReturnData: false },
        { Id: 'twice', Expression: 'm * 2' },
      ],
      start: now - 1800,
      end: now + 60,
    });
    expect(result.values).toEqual([6]);
  });
});
