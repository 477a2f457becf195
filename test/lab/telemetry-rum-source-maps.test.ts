import { Driver } from './telemetry/driver';
import { arnOf, deployMonitor, MONITOR, monitorOf } from './telemetry/monitor';

const driver = new Driver();
afterAll(() => driver.end());

const NO_ACCESS = 'RUM service does not have access to S3 uri s3://';
let serial = 0;

const configured = (bucket: string) => ({
  DeobfuscationConfiguration: { JavaScriptSourceMaps: { Status: 'ENABLED', S3Uri: `s3://${bucket}/maps/` } },
});
const source = (monitor: string, account = '123456789012') => ({
  StringEquals: { 'aws:SourceAccount': account, 'aws:SourceArn': arnOf(monitor) },
});
/** As the user guide has it. */
const documented = (bucket: string, monitor: string, more: object = {}) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'rum.amazonaws.com' },
      Action: ['s3:GetObject', 's3:ListBucket'],
      Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
      Condition: source(monitor),
      ...more,
    },
  ],
});
const keyPolicy = (monitor: string, Action = 'kms:Decrypt') => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'rum.amazonaws.com' },
      Action,
      Resource: '*',
      Condition: source(monitor),
    },
  ],
});

async function deploy(policy: (bucket: string, monitor: string) => object, key?: (monitor: string) => object) {
  const monitor = `maps-${serial}`;
  const name = `bucket-${serial++}`;
  await driver.call('bucket', { name, policy: policy(name, monitor), key_policy: key?.(monitor) });
  const id = await deployMonitor(driver, monitor, configured(name));
  await driver.call('remove', { type: MONITOR, ref: monitor });
  return id;
}

describe('an app monitor with source maps is created', () => {
  test('when the bucket’s policy lets RUM read for this monitor', async () => {
    expect(await deploy((bucket, monitor) => documented(bucket, monitor))).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('when the key of the bucket lets it too', async () => {
    expect(await deploy((bucket, monitor) => documented(bucket, monitor), keyPolicy)).toBeDefined();
  });
});

describe('an app monitor with source maps is refused', () => {
  test.each<[string, (bucket: string, monitor: string) => object, ((monitor: string) => object) | undefined]>([
    ['the policy names another monitor', (b) => documented(b, 'another'), undefined],
    ['the policy names another account', (b, m) => documented(b, m, { Condition: source(m, '1') }), undefined],
    ['the policy lets it list only', (b, m) => documented(b, m, { Action: 's3:ListBucket' }), undefined],
    ['the policy lets it get only', (b, m) => documented(b, m, { Action: 's3:GetObject' }), undefined],
    ['the policy is for another folder', (b, m) => documented(b, m, { Resource: `arn:aws:s3:::${b}/x/*` }), undefined],
    ['the policy is for another service', (b, m) => documented(b, m, { Principal: { Service: 'a.com' } }), undefined],
    ['the key says nothing of RUM', documented, (m) => keyPolicy(m, 'kms:Encrypt')],
    ['the key names another monitor', documented, () => keyPolicy('another')],
  ])('when %s', async (_, policy, key) => {
    await expect(deploy((bucket, monitor) => policy(bucket, monitor), key)).rejects.toThrow(NO_ACCESS);
  });

  test('when the bucket has no policy, or does not exist', async () => {
    await driver.call('bucket', { name: 'bare' });
    await expect(deployMonitor(driver, 'bare', configured('bare'))).rejects.toThrow(NO_ACCESS);
    await expect(deployMonitor(driver, 'none', configured('none'))).rejects.toThrow(NO_ACCESS);
  });

  test('at an update, which changes nothing', async () => {
    await deployMonitor(driver, 'update');
    const old = monitorOf('update');
    const call = { type: MONITOR, ref: 'update', old, new: { ...old, ...configured('none'), CwLogEnabled: true } };
    await expect(driver.call('update', call)).rejects.toThrow(NO_ACCESS);
    const { body } = await driver.call('control', { method: 'GET', path: '/appmonitor/update' });
    expect(body.AppMonitor.DataStorage.CwLog.CwLogEnabled).toBe(false);
  });
});
