import { Driver } from './telemetry/driver';

const driver = new Driver();
const CANARY = 'AWS::Synthetics::Canary';
const SETTLING = 1.5;
const PASSED = { status: 'PASSED', durationMs: 1200, steps: [{ name: 'open', status: 'PASSED', durationMs: 300 }] };
const FAILED = { status: 'FAILED', reason: 'step "buy", Action.click("#buy"): gone', durationMs: 900, steps: [] };

beforeAll(async () => {
  await driver.call('settling', { seconds: 0.02 });
  await driver.call('put_object', { bucket: 'assets', key: 'code.zip', files: { 'index.js': 'exports.handler = 1' } });
  await driver.call('put_object', { bucket: 'artifacts', key: 'x', files: {} });
});
beforeEach(() => driver.call('settling', { seconds: 0.02 }));
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
const deploy = (name: string, more: Record<string, unknown> = {}, environment: Record<string, string> = {}) =>
  driver.call('deploy', { type: CANARY, properties: canaryOf(name, more, environment) });
const update = (name: string, change: Record<string, unknown>) =>
  driver.call('update', { type: CANARY, ref: name, old: canaryOf(name), new: canaryOf(name, change) });
const api = (operation: string, parameters: Record<string, unknown>) =>
  driver.call('synthetics', { operation, runner: 'test/lab/telemetry/runner-stub.ts', ...parameters });
const stateOf = async (name: string) => (await api('get_canary', { Name: name })).Canary.Status.State;
const metric = (name: string, canary: string) =>
  driver.call('metric', {
    namespace: 'CloudWatchSynthetics',
    name,
    dimensions: { CanaryName: canary },
    stat: 'Average',
  });

async function becomes(name: string, state: string): Promise<void> {
  for (let tries = 0; (await stateOf(name)) !== state; tries++) {
    if (tries > 500) throw new Error(`${name} is ${await stateOf(name)} and does not become ${state}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function dryRun(name: string) {
  const { DryRunConfig } = await api('start_canary_dry_run', { Name: name });
  const parameters = { Name: name, DryRunId: DryRunConfig.DryRunId, RunType: 'DRY_RUN' };
  for (;;) {
    const [run] = (await api('get_canary_runs', parameters)).CanaryRuns;
    if (run.Status.State !== 'RUNNING') return { id: DryRunConfig.DryRunId, run };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('starting and stopping', () => {
  test('takes a while, in which both conflict', async () => {
    await deploy('busy', { StartCanaryAfterCreation: false });
    expect(await stateOf('busy')).toBe('READY');
    await driver.call('settling', { seconds: SETTLING });
    expect(await api('start_canary', { Name: 'busy' })).toEqual({});
    expect(await stateOf('busy')).toBe('STARTING');
    expect(await api('start_canary', { Name: 'busy' })).toBe('409 ConflictException');
    expect(await api('stop_canary', { Name: 'busy' })).toBe('409 ConflictException');
    await becomes('busy', 'RUNNING');
    expect(await api('stop_canary', { Name: 'busy' })).toEqual({});
    expect(await stateOf('busy')).toBe('STOPPING');
    await becomes('busy', 'STOPPED');
    const { Timeline } = (await api('get_canary', { Name: 'busy' })).Canary;
    expect(Date.parse(Timeline.LastStopped)).toBeGreaterThan(Date.parse(Timeline.LastStarted));
  });

  test('conflicts where it changes nothing', async () => {
    await deploy('rests', { StartCanaryAfterCreation: false });
    expect(await api('stop_canary', { Name: 'rests' })).toBe('409 ConflictException');
    await deploy('runs');
    expect(await api('start_canary', { Name: 'runs' })).toBe('409 ConflictException');
  });

  test('is done by an update as the template says', async () => {
    await deploy('follows', { StartCanaryAfterCreation: false });
    await update('follows', {});
    expect(await stateOf('follows')).toBe('RUNNING');
    await update('follows', { StartCanaryAfterCreation: false });
    expect(await stateOf('follows')).toBe('STOPPED');
  });

  test('by somebody else fails an update', async () => {
    await deploy('raced', { StartCanaryAfterCreation: false });
    await driver.call('settling', { seconds: 3 });
    await api('start_canary', { Name: 'raced' });
    await expect(update('raced', {})).rejects.toThrow("can't be modified: STARTING");
  });
});

describe('a dry run', () => {
  test('is a run apart, with metrics of its own', async () => {
    await deploy('dry', {}, { ANSWER: JSON.stringify(PASSED) });
    const { id, run } = await dryRun('dry');
    expect(run).toMatchObject({ Status: { State: 'PASSED', TestResult: 'PASSED' }, DryRunConfig: { DryRunId: id } });
    expect(run.ArtifactS3Location).toMatch(/^artifacts\/canaries\/canary\/us-east-1\/dry\//);
    expect((await api('get_canary_runs', { Name: 'dry' })).CanaryRuns).toEqual([]);
    expect((await api('describe_canaries_last_run', { Names: ['dry'] })).CanariesLastRun).toEqual([]);
    expect(await metric('SuccessPercentDryRun', 'dry')).toBe(100);
    expect(await metric('DurationDryRun', 'dry')).toBe(1200);
    expect(await metric('SuccessPercent', 'dry')).toBeNull();
    const { Canary } = await api('get_canary', { Name: 'dry', DryRunId: id });
    expect(Canary.DryRunConfig).toEqual({ DryRunId: id, LastDryRunExecutionStatus: 'PASSED' });
    expect(Canary.Status.State).toBe('RUNNING');
  });

  test('tells why it failed, and works on a canary that rests', async () => {
    await deploy('bad', { StartCanaryAfterCreation: false }, { ANSWER: JSON.stringify(FAILED) });
    const { run } = await dryRun('bad');
    expect(run.Status).toEqual({
      State: 'FAILED',
      StateReason: FAILED.reason,
      StateReasonCode: 'CANARY_FAILURE',
      TestResult: 'FAILED',
    });
    expect(await metric('SuccessPercentDryRun', 'bad')).toBe(0);
    expect(await stateOf('bad')).toBe('READY');
  });

  test('conflicts with another one and with an operation, and is refused to what cannot', async () => {
    await deploy('twice', { RunConfig: { TimeoutInSeconds: 3, EnvironmentVariables: { HANG: 'yes' } } });
    expect(await api('start_canary_dry_run', { Name: 'twice' })).toHaveProperty('DryRunConfig');
    expect(await api('start_canary_dry_run', { Name: 'twice' })).toBe('409 ConflictException');
    await driver.call('settling', { seconds: SETTLING });
    await deploy('stopping');
    await api('stop_canary', { Name: 'stopping' });
    expect(await api('start_canary_dry_run', { Name: 'stopping' })).toBe('409 ConflictException');
    await deploy('old', { RuntimeVersion: 'syn-nodejs-playwright-1.0' });
    expect(await api('start_canary_dry_run', { Name: 'old' })).toBe('400 ValidationException');
    expect(await api('get_canary_runs', { Name: 'old', DryRunId: '0'.repeat(36) })).toBe('400 ValidationException');
  });

  test('guards an update that asks for it', async () => {
    await deploy('guarded', {}, { ANSWER: JSON.stringify(PASSED) });
    const broken = { TimeoutInSeconds: '60', EnvironmentVariables: { ANSWER: JSON.stringify(FAILED) } };
    await expect(update('guarded', { RunConfig: broken, DryRunAndUpdate: true })).rejects.toThrow(
      'dry run of the update failed: step "buy"',
    );
    expect((await dryRun('guarded')).run.Status.State).toBe('PASSED'); // it is what it was
    await update('guarded', { RunConfig: broken });
    expect((await dryRun('guarded')).run.Status.State).toBe('FAILED');
  });
});

describe('the API', () => {
  test('lists by name, and page by page', async () => {
    await deploy('listed', {}, { ANSWER: JSON.stringify(PASSED) });
    for (let run = 0; run < 3; run++) {
      await driver.call('play', { name: 'listed', runner: 'test/lab/telemetry/runner-stub.ts' });
    }
    const { Canaries } = await api('describe_canaries', { Names: ['listed'] });
    expect(Canaries).toMatchObject([{ Name: 'listed', RuntimeVersion: 'syn-nodejs-playwright-6.0' }]);
    const first = await api('get_canary_runs', { Name: 'listed', MaxResults: 2 });
    const { NextToken } = first;
    const rest = await api('get_canary_runs', { Name: 'listed', MaxResults: 2, NextToken });
    expect(rest).not.toHaveProperty('NextToken');
    const runs = [...first.CanaryRuns, ...rest.CanaryRuns].map(({ Id }) => Id);
    expect(new Set(runs).size).toBe(3);
    const [{ LastRun }] = (await api('describe_canaries_last_run', { Names: ['listed'] })).CanariesLastRun;
    expect(LastRun.Id).toBe(runs[0]); // the newest is first
  });

  test('does not know every canary, and refuses what the lab lacks', async () => {
    expect(await api('get_canary', { Name: 'nobody' })).toBe('404 ResourceNotFoundException');
    await deploy('here');
    const override = { Name: 'here', RuntimeVersion: 'syn-nodejs-playwright-9.0' };
    expect(await api('start_canary_dry_run', override)).toBe('400 ValidationException');
    expect(await api('describe_runtime_versions', {})).toBe('501 NotImplementedException');
  });
});
