import { Template } from 'aws-cdk-lib/assertions';
import { importMonitor, type Json } from '../helpers';
import { setUp } from './setup';

test('writes what stands above a metric as a dot, and nothing below an expression', () => {
  const { stack, dashboard } = setUp(undefined, { env: { region: 'eu-west-1', account: '111111111111' } });
  dashboard.addAppMonitor('Shop', importMonitor(stack));
  const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Dashboard'));
  const text: Json = Properties.DashboardBody;
  const body = JSON.parse(text['Fn::Join'][1].map((part: Json) => (typeof part === 'string' ? part : 'R')).join(''));
  const metricsOf = (title: string) =>
    body.widgets.find(({ properties }: Json) => properties.title === title).properties.metrics;
  expect(metricsOf('Shop: failed HTTP requests').map((row: Json[]) => row.slice(0, -1))).toEqual([
    ['AWS/RUM', 'Http4xxCount', 'application_name', 'shop'],
    ['.', 'Http5xxCount', '.', '.'],
  ]);
  expect(metricsOf('Apdex of page loads').map((row: Json[]) => row.slice(0, -1))).toEqual([
    [],
    ['AWS/RUM', 'NavigationSatisfiedTransaction', 'application_name', 'shop'],
    ['.', 'NavigationToleratedTransaction', '.', '.'],
    ['.', 'NavigationFrustratedTransaction', '.', '.'],
  ]);
});
