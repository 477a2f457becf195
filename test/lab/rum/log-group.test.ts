import { randomUUID } from 'node:crypto';
import { CfnOutput, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as monitoring from '../../../src/monitoring';
import * as rum from '../../../src/rum';
import { askEdge } from '../helpers/edge-request';
import { Lab } from '../helpers/lab';

const STACK = 'LogGroups';
const PREFIX = '/aws/vendedlogs/RUMService_';
const domains = ['shop.example.com'];

/** One app monitor whose log group is left to CloudWatch RUM, and one that states what becomes of it. */
function define(stack: Stack): void {
  const monitors = {
    Plain: new rum.AppMonitor(stack, 'Plain', { domains, cwLogEnabled: true }),
    Stated: new rum.AppMonitor(stack, 'Stated', {
      domains,
      logRetention: logs.RetentionDays.ONE_WEEK,
      logRemovalPolicy: RemovalPolicy.DESTROY,
    }),
  };
  // Which asks the log group, and so has to come after it.
  const notifications = monitoring.Notifications.none();
  new monitoring.ReleaseAlarms(stack, 'Releases', { appMonitor: monitors.Stated, notifications });
  for (const [id, { appMonitorId }] of Object.entries(monitors))
    new CfnOutput(stack, `${id}Id`, { value: appMonitorId });
}

/** The provider of aws-cdk-lib loads it from the Lambda runtime, for which this repository's node_modules stand. */
const SDK = '@aws-sdk/client-cloudwatch-logs';
const isInstalled = (() => {
  try {
    return Boolean(require.resolve(SDK));
  } catch {
    return false;
  }
})();
const testInstalled = isInstalled ? test : test.skip;

let lab: Lab;
beforeAll(async () => {
  if (!isInstalled) return;
  lab = await Lab.shared();
  const { status, output } = await lab.deploy(STACK, define);
  if (status !== 0) throw new Error(output);
});
afterAll(() => lab?.stop());

/** For how many days log groups keep events, by what is in their name. */
async function retention(): Promise<Record<string, number>> {
  type Groups = { logGroups: { logGroupName: string; retentionInDays: number }[] };
  const { logGroups } = await lab.aws<Groups>('logs', 'describe-log-groups', '--log-group-name-prefix', PREFIX);
  return Object.fromEntries(
    logGroups.map(({ logGroupName, retentionInDays }) => [/Plain|Stated/.exec(logGroupName)?.[0], retentionInDays]),
  );
}

/** What a browser sends that has seen one page. */
async function send(id: string): Promise<void> {
  const body = {
    BatchId: randomUUID(),
    AppMonitorDetails: { id, version: '1.0.0' },
    UserDetails: { userId: randomUUID(), sessionId: randomUUID() },
    RumEvents: [
      {
        id: randomUUID(),
        timestamp: Date.now() / 1000,
        type: 'com.amazon.rum.page_view_event',
        metadata: '{"version":"1.0.0"}',
        details: '{"version":"1.0.0","pageId":"/"}',
      },
    ],
  };
  const headers = { 'Content-Type': 'application/json', Origin: `https://${domains[0]}` };
  const url = `https://dataplane.rum.us-east-1.amazonaws.com/appmonitors/${id}`;
  const { status } = await askEdge(lab.edge, url, { method: 'POST', headers, body: JSON.stringify(body) });
  expect(status).toBe(200);
}

/** The events of a log group. */
async function events(part: string): Promise<{ event_type: string }[]> {
  const { logGroups } = await lab.aws<{ logGroups: { logGroupName: string }[] }>('logs', 'describe-log-groups');
  const name = logGroups
    .map(({ logGroupName }) => logGroupName)
    .find((each) => each.startsWith(PREFIX) && each.includes(part));
  if (!name) throw new Error(`no log group of ${part}`);
  const found = await lab.aws<{ events: { message: string }[] }>('logs', 'filter-log-events', '--log-group-name', name);
  return found.events.map(({ message }) => JSON.parse(message));
}

testInstalled(
  'a stated retention applies at once, and stays when events arrive; CloudWatch RUM defines 30 days then',
  async () => {
    expect(await retention()).toEqual({ Stated: 7 });
    for (const id of ['Plain', 'Stated']) await send(await lab.output(STACK, `${id}Id`));
    expect(await retention()).toEqual({ Plain: 30, Stated: 7 });
    const pageView = expect.objectContaining({ event_type: 'com.amazon.rum.page_view_event' });
    for (const id of ['Plain', 'Stated']) expect(await events(id)).toEqual([pageView]);
  },
);

/** What is saved, and the log groups that it asks. */
async function saved(): Promise<{ name: string; logGroupNames: string[] }[]> {
  type Saved = { queryDefinitions: { name: string; logGroupNames: string[] }[] };
  const { queryDefinitions } = await lab.aws<Saved>('logs', 'describe-query-definitions');
  return queryDefinitions.filter(({ name }) => name.startsWith(STACK));
}

testInstalled('queries are saved on the log group that is there from the beginning', async () => {
  const queries = await saved();
  expect(queries.map(({ name }) => name.split('/')[1])).toEqual([
    'JavaScript errors by page and release',
    'Pages most visited',
    'Referrers',
    'Sessions by day',
    'Sessions, their length',
    'Users by day',
    'Web vitals by page',
  ]);
  const groups = new Set(queries.flatMap(({ logGroupNames }) => logGroupNames));
  expect([...groups]).toEqual([expect.stringMatching(/^\/aws\/vendedlogs\/RUMService_.*Stated.*[\da-f]{8}$/)]);
});

testInstalled('a log group goes with its app monitor where that is stated, and otherwise stays', async () => {
  const { status, output } = await lab.destroy(STACK, define);
  expect([status, output]).toEqual([0, output]);
  expect(await retention()).toEqual({ Plain: 30 });
  expect(await saved()).toEqual([]);
});
