// biome-ignore-all lint/suspicious/noTemplateCurlyInString: values of a deployment and dynamic labels have this form
import { parseBody, type Widget } from '../../../cli/preview/body/body';
import { check } from '../../../cli/preview/body/check';
import { linesOf } from '../../../cli/preview/body/metrics';
import { overlaps, place } from '../../../cli/preview/body/place';
import { rangeOf } from '../../../cli/preview/body/range';
import { variablesOf, withDefaults } from '../../../cli/preview/body/variables';

const problemsOf = (body: unknown) => {
  const { body: parsed, problems } = parseBody(typeof body === 'string' ? body : JSON.stringify(body));
  return [...problems, ...check(parsed)].map(({ widget, text }) =>
    widget === undefined ? text : `${widget}: ${text}`,
  );
};
const metric = (properties: object, more: object = {}) => ({
  type: 'metric',
  ...more,
  properties: { region: 'eu-north-1', metrics: [['N', 'A']], ...properties },
});
const text = (more: object) => ({ type: 'text', properties: { markdown: '' }, ...more });

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
describe('a body is checked by its syntax', () => {
  test('one that uses all of it has no problem', () => {
    const horizontal = [
      { value: 1, label: 'a', color: '#abc', fill: 'above', yAxis: 'right', visible: true },
      [{ value: 1 }, { value: 2 }],
    ];
    const vertical = [
      { value: '2026-01-01T00:00:00Z', fill: 'before' },
      [{ value: '2026-01-01T00:00:00Z' }, { value: '2026-01-02T00:00:00Z' }],
    ];
    const body = {
      start: '-P3M',
      periodOverride: 'auto',
      variables: [
        {
          type: 'property',
          property: 'region',
          inputType: 'select',
          id: 'r',
          values: [{ value: 'x' }],
          defaultValue: 'x',
        },
      ],
      widgets: [
        metric({
          annotations: { horizontal, vertical },
          yAxis: { left: { label: 'l', min: 0, max: 1, showUnits: false } },
          legend: { position: 'hidden' },
        }),
        metric({
          metrics: [
            ['N', 'A', 'd', 'v', { id: 'a', stat: 'tm99', period: 10 }],
            ['...', 'w'],
            [{ expression: 'a', id: 'e' }],
          ],
          timezone: '+0130',
          trend: false,
        }),
        metric({ view: 'gauge', yAxis: { left: { min: 0, max: 1 } }, stat: 'PR(:300)' }),
        metric({ view: 'table', table: { layout: 'vertical', summaryColumns: ['MIN'] } }),
        { type: 'log', properties: { region: 'r', query: "SOURCE 'a' | fields @message", view: 'pie' } },
        { type: 'alarm', properties: { alarms: ['a'], states: ['OK'], sortBy: 'timestamp', title: 't' } },
        {
          type: 'explorer',
          properties: { metrics: [{ metricName: 'a', resourceType: 'b', stat: 'Sum' }], labels: [{ key: 'k' }] },
        },
        { type: 'custom', properties: { endpoint: 'arn', updateOn: { refresh: true }, params: { a: 1 } } },
        { type: 'metric', properties: { region: 'r', annotations: { alarms: ['arn'] } } },
      ],
    };
    expect(problemsOf(body)).toEqual([]);
  });

  const wrong: [body: unknown, expected: string][] = [
    ['{', 'it is no JSON'],
    ['[]', 'expected an object'],
    [{}, 'widgets: expected a list'],
    [{ widgets: [], theme: 1 }, 'the property "theme" is not known'],
    [{ widgets: Array.from({ length: 501 }, () => text({})) }, 'it has 501 widgets; a dashboard has at most 500'],
    [
      { widgets: [metric({ metrics: Array.from({ length: 501 }, () => ['N', 'A']) })] },
      '0: it has 501 metrics; a widget has at most 500',
    ],
    [
      {
        widgets: Array.from({ length: 6 }, () =>
          metric({ metrics: Array.from({ length: 417 }, () => ['N', 'A', { visible: false }]) }),
        ),
      },
      'it has 2502 metrics, hidden ones included',
    ],
    [{ widgets: [], start: '-PT' }, 'start: expected such as -PT8H'],
    [{ widgets: [], end: '2026-01-01T00:00:00Z' }, 'end: needs a start'],
    [
      { widgets: [], variables: [{ type: 'property', property: 'p', inputType: 'radio', id: 'a b' }] },
      'variables[0]: expected values, or search',
    ],
    [{ widgets: [text({ x: 20, y: 0, width: 6 })] }, '0: it reaches to column 26 of 24'],
    [{ widgets: [text({ width: 25 })] }, '0: width: expected 1 to 24, got 25'],
    [{ widgets: [text({ x: 1 })] }, '0: x and y: expected both or none'],
    [{ widgets: [text({ x: 0, y: 0 }), text({ x: 5, y: 5 })] }, '1: it lies on widget 0 (text)'],
    [{ widgets: [{ type: 'graph', properties: {} }] }, '0: type: expected one of metric, text'],
    [{ widgets: [{ type: 'chart', properties: {} }] }, '0: widgets of the type chart are new'],
    [{ widgets: [{ type: 'text' }] }, '0: properties: expected an object, got nothing'],
    [{ widgets: [{ type: 'text', properties: {} }] }, '0: markdown: expected a text'],
    [{ widgets: [metric({ colour: 1 })] }, '0: the property "colour" is not known'],
    [{ widgets: [metric({ view: 'area' })] }, '0: view: expected one of timeSeries'],
    [{ widgets: [metric({ view: 'gauge' })] }, '0: yAxis.left: a gauge needs min and max'],
    [{ widgets: [metric({ region: undefined })] }, '0: region: expected a Region'],
    [{ widgets: [metric({ metrics: undefined })] }, '0: expected metrics or annotations'],
    // As in an example of the documentation itself.
    [{ widgets: [metric({ metrics: ['AWS/Lambda', 'Errors'] })] }, '0: metrics[0]: expected a list such as'],
    [{ widgets: [metric({ metrics: [['N', 'A', 'd']] })] }, '0: metrics[0]: expected a namespace, a name, and pairs'],
    [{ widgets: [metric({ metrics: [['.', 'A']] })] }, "0: metrics[0]: there is nothing above that '.'"],
    [{ widgets: [metric({ metrics: [['...']] })] }, "0: metrics[0]: there is no metric above that '...'"],
    [{ widgets: [metric({ metrics: [['N', 'A', { id: 'A' }]] })] }, '0: metrics[0]: id: expected a small letter'],
    [
      {
        widgets: [
          metric({
            metrics: [
              ['N', 'A', { id: 'a' }],
              ['N', 'B', { id: 'a' }],
            ],
          }),
        ],
      },
      '0: metrics: the id "a" is there twice',
    ],
    [{ widgets: [metric({ metrics: [['N', 'A', { stat: 'p' }]] })] }, '0: metrics[0]: stat: got "p"'],
    [{ widgets: [metric({ period: 45 })] }, '0: period: expected a multiple of 60 seconds'],
    [
      { widgets: [metric({ annotations: { horizontal: [{ value: '5' }] } })] },
      '0: annotations.horizontal[0]: value: got "5"',
    ],
    [
      { widgets: [metric({ annotations: { horizontal: [{ value: 5, fill: 'between' }] } })] },
      '0: annotations.horizontal[0]: fill: expected above, below, none',
    ],
    [
      { widgets: [metric({ annotations: { horizontal: [[{ value: 5 }]] } })] },
      '0: annotations.horizontal[0]: expected the two edges',
    ],
    [
      { widgets: [metric({ annotations: { vertical: [{ value: 'noon' }] } })] },
      '0: annotations.vertical[0]: value: got "noon"',
    ],
    [
      { widgets: [metric({ annotations: { alarms: ['a'] } })] },
      '0: annotations.alarms: an alarm stands without metrics',
    ],
    [{ widgets: [metric({ legend: { position: 'top' } })] }, '0: legend.position: expected right, bottom, hidden'],
    [{ widgets: [{ type: 'alarm', properties: { alarms: [] } }] }, '0: alarms: expected 1 to 100, got 0'],
    [
      { widgets: [{ type: 'alarm', properties: { alarms: Array(101).fill('a') } }] },
      '0: alarms: expected 1 to 100, got 101',
    ],
    [{ widgets: [{ type: 'custom', properties: {} }] }, '0: endpoint: expected the ARN of a function'],
  ];
  test.each(wrong.map(([body, expected]): [string, unknown] => [expected, body]))('%s', (expected, body) => {
    expect(problemsOf(body)).toContainEqual(expect.stringContaining(expected));
  });

  test('what only a deployment knows is no problem', () => {
    expect(
      problemsOf({ widgets: [metric({ period: '${P}', annotations: { horizontal: [{ value: '${Limit}' }] } })] }),
    ).toEqual([]);
  });
});

test('rows repeat what stands above', () => {
  const rows = [
    ['N', 'A', 'x', '1', 'y', '2'],
    ['.', 'B', '.', '.', '.', '3'],
    ['...', '4'],
    [{ expression: 'line1', id: 'line2' }],
  ];
  const { lines } = linesOf({ metrics: rows, stat: 'Sum' });
  expect(lines.map(({ metric }) => metric)).toEqual([
    {
      namespace: 'N',
      name: 'A',
      dimensions: [
        ['x', '1'],
        ['y', '2'],
      ],
    },
    {
      namespace: 'N',
      name: 'B',
      dimensions: [
        ['x', '1'],
        ['y', '3'],
      ],
    },
    {
      namespace: 'N',
      name: 'B',
      dimensions: [
        ['x', '1'],
        ['y', '4'],
      ],
    },
    undefined,
  ]);
  expect(new Set(lines.map(({ id }) => id)).size).toBe(4);
  expect(lines[0]).toMatchObject({ stat: 'Sum', period: 300, axis: 'left', visible: true });
});

describe('widgets', () => {
  const widgets = (...some: object[]): readonly Widget[] =>
    parseBody(JSON.stringify({ widgets: some.map(text) })).body.widgets;
  const places = (...some: object[]) => place(widgets(...some)).map(({ widget, x, y }) => [widget.index, x, y]);

  test('without a place take the next free one', () => {
    expect(places({ x: 0, y: 0, width: 18 }, { width: 6 }, { width: 24 }, { width: 12 })).toEqual([
      [0, 0, 0],
      [1, 18, 0],
      [2, 0, 6],
      [3, 0, 12],
    ]);
  });

  test('that lie on others are seen all the same', () => {
    expect(places({ x: 0, y: 0 }, { x: 3, y: 2 }, { x: 22, y: 0 })).toEqual([
      [0, 0, 0],
      [2, 18, 0],
      [1, 3, 6],
    ]);
    expect(overlaps(widgets({ x: 0, y: 0 }, { x: 3, y: 2 }, { x: 6, y: 0 }))).toEqual([
      [0, 1],
      [1, 2],
    ]);
  });
});

test.each([
  [{}, 3],
  [{ start: '-PT90M' }, 1.5],
  [{ start: '-P1W' }, 168],
  [{ start: '-P1D' }, 24],
  [{ start: '2026-01-01T00:00:00Z', end: '2026-01-01T05:00:00Z' }, 5],
])('%j shows %s hours', (source, hours) => {
  const { start, end } = rangeOf(source, 1e12);
  expect((end - start) / 3_600_000).toBe(hours);
});

test('variables are at their defaults', () => {
  const variables = [
    { type: 'property', property: 'FunctionName', inputType: 'input', id: 'f', defaultValue: 'b"' },
    {
      type: 'property',
      property: 'region',
      inputType: 'select',
      id: 'r',
      label: 'Region',
      values: [{ value: 'x', label: 'IAD' }],
      defaultValue: 'x',
    },
    { type: 'pattern', pattern: 'stage-\\w+', inputType: 'input', id: 's', defaultValue: 'stage-prod' },
    { type: 'pattern', pattern: 'z', inputType: 'input', id: 'hidden', visible: false },
  ];
  const source = {
    widgets: [metric({ title: 'stage-dev', metrics: [['AWS/Lambda', 'Errors', 'FunctionName', 'a']] })],
    variables,
  };
  const { body } = parseBody(withDefaults(JSON.stringify(source), variables));
  expect(body.widgets[0].properties).toMatchObject({
    region: 'x',
    title: 'stage-prod',
    metrics: [['AWS/Lambda', 'Errors', 'FunctionName', 'b"']],
  });
  expect(variablesOf(body).map(({ label, chosen }) => [label, chosen])).toEqual([
    ['FunctionName', 'b"'],
    ['Region', 'IAD'],
    ['pattern_1', 'stage-prod'],
  ]);
});
