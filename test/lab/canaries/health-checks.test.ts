import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CfnOutput, type Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { canaries } from '../../../src';
import { Lab } from '../helpers/lab';

const STACK = 'Health';
/** What the lab does not play is taken out: here only the configuration is deployed, by the function that writes it. */
function define(stack: Stack): void {
  const artifactsBucket = new Bucket(stack, 'Artifacts', { bucketName: 'artifacts-of-checks' });
  const secret = Secret.fromSecretNameV2(stack, 'Secret', 'shop/health');
  const url = `https://${artifactsBucket.bucketDomainName}/`;
  const authentication = canaries.HttpAuthentication.basic(secret);
  const health = new canaries.HealthChecks(stack, 'Checks', {
    checks: [canaries.HealthCheck.http('up', { url, authentication })],
    artifactsBucket,
    canaryName: 'checks',
  });
  health.node.tryRemoveChild('Canary');
  const upload = health.node.findChild('Blueprint').node.findChild('Upload') as unknown as {
    getAttString(name: string): string;
  };
  new CfnOutput(stack, 'Key', { value: upload.getAttString('Key') });
}

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
  const { status, output } = await lab.deploy(STACK, define);
  expect([status, status ? output : '']).toEqual([0, '']);
  const key = await lab.output(STACK, 'Key');
  expect(key).toMatch(/^blueprints\/checks\/[0-9a-f]{64}\.zip$/);
  const file = join(folder, 'code.zip');
  await lab.aws('s3api', 'get-object', '--bucket', 'artifacts-of-checks', '--key', key, file);
  const read = (name: string) => {
    const code = 'import sys, zipfile; print(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]).decode())';
    return JSON.parse(execFileSync('python3', ['-c', code, file, name], { encoding: 'utf8' }));
  };
  expect(read('blueprint-config.json').steps[1]).toMatchObject({
    stepName: 'up',
    url: expect.stringMatching(/^https:\/\/artifacts-of-checks\.s3\./),
    timeout: 10_000,
    authentication: { type: 'BASIC', username: `\${AWS_SECRET:shop/health:username}` },
  });
  expect(read('synthetics.json').step).toMatchObject({ stepSuccessMetric: true });
});

test('the lab refuses what it cannot play', async () => {
  const { status, output } = await lab.deploy('Whole', defineWhole);
  expect(status).not.toBe(0);
  expect(output).toContain('the lab does not play the multi checks blueprint');
});
