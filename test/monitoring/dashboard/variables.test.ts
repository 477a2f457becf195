import { Template } from 'aws-cdk-lib/assertions';
import {
  DashboardVariable,
  LogQueryWidget,
  TextWidget,
  VariableInputType,
  VariableType,
} from 'aws-cdk-lib/aws-cloudwatch';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { AppMonitor } from '../../../src/rum';
import { importMonitor } from '../helpers';
import { setUp, variablesOf } from './setup';

const own = (id: string) =>
  new DashboardVariable({ id, type: VariableType.PROPERTY, inputType: VariableInputType.INPUT, value: 'region' });

test('replaces the name of this environment by that of another one', () => {
  const { stack, dashboard } = setUp({ environments: { current: 'prod', others: ['staging'] } });
  dashboard.addAppMonitor('Storefront', importMonitor(stack, 'shop-prod'));
  expect(variablesOf(stack)).toEqual([
    expect.objectContaining({
      type: 'pattern',
      pattern: 'prod',
      defaultValue: 'prod',
      values: [{ value: 'prod' }, { value: 'staging' }],
    }),
  ]);
});

test('fails where nothing has the name of the environment in it', () => {
  const { stack, dashboard } = setUp({ environments: { current: 'prod', others: ['staging'] } });
  dashboard.addAppMonitor('Storefront', importMonitor(stack, 'shop'));
  expect(() => Template.fromStack(stack)).toThrow(
    '[Stack/Dashboard] environments.current: got "prod", expected a part of names in the dashboard',
  );
});

test.each([
  ['met', 'metrics'],
  ['Err', 'JsErrorCount'],
  ['app', 'application_name'],
  ['RUM', 'AWS/RUM'],
  ['ime', 'timeSeries'],
  ['west', 'eu-west-1'],
  ['test', 'latest_test'],
])('refuses %s, which is a part of %s, too', (current) => {
  const env = { account: '111122223333', region: 'eu-west-1' };
  const { stack, dashboard } = setUp({ environments: { current, others: ['staging'] } }, { env });
  const appMonitorName = `shop-${current}`;
  const monitor = new AppMonitor(stack, 'Monitor', {
    domains: ['shop.example.com'],
    appMonitorName,
    logRetention: RetentionDays.ONE_MONTH,
  });
  dashboard.addAppMonitor('Storefront', monitor);
  expect(() => Template.fromStack(stack)).toThrow(
    `[Stack/Dashboard] environments.current: got "${current}", expected a part of names only: it would be replaced in "`,
  );
});

test('takes more of the names instead, and what widgets of the user have', () => {
  const { stack, dashboard } = setUp({ environments: { current: '-met', others: ['-staging'] } });
  const monitor = new AppMonitor(stack, 'Monitor', {
    domains: ['shop.example.com'],
    appMonitorName: 'shop-met',
    logRetention: RetentionDays.ONE_MONTH,
  });
  dashboard.addAppMonitor('Storefront', monitor);
  const [logGroupNames, queryLines] = [['orders-met'], ['filter environment = "-met"']];
  dashboard.addWidgets('Mine', new LogQueryWidget({ logGroupNames, queryLines }));
  expect(variablesOf(stack)).toHaveLength(1);
});

test('passes names that are known at deployment only', () => {
  const { stack, dashboard } = setUp({ environments: { current: 'prod', others: ['staging'] } });
  dashboard.addAppMonitor('Storefront', new AppMonitor(stack, 'Monitor', { domains: ['shop.example.com'] }));
  expect(variablesOf(stack)).toHaveLength(1);
});

test.each([
  [{ current: 'a.*', others: [] }, 'environments.current: got "a.*"'],
  [{ current: 'prod', others: ['x'] }, 'environments.others[0]: got "x"'],
  [{ current: 'prod', others: ['prod'] }, 'environments: got "prod"'],
])('fails for %j', (environments, message) => {
  expect(() => setUp({ environments })).toThrow(message);
});

test('takes variables of the user, 25 with ours', () => {
  const variables = (count: number) => Array.from({ length: count }, (_, at) => own(`v${at}`));
  expect(variablesOf(setUp({ variables: variables(25) }).stack)).toHaveLength(25);
  const environments = { current: 'mine', others: ['yours'] };
  const { stack, dashboard } = setUp({ variables: variables(25), environments });
  dashboard.addWidgets('Mine', new TextWidget({ markdown: 'mine' }));
  expect(() => Template.fromStack(stack)).toThrow('variables: got "26 items", expected at most 25, ours included');
});
