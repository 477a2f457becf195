import { join } from 'node:path';
import { CfnOutput, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3deploy from 'aws-cdk-lib/aws-s3-deployment';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium } from '../../lab/cast/browser';
import { rum } from '../../src';
import { askEdge } from './cloud/edge-request';
import { Lab } from './cloud/lab';
import { type Visit, type VisitOptions, visit } from './cloud/visitor';

const STACK = 'Authorizations';
const ALIAS = 'shop-2026';

/** One bucket with a folder per web application, each of which authorizes in its own way. */
function define(stack: Stack): void {
  const bucket = new s3.Bucket(stack, 'Bucket', { removalPolicy: RemovalPolicy.DESTROY });
  const origin = origins.S3BucketOrigin.withOriginAccessControl(bucket);
  const site = new cloudfront.Distribution(stack, 'Site', { defaultBehavior: { origin } });
  const elsewhere = new cloudfront.Distribution(stack, 'Elsewhere', { defaultBehavior: { origin } });
  new CfnOutput(stack, 'SiteDomain', { value: site.distributionDomainName });
  new CfnOutput(stack, 'ElsewhereDomain', { value: elsewhere.distributionDomainName });

  const web = (id: string, authorization?: rum.Authorization) => {
    const app = new rum.WebApp(stack, id, { domains: [site.distributionDomainName], authorization });
    new s3deploy.BucketDeployment(stack, `${id}Pages`, {
      sources: [s3deploy.Source.asset(join(__dirname, 'pages')), app.clientSource()],
      destinationBucket: bucket,
      destinationKeyPrefix: id.toLowerCase(),
    });
  };
  web('Policy');
  web('Alias', rum.Authorization.resourcePolicy({ alias: ALIAS }));
}

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

const report = (page: Page) => page.evaluate('userTelemetry.event("bought", { items: 2 })');

function open(id: string, options: VisitOptions, host = site): Promise<Visit> {
  return visit(browser, `https://${host}/${id.toLowerCase()}/index.html`, options);
}

test.each(['Policy', 'Alias'])('%s: events arrive without a signature and without a call of Cognito', async (id) => {
  const { requests, complaints } = await open(id, { act: report });
  expect(complaints).toEqual([]);
  expect(requests.filter(({ url }) => url.hostname.startsWith('cognito-identity.'))).toEqual([]);
  const { accepted, refused, dropped, repeated } = await lab.monitor(id);
  expect({ refused, dropped, repeated }).toEqual({ refused: {}, dropped: {}, repeated: 0 });
  expect(accepted).toMatchObject({
    'com.amazon.rum.session_start_event': 1,
    'com.amazon.rum.page_view_event': 1,
    'com.amazon.rum.largest_contentful_paint_event': 1, // of the beacon, when the page is left
    'user_telemetry.event.bought': 1,
  });
});

test('a client of the past, with another alias, is refused', async () => {
  const { body } = await askEdge(lab.edge, `https://${site}/alias/telemetry.js`);
  const before = (context: BrowserContext) =>
    context.route('**/telemetry.js', (route) => route.fulfill({ body: body.replace(ALIAS, 'shop-2025') }));
  const { accepted } = await lab.monitor('Alias');
  await open('Alias', { before, act: report });
  const after = await lab.monitor('Alias');
  expect(after.refused).toEqual({ 'resource policy does not allow': expect.any(Number) });
  expect(after.accepted).toEqual(accepted);
});

test('a page on another domain is refused', async () => {
  const { accepted } = await lab.monitor('Policy');
  await open('Policy', { act: report }, await lab.output(STACK, 'ElsewhereDomain'));
  const after = await lab.monitor('Policy');
  expect(after.refused).toEqual({ 'domain not allowed': expect.any(Number) });
  expect(after.accepted).toEqual(accepted);
});
