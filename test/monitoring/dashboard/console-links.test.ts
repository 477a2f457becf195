import { type App, Stack } from 'aws-cdk-lib';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { JourneyCanary } from '../../../src/canaries';
import { LambdaInstrumentation } from '../../../src/collector';
import { importMonitor } from '../helpers';
import { setUp, textBelow } from './setup';

test('leads from symptoms to sessions, traces and artifacts, in whatever partition its reader is', () => {
  const { stack, dashboard } = setUp();
  dashboard.addAppMonitor('Storefront', importMonitor(stack));
  dashboard.addJourney('Buy', JourneyCanary.fromCanaryName(stack, 'Buy', 'buy-mug'));
  const users = textBelow(stack, '## Real users').join('\n');
  expect(users).toContain('[Storefront: pages, errors, sessions](#rum:dashboard/shop)');
  expect(users).toContain("[traces that failed](#xray:traces/query?~(query~(expression~'fault*20*3d*20true)))");
  expect(textBelow(stack, '## Synthetic users').join('\n')).toContain(
    '[Buy: runs and artifacts](#synthetics:canary/detail/buy-mug)',
  );
  expect(users).not.toMatch(/https?:/);
});

test('names the Region of what is in another one', () => {
  const { stack, dashboard } = setUp(undefined, { env: { region: 'eu-west-1', account: '111111111111' } });
  const env = { region: 'us-gov-west-1', account: '111111111111' };
  dashboard.addAppMonitor('Storefront', importMonitor(new Stack(stack.node.root as App, 'There', { env })));
  expect(textBelow(stack, '## Real users').join('\n')).toContain('](?region=us-gov-west-1#rum:dashboard/shop)');
});

test('finds the traces of a function by its name, which is known at deployment only', () => {
  const { stack, dashboard } = setUp();
  const fn = new LambdaFunction(stack, 'Fn', {
    runtime: Runtime.NODEJS_22_X,
    handler: 'i.h',
    code: Code.fromInline('1'),
  });
  const backend = new LambdaInstrumentation(stack, 'Cart', { applicationName: 'shop', function: fn });
  dashboard.addBackend('Cart [new]', backend);
  expect(textBelow(stack, '## Backends').join('\n')).toMatch(
    /\[Cart \\\[new\\\]: traces that failed\]\(#xray:traces\/query\?~\(query~\(expression~'service\*28\*22<Fn\w+>\*22\*29\*20\*7b\*20fault\*20\*3d\*20true\*20\*7d\)\)\)/,
  );
});
