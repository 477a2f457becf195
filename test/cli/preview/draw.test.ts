// biome-ignore-all lint/suspicious/noTemplateCurlyInString: values of a deployment have this form
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCharts } from '../../../cli/page/charts';
import { preview } from '../../../cli/preview/command';
import { previewOf } from '../../../cli/preview/draw/dashboard';
import { logQueryOf } from '../../../cli/preview/draw/logs';
import { markdownHtml } from '../../../cli/preview/draw/markdown';
import { timeLabel } from '../../../cli/preview/draw/time-axis';
import { readPreviewOptions } from '../../../cli/preview/options';
import { Given } from '../../../cli/preview/series/given';
import { Alarms } from '../../../cli/preview/source/alarms';

const NASTY = '<img src=x onerror="alert(1)">';
const draw = findCharts([__dirname]);

function htmlOf(widget: object, { alarms = new Alarms(), given }: { alarms?: Alarms; given?: Given } = {}): string {
  const body = JSON.stringify({ widgets: [{ width: 12, height: 6, ...widget }] });
  return previewOf({ name: 'n', path: 'p', region: '', body }, { draw, alarms, given }).html;
}
const metric = (properties: object) =>
  htmlOf({
    type: 'metric',
    properties: {
      region: 'r',
      title: 'T',
      metrics: [
        ['N', 'Visits', 'page', 'a'],
        ['...', 'b'],
      ],
      ...properties,
    },
  });
const count = (html: string, what: RegExp) => html.match(what)?.length ?? 0;

describe('each kind of widget', () => {
  test('time series: lines in their colors, with a legend, thresholds, and both axes', () => {
    const annotations = {
      horizontal: [{ value: 120, label: 'too many', color: '#123456', fill: 'above' }],
      vertical: [{ value: '2026-01-15T17:00:00Z', label: 'release' }],
    };
    const html = metric({
      annotations,
      metrics: [
        ['N', 'Visits', { color: '#abcdef' }],
        ['N', 'Errors', { yAxis: 'right' }],
      ],
      yAxis: { left: { label: 'visits' } },
    });
    for (const text of [
      'too many',
      'release',
      'visits',
      'stroke="#123456"',
      'fill="#123456"',
      'stroke="#abcdef"',
      'background:#abcdef',
    ])
      expect(html).toContain(text);
    expect(metric({ annotations: { horizontal: [{ value: 1, label: 'unseen', visible: false }] } })).not.toContain(
      'unseen',
    );
    expect(metric({ legend: { position: 'hidden' } })).not.toContain('class="legend"');
    expect(metric({ legend: { position: 'right' } })).toContain('class="plot right"');
    expect(metric({ liveData: true })).toContain('class="live"');
  });

  test.each<[string, object, RegExp, number]>([
    ['numbers', { view: 'singleValue' }, /class="value"/g, 2],
    ['numbers with what they were', { view: 'singleValue', sparkline: true }, /<svg/g, 2],
    ['gauges', { view: 'gauge', yAxis: { left: { min: 0, max: 100 } } }, /<svg/g, 2],
    ['bars', { view: 'bar' }, /fill="#(1f77b4|ff7f0e)"/g, 2],
    ['a pie', { view: 'pie' }, /fill="#(1f77b4|ff7f0e)"/g, 2],
    ['a table', { view: 'table', table: { summaryColumns: ['MIN', 'SUM'], showTimeSeriesData: false } }, /<t[hd]>/g, 9],
  ])('%s', (_, properties, what, times) => {
    expect(count(metric(properties), what)).toBe(times);
  });

  test('an alarm: its own graph with its threshold, and its state', () => {
    const alarms = new Alarms();
    const Properties = {
      AlarmName: 'slow',
      Namespace: 'N',
      MetricName: 'Latency',
      Threshold: 250,
      ComparisonOperator: 'GreaterThanThreshold',
    };
    alarms.add({
      environment: '',
      parameters: {},
      resources: { Slow: { Type: 'AWS::CloudWatch::Alarm', Properties } },
    });
    expect(
      htmlOf({ type: 'metric', properties: { region: 'r', annotations: { alarms: ['${Slow.Arn}'] } } }, { alarms }),
    ).toContain('&gt; 250');
    expect(
      htmlOf({ type: 'metric', properties: { region: 'r', annotations: { alarms: ['a:alarm:other'] } } }),
    ).toContain('not in these templates');
    const status = { type: 'alarm', properties: { alarms: ['arn:aws:cloudwatch:r:1:alarm:slow'] } };
    expect(htmlOf(status, { alarms })).toContain('class="tile ok"');
    const given = new Given([
      { MetricAlarms: [{ AlarmName: 'slow', StateValue: 'ALARM', StateReason: 'it is slow' }] },
    ]);
    expect(htmlOf(status, { alarms, given })).toContain('class="tile alarm" title="slow: it is slow"');
    expect(htmlOf({ ...status, properties: { ...status.properties, states: ['OK'] } }, { alarms, given })).toContain(
      'No alarm is in these states',
    );
  });

  test('an alarm that only the given data describe', () => {
    const alarms = new Alarms();
    alarms.addDescribed([
      { AlarmName: 'low', Namespace: 'N', MetricName: 'Visits', Threshold: 3, ComparisonOperator: 'LessThanThreshold' },
    ]);
    const widget = { type: 'metric', properties: { region: 'r', annotations: { alarms: ['a:b:alarm:low'] } } };
    expect(htmlOf(widget, { alarms })).toContain('&lt; 3');
  });

  test('logs: the columns that the query gives, and the query', () => {
    const query =
      "SOURCE 'a' | SOURCE 'b' | filter @message like /x|y/ | stats count(*) as n, avg(ms) by code, bin(5m)";
    expect(logQueryOf({ query })).toEqual({
      sources: ['a', 'b'],
      text: 'filter @message like /x|y/ | stats count(*) as n, avg(ms) by code, bin(5m)',
      columns: ['code', 'bin(5m)', 'n', 'avg(ms)'],
      groups: ['code'],
      bin: 300_000,
    });
    expect(logQueryOf({ query: 'fields @timestamp, strcontains(a, "x,y") as has | limit 5' }).columns).toEqual([
      '@timestamp',
      'has',
    ]);
    expect(logQueryOf({ query: 'SELECT a, COUNT(*) AS n FROM b', queryLanguage: 'SQL' }).columns).toEqual(['a', 'n']);
    expect(htmlOf({ type: 'log', properties: { region: 'r', query } })).toContain('<th>code</th>');
    for (const view of ['timeSeries', 'bar', 'pie'])
      expect(htmlOf({ type: 'log', properties: { region: 'r', query, view } })).toContain('<svg');
  });

  test.each(['table', 'timeSeries', 'bar', 'pie'])('logs as %s beside given series: nothing is made up', (view) => {
    const widget = {
      type: 'log',
      properties: { region: 'r', query: "SOURCE 'a' | stats count(*) as n by code", view },
    };
    const drawn = htmlOf(widget, { given: new Given([{ MetricDataResults: [] }]) });
    expect(drawn).toContain('What logs tell is not given');
    expect(drawn).toContain('count(*)');
    expect(drawn).not.toMatch(/<svg|<td/);
  });

  test.each([
    [9 * 60_000, '10:20:30'],
    [3_600_000, '10:20'],
    [5 * 86_400_000, '11/29'],
  ])('the axis of %i ms says %s', (length, label) => {
    const time = Date.parse('2026-11-29T10:20:30Z');
    expect(timeLabel(time, { start: time - length, end: time }, '')).toBe(label);
  });

  test('others', () => {
    const explorer = {
      metrics: [
        { metricName: 'CPU', resourceType: 'R' },
        { metricName: 'Net', resourceType: 'R' },
      ],
      labels: [{ key: 'State', value: 'running' }],
      splitBy: 'Zone',
    };
    const html = htmlOf({ type: 'explorer', width: 24, properties: explorer });
    expect(count(html, /<svg/g)).toBe(4);
    expect(html).toContain('State = running');
    expect(htmlOf({ type: 'custom', properties: { endpoint: 'arn:f' } })).toContain('<b>arn:f</b>');
    expect(htmlOf({ type: 'chart', properties: {} })).toContain('is not drawn here');
    expect(htmlOf({ type: 'text', properties: { markdown: '## Hi\n|a|\n|-|\n|1|' } })).toMatch(
      /<h2>Hi<\/h2>[\s\S]*<table>/,
    );
  });

  test('one that is wrong tells it, and is drawn as far as it goes', () => {
    const html = metric({ view: 'area', metrics: [['N', 'A'], ['.']] });
    expect(html).toContain('view: expected one of');
    expect(html).toContain('metrics[1]: expected a namespace');
    expect(html).toContain('<svg');
  });
});

test('text leads to pages only, and HTML in it is text', () => {
  const html = markdownHtml(
    `${NASTY} [a](javascript:alert(1)) [b](https://b.example) [button:primary:Go](https://c.example) ![d](https://d.example/x.png)`,
  );
  expect(html).not.toMatch(/<img|javascript:/);
  expect(html).toContain('&#60;img');
  expect(html).toContain('<a href="https://b.example" rel="noreferrer">b</a>');
  expect(html).toContain('<a class="button primary" href="https://c.example" rel="noreferrer">Go</a>');
});

describe('the command', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'preview-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function run(body: object, ...args: string[]) {
    const file = join(folder, 'ops.json');
    writeFileSync(file, JSON.stringify(body));
    const lines: string[] = [];
    const out = join(folder, 'page.html');
    const status = await preview(readPreviewOptions([file, '--out', out, ...args]), {
      print: (line) => lines.push(line),
    });
    return { status, lines: lines.join('\n'), page: readFileSync(out, 'utf8') };
  }
  const visits = {
    type: 'metric',
    properties: { region: 'r', view: 'singleValue', metrics: [['N', 'Visits', { id: 'v' }]] },
  };

  test('writes the page, the same each time, and says that series are made up', async () => {
    const { status, lines, page } = await run({ widgets: [visits] });
    expect(status).toBe(0);
    expect(lines).toContain('ops (1 widgets)');
    expect(page).toContain('Made-up series');
    expect((await run({ widgets: [visits] })).page).toBe(page);
  });

  test('tells what is wrong where, and where the syntax is', async () => {
    const { status, lines } = await run({
      widgets: [visits, { type: 'metric', properties: { region: 'r', metrics: [[{ expression: 'SUM(', id: 'e' }]] } }],
    });
    expect(status).toBe(1);
    expect(lines).toMatch(/ops\.json, widget 1: the expression e: .*\n.*CloudWatch-Dashboard-Body-Structure/);
  });

  test('draws series that are given', async () => {
    const data = join(folder, 'data.json');
    writeFileSync(
      data,
      JSON.stringify({
        MetricDataResults: [
          { Id: 'v', Timestamps: ['2026-01-01T00:00:00Z', '2026-01-01T00:05:00Z'], Values: [1, 4242] },
        ],
      }),
    );
    const { page } = await run({ widgets: [visits] }, '--data', data);
    expect(page).toContain('>4,242<');
    expect(page).toContain('Given series');
  });

  test.each([[[]], [['a', 'b', 'c']], [['a', '--pgn', 'x']]])('refuses %j', (args) => {
    expect(() => readPreviewOptions(args)).toThrow('user-telemetry preview <cdk.out>');
  });
});
