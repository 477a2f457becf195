import { CfnOutput, CfnResource, Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3deploy from 'aws-cdk-lib/aws-s3-deployment';
import type { IConstruct } from 'constructs';
import { canaries } from '../../../src';
import { askEdge } from '../helpers/edge-request';
import { Lab } from '../helpers/lab';

const SHORT = { timeout: Duration.seconds(2) };

interface Shop {
  readonly heading: string;
  /** Defined when the gate is. */
  readonly more?: (stack: Stack, gate: canaries.DeploymentGate) => void;
  readonly last?: canaries.Action;
}

/** A site, a journey that reads its heading, and a gate. */
const shop =
  ({ heading, more, last }: Shop) =>
  (stack: Stack): void => {
    const bucket = new s3.Bucket(stack, 'Bucket', { removalPolicy: RemovalPolicy.RETAIN });
    const site = new cloudfront.Distribution(stack, 'Site', {
      defaultBehavior: { origin: origins.S3BucketOrigin.withOriginAccessControl(bucket) },
    });
    new s3deploy.BucketDeployment(stack, 'Pages', {
      sources: [s3deploy.Source.data('index.html', `<!doctype html><h1>${heading}</h1>`)],
      destinationBucket: bucket,
    });
    const read = canaries.Expect.text('h1', 'Welcome', SHORT);
    const { canary } = new canaries.JourneyCanary(stack, 'Read', {
      journey: canaries.Journey.startAt(`https://${site.distributionDomainName}/index.html`)
        .step('see the shop', canaries.Expect.visible('h1', SHORT))
        .step('read the heading', ...(last ? [last, read] : [read])),
      timeout: Duration.minutes(2),
    });
    const gate = new canaries.DeploymentGate(stack, 'Gate', { canary });
    more?.(stack, gate);
    new CfnOutput(stack, 'Domain', { value: site.distributionDomainName });
    new CfnOutput(stack, 'Canary', { value: canary.canaryName });
    new CfnOutput(stack, 'GateLog', { value: gate.logGroup.logGroupName });
  };

const siteOf = (stack: Stack) =>
  `https://${(stack.node.findChild('Site') as cloudfront.Distribution).distributionDomainName}/index.html`;

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.start();
});
afterAll(() => lab?.stop());

interface Run {
  readonly Status: { readonly State: string };
}

async function dryRuns(stack: string, output = 'Canary'): Promise<string[]> {
  const name = await lab.output(stack, output);
  const { CanaryRuns } = await lab.aws<{ CanaryRuns: Run[] }>(
    ...['synthetics', 'get-canary-runs', '--name', name, '--run-type', 'DRY_RUN'],
  );
  return CanaryRuns.map(({ Status }) => Status.State);
}

async function metrics(): Promise<string[]> {
  const { Metrics } = await lab.aws<{ Metrics: { MetricName: string }[] }>(
    ...['cloudwatch', 'list-metrics', '--namespace', 'CloudWatchSynthetics'],
  );
  return [...new Set(Metrics.map(({ MetricName }) => MetricName))].sort();
}

async function log(group: string): Promise<string> {
  const { events } = await lab.aws<{ events: { message: string }[] }>(
    ...['logs', 'filter-log-events', '--log-group-name', group],
  );
  return events.map(({ message }) => message).join('\n');
}

const heading = async (stack: string) =>
  (await askEdge(lab.edge, `https://${await lab.output(stack, 'Domain')}/index.html`)).body;

/** The CLI breaks and indents what it prints. */
const oneLine = (output: string) => output.replace(/\s+/g, ' ');

describe('a gate over a shop', () => {
  test('lets through what passes, without a trace in the metrics that alarms watch', async () => {
    expect(await lab.deploy('Shop', shop({ heading: 'Welcome' }))).toMatchObject({ status: 0 });
    expect(await dryRuns('Shop')).toEqual(['PASSED']);
    expect(await metrics()).toEqual(['DurationDryRun', 'SuccessPercentDryRun']);
  });

  test('does not run when nothing has changed, and does when the application has', async () => {
    const unchanged = await lab.deploy('Shop', shop({ heading: 'Welcome' }));
    expect(unchanged.output).toContain('no changes');
    expect(await dryRuns('Shop')).toEqual(['PASSED']);
    expect(await lab.deploy('Shop', shop({ heading: 'Welcome!' }))).toMatchObject({ status: 0 });
    expect(await dryRuns('Shop')).toEqual(['PASSED', 'PASSED']);
  });

  test('fails an update with the step and the artifacts, and the former application comes back', async () => {
    const { status, output } = await lab.deploy('Shop', shop({ heading: 'Closed' }));
    expect(status).not.toBe(0);
    const told = oneLine(output);
    expect(told).toContain('step "read the heading", Expect.text("h1", "Welcome")');
    const [, bucket, prefix] = /Artifacts: s3:\/\/([^/\s]+)\/(\S+?)\.? Run:/.exec(told) ?? [];
    const { Contents } = await lab.aws<{ Contents: { Key: string }[] }>(
      ...['s3api', 'list-objects-v2', '--bucket', bucket, '--prefix', prefix],
    );
    expect(Contents.map(({ Key }) => Key)).toContainEqual(expect.stringMatching(/\.png$/));
    expect((await lab.stack('Shop'))?.status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await heading('Shop')).toContain('Welcome!');
    expect(await dryRuns('Shop')).toEqual(['FAILED', 'PASSED', 'PASSED']); // and none for the rollback
  });

  test('is deleted without a run', async () => {
    const before = await log(await lab.output('Shop', 'GateLog'));
    expect(before.match(/"outcome":"passed","reason":"the canary/g)).toHaveLength(2);
    expect(await lab.destroy('Shop', shop({ heading: 'Welcome!' }))).toMatchObject({ status: 0 });
    const left = (await lab.inventory()).functions.filter((name) => name.includes('DeploymentGates'));
    expect(left).toEqual([]);
  });
});

test('a first deployment that does not pass is taken back', async () => {
  const { status, output } = await lab.deploy('New', shop({ heading: 'Soon' }));
  expect(status).not.toBe(0);
  expect(oneLine(output)).toContain('step "read the heading"');
  expect((await lab.stack('New'))?.status).toBe('ROLLBACK_COMPLETE');
});

test('a rollback for another reason passes the gate without a run', async () => {
  const broken = (properties: object) => (stack: Stack, gate: canaries.DeploymentGate) => {
    const topic = new CfnResource(stack, 'Topic', { type: 'AWS::SNS::Topic', properties: { ...properties } });
    topic.node.addDependency(gate);
  };
  expect(await lab.deploy('Late', shop({ heading: 'Welcome', more: broken({}) }))).toMatchObject({ status: 0 });
  const { status } = await lab.deploy('Late', shop({ heading: 'Welcome back', more: broken({ Colour: 'red' }) }));
  expect(status).not.toBe(0);
  expect((await lab.stack('Late'))?.status).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(await heading('Late')).toContain('Welcome<');
  expect(await dryRuns('Late')).toEqual(['PASSED', 'PASSED']);
  expect(await log(await lab.output('Late', 'GateLog'))).toContain('the stack is in UPDATE_ROLLBACK_IN_PROGRESS');
});

test('a journey waits as a whole for the gate of another, and has one itself', async () => {
  const second = (stack: Stack, first: canaries.DeploymentGate) => {
    const search = new canaries.JourneyCanary(stack, 'Search', {
      journey: canaries.Journey.startAt(siteOf(stack)).step('read', canaries.Expect.text('h1', 'Welcome', SHORT)),
      timeout: Duration.minutes(2),
    });
    search.node.addDependency(first);
    const gate = new canaries.DeploymentGate(stack, 'SearchGate', { canary: search.canary });
    new CfnOutput(stack, 'SearchCanary', { value: search.canary.canaryName });
    gate.node.addDependency(stack.node.findChild('Pages'));
  };
  expect(await lab.deploy('Two', shop({ heading: 'Welcome', more: second }))).toMatchObject({ status: 0 });
  expect(await dryRuns('Two')).toEqual(['PASSED']);
  expect(await dryRuns('Two', 'SearchCanary')).toEqual(['PASSED']);
  expect(await lab.destroy('Two', shop({ heading: 'Welcome', more: second }))).toMatchObject({ status: 0 });
});

// The last one: its journey goes on until the lab ends.
test('a journey that goes on for too long fails the deployment, after as many invocations as it takes', async () => {
  const hurry = (stack: Stack, gate: canaries.DeploymentGate) => {
    const override = (within: IConstruct, id: string, name: string, value: unknown) =>
      (within.node.findChild(id).node.defaultChild as CfnResource).addPropertyOverride(name, value);
    override(gate, 'Run', 'TimeoutSeconds', '40');
    override(stack.node.findChild('UserTelemetryDeploymentGates'), 'Function', 'Timeout', 25);
  };
  const last = canaries.Action.wait(Duration.seconds(90));
  const { status, output } = await lab.deploy('Slow', shop({ heading: 'Welcome', more: hurry, last }));
  expect(status).not.toBe(0);
  expect(oneLine(output)).toMatch(/did not finish within 40 seconds: dry run [\da-f-]{36} is still under way/);
  expect((await lab.stack('Slow'))?.status).toBe('ROLLBACK_COMPLETE');
});
