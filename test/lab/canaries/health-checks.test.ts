import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CfnOutput, CfnResource, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { CfnCanary } from 'aws-cdk-lib/aws-synthetics';
import type { IConstruct } from 'constructs';
import { canaries } from '../../../src';
import { Lab } from '../helpers/lab';

const STACK = 'Health';
/** What the lab does not play is taken out: here only the configuration is deployed, by the function that writes it. */
const define =
  (path = '', more?: (stack: Stack, code: IConstruct) => void) =>
  (stack: Stack): void => {
    const site = new Bucket(stack, 'Site', { bucketName: 'site-of-checks', removalPolicy: RemovalPolicy.DESTROY });
    const secret = Secret.fromSecretNameV2(stack, 'Secret', 'shop/health');
    const url = `https://${site.bucketDomainName}/${path}`;
    const authentication = canaries.HttpAuthentication.basic(secret);
    const health = new canaries.HealthChecks(stack, 'Checks', {
      checks: [canaries.HealthCheck.http('up', { url, authentication })],
      canaryName: 'checks',
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const { s3Bucket, s3Key } = (health.canary.node.defaultChild as CfnCanary).code as CfnCanary.CodeProperty;
    health.node.tryRemoveChild('Canary');
    new CfnOutput(stack, 'Bucket', { value: String(s3Bucket) });
    new CfnOutput(stack, 'Key', { value: String(s3Key) });
    more?.(stack, health.node.findChild('Code'));
  };

/** Fails after what it depends on. */
const broken = (stack: Stack, code: IConstruct) => {
  const topic = new CfnResource(stack, 'Topic', { type: 'AWS::SNS::Topic', properties: { Colour: 'red' } });
  topic.node.addDependency(code);
};

/** The whole of it, which the lab has to refuse. */
function defineWhole(stack: Stack): void {
  const checks = [canaries.HealthCheck.dns('address', { domain: 'example.com' })];
  new canaries.HealthChecks(stack, 'Checks', { checks });
}

let lab: Lab;
let folder: string;

beforeAll(async () => {
  lab = await Lab.shared();
  folder = mkdtempSync(join(tmpdir(), 'health-checks-'));
});
afterAll(async () => {
  await lab?.stop();
  if (folder) rmSync(folder, { recursive: true });
});

test('a configuration that is known only at deployment is written into the bucket, as a zip file', async () => {
  const { status, output } = await lab.deploy(STACK, define());
  expect([status, status ? output : '']).toEqual([0, '']);
  const key = await lab.output(STACK, 'Key');
  expect(key).toMatch(/^blueprints\/checks\/[0-9a-f]{64}\.zip$/);
  const file = join(folder, 'code.zip');
  await lab.aws('s3api', 'get-object', '--bucket', await lab.output(STACK, 'Bucket'), '--key', key, file);
  const read = (name: string) => {
    const code = 'import sys, zipfile; print(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]).decode())';
    return JSON.parse(execFileSync('python3', ['-c', code, file, name], { encoding: 'utf8' }));
  };
  expect(read('blueprint-config.json').steps[1]).toMatchObject({
    stepName: 'up',
    url: expect.stringMatching(/^https:\/\/site-of-checks\.s3\./),
    timeout: 10_000,
    authentication: { type: 'BASIC', username: `\${AWS_SECRET:shop/health:username}` },
  });
  expect(read('synthetics.json').step).toMatchObject({ stepSuccessMetric: true });
});

describe('what CloudFormation reads again', () => {
  const stored = async (): Promise<string[]> => {
    const bucket = await lab.output(STACK, 'Bucket');
    const { Contents = [] } = await lab.aws<{ Contents?: { Key: string }[] }>(
      ...['s3api', 'list-objects-v2', '--bucket', bucket],
    );
    return Contents.map(({ Key }) => Key);
  };

  test('is there for an update that comes when artifacts have long expired, and for its rollback', async () => {
    const key = await lab.output(STACK, 'Key');
    await lab.daysLater(1000);
    expect(await stored()).toEqual([key]);
    expect((await lab.deploy(STACK, define('other', broken))).status).not.toBe(0);
    expect((await lab.stack(STACK))?.status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await stored()).toEqual([key]);
  });

  test('goes when nothing refers to it any more: after an update, and with the stack', async () => {
    const before = await lab.output(STACK, 'Key');
    expect(await lab.deploy(STACK, define('other'))).toMatchObject({ status: 0 });
    const after = await lab.output(STACK, 'Key');
    expect(after).not.toBe(before);
    expect(await stored()).toEqual([after]);
    expect(await lab.destroy(STACK, define('other'))).toMatchObject({ status: 0 });
    expect((await lab.stack(STACK))?.retained).toEqual([]);
  });
});

test('the lab refuses what it cannot play', async () => {
  const { status, output } = await lab.deploy('Whole', defineWhole);
  expect(status).not.toBe(0);
  expect(output).toContain('the lab does not play the multi checks blueprint');
});
