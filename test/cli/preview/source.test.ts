// biome-ignore-all lint/suspicious/noTemplateCurlyInString: values of a deployment and dynamic labels have this form
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Aws, CfnParameter, Fn, Stack, Token } from 'aws-cdk-lib';
import { Alarm, AlarmStatusWidget, AlarmWidget, Dashboard, GraphWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { readDashboards, select } from '../../../cli/preview/source/dashboards';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'preview-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(content: unknown, name = 'file.json'): string {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(content));
  return file;
}

const dashboard = (DashboardBody: unknown, more: object = {}) => ({
  Resources: { Board: { Type: 'AWS::CloudWatch::Dashboard', Properties: { DashboardBody } }, ...more },
});
const bodyOf = (file: string) => JSON.parse(readDashboards(file).dashboards[0].body);

test('of an app: the values that its templates know, and the names of those that a deployment will', () => {
  const app = new App();
  const stack = new Stack(app, 'Shop', { env: { region: 'eu-north-1', account: '123456789012' } });
  const queue = new Queue(stack, 'Orders');
  const metric = queue.metricNumberOfMessagesSent({ region: 'eu-north-1' });
  const alarm = new Alarm(stack, 'Late', {
    metric,
    threshold: 7,
    evaluationPeriods: 1,
    alarmDescription: 'Orders are late.',
  });
  new Dashboard(stack, 'Board', {
    widgets: [
      [
        new GraphWidget({
          title: `in ${Aws.REGION} of ${Aws.ACCOUNT_ID}, ${Fn.importValue('Other')}`,
          left: [metric],
          leftAnnotations: [{ value: Token.asNumber(Fn.ref('Limit')) }],
        }),
        new AlarmWidget({ alarm }),
        new AlarmStatusWidget({ alarms: [alarm] }),
      ],
    ],
  });
  new CfnParameter(stack, 'Limit', { type: 'Number' });
  const { dashboards, alarms } = readDashboards(app.synth().directory);
  expect(dashboards).toMatchObject([{ path: 'Shop/Board', region: 'eu-north-1' }]);
  const [graph, one, all] = JSON.parse(dashboards[0].body).widgets.map(
    ({ properties }: { properties: object }) => properties,
  );
  expect(graph.title).toBe('in eu-north-1 of 123456789012, ${Other}');
  expect(graph.metrics[0].slice(0, 4)).toEqual([
    'AWS/SQS',
    'NumberOfMessagesSent',
    'QueueName',
    expect.stringMatching(/^\$\{Orders\w+\.QueueName\}$/),
  ]);
  expect(graph.annotations.horizontal[0].value).toBe('${Limit}');
  for (const reference of [one.annotations.alarms[0], all.alarms[0]]) {
    expect(alarms.find(reference)).toMatchObject({
      threshold: 7,
      description: 'Orders are late.',
      comparison: 'GreaterThanOrEqualToThreshold',
    });
  }
});

test.each<[string, unknown, unknown]>([
  ['a value with quotation marks', { 'Fn::Join': ['', ['{"a":"', { Ref: 'Quoted' }, '"}']] }, { a: 'a "b"' }],
  [
    'Fn::Sub',
    { 'Fn::Sub': '{"a":"${Name} ${AWS::Partition} ${!LAST} ${Board.Arn}"}' },
    { a: 'shop aws ${LAST} ${Board.Arn}' },
  ],
  ['Fn::Sub with values', { 'Fn::Sub': ['{"a":"${b}"}', { b: { Ref: 'Name' } }] }, { a: 'shop' }],
  [
    'Fn::Join, inside of a text and outside',
    { 'Fn::Join': ['', ['{"a":"x\\"', { Ref: 'Q' }, '","b":', { Ref: 'Q' }, '}']] },
    { a: 'x"${Q}', b: '${Q}' },
  ],
  ['an object', { a: [{ 'Fn::Select': [1, { 'Fn::Split': ['-', 'x-y'] }] }] }, { a: ['y'] }],
  [
    'a selection of what is not known',
    { a: { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] } },
    { a: expect.stringMatching(/^\$\{Select 0.*GetAZs.*\}$/) },
  ],
  [
    'a function with quotation marks',
    { 'Fn::Join': ['', ['{"a":"', { 'Fn::FindInMap': ['A', 'B', '"'] }, '"}']] },
    { a: expect.stringContaining('FindInMap A B') },
  ],
])('%s becomes text', (_, body, expected) => {
  const Quoted = { Type: 'String', Default: 'a "b"' };
  const template = { ...dashboard(body), Parameters: { Name: { Type: 'String', Default: 'shop' }, Quoted } };
  expect(bodyOf(write(template))).toEqual(expected);
});

test('a resource with a name of its own is called so', () => {
  const monitor = { Monitor: { Type: 'AWS::RUM::AppMonitor', Properties: { Name: 'storefront' } } };
  expect(bodyOf(write(dashboard({ a: { Ref: 'Monitor' } }, monitor)))).toEqual({ a: 'storefront' });
});

test('a file may be the body, or what get-dashboard answers', () => {
  expect(readDashboards(write({ widgets: [] }, 'ops.json')).dashboards).toMatchObject([
    { name: 'ops', body: '{"widgets":[]}' },
  ]);
  const answer = { DashboardName: 'live', DashboardBody: '{"widgets":[]}' };
  expect(readDashboards(write(answer)).dashboards).toMatchObject([{ name: 'live', body: '{"widgets":[]}' }]);
});

test('what there is to draw is told where it is not what was asked for', () => {
  expect(() => readDashboards(join(folder, 'gone'))).toThrow('does not exist');
  expect(() => readDashboards(folder)).toThrow('no manifest.json');
  const { dashboards } = readDashboards(write(dashboard('{}')));
  expect(select(dashboards, 'Board')).toHaveLength(1);
  expect(() => select(dashboards, 'Bored')).toThrow('There are:\n  file.json/Board');
});

test('metrics of an alarm are rows of a widget', () => {
  const queries = [
    { Id: 'e', Expression: '100 * a / b', Label: 'share', ReturnData: true },
    {
      Id: 'a',
      ReturnData: false,
      MetricStat: {
        Metric: { Namespace: 'N', MetricName: 'A', Dimensions: [{ Name: 'd', Value: { Ref: 'Board' } }] },
        Period: 60,
        Stat: 'Sum',
      },
    },
  ];
  const alarm = {
    High: { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmName: 'high', Metrics: queries, Threshold: 5 } },
  };
  const { alarms } = readDashboards(write(dashboard('{}', alarm)));
  expect(alarms.find('arn:aws:cloudwatch:us-east-1:1:alarm:high')?.metrics).toEqual([
    [{ id: 'e', label: 'share', expression: '100 * a / b' }],
    ['N', 'A', 'd', '${Board}', { id: 'a', visible: false, period: 60, stat: 'Sum' }],
  ]);
  expect(alarms.find('${High.Arn}')?.name).toBe('high');
});
