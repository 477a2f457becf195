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

test('the sample is deployed, changed, deployed again and destroyed, and only what is declared retained stays', async () => {
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
  const { DashboardBody } = await lab.aws<{ DashboardBody: string }>(
    'cloudwatch',
    'get-dashboard',
    '--dashboard-name',
    dashboard,
  );
  expect(DashboardBody).toContain('SignUp');

  expect(await lab.destroySample()).toMatchObject({ status: 0 });
  const retained = (await lab.stack(STACK))?.retained ?? [];
  expect(retained.map(({ type }) => type)).toEqual(['AWS::S3::Bucket', 'AWS::S3::Bucket']);
  const kept = retained.map(({ physicalId }) => physicalId);
  expect(await lab.inventory()).toEqual({ ...before, buckets: [...before.buckets, ...kept].sort() });
});
