import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetCanaryCommand, StartCanaryCommand, StopCanaryCommand, SyntheticsClient } from '@aws-sdk/client-synthetics';
import { CfnOutput, Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { canaries, rum } from '../../../src';
import { askEdge } from '../helpers/edge-request';
import { Lab } from '../helpers/lab';

const STACK = 'Traffic';

function define(stack: Stack): void {
  const appMonitor = new rum.AppMonitor(stack, 'Shop', { domains: ['shop.example.com'] });
  const often = new canaries.JourneyCanary(stack, 'Often', {
    journey: canaries.Journey.startAt('https://shop.example.com').step('see the shop', canaries.Expect.visible('h1')),
    artifactsBucket: new Bucket(stack, 'Artifacts', { removalPolicy: RemovalPolicy.DESTROY }),
    schedule: canaries.JourneySchedule.every(Duration.minutes(1)),
  });
  const reconciler = new canaries.TrafficReconciler(stack, 'Quiet', {
    canary: often.canary,
    appMonitor,
    quietBelowSessions: 5,
    tick: Duration.minutes(60), // the test ticks by itself
    dwell: Duration.minutes(60),
  });
  new CfnOutput(stack, 'CanaryName', { value: often.canaryName });
  new CfnOutput(stack, 'FunctionName', { value: reconciler.function.functionName });
  new CfnOutput(stack, 'LogName', { value: reconciler.logGroup.logGroupName });
  new CfnOutput(stack, 'MonitorId', { value: appMonitor.appMonitorId });
}

let lab: Lab;
let folder: string;
let canaryName: string;
let functionName: string;
let logName: string;
let monitorId: string;
let synthetics: SyntheticsClient;

beforeAll(async () => {
  lab = await Lab.shared();
  folder = mkdtempSync(join(tmpdir(), 'traffic-'));
  const { status, output } = await lab.deploy(STACK, define);
  if (status !== 0) throw new Error(output);
  canaryName = await lab.output(STACK, 'CanaryName');
  functionName = await lab.output(STACK, 'FunctionName');
  logName = await lab.output(STACK, 'LogName');
  monitorId = await lab.output(STACK, 'MonitorId');
  const credentials = { accessKeyId: 'lab', secretAccessKey: 'lab' };
  synthetics = new SyntheticsClient({ endpoint: lab.awsUrl, region: 'us-east-1', credentials });
});
afterAll(async () => {
  await lab?.stop();
  if (folder) rmSync(folder, { recursive: true });
});

const Name = () => ({ Name: canaryName });
const state = async () => (await synthetics.send(new GetCanaryCommand(Name()))).Canary?.Status?.State;

async function becomes(expected: string): Promise<void> {
  for (let tries = 0; (await state()) !== expected; tries++) {
    if (tries > 600) throw new Error(`the canary is ${await state()} and does not become ${expected}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Changes what the deployed function was told, which nobody can wait for in a test. */
async function tell(settings: { dwell?: number; settling?: number }): Promise<void> {
  const { Environment } = await lab.aws<{ Environment: { Variables: { TRAFFIC: string } } }>(
    'lambda',
    'get-function-configuration',
    '--function-name',
    functionName,
  );
  const TRAFFIC = JSON.stringify({ ...JSON.parse(Environment.Variables.TRAFFIC), ...settings });
  const environment = JSON.stringify({ Variables: { TRAFFIC } });
  await lab.aws(
    'lambda',
    'update-function-configuration',
    '--function-name',
    functionName,
    '--environment',
    environment,
  );
}

/** Has the function look once, and returns what it has logged of that. */
async function tick() {
  const before = (await records()).length;
  const answer = await lab.aws<{ FunctionError?: string }>(
    'lambda',
    'invoke',
    '--function-name',
    functionName,
    join(folder, 'answer.json'),
  );
  if (answer.FunctionError) throw new Error(answer.FunctionError);
  for (let tries = 0; tries < 60; tries++) {
    const record = (await records())[before];
    if (record) return record;
  }
  throw new Error('the function has logged nothing');
}

async function records() {
  const { events } = await lab.aws<{ events: { message: string }[] }>(
    'logs',
    'filter-log-events',
    '--log-group-name',
    logName,
  );
  return events.filter(({ message }) => message.startsWith('{')).map(({ message }) => JSON.parse(message));
}

/** Sessions of real users begin. */
async function visit(sessions: number): Promise<void> {
  const id = monitorId;
  for (let count = 0; count < sessions; count++) {
    const event = {
      id: randomUUID(),
      type: 'com.amazon.rum.session_start_event',
      timestamp: Date.now() / 1000,
      metadata: JSON.stringify({ version: '1.0.0', domain: 'shop.example.com' }),
      details: '{}',
    };
    const body = {
      AppMonitorDetails: { id, version: '1.0.0' },
      BatchId: randomUUID(),
      RumEvents: [event],
      UserDetails: { sessionId: randomUUID(), userId: randomUUID() },
    };
    const { status, body: answer } = await askEdge(
      lab.edge,
      `https://dataplane.rum.us-east-1.amazonaws.com/appmonitors/${id}`,
      {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', origin: 'https://shop.example.com' },
      },
    );
    if (status !== 200) throw new Error(answer);
  }
}

const metric = async (name: string) => {
  const query = [
    {
      Id: 'm',
      MetricStat: {
        Metric: { Namespace: 'UserTelemetry', MetricName: name, Dimensions: [{ Name: 'canary', Value: canaryName }] },
        Period: 3600,
        Stat: 'Sum',
      },
    },
  ];
  const file = join(folder, 'query.json');
  writeFileSync(file, JSON.stringify(query));
  const at = (offset: number) => new Date(Date.now() + offset * 3_600_000).toISOString();
  const { MetricDataResults } = await lab.aws<{ MetricDataResults: { Values: number[] }[] }>(
    'cloudwatch',
    'get-metric-data',
    '--metric-data-queries',
    `file://${file}`,
    '--start-time',
    at(-2),
    '--end-time',
    at(1),
  );
  return MetricDataResults[0].Values.reduce((sum, value) => sum + value, 0);
};

// Steps of one story: each begins where the one before ends.
describe('the deployed reconciler', () => {
  test('leaves a canary alone that was just deployed', async () => {
    await becomes('RUNNING');
    expect(await tick()).toMatchObject({ action: 'none', state: 'RUNNING', reason: 'no data', errors: [] });
    await synthetics.send(new StopCanaryCommand(Name()));
    await becomes('STOPPED');
    expect(await tick()).toMatchObject({ action: 'none', reason: 'just changed' });
  });

  test('starts it where somebody has stopped it and nobody comes', async () => {
    await tell({ settling: 0 });
    expect(await tick()).toMatchObject({ action: 'start', reason: 'no data', state: 'STOPPED' });
    await becomes('RUNNING');
  });

  test('lets it run while users come, until the dwell time is over', async () => {
    await visit(4);
    expect(await tick()).toMatchObject({ action: 'none', reason: 'quiet', sessions: 4 });
    await visit(4);
    expect(await tick()).toMatchObject({ action: 'none', reason: 'within the dwell time', sessions: 8 });
    await tell({ dwell: 0 });
    expect(await tick()).toMatchObject({ action: 'stop', reason: 'busy', sessions: 8 });
    await becomes('STOPPED');
    expect(await tick()).toMatchObject({ action: 'none', reason: 'busy', CanaryWatching: 0 });
  });

  test('is undone by a deployment, and puts that right', async () => {
    await synthetics.send(new StartCanaryCommand(Name())); // as CloudFormation does after an update
    await becomes('RUNNING');
    expect(await tick()).toMatchObject({ action: 'stop', reason: 'busy' });
    await becomes('STOPPED');
  });

  test('tells in metrics what it has done', async () => {
    expect(await metric('ReconcilerStarts')).toBe(1);
    expect(await metric('ReconcilerStops')).toBe(2);
    expect(await metric('ReconcilerErrors')).toBe(0);
  });

  test('goes without a trace', async () => {
    const { status, output } = await lab.destroy(STACK, define);
    expect([status, status ? output : '']).toEqual([0, '']);
    expect((await lab.inventory()).rules).toEqual([]);
  });
});
