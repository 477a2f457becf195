import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CfnOutput, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3deploy from 'aws-cdk-lib/aws-s3-deployment';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../lab/cast/browser';
import { rum } from '../../src';
import { askEdge } from './cloud/edge-request';
import { Lab } from './cloud/lab';
import { visit } from './cloud/visitor';

const STACK = 'Delivery';
const REMOTE = 'telemetry-remote.json';
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self' https://dataplane.rum.us-east-1.amazonaws.com",
  'img-src data:',
].join('; ');

function define(stack: Stack): void {
  const bucket = new s3.Bucket(stack, 'Bucket', { removalPolicy: RemovalPolicy.DESTROY });
  const site = new cloudfront.Distribution(stack, 'Site', {
    defaultBehavior: {
      origin: origins.S3BucketOrigin.withOriginAccessControl(bucket),
      responseHeadersPolicy: new cloudfront.ResponseHeadersPolicy(stack, 'Headers', {
        securityHeadersBehavior: { contentSecurityPolicy: { contentSecurityPolicy: POLICY, override: true } },
      }),
    },
  });
  const shop = new rum.WebApp(stack, 'Shop', {
    domains: [site.distributionDomainName],
    client: { remoteConfigurationUrl: `/${REMOTE}` },
  });
  new s3deploy.BucketDeployment(stack, 'Pages', {
    sources: [
      s3deploy.Source.asset(join(__dirname, 'pages')),
      s3deploy.Source.jsonData(REMOTE, { enabled: true }),
      shop.clientSource(),
    ],
    destinationBucket: bucket,
  });
  new CfnOutput(stack, 'SiteDomain', { value: site.distributionDomainName });
  new CfnOutput(stack, 'BucketName', { value: bucket.bucketName });
}

/** An app monitor with source maps in a bucket whose policy lets CloudWatch RUM in, or says nothing. */
const withSourceMaps = (isReadable: boolean) => (stack: Stack) => {
  const bucket = new s3.Bucket(stack, 'Maps', { removalPolicy: RemovalPolicy.DESTROY });
  const appMonitorName = `maps-${isReadable}`;
  const source = {
    'aws:SourceAccount': stack.account,
    'aws:SourceArn': `arn:aws:rum:${stack.region}:${stack.account}:appmonitor/${appMonitorName}`,
  };
  if (isReadable) {
    bucket.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal('rum.amazonaws.com')],
        actions: ['s3:GetObject', 's3:ListBucket'],
        resources: [bucket.bucketArn, bucket.arnForObjects('*')],
        conditions: { StringEquals: source },
      }),
    );
  }
  new rum.AppMonitor(stack, 'Monitor', {
    appMonitorName,
    domains: ['shop.example.com'],
    sourceMaps: { s3Uri: bucket.s3UrlForObject(), dependable: bucket },
  });
};

let lab: Lab;
let browser: Browser;
let site: string;
beforeAll(async () => {
  lab = await Lab.start();
  const { status, output } = await lab.deploy(STACK, define);
  if (status !== 0) throw new Error(output);
  site = await lab.output(STACK, 'SiteDomain');
  browser = await launchChromium(lab.edge);
});
afterAll(async () => {
  await browser?.close();
  await lab?.stop();
});

const page = () => `https://${site}/index.html`;
const report = (shown: Page) => shown.evaluate('userTelemetry.event("bought")');
const open = () => visit(browser, page(), { act: report });
const sessions = async () => (await lab.monitor('Shop')).accepted['com.amazon.rum.session_start_event'] ?? 0;

/** What somebody does who has to turn telemetry down at once. */
async function say(remote: object): Promise<void> {
  const file = join(lab.folder, REMOTE);
  writeFileSync(file, JSON.stringify(remote));
  const Bucket = await lab.output(STACK, 'BucketName');
  await lab.aws('s3api', 'put-object', '--bucket', Bucket, '--key', REMOTE, '--body', file);
}

describe('under a content security policy', () => {
  test('the client works, and Chromium reports no violation', async () => {
    expect((await askEdge(lab.edge, page())).headers['content-security-policy']).toBe(POLICY);
    const before = await sessions();
    expect((await open()).complaints).toEqual([]);
    expect(await sessions()).toBe(before + 1);
    expect((await lab.monitor('Shop')).refused).toEqual({});
  });

  test('what it does not allow would be reported here', async () => {
    const act = (shown: Page) => shown.evaluate('fetch("https://elsewhere.cloudfront.net").catch(() => {})');
    const { complaints } = await visit(browser, page(), { act });
    expect(complaints.join()).toContain('Content Security Policy');
  });
});

describe('remote configuration', () => {
  test.each<[string, object]>([
    ['switches telemetry off', { enabled: false }],
    ['turns sampling down', { sessionSampleRate: 0 }],
  ])('%s without a deployment, and on again', async (_, remote) => {
    await say(remote);
    const before = await sessions();
    const { requests, complaints } = await open();
    expect(complaints).toEqual([]);
    expect(requests.map(({ url }) => url.hostname)).not.toContain('dataplane.rum.us-east-1.amazonaws.com');
    await say({});
    await open();
    expect(await sessions()).toBe(before + 1);
  });
});

describe('source maps', () => {
  test('are refused, in the words of the service, where it may not read the bucket', async () => {
    const { status, output } = await lab.deploy('Denied', withSourceMaps(false));
    expect(status).not.toBe(0);
    expect(output.replace(/\s+/g, ' ')).toContain('RUM service does not have access to S3 uri s3://');
  });

  test('are taken where it may', async () => {
    expect(await lab.deploy('Allowed', withSourceMaps(true))).toMatchObject({ status: 0 });
  });
});
