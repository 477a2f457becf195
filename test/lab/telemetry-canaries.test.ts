import { Driver } from './telemetry/driver';

const driver = new Driver();
const RUNNER = 'test/lab/telemetry/runner-stub.ts';
const CANARY = 'AWS::Synthetics::Canary';
const PASSED = { status: 'PASSED', durationMs: 1200, steps: [{ name: 'open', status: 'PASSED', durationMs: 300 }] };
const FAILED = {
  status: 'FAILED',
  reason: 'no #buy',
  durationMs: 2000,
  steps: [
    { name: 'open', status: 'PASSED', durationMs: 300 },
    { name: 'check out', status: 'FAILED', durationMs: 900, error: 'no #buy' },
  ],
};

beforeAll(async () => {
  await driver.call('settling', { seconds: 0.02 });
  await driver.call('put_object', { bucket: 'assets', key: 'code.zip', files: { 'index.js': 'exports.handler = 1' } });
  await driver.call('put_object', { bucket: 'artifacts', key: 'x', files: {} });
});
afterAll(() => driver.end());

const canaryOf = (name: string, more: Record<string, unknown> = {}, environment: Record<string, string> = {}) => ({
  Name: name,
  Code: { S3Bucket: 'assets', S3Key: 'code.zip', Handler: 'index.handler' },
  ArtifactS3Location: 's3://artifacts/canaries',
  ExecutionRoleArn: 'arn:aws:iam::123456789012:role/canary',
  RuntimeVersion: 'syn-nodejs-playwright-6.0',
  Schedule: { Expression: 'rate(15 minutes)' },
  RunConfig: { TimeoutInSeconds: '60', EnvironmentVariables: environment },
  StartCanaryAfterCreation: 'true',
  ...more,
});
const deploy = (properties: object) => driver.call('deploy', { type: CANARY, properties });
const metric = (name: string, dimensions: Record<string, string>, stat = 'Average') =>
  driver.call('metric', { namespace: 'CloudWatchSynthetics', name, dimensions, stat });

async function play(name: string, answer: object | undefined, more: Record<string, unknown> = {}) {
  await deploy(canaryOf(name, more, answer ? { ANSWER: JSON.stringify(answer) } : {}));
  return driver.call('play', { name, runner: RUNNER });
}

describe('a run of a canary', () => {
  test('that passes publishes success and duration, of the canary and of its steps', async () => {
    expect(await play('passes', PASSED)).toEqual({ state: 'PASSED', reason: '', code: null, steps: 1 });
    expect(await metric('SuccessPercent', { CanaryName: 'passes' })).toBe(100);
    expect(await metric('Duration', { CanaryName: 'passes' })).toBe(1200);
    expect(await metric('Failed', { CanaryName: 'passes' })).toBe(0);
    expect(await metric('SuccessPercent', { CanaryName: 'passes', StepName: 'open' })).toBe(100);
    expect(await metric('Duration', { CanaryName: 'passes', StepName: 'open' })).toBe(300);
  });

  test('that fails says why, and which step', async () => {
    expect(await play('fails', FAILED)).toMatchObject({ state: 'FAILED', reason: 'no #buy', code: 'CANARY_FAILURE' });
    expect(await metric('SuccessPercent', { CanaryName: 'fails' })).toBe(0);
    expect(await metric('SuccessPercent', { CanaryName: 'fails', StepName: 'open' })).toBe(100);
    expect(await metric('SuccessPercent', { CanaryName: 'fails', StepName: 'check out' })).toBe(0);
  });

  test('that times out publishes no success and no duration, but that it failed', async () => {
    const RunConfig = { TimeoutInSeconds: 3, EnvironmentVariables: { HANG: 'yes' } };
    expect(await play('hangs', undefined, { RunConfig })).toMatchObject({ state: 'FAILED', code: 'EXECUTION_FAILURE' });
    expect(await metric('SuccessPercent', { CanaryName: 'hangs' })).toBeNull();
    expect(await metric('Duration', { CanaryName: 'hangs' })).toBeNull();
    expect(await metric('Failed', { CanaryName: 'hangs' })).toBe(1);
  });

  test('that could not be played has failed', async () => {
    expect(await play('broken', undefined)).toMatchObject({ state: 'FAILED', code: 'EXECUTION_FAILURE' });
    expect(await metric('Failed', { CanaryName: 'broken' })).toBe(1);
  });

  test('leaves its artifacts in the artifact location', async () => {
    await play('artifacts', PASSED);
    const keys: string[] = await driver.call('objects', { bucket: 'artifacts' });
    const folder = 'canaries/canary/us-east-1/artifacts/\\d{4}/\\d\\d/\\d\\d/\\d\\d/\\d\\d-\\d\\d-\\d{3}';
    expect(keys).toContainEqual(expect.stringMatching(new RegExp(`^${folder}/screenshot.png$`)));
  });

  test('is counted in the report', async () => {
    const { syntheticUsers } = await driver.call('layers');
    expect(syntheticUsers).toEqual({ runs: 5, passed: 2, failed: 3, steps: 4 });
  });
});

describe('a canary', () => {
  test('has its name as Ref, an Id, and runs after its creation only when told to', async () => {
    const made = await deploy(canaryOf('started'));
    expect(made).toEqual({
      ref: 'started',
      attributes: { Id: expect.stringMatching(/^[0-9a-f-]{36}$/), State: 'RUNNING' },
    });
    expect((await deploy(canaryOf('waiting', { StartCanaryAfterCreation: 'false' }))).attributes.State).toBe('READY');
  });

  test('is replaced when its name changes, and takes new code when that does', async () => {
    const old = canaryOf('updated');
    await deploy(old);
    const update = (change: object) =>
      driver.call('update', { type: CANARY, ref: 'updated', old, new: { ...old, ...change } });
    expect(await update({ Name: 'other' })).toBe('replaced');
    expect(await update({ StartCanaryAfterCreation: false })).toBe('updated');
    expect(await driver.call('canary_state', { name: 'updated' })).toBe('STOPPED');
    await expect(update({ Code: { ...old.Code, S3Key: 'gone.zip' } })).rejects.toThrow(
      'no object s3://assets/gone.zip',
    );
  });

  const code = canaryOf('x').Code;
  test.each<[string, Record<string, unknown>, string]>([
    ['a capital in its name', { Name: 'Buy' }, 'Name'],
    ['a deprecated runtime', { RuntimeVersion: 'syn-nodejs-puppeteer-6.2' }, 'Deprecated runtime version'],
    ['an unknown runtime', { RuntimeVersion: 'syn-nodejs-playwright-99.0' }, 'unknown runtime version'],
    ['code that is not there', { Code: { ...code, S3Bucket: 'nobody' } }, 'no object s3://nobody/code.zip'],
    ['a handler without function', { Code: { ...code, Handler: 'index' } }, 'Handler'],
    ['a timeout of 2 s', { RunConfig: { TimeoutInSeconds: 2 } }, 'expected 3 to 840'],
    [
      'a timeout beyond its interval',
      { RunConfig: { TimeoutInSeconds: 120 }, Schedule: { Expression: 'rate(1 minute)' } },
      'longer than the schedule',
    ],
    ['a memory of 1000 MB', { RunConfig: { MemoryInMB: 1000 } }, 'multiple of 64'],
    ['a reserved variable', { RunConfig: { EnvironmentVariables: { AWS_REGION: 'x' } } }, 'reserved'],
    ['more than 4 KB of variables', { RunConfig: { EnvironmentVariables: { BIG: 'x'.repeat(4096) } } }, 'at most 4096'],
    ['a rate of two hours', { Schedule: { Expression: 'rate(120 minutes)' } }, 'at most one hour'],
    [
      'three retries',
      { Schedule: { Expression: 'rate(5 minutes)', RetryConfig: { MaxRetries: 3 } } },
      'expected 0 to 2',
    ],
    ['a retention of 2000 days', { FailureRetentionPeriod: 2000 }, '1 to 1024'],
    ['Firefox', { BrowserConfigs: [{ BrowserType: 'FIREFOX' }] }, 'Chrome only'],
    ['an unknown property', { VisualReferences: [] }, 'VisualReferences'],
  ])('is refused with %s', async (_, more, message) => {
    await expect(deploy(canaryOf('refused', more))).rejects.toThrow(message);
  });
});
