import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Lab } from '../helpers/lab';

const STACK = 'AnyCompanyRetail';

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.shared();
});
afterAll(() => lab?.stop());

async function physicalIds(type: string): Promise<string[]> {
  const resources = (await lab.stack(STACK))?.resources ?? [];
  return resources.filter((resource) => resource.type === type).map((resource) => resource.physicalId);
}

/** What BucketDeployment has put under /telemetry.js, with its deploy-time values filled in. */
async function deployedClient(): Promise<string> {
  const resources = (await lab.stack(STACK))?.resources ?? [];
  const site = resources.find(({ type, logicalId }) => type === 'AWS::S3::Bucket' && logicalId.startsWith('ShopSite'));
  const file = join(lab.folder, 'telemetry.js');
  await lab.aws('s3api', 'get-object', '--bucket', site?.physicalId ?? '', '--key', 'telemetry.js', file);
  return readFileSync(file, 'utf8');
}

/** What users and those who watch over them would notice: the pages' client, the dashboard, the alarms, and what there is. */
async function asItIs() {
  const { resources = [] } = (await lab.stack(STACK)) ?? {};
  const [dashboard] = await physicalIds('AWS::CloudWatch::Dashboard');
  const { MetricAlarms } = await lab.aws<{ MetricAlarms: { AlarmName: string; Metrics: unknown }[] }>(
    ...['cloudwatch', 'describe-alarms'],
  );
  return {
    client: await deployedClient(),
    dashboard: await dashboardBody(dashboard),
    alarms: MetricAlarms.map(({ AlarmName, Metrics }) => ({ AlarmName, Metrics })),
    resources: resources.map(({ logicalId, physicalId }) => `${logicalId} ${physicalId}`).sort(),
    inventory: await lab.inventory(),
  };
}

/** The types of what the last update had made or changed when it failed. */
async function changedBeforeTheRollback(): Promise<string[]> {
  type Event = { ResourceType: string; ResourceStatus: string };
  const { StackEvents } = await lab.aws<{ StackEvents: Event[] }>(
    ...['cloudformation', 'describe-stack-events', '--stack-name', STACK],
  );
  const at = (status: string) => StackEvents.findIndex(({ ResourceStatus }) => ResourceStatus === status);
  const update = StackEvents.slice(at('UPDATE_ROLLBACK_IN_PROGRESS')); // the newest comes first
  const begin = update.findIndex(
    ({ ResourceType, ResourceStatus }) =>
      ResourceType === 'AWS::CloudFormation::Stack' && ResourceStatus === 'UPDATE_IN_PROGRESS',
  );
  const done = update.slice(0, begin).filter(({ ResourceStatus }) => /^(CREATE|UPDATE)_COMPLETE$/.test(ResourceStatus));
  return [...new Set(done.map(({ ResourceType }) => ResourceType))];
}

async function dashboardBody(name: string): Promise<string> {
  const { DashboardBody } = await lab.aws<{ DashboardBody: string }>(
    ...['cloudwatch', 'get-dashboard', '--dashboard-name', name],
  );
  return DashboardBody;
}

test('the sample is deployed, changed, taken back where a change fails, and destroyed, and only what is declared retained stays', async () => {
  const before = await lab.inventory();

  expect(await lab.deploySample()).toMatchObject({ status: 0 });
  const [monitor] = await physicalIds('AWS::RUM::AppMonitor');
  const client = await deployedClient();
  expect(client).toMatch(/"appMonitorId":"[\da-f]{8}-/);
  expect(client).toContain('"name":"Checkout"');
  expect(client).not.toContain('SignUp');

  // One transaction more changes the monitor's metrics, the client and the dashboard, each in place.
  expect(await lab.deploySample('SignUp')).toMatchObject({ status: 0 });
  expect(await physicalIds('AWS::RUM::AppMonitor')).toEqual([monitor]);
  expect(await deployedClient()).toContain('"name":"SignUp"');
  const [dashboard] = await physicalIds('AWS::CloudWatch::Dashboard');
  expect(await dashboardBody(dashboard)).toContain('SignUp');

  // All that a change brings has been made when its last resource is refused: it goes, and the former comes back.
  const former = await asItIs();
  expect((await lab.deploySample('Refund', 'refused')).status).not.toBe(0);
  expect(await changedBeforeTheRollback()).toEqual(
    expect.arrayContaining([
      'AWS::CloudWatch::Alarm',
      'AWS::CloudWatch::Dashboard',
      'AWS::RUM::AppMonitor',
      'Custom::CDKBucketDeployment',
    ]),
  );
  expect((await lab.stack(STACK))?.status).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(await asItIs()).toEqual(former);

  expect(await lab.destroySample()).toMatchObject({ status: 0 });
  const retained = (await lab.stack(STACK))?.retained ?? [];
  expect(retained.map(({ type }) => type)).toEqual(Array(3).fill('AWS::S3::Bucket'));
  const kept = retained.map(({ physicalId }) => physicalId);
  expect(await lab.inventory()).toEqual({ ...before, buckets: [...before.buckets, ...kept].sort() });
});
