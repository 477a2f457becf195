// biome-ignore-all lint/suspicious/noTemplateCurlyInString: values of a deployment and dynamic labels have this form
import { parseBody, type Widget } from '../../../cli/preview/body/body';
import { linesOf } from '../../../cli/preview/body/metrics';
import { evaluateLines, numberOfLine } from '../../../cli/preview/series/evaluate';
import { Given } from '../../../cli/preview/series/given';
import { madeUp } from '../../../cli/preview/series/made-up';
import { evaluate, type Result, type Surroundings } from '../../../cli/preview/series/math';
import { present } from '../../../cli/preview/series/values';

const HOUR = 3_600_000;
const range = { start: 0, end: 3 * HOUR };

function widgetOf(properties: object): Widget {
  return parseBody(JSON.stringify({ widgets: [{ type: 'metric', properties }] })).body.widgets[0];
}
function drawn(properties: object, given?: Given) {
  const widget = widgetOf(properties);
  return evaluateLines(linesOf(widget.properties).lines, widget, range, given, {
    thresholds: { left: [], right: [] },
    limits: {},
  });
}

describe('made-up series', () => {
  const of = (name: string, stat = 'Average', dimensions: [string, string][] = []) => {
    const times = Array.from({ length: 36 }, (_, at) => at * 300_000);
    return present(madeUp({ metric: { namespace: 'N', name, dimensions }, stat }, times, 300_000));
  };
  const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;

  test('are the same each time, and others for other metrics', () => {
    expect(of('Visits', 'Sum')).toEqual(of('Visits', 'Sum'));
    expect(of('Visits', 'Sum', [['page', 'a']])).not.toEqual(of('Visits', 'Sum', [['page', 'b']]));
  });

  test('go with what names say', () => {
    for (const name of ['CPUUtilization', 'SuccessPercent', 'MemoryUtilization']) {
      for (const stat of ['Average', 'Maximum', 'p99']) expect(Math.max(...of(name, stat))).toBeLessThanOrEqual(100);
    }
    expect(mean(of('SuccessPercent'))).toBeGreaterThan(95);
    expect(mean(of('Errors', 'Sum'))).toBeLessThan(mean(of('Requests', 'Sum')) / 5);
    expect(mean(of('Latency', 'p99'))).toBeGreaterThan(mean(of('Latency', 'p50')));
    expect(mean(of('Transaction', 'Sum', [['outcome', 'abandoned']]))).toBeLessThan(
      mean(of('Transaction', 'Sum', [['outcome', 'started']])),
    );
    expect(of('Visits', 'Sum').every(Number.isInteger)).toBe(true);
  });
});

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
describe('metric math', () => {
  const a = [1, 2, undefined, 4];
  const b = [2, 0, 2, 2];
  const given: Surroundings = {
    times: [0, 60_000, 120_000, 180_000],
    step: 60_000,
    named: (id) => {
      if (id === 'a') return a;
      if (id === 'b') return b;
      throw new SyntaxError(`there is no ${id}`);
    },
    metrics: () => [
      { label: 'a', values: a },
      { label: 'b', values: b },
    ],
    search: (text) => [{ label: text, values: a }],
  };

  test.each<[string, Result]>([
    ['100 * a / b', [50, undefined, undefined, 200]],
    ['1 + 2 * 3 ^ 2 - -1', 20],
    ['(a + b) / 2', [1.5, 1, undefined, 3]],
    ['SUM([a, b])', [3, 2, 2, 6]],
    ['MAX([a,b])', [2, 2, 2, 4]],
    ['AVG(METRICS())', [1.5, 1, 2, 3]],
    ['SUM(a)', 7],
    ['FILL(a, 0)', [1, 2, 0, 4]],
    ['FILL(a, REPEAT)', [1, 2, 2, 4]],
    ['IF(b > 0, a, 9)', [1, 9, undefined, 4]],
    ['IF(b > 1 AND a < 4, 1, 0)', [1, 0, 0, 0]],
    ['RATE(b)', [undefined, -2 / 60, 2 / 60, 0]],
    ['DIFF(b)', [undefined, -2, 2, 0]],
    ['a / PERIOD(a)', [1 / 60, 2 / 60, undefined, 4 / 60]],
    ['RUNNING_SUM(b)', [2, 2, 4, 6]],
    ['CEIL(a / 3)', [1, 1, undefined, 2]],
    ['TIME_SERIES(5)', [5, 5, 5, 5]],
    ["SEARCH('{N} x', 'Sum', 300)", { several: [{ label: '{N} x', values: a }] }],
    [
      'METRICS() * 2',
      {
        several: [
          { label: 'a', values: [2, 4, undefined, 8] },
          { label: 'b', values: [4, 0, 4, 4] },
        ],
      },
    ],
  ])('%s', (text, expected) => {
    const withRepeat = { ...given, named: (id: string) => (id === 'REPEAT' ? id : given.named(id)) };
    expect(evaluate(text, withRepeat)).toEqual(expected);
  });

  test.each(['SUM(', 'a +', 'a b', '§', 'missing + 1'])('%s is no expression', (text) => {
    expect(() => evaluate(text, given)).toThrow(SyntaxError);
  });
});

describe('lines of a widget', () => {
  test('are called by what tells them apart, or as their author wants', () => {
    const metrics = [
      ['N', 'A', 'page', 'x'],
      ['...', 'y'],
      ['...', 'z', { label: "${PROP('Dim.page')} ${LABEL} ${AVG} ${OTHER}" }],
    ];
    const [x, y, z] = drawn({ metrics, period: 300 }).drawn;
    expect([x.label, y.label]).toEqual(['x', 'y']);
    expect(z.label).toMatch(/^z z [\d.]+ \$\{OTHER\}$/);
    expect(drawn({ metrics: [['N', 'A']] }).drawn[0].label).toBe('A');
  });

  test('are computed of hidden ones, and told where they can’t be', () => {
    const metrics = [
      ['N', 'Requests', { id: 'a', visible: false, stat: 'Sum' }],
      [{ expression: 'a - a', id: 'zero' }],
      [{ expression: 'gone', id: 'x' }],
      [{ expression: 'y', id: 'y' }],
    ];
    const { drawn: lines, problems } = drawn({ metrics });
    expect(present(lines[0].values).every((value) => value === 0)).toBe(true);
    expect(problems).toEqual([
      'the expression x: there is no metric or expression with the id gone',
      'the expression y: y needs y',
    ]);
  });

  test('that are searched or asked for are several', () => {
    const search = "SEARCH('{AWS/EC2,InstanceId} MetricName=\"CPUUtilization\"', 'Average', 300)";
    expect(drawn({ metrics: [[{ expression: search, id: 'e' }]] }).drawn.map(({ label }) => label)).toEqual(
      ['a', 'b', 'c'].map((letter) => `InstanceId-${letter} CPUUtilization`),
    );
    const dynamic = drawn({ metrics: [[{ expression: search, id: 'e', label: "${PROP('Dim.InstanceId')}" }]] }).drawn;
    expect(dynamic.map(({ label }) => label)).toEqual(['InstanceId-a', 'InstanceId-b', 'InstanceId-c']);
    const insights = 'SELECT MAX(CPUUtilization) FROM SCHEMA("AWS/EC2", InstanceId) GROUP BY InstanceId LIMIT 10';
    expect(drawn({ metrics: [[{ expression: insights, id: 'q' }]] }).drawn).toHaveLength(3);
  });

  test('made up go with the thresholds, and labels with the lines', () => {
    const widget = widgetOf({ metrics: [['N', 'Latency', { label: '${MAX}' }]] });
    const fit = { thresholds: { left: [5], right: [] }, limits: {} };
    const [line] = evaluateLines(linesOf(widget.properties).lines, widget, range, undefined, fit).drawn;
    expect(Math.max(...present(line.values))).toBeLessThan(5);
    expect(Number(line.label)).toBe(Math.max(...present(line.values)));
  });

  test('that are given are drawn as they are, and computed with', () => {
    const given = new Given([
      {
        StartTime: 0,
        EndTime: 10_800,
        MetricDataResults: [
          { Id: 'c', Messages: [{ Code: 'X', Value: 'it can’t be told' }] },
          { Id: 'a', Timestamps: [600, 300], Values: [3, 2] },
          { Id: 'a', Widget: 7, Timestamps: [300], Values: [99] },
          {
            MetricStat: {
              Metric: { Namespace: 'N', MetricName: 'B', Dimensions: [{ Name: 'd', Value: 'x' }] },
              Stat: 'Sum',
            },
            Timestamps: ['1970-01-01T00:05:00Z'],
            Values: [8],
          },
        ],
      },
      { MetricAlarms: [{ AlarmName: 'high', StateValue: 'ALARM' }] },
    ]);
    const metrics = [
      ['N', 'A', { id: 'a' }],
      ['N', 'B', 'd', 'x', { id: 'b', stat: 'Sum' }],
      [{ expression: 'a * b', id: 'e' }],
      ['N', 'C', { id: 'c' }],
    ];
    const { drawn: lines, problems } = drawn({ metrics }, given);
    expect(problems).toEqual(['c: it can’t be told']);
    const values = lines.map((line) => line.values);
    expect(values).toEqual([
      [2, 3],
      [8, undefined],
      [16, undefined],
      [undefined, undefined],
    ]);
    expect(given.range).toEqual(range);
    expect(given.alarm('high')?.StateValue).toBe('ALARM');
  });

  test('are one number of the last period, or of the whole time', () => {
    const line = (properties: object) => drawn({ metrics: [['N', 'A', properties]] }).drawn[0].line;
    const values = [1, 2, undefined, 6];
    expect(numberOfLine({ line: line({ stat: 'Sum' }), values }, {})).toBe(6);
    expect(numberOfLine({ line: line({ stat: 'Sum' }), values }, { setPeriodToTimeRange: true })).toBe(9);
    expect(numberOfLine({ line: line({ stat: 'Average' }), values }, { setPeriodToTimeRange: true })).toBe(3);
    expect(numberOfLine({ line: line({ stat: 'Sum' }), values: [] }, {})).toBeUndefined();
  });
});
