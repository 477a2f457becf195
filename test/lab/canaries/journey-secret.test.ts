import { CfnOutput, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3deploy from 'aws-cdk-lib/aws-s3-deployment';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { canaries } from '../../../src';
import { Lab } from '../helpers/lab';

const STACK = 'Login';

/** Tells how long the password is, so that a page shows it has arrived and does not show it. */
const PAGE = `<!doctype html><form onsubmit="done.textContent = word.value.length + ' characters'; return false">
<input id="word" type="password"><button>Log in</button></form><p id="done"></p>`;

function define(stack: Stack): void {
  const bucket = new s3.Bucket(stack, 'Bucket', { removalPolicy: RemovalPolicy.RETAIN });
  const site = new cloudfront.Distribution(stack, 'Site', {
    defaultBehavior: { origin: origins.S3BucketOrigin.withOriginAccessControl(bucket) },
  });
  const pages = new s3deploy.BucketDeployment(stack, 'Pages', {
    sources: [s3deploy.Source.data('index.html', PAGE)],
    destinationBucket: bucket,
  });
  const user = new secretsmanager.Secret(stack, 'User', {
    generateSecretString: { secretStringTemplate: '{"name":"jane"}', generateStringKey: 'password' },
  });
  const { canary } = new canaries.JourneyCanary(stack, 'LogIn', {
    journey: canaries.Journey.startAt(`https://${site.distributionDomainName}/index.html`).step(
      'log in',
      canaries.Action.fill('#word', canaries.Journey.secret(user, 'password')),
      canaries.Action.click('button'),
      canaries.Expect.text('#done', '32 characters'),
    ),
  });
  canary.node.addDependency(pages);
  new CfnOutput(stack, 'Canary', { value: canary.canaryName });
  new CfnOutput(stack, 'Secret', { value: user.secretArn });
}

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.start();
});
afterAll(() => lab?.stop());

test('a deployed journey types a secret that is in no template', async () => {
  expect(await lab.deploy(STACK, define)).toMatchObject({ status: 0 });
  const id = await lab.output(STACK, 'Secret');
  const { SecretString } = await lab.aws<{ SecretString: string }>(
    ...['secretsmanager', 'get-secret-value', '--secret-id', id],
  );
  expect(JSON.parse(SecretString)).toEqual({ name: 'jane', password: expect.stringMatching(/^.{32}$/) });

  const name = await lab.output(STACK, 'Canary');
  await lab.aws('synthetics', 'start-canary-dry-run', '--name', name);
  expect((await lastDryRun(name)).Status).toEqual({ State: 'PASSED', TestResult: 'PASSED' });
});

interface Run {
  readonly Status: { readonly State: string; readonly StateReason?: string };
}

async function lastDryRun(name: string): Promise<Run> {
  for (;;) {
    const { CanaryRuns } = await lab.aws<{ CanaryRuns: Run[] }>(
      ...['synthetics', 'get-canary-runs', '--name', name, '--run-type', 'DRY_RUN'],
    );
    if (CanaryRuns[0] && CanaryRuns[0].Status.State !== 'RUNNING') return CanaryRuns[0];
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
