import { Template } from 'aws-cdk-lib/assertions';
import { GraphWidget, Metric, Row, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { importMonitor, widgetsOf } from '../helpers';
import { setUp, titled } from './setup';

const texts = (count: number) =>
  Array.from({ length: count }, (_, at) => new TextWidget({ markdown: `t${at}`, width: 24 }));
const graphOf = (metrics: number) =>
  new GraphWidget({
    title: 'mine',
    left: Array.from({ length: metrics }, (_, at) => new Metric({ namespace: 'Mine', metricName: `m${at}` })),
  });

test('stand below the rows of the section that is named, or in one of their own', () => {
  const { stack, dashboard } = setUp();
  dashboard.addWidgets('Business', graphOf(1));
  dashboard.addWidgets('Real users', new TextWidget({ markdown: 'of users' }), new TextWidget({ markdown: 'too' }));
  dashboard.addAppMonitor('Storefront', importMonitor(stack));
  const all = widgetsOf(stack).map(({ properties }) => properties.title ?? properties.markdown.split('\n')[0]);
  const cost = all.slice(all.indexOf('## What users cost'), all.indexOf('## Business'));
  expect(all.slice(-5 - cost.length)).toEqual([
    ...['Storefront: layout shift, p75', 'of users', 'too'],
    ...cost,
    ...['## Business', 'mine'],
  ]);
});

test('count, also those within others and those that are added to the dashboard of the L2', () => {
  const { stack, dashboard } = setUp();
  dashboard.addWidgets('Mine', new Row(graphOf(300), graphOf(300)));
  dashboard.dashboard.addWidgets(graphOf(501));
  expect(() => Template.fromStack(stack)).toThrow('metrics of one widget: got 501, expected at most 500');
});

test('above 500 go on in further dashboards; on the dashboard of the L2 they fail', () => {
  const many = setUp();
  for (const widget of texts(501)) many.dashboard.addWidgets('Mine', widget);
  Template.fromStack(many.stack).resourceCountIs('AWS::CloudWatch::Dashboard', 2);

  const { stack, dashboard } = setUp();
  dashboard.dashboard.addWidgets(...texts(500));
  expect(() => Template.fromStack(stack)).toThrow(
    'widgets of one dashboard: got 501, expected at most 500; add widgets of yours by addWidgets()',
  );
});

test('of one call go on there as well, and lie where they would in one row', () => {
  const many = setUp();
  many.dashboard.addWidgets('Mine', ...texts(501));
  Template.fromStack(many.stack).resourceCountIs('AWS::CloudWatch::Dashboard', 2);

  const { stack, dashboard } = setUp();
  const sized = (width: number, height: number) => new TextWidget({ markdown: 'mine', width, height });
  dashboard.addWidgets('Mine', sized(10, 2), sized(14, 4), sized(20, 1), sized(5, 3));
  const mine = widgetsOf(stack).filter(({ properties }) => properties.markdown === 'mine');
  const [{ y: top }] = mine;
  expect(mine.map(({ x, y }) => [x, y - top])).toEqual([
    [0, 0],
    [10, 0],
    [0, 4],
    [0, 5],
  ]);
});

test('of so many that the name of a further dashboard is too long fail', () => {
  const named = (length: number) => {
    const { stack, dashboard } = setUp({ dashboardName: 'd'.repeat(length) });
    dashboard.addWidgets('Mine', ...texts(501));
    return () => Template.fromStack(stack);
  };
  expect(named(253)).not.toThrow();
  expect(named(254)).toThrow('[Stack/Dashboard] dashboardName of dashboard 2: got "ddd');
});

test('fail with more than 2500 metrics on the dashboard of the L2', () => {
  const { stack, dashboard } = setUp();
  for (let i = 0; i < 6; i++) dashboard.dashboard.addWidgets(graphOf(450));
  expect(() => Template.fromStack(stack)).toThrow('metrics of one dashboard: got 2700, expected at most 2500');
});

describe('deployments', () => {
  test('are marked on the graphs of real users', () => {
    const { stack, dashboard } = setUp({ deployments: [{ label: '1.4', time: '2026-11-27T10:00:00Z' }] });
    dashboard.addAppMonitor('Storefront', importMonitor(stack));
    dashboard.addDeployment('1.5', '2026-11-28T10:00:00Z');
    for (const title of ['Storefront: JavaScript errors', 'Storefront: layout shift, p75']) {
      expect(titled(stack, title).properties.annotations.vertical).toEqual([
        { value: '2026-11-27T10:00:00Z', label: '1.4', color: '#7f7f7f' },
        { value: '2026-11-28T10:00:00Z', label: '1.5', color: '#7f7f7f' },
      ]);
    }
  });

  test.each(['yesterday', '2026-11-28', '2026-11-28T10:00:00+01:00', '2026-13-28T10:00:00Z', '2026-02-30T10:00Z'])(
    'fail at %s',
    (time) => {
      expect(() => setUp().dashboard.addDeployment('1.5', time)).toThrow(
        `addDeployment() (time): got "${time}", expected a moment in UTC`,
      );
      expect(() => setUp({ deployments: [{ label: ' ', time: '2026-11-28T10:00:00Z' }] })).toThrow(
        'deployments[0] (label)',
      );
    },
  );
});
