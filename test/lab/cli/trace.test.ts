import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3deploy from 'aws-cdk-lib/aws-s3-deployment';
import type { Browser, Page } from 'playwright-core';
import { trace } from '../../../cli/trace/command';
import { readTraceOptions } from '../../../cli/trace/options';
import { labEnvironment } from '../../../lab/demo/deploy';
import * as events from '../../../src/events';
import * as rum from '../../../src/rum';
import { sharedBrowser } from '../helpers/browser';
import { Lab } from '../helpers/lab';
import { visit } from '../helpers/visit';

const STACK = 'Traced';

/** Goes on with the browser's trace, and calls a table that does not answer for one kind of order. */
const BACKEND = `
const { XRayClient, PutTraceSegmentsCommand } = require('@aws-sdk/client-xray');
const id = () => require('node:crypto').randomBytes(8).toString('hex');
exports.handler = async ({ headers, rawPath }) => {
  const [, trace, parent] = headers.traceparent.split('-');
  const now = Date.now() / 1000;
  const fails = rawPath.endsWith('/broken');
  const times = { start_time: now, end_time: now + 0.02 };
  const document = { ...times, id: id(), trace_id: '1-' + trace.slice(0, 8) + '-' + trace.slice(8), parent_id: parent,
    name: 'orders', fault: fails, http: { request: { method: 'POST', url: rawPath }, response: { status: fails ? 500 : 200 } },
    subsegments: [{ ...times, id: id(), name: 'DynamoDB', namespace: 'aws', fault: fails,
      aws: { operation: 'PutItem', table_name: 'Orders' } }] };
  await new XRayClient({}).send(new PutTraceSegmentsCommand({ TraceSegmentDocuments: [JSON.stringify(document)] }));
  return { statusCode: fails ? 500 : 200, body: '{}' };
};`;

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Checkout</title>
<link rel="icon" href="data:,"><script src="/telemetry.js"></script></head><body>
<button onclick="order('fine')">Buy a mug</button><button onclick="order('broken')">Buy a cup</button>
<script>
async function order(kind) {
  userTelemetry.start('Checkout');
  const { ok } = await fetch('/api/' + kind, { method: 'POST' });
  document.body.dataset.ended = kind;
  if (!ok) throw new TypeError('no order number');
  userTelemetry.complete('Checkout');
}
</script></body></html>`;

function define(stack: Stack): void {
  const bucket = new s3.Bucket(stack, 'Bucket', { removalPolicy: RemovalPolicy.DESTROY });
  const orders = new lambda.Function(stack, 'Orders', {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline(BACKEND),
  });
  orders.addToRolePolicy(new iam.PolicyStatement({ actions: ['xray:PutTraceSegments'], resources: ['*'] }));
  const url = orders.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE });
  const site = new cloudfront.Distribution(stack, 'Site', {
    defaultBehavior: { origin: origins.S3BucketOrigin.withOriginAccessControl(bucket) },
    additionalBehaviors: {
      '/api/*': {
        origin: new origins.FunctionUrlOrigin(url),
        allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
        cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
        originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      },
    },
  });
  const webApp = new rum.WebApp(stack, 'Shop', {
    domains: [site.distributionDomainName],
    cwLogEnabled: true,
    client: { allowCookies: true, interactions: rum.Interactions.toRum() },
  });
  webApp.addTransaction(new events.Transaction(stack, 'Checkout'));
  new s3deploy.BucketDeployment(stack, 'Pages', {
    sources: [s3deploy.Source.data('index.html', PAGE), webApp.clientSource()],
    destinationBucket: bucket,
  });
  new CfnOutput(stack, 'SiteDomain', { value: site.distributionDomainName });
}

let lab: Lab;
let browser: Browser;
let app: string;
const environment = { ...process.env };
beforeAll(async () => {
  lab = await Lab.shared();
  const { status, output } = await lab.deploy(STACK, define);
  if (status !== 0) throw new Error(output);
  browser = await sharedBrowser(lab);
  app = join(lab.folder, 'traced');
  const synthesized = new App({ outdir: app, analyticsReporting: false });
  define(new Stack(synthesized, STACK));
  synthesized.synth();
  process.env = { ...environment, ...labEnvironment({ aws: lab.awsUrl }) };
});
afterAll(async () => {
  process.env = environment;
  await browser?.close();
  await lab?.stop();
});

/** What sees clicks is a file of its own, which is loaded once the page is idle. */
const CLICKS_ARE_SEEN = `performance.getEntriesByType('resource').some(({ name, initiatorType }) =>
  initiatorType === 'script' && new URL(name).pathname !== '/telemetry.js')`;

const shop = async (kind: string, name: string) => {
  const act = async (page: Page) => {
    await page.waitForFunction(CLICKS_ARE_SEEN);
    await page.waitForTimeout(500); // it begins in a few short tasks
    await page.getByRole('button', { name }).click();
    await page.waitForFunction(`document.body.dataset.ended === "${kind}"`);
    await page.waitForTimeout(100);
  };
  await visit(browser, `https://${await lab.output(STACK, 'SiteDomain')}/index.html`, { act });
};

async function told(...args: string[]): Promise<string> {
  const printed: string[] = [];
  await trace(readTraceOptions([...args, '--app', app]), { print: (line) => printed.push(line) });
  return printed.join('\n');
}

async function eventually(look: () => Promise<void>): Promise<void> {
  for (let waited = 0; ; waited += 500) {
    try {
      return await look();
    } catch (error) {
      if (waited >= 20_000) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

test('from an order that failed to the line, the click, and the table behind it', async () => {
  await shop('fine', 'Buy a mug');
  await shop('broken', 'Buy a cup');

  let session = '';
  await eventually(async () => {
    const errors = await told('--errors', 'checkout', '--since', '2h');
    expect(errors).toContain('Sessions with trouble in transaction Checkout: 1 of 2 sessions');
    expect(errors).toContain('1  failed request: POST /api/broken → 500');
    expect(errors).toContain('1  error: TypeError: no order number');
    expect(errors).toContain('too few to tell');
    [, session] = /^ +\d+ {2}([\da-f-]{36}) /m.exec(errors) ?? [];
    expect(errors).toContain('abandoned: Checkout');
  });

  const page = join(lab.folder, 'steps.html');
  const order = [
    /session starts/,
    /✗ click button "Buy a cup" \(it threw\)/,
    /· transaction Checkout started/,
    /✗ POST \/api\/broken → 500 {2}\d+/,
    /✗ orders {2}POST \/api\/broken → 500 {2}20 ms \(\+0 ms\) {2}fault/,
    /✗ DynamoDB {2}PutItem Orders {2}20 ms \(\+0 ms\) {2}fault/,
    /✗ TypeError: no order number\n +at https:\/\/.*index\.html:\d+:\d+/,
    /transaction Checkout abandoned \(the user left\)/,
  ];
  // A page that is left sends several requests at once.
  let steps = '';
  await eventually(async () => {
    steps = await told(session, '--since', '2h', '--html', page);
    for (const step of order) expect(steps).toMatch(step);
  });
  // Browsers tell the times of clicks and of requests by different clocks.
  const places = order.filter((step) => !/click/.test(step.source)).map((step) => steps.search(step));
  expect(places).toEqual([...places].sort((x, y) => x - y));
  expect(steps).not.toContain('Buy a mug');
  expect(steps).not.toContain('/api/fine');
  expect(existsSync(page) && readFileSync(page, 'utf8')).toContain('PutItem Orders');

  // The same session by its trace.
  const answer = await lab.aws<{ events: { message: string }[] }>(
    ...['logs', 'filter-log-events', '--log-group-name', /\/aws\/vendedlogs\/RUMService_[\w-]+/.exec(steps)?.[0] ?? ''],
    ...['--filter-pattern', '{ $.event_type = "com.amazon.rum.http_event" }'],
  );
  const [failed] = answer.events.map(({ message }) => JSON.parse(message));
  const byTrace = await told(failed.event_details.trace_id);
  expect(byTrace).toContain(`Session ${session}`);
  expect(byTrace).toContain('PutItem Orders');
});

test('an ID that nobody has is told, and from when on was looked', async () => {
  expect(await told('nobody', '--since', '30m')).toMatch(
    /0 events of .*, since [\s\S]*No session, user or trace nobody/,
  );
  await expect(told('no" || $.x = "')).rejects.toThrow('is no ID');
});
