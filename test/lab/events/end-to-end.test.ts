import { CfnOutput, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3deploy from 'aws-cdk-lib/aws-s3-deployment';
import { type Browser, chromium, type Page } from 'playwright-core';
import { chromiumOptions } from '../../../lab/cast/browser';
import { events, rum, UserTelemetry } from '../../../src';
import { askEdge } from '../helpers/edge-request';
import { Lab } from '../helpers/lab';

/** From what people do in Chromium to what SQL says they did, beside what CloudWatch RUM was told. */
const STACK = 'EndToEnd';
const PATH = '/q7hx2bkd';
/** Of the whole browser: what is emulated for a page does not hold for what it sends while it is left. */
const USER_AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';

const page = (body: string) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>
<link rel="icon" href="data:,"><script async src="telemetry.js"></script></head><body>${body}</body></html>`;
const INDEX = `<button onclick="userTelemetry.event('cart.added', { sku: 'mug' })">Add</button>
<button onclick="userTelemetry.start('Checkout')">Check out</button>
<button onclick="userTelemetry.abandon('Checkout')">Cancel</button> <a href="thanks.html">Thanks</a>`;
const THANKS = `<button onclick="userTelemetry.complete('Checkout')">Done</button>`;

function define(stack: Stack): void {
  const bucket = new s3.Bucket(stack, 'Bucket', { removalPolicy: RemovalPolicy.DESTROY });
  const distribution = new cloudfront.Distribution(stack, 'Site', {
    defaultBehavior: { origin: origins.S3BucketOrigin.withOriginAccessControl(bucket) },
  });
  const telemetry = new UserTelemetry(stack, 'Telemetry', { applicationName: 'shop' });
  const checkout = telemetry.addTransaction('Checkout');
  const pipeline = telemetry.addEventPipeline('Events', {
    distribution,
    path: PATH,
    removalPolicy: RemovalPolicy.DESTROY,
    catalog: new events.EventCatalog(stack, 'Catalog', {
      events: { 'cart.added': { properties: { sku: events.EventProperty.text({ required: true }) } } },
    }),
  });
  const webApp = telemetry.addWebApp('Storefront', {
    domains: [distribution.distributionDomainName],
    client: { interactions: rum.Interactions.toEventPipeline({ sampleRate: 1 }) },
  });
  new s3deploy.BucketDeployment(stack, 'Pages', {
    sources: [
      s3deploy.Source.data('index.html', page(INDEX)),
      s3deploy.Source.data('thanks.html', page(THANKS)),
      webApp.clientSource(),
    ],
    destinationBucket: bucket,
  });
  new CfnOutput(stack, 'SiteDomain', { value: distribution.distributionDomainName });
  new events.TransactionOutcomes(stack, 'Checkouts', { pipeline, transaction: checkout, viewName: 'checkouts' });
  const transaction = (name: string, outcome: events.TransactionOutcome) => ({
    name,
    match: events.EventMatch.transaction(checkout, outcome),
  });
  new events.Funnel(stack, 'Buyers', {
    pipeline,
    viewName: 'buyers',
    steps: [
      { name: 'Added', match: events.EventMatch.named('cart.added', events.EventCondition.text('sku', 'mug')) },
      transaction('Began', events.TransactionOutcome.STARTED),
      transaction('Bought', events.TransactionOutcome.COMPLETED),
    ],
  });
}

/** What each one does; `Thanks` is a page of its own. */
const CAST: readonly (readonly string[])[] = [
  ['Add', 'Check out', 'Thanks', 'Done'],
  ['Add', 'Check out', 'Thanks', 'Done'],
  ['Check out', 'Cancel', 'Add'],
  ['Add', 'Check out'], // and leaves the site
  ['Thanks'],
];
const EXPECTED: Readonly<Record<string, number>> = {
  session_start: 5,
  page_view: 8,
  click: 14,
  'cart.added': 4,
  transaction_started: 4,
  transaction_completed: 2,
  transaction_abandoned: 2,
};

let lab: Lab;
let browser: Browser;
let site: string;
/** Batches that were taken, of whose answer the page was not told. */
let unheard = 0;
beforeAll(async () => {
  lab = await Lab.shared();
  const { status, output } = await lab.deploy(STACK, define);
  if (status !== 0) throw new Error(output);
  site = `https://${await lab.output(STACK, 'SiteDomain')}`;
  const options = chromiumOptions(lab.edge);
  browser = await chromium.launch({ ...options, args: [...(options.args ?? []), `--user-agent=${USER_AGENT}`] });
  await Promise.all(CAST.map(play));
});
afterAll(async () => {
  await browser?.close();
  await lab?.destroy(STACK, define); // other suites of the lab look at what is left of theirs
  await lab?.stop();
});

const ready = (page: Page) =>
  page.waitForFunction('typeof window.userTelemetry?.event === "function" && document.cookie.includes("cwr_s_")');

async function play(acts: readonly string[], index: number): Promise<void> {
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  // The first one's first batch is taken, but the answer is lost: it comes once more.
  if (index === 0) {
    await page.route(
      `**${PATH}`,
      async (route) => {
        const body = route.request().postData() ?? '';
        const { status } = await askEdge(lab.edge, site + PATH, {
          method: 'POST',
          headers: { ...route.request().headers(), 'content-length': String(Buffer.byteLength(body)) },
          body,
        });
        if (status === 200) unheard++;
        await route.abort('connectionreset');
      },
      { times: 1 },
    );
  }
  await page.goto(`${site}/index.html`, { waitUntil: 'load' });
  await ready(page);
  await page.waitForTimeout(1_500);
  for (const act of acts) {
    await page.click(`text="${act}"`);
    if (act === 'Thanks') {
      await page.waitForURL('**/thanks.html');
      await ready(page);
    }
    await page.waitForTimeout(1_500);
  }
  if (index === 0) while (!unheard) await page.waitForTimeout(200);
  await page.goto('about:blank');
  await page.waitForTimeout(1_000);
  await context.close();
}

/** What a page that is gone has sent as a beacon may still be on its way. */
async function counts(): Promise<Record<string, number>> {
  await lab.deliveries();
  const rows = await lab.query(STACK, 'SELECT event_name, count(DISTINCT event_id) FROM events GROUP BY event_name');
  return Object.fromEntries(rows.map(([name, count]) => [name ?? '', Number(count)]));
}

test('each event is there that the cast made, and no other', async () => {
  let seen = await counts();
  for (let left = 20; left && !Object.entries(EXPECTED).every(([name, count]) => seen[name] >= count); left--) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    seen = await counts();
  }
  const { page_engagement, ...others } = seen;
  expect(others).toEqual(EXPECTED);
  expect(page_engagement).toBe(EXPECTED.page_view);
  expect(await lab.query(STACK, 'SELECT reason, detail FROM rejected_events')).toEqual([]);
  expect(await lab.query(STACK, 'SELECT DISTINCT is_bot, is_synthetic, sender, application FROM events')).toEqual([
    ['false', 'false', 'browser', 'shop'],
  ]);
});

test('an answer that a page did not hear makes copies, which no question counts', async () => {
  expect(unheard).toBe(1);
  const [[copies]] = await lab.query(STACK, 'SELECT count(*) - count(DISTINCT event_id) FROM events');
  expect(Number(copies)).toBeGreaterThan(0);
  expect(
    await lab.query(STACK, 'SELECT sum(started), sum(completed), sum(abandoned), sum(in_progress) FROM checkouts'),
  ).toEqual([['4', '2', '2', '0']]);
});

test('CloudWatch RUM was told the same outcomes', async () => {
  const { accepted, dropped } = await lab.monitor(STACK, 'TelemetryStorefront');
  const outcomes = ['started', 'completed', 'abandoned'].map((one) => accepted[`user_telemetry.transaction_${one}`]);
  expect([outcomes, dropped]).toEqual([[4, 2, 2], {}]);
});

test('the funnel tells who got how far', async () => {
  // One began before adding anything.
  expect(await lab.query(STACK, 'SELECT step_name, units, dropped FROM buyers ORDER BY step')).toEqual([
    ['Added', '4', '1'],
    ['Began', '3', '1'],
    ['Bought', '2', null],
  ]);
});
