import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { CfnOutput, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3deploy from 'aws-cdk-lib/aws-s3-deployment';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../lab/cast/browser';
import { rum } from '../../src';
import { askEdge } from './cloud/edge-request';
import { Lab } from './cloud/lab';
import { visit } from './cloud/visitor';

const STACK = 'FirstParty';
const LIMIT = 60;
const PATH = '/q7hx2';

/** Takes the site's own path away, which the data plane does not know. */
const STRIP = `function handler(event) {
  event.request.uri = event.request.uri.slice('${PATH}'.length);
  return event.request;
}`;

/** The rule of AWS WAF that keeps one address from flooding the path. */
function rateRule(): wafv2.CfnWebACL.RuleProperty {
  const scopeDownStatement = {
    byteMatchStatement: {
      fieldToMatch: { uriPath: {} },
      positionalConstraint: 'STARTS_WITH',
      searchString: `${PATH}/`,
      textTransformations: [{ priority: 0, type: 'NONE' }],
    },
  };
  return {
    name: 'Rate',
    priority: 0,
    action: { block: {} },
    statement: { rateBasedStatement: { limit: LIMIT, aggregateKeyType: 'IP', scopeDownStatement } },
    visibilityConfig: { cloudWatchMetricsEnabled: true, metricName: 'Rate', sampledRequestsEnabled: false },
  };
}

function define(stack: Stack): void {
  const bucket = new s3.Bucket(stack, 'Bucket', { removalPolicy: RemovalPolicy.DESTROY });
  const acl = new wafv2.CfnWebACL(stack, 'Acl', {
    scope: 'CLOUDFRONT',
    defaultAction: { allow: {} },
    visibilityConfig: { cloudWatchMetricsEnabled: true, metricName: 'Acl', sampledRequestsEnabled: false },
    rules: [rateRule()],
  });
  const site = new cloudfront.Distribution(stack, 'Site', {
    defaultBehavior: { origin: origins.S3BucketOrigin.withOriginAccessControl(bucket) },
    webAclId: acl.attrArn,
  });
  site.addBehavior(`${PATH}/*`, new origins.HttpOrigin(`dataplane.rum.${stack.region}.amazonaws.com`), {
    allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
    cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
    originRequestPolicy: new cloudfront.OriginRequestPolicy(stack, 'Request', {
      headerBehavior: cloudfront.OriginRequestHeaderBehavior.allowList('Origin', 'Referer', 'User-Agent'),
    }),
    functionAssociations: [
      {
        eventType: cloudfront.FunctionEventType.VIEWER_REQUEST,
        function: new cloudfront.Function(stack, 'Strip', {
          code: cloudfront.FunctionCode.fromInline(STRIP),
          runtime: cloudfront.FunctionRuntime.JS_2_0,
        }),
      },
    ],
  });
  const webApp = new rum.WebApp(stack, 'Shop', {
    domains: ['*.cloudfront.net'],
    client: { endpoint: `https://${site.distributionDomainName}${PATH}` },
  });
  new s3deploy.BucketDeployment(stack, 'Pages', {
    sources: [s3deploy.Source.asset(join(__dirname, 'pages')), webApp.clientSource()],
    destinationBucket: bucket,
  });
  new CfnOutput(stack, 'SiteDomain', { value: site.distributionDomainName });
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

test('events go to the site alone, without a preflight, and arrive', async () => {
  const { requests, complaints } = await visit(browser, `https://${site}/index.html`, { act: report });
  expect(complaints).toEqual([]);
  expect([...new Set(requests.map(({ url }) => url.hostname))]).toEqual([site]);
  expect(requests.map(({ method }) => method)).not.toContain('OPTIONS');
  const { accepted, refused, dropped } = await lab.monitor('Shop');
  expect({ refused, dropped }).toEqual({ refused: {}, dropped: {} });
  expect(accepted).toMatchObject({
    'com.amazon.rum.session_start_event': 1,
    'com.amazon.rum.page_view_event': 1,
    'com.amazon.rum.largest_contentful_paint_event': 1,
    'user_telemetry.event.bought': 1,
  });
});

test('a page that is no page of the site cannot send through it', async () => {
  const { status } = await send({ Origin: 'https://evil.example.com', Referer: 'https://evil.example.com/' });
  expect(status).toBe(403);
  expect((await lab.monitor('Shop')).refused).toEqual({ 'domain not allowed': 1 });
});

test('a flood is stopped at the edge, while the site is served', async () => {
  const before = await lab.monitor('Shop');
  const statuses: number[] = [];
  for (let at = 0; at <= LIMIT; at++) statuses.push((await send()).status);
  expect(statuses).toContain(200);
  expect(statuses.at(-1)).toBe(403);
  expect((await askEdge(lab.edge, `https://${site}/index.html`)).status).toBe(200);
  expect((await lab.monitor('Shop')).refused).toEqual(before.refused); // AWS WAF refused, not CloudWatch RUM
});

/** An empty batch, as a browser that shows a page of the site sends one. */
async function send(headers: Record<string, string> = {}) {
  const { id } = await lab.monitor('Shop');
  const body = {
    BatchId: randomUUID(),
    AppMonitorDetails: { id, version: '1.0.0' },
    UserDetails: { userId: randomUUID(), sessionId: randomUUID() },
    RumEvents: [],
  };
  return askEdge(lab.edge, `https://${site}${PATH}/appmonitors/${id}`, {
    method: 'POST',
    headers: { Origin: `https://${site}`, Referer: `https://${site}/`, 'Content-Type': 'text/plain', ...headers },
    body: JSON.stringify(body),
  });
}
