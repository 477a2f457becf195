/** The command with --app, against an account that answers as the API references say. */
import { mkdirSync } from 'node:fs';
import { App, Stack } from 'aws-cdk-lib';
import { CfnAppMonitor } from 'aws-cdk-lib/aws-rum';
import { type connect, everyPage } from '../../../cli/aws/connect';
import { event, FAILED_ORDER, SESSION, USER } from './shop-events';
import { toldOf, useFolder } from './told';

interface Asked {
  readonly region: string;
  readonly stack?: string;
  readonly pattern?: string;
}

const asked: Asked[] = [];
let logged: (region: string) => readonly object[] = () => [];

const account = ((region: string) => ({
  region,
  cloudFormation: {
    listStackResources: async ({ StackName: stack }: { StackName: string }) => {
      asked.push({ region, stack });
      const resource = { ResourceType: 'AWS::RUM::AppMonitor', PhysicalResourceId: `${stack}-monitor` };
      return { StackResourceSummaries: [resource] };
    },
  },
  rum: {
    getAppMonitor: async ({ Name }: { Name: string }) => ({
      AppMonitor: { DataStorage: { CwLog: { CwLogEnabled: true, CwLogGroup: `/logs/${Name}-${region}` } } },
    }),
  },
  logs: {
    filterLogEvents: async ({ filterPattern: pattern }: { filterPattern: string }) => {
      asked.push({ region, pattern });
      return { events: logged(region).map((one) => ({ message: JSON.stringify(one), ingestionTime: 1 })) };
    },
  },
  xray: { batchGetTraces: async () => ({ Traces: [] }) },
})) as unknown as typeof connect;
const told = (...args: string[]) => toldOf(account, ...args);

const { path } = useFolder();

/** One stack name in two Regions, and another stack. */
function synthesized(): string {
  const app = new App({ outdir: path('cdk.out'), analyticsReporting: false });
  for (const [id, stackName, region] of [
    ['ShopEurope', 'shop', 'eu-west-1'],
    ['ShopAmerica', 'shop', 'us-east-1'],
    ['Admin', 'admin', 'eu-west-1'],
  ]) {
    const stack = new Stack(app, id, { stackName, env: { region, account: '123456789012' } });
    new CfnAppMonitor(stack, 'Monitor', { name: id, domain: 'shop.example.com' });
  }
  app.synth();
  return path('cdk.out');
}

beforeEach(() => {
  asked.length = 0;
  logged = () => [];
});
const stacks = () => asked.flatMap(({ region, stack }) => (stack ? [`${stack} ${region}`] : []));

test('one stack name in several Regions is asked in each, and a stack is named by its path, too', async () => {
  const app = synthesized();
  logged = (region) => (region === 'eu-west-1' ? FAILED_ORDER : []);
  expect((await told(SESSION, '--app', app)).output).toContain(`Session ${SESSION}`);
  expect(stacks()).toEqual(['shop eu-west-1', 'shop us-east-1', 'admin eu-west-1']);
  asked.length = 0;
  await told(SESSION, '--app', app, '--stack', 'shop');
  expect(stacks()).toEqual(['shop eu-west-1', 'shop us-east-1']);
  asked.length = 0;
  await told(SESSION, '--app', app, '--stack', 'ShopAmerica');
  expect(stacks()).toEqual(['shop us-east-1']);
  await expect(told(SESSION, '--app', app, '--stack', 'None')).rejects.toThrow('ShopEurope (shop), ShopAmerica (shop)');
});

test('an ID in upper case is found', async () => {
  const app = synthesized();
  await told(USER.toUpperCase(), '--app', app, '--stack', 'ShopEurope');
  expect(asked.at(-1)?.pattern).toContain(`"${USER}"`);
});

test('a folder that is called like the transaction is no file of events', async () => {
  const app = synthesized();
  logged = () => FAILED_ORDER;
  mkdirSync(path('Checkout'));
  const before = process.cwd();
  process.chdir(path('.'));
  try {
    const { output } = await told('--errors', 'Checkout', '--app', app, '--stack', 'ShopEurope');
    expect(output).toContain('in transaction Checkout: 1 of 1 session');
  } finally {
    process.chdir(before);
  }
});

test('a hundred thousand events and more are taken from a log group', async () => {
  const app = synthesized();
  const many = Array.from({ length: 150_000 }, (_, at) => event({ type: 'own', at }));
  logged = () => many;
  const { output } = await told('--errors', '--app', app, '--stack', 'ShopEurope');
  expect(output).toContain('150000 events of /logs/shop-monitor-eu-west-1');
});

test('a page of an answer may have any number of items', async () => {
  const items = Array.from({ length: 150_000 }, (_, at) => at);
  expect(
    await everyPage(
      async () => ({ items }),
      {},
      (page) => page.items,
    ),
  ).toHaveLength(150_000);
});
