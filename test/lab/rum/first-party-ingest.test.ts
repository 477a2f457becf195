import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { CfnOutput, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3deploy from 'aws-cdk-lib/aws-s3-deployment';
import type { Browser, Page } from 'playwright-core';
import { rum } from '../../../src';
import { sharedBrowser } from '../helpers/browser';
import { askEdge } from '../helpers/edge-request';
import { Lab, type MonitorState } from '../helpers/lab';
import { visit } from '../helpers/visit';

const STACK = 'FirstParty';
const LIMIT = 60;

function define(stack: Stack): void {
  const bucket = new s3.Bucket(stack, 'Bucket', { removalPolicy: RemovalPolicy.DESTROY });
  const distribution = new cloudfront.Distribution(stack, 'Site', {
    defaultBehavior: { origin: origins.S3BucketOrigin.withOriginAccessControl(bucket) },
  });
  const firstPartyIngest = new rum.FirstPartyIngest(stack, 'Ingest', { distribution, rateLimit: LIMIT });
  const domain = distribution.distributionDomainName;
  const authorization = rum.Authorization.resourcePolicy({ alias: 'shop', referers: [`https://${domain}/*`] });
  const webApp = new rum.WebApp(stack, 'Shop', { domains: [domain], authorization, firstPartyIngest });
  new s3deploy.BucketDeployment(stack, 'Pages', {
    sources: [s3deploy.Source.asset(join(__dirname, 'pages')), webApp.clientSource()],
    destinationBucket: bucket,
  });
  new CfnOutput(stack, 'SiteDomain', { value: domain });
  new CfnOutput(stack, 'IngestPath', { value: firstPartyIngest.path });
}

let lab: Lab;
let browser: Browser;
let site: string;
let path: string;
beforeAll(async () => {
  lab = await Lab.shared();
  const { status, output } = await lab.deploy(STACK, define);
  if (status !== 0) throw new Error(output);
  site = await lab.output(STACK, 'SiteDomain');
  path = await lab.output(STACK, 'IngestPath');
  browser = await sharedBrowser(lab);
});
afterAll(async () => {
  await browser?.close();
  await lab?.stop();
});

/** What a page that is gone has sent as a beacon may still be on its way. */
async function whenArrived(types: string[]): Promise<MonitorState> {
  for (let waited = 0; ; waited += 200) {
    const state = await lab.monitor(STACK, 'Shop');
    if (types.every((type) => state.accepted[type])) return state;
    if (waited > 20_000) throw new Error(`not all arrived: ${JSON.stringify(state)}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

test('events go to the site alone, without a preflight, and arrive exactly once', async () => {
  const act = (page: Page) => page.evaluate('userTelemetry.event("bought", { items: 2 })');
  const { requests, complaints } = await visit(browser, `https://${site}/index.html`, { act });
  expect(complaints).toEqual([]);
  expect([...new Set(requests.map(({ url }) => url.hostname))]).toEqual([site]);
  expect(requests.map(({ method }) => method)).not.toContain('OPTIONS');
  const expected = {
    'com.amazon.rum.session_start_event': 1,
    'com.amazon.rum.page_view_event': 1,
    'com.amazon.rum.largest_contentful_paint_event': 1,
    'user_telemetry.event.bought': 1,
  };
  const { accepted, refused, dropped, repeated } = await whenArrived(Object.keys(expected));
  expect({ refused, dropped, repeated }).toEqual({ refused: {}, dropped: {}, repeated: 0 });
  expect(accepted).toMatchObject(expected);
});

test('the client was told a path that gives ad blockers no word to look for', async () => {
  const { body } = await askEdge(lab.edge, `https://${site}/telemetry.js`);
  expect(body).toContain(`"endpoint":"${path}"`);
  expect(path).not.toMatch(/rum|telemetr|monitor|analytic|event|track|collect|metric|stat|log/i);
});

test('a page that is no page of the site cannot send through it', async () => {
  const { status } = await send({ Origin: 'https://evil.example.com', Referer: 'https://evil.example.com/' });
  expect(status).toBe(403);
  expect(Object.values((await lab.monitor(STACK, 'Shop')).refused)).toEqual([1]);
});

test('nothing but events gets through to CloudWatch RUM', async () => {
  const before = await lab.monitor(STACK, 'Shop');
  const url = `https://${site}${path}/appmonitors/${before.id}`;
  expect((await askEdge(lab.edge, url)).status).toBe(404);
  expect((await askEdge(lab.edge, `https://${site}${path}/v1/rum`, { method: 'POST', body: '{}' })).status).toBe(404);
  expect((await lab.monitor(STACK, 'Shop')).refused).toEqual(before.refused);
});

test('a flood is stopped at the edge, while the site is served', async () => {
  const before = await lab.monitor(STACK, 'Shop');
  const statuses: number[] = [];
  for (let at = 0; at <= LIMIT; at++) statuses.push((await send()).status);
  expect(statuses).toContain(200);
  expect(statuses.at(-1)).toBe(403);
  expect((await askEdge(lab.edge, `https://${site}/index.html`)).status).toBe(200);
  expect((await lab.monitor(STACK, 'Shop')).refused).toEqual(before.refused); // AWS WAF refused, not CloudWatch RUM
});

/** An empty batch, as a browser that shows a page of the site sends one. */
async function send(headers: Record<string, string> = {}) {
  const { id } = await lab.monitor(STACK, 'Shop');
  const body = {
    BatchId: randomUUID(),
    AppMonitorDetails: { id, version: '1.0.0' },
    UserDetails: { userId: randomUUID(), sessionId: randomUUID() },
    RumEvents: [],
    Alias: 'shop',
  };
  return askEdge(lab.edge, `https://${site}${path}/appmonitors/${id}`, {
    method: 'POST',
    headers: { Origin: `https://${site}`, Referer: `https://${site}/`, 'Content-Type': 'text/plain', ...headers },
    body: JSON.stringify(body),
  });
}
