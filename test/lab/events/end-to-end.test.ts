import { CfnOutput, Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3deploy from 'aws-cdk-lib/aws-s3-deployment';
import type { Browser, Route } from 'playwright-core';
import { DEVICES, launchChromium } from '../../../lab/cast/browser';
import { telemetryReady } from '../../../lab/cast/ready';
import { events, rum, UserTelemetry } from '../../../src';
import { askEdge } from '../helpers/edge-request';
import { Lab } from '../helpers/lab';

/** From what people do in Chromium to what SQL says they did, beside what CloudWatch RUM was told. */
const STACK = 'EndToEnd';
const PATH = '/q7hx2bkd';
const TIMEOUT_MS = 60_000;

const page = (body: string) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>
<link rel="icon" href="data:,"><script async src="telemetry.js"></script></head><body>${body}</body></html>`;
const INDEX = `<button onclick="userTelemetry.identify('customer-4711')">Sign in</button>
<button onclick="userTelemetry.event('cart.added', { sku: 'mug' })">Add</button>
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
    client: { interactions: rum.Interactions.toEventPipeline(), userIdRetention: Duration.days(30) },
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

type Acts = readonly string[];

/** What people do; `Thanks` is a page of its own. Of each, what is done on one device after another. */
const PEOPLE: readonly (readonly Acts[])[] = [
  [['Add', 'Check out', 'Thanks', 'Done']],
  [['Add', 'Check out', 'Thanks', 'Done']],
  [['Check out', 'Cancel', 'Add']],
  [['Add', 'Check out']], // and leaves the site
  [['Thanks']],
  [
    ['Sign in', 'Add'],
    ['Sign in', 'Check out', 'Thanks', 'Done'],
  ],
];
/** What a bot does, and a canary, in whose browser the client is silent. */
const MACHINE: Acts = ['Add', 'Check out', 'Thanks', 'Done'];
const CANARY = 'Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0.0.0 Safari/537.36 CloudWatchSynthetics/arn:aws:synthetics';

const OF_PEOPLE = {
  session_start: 7,
  page_view: 11,
  page_engagement: 11,
  click: 20,
  'cart.added': 5,
  transaction_started: 5,
  transaction_completed: 3,
  transaction_abandoned: 2,
};
const OF_BOT = {
  session_start: 1,
  page_view: 2,
  page_engagement: 2,
  click: 4,
  'cart.added': 1,
  transaction_started: 1,
  transaction_completed: 1,
};

let lab: Lab;
let site: string;
const browsers: Browser[] = [];
/** Batches that were taken, of whose answer the page was not told. */
let unheard = 0;
beforeAll(async () => {
  lab = await Lab.shared();
  const { status, output } = await lab.deploy(STACK, define);
  if (status !== 0) throw new Error(output);
  site = `https://${await lab.output(STACK, 'SiteDomain')}`;
  const [people, machines] = await Promise.all([launchChromium(lab.edge, DEVICES[0]), launchChromium(lab.edge)]);
  browsers.push(people, machines);
  await Promise.all([
    ...PEOPLE.map(async (devices, index) => {
      for (const acts of devices) await visit(people, acts, { isUnheard: index === 0 });
    }),
    visit(machines, MACHINE), // HeadlessChrome
    visit(machines, MACHINE, { isSilent: true, userAgent: CANARY }),
  ]);
});
afterAll(async () => {
  await Promise.all(browsers.map((browser) => browser.close()));
  await lab?.destroy(STACK, define); // other suites of the lab look at what is left of theirs
  await lab?.stop();
});

/** Somebody new comes, acts and leaves. The window stays, for what a page that is left still sends. */
async function visit(
  browser: Browser,
  acts: Acts,
  { isUnheard, isSilent, userAgent }: { isUnheard?: boolean; isSilent?: boolean; userAgent?: string } = {},
): Promise<void> {
  const page = await (await browser.newContext({ ignoreHTTPSErrors: true, userAgent })).newPage();
  page.setDefaultTimeout(TIMEOUT_MS);
  // The first batch is taken, but the answer is lost: it comes once more.
  const lost = isUnheard
    ? new Promise<void>((resolve) => {
        const lose = async (route: Route) => {
          const body = route.request().postData() ?? '';
          const { status } = await askEdge(lab.edge, site + PATH, {
            method: 'POST',
            headers: { ...route.request().headers(), 'content-length': String(Buffer.byteLength(body)) },
            body,
          });
          if (status === 200) unheard++;
          await route.abort('connectionreset');
          resolve();
        };
        void page.route(`**${PATH}`, lose, { times: 1 });
      })
    : undefined;
  await page.goto(`${site}/index.html`, { waitUntil: 'load' });
  if (!isSilent) await telemetryReady(page, TIMEOUT_MS);
  await lost;
  for (const act of acts) {
    await page.click(`text="${act}"`);
    if (act !== 'Thanks') continue;
    await page.waitForURL('**/thanks.html');
    if (!isSilent) await telemetryReady(page, TIMEOUT_MS);
  }
  await page.goto('about:blank');
}

async function counts(whose: string): Promise<Record<string, number>> {
  const rows = await lab.query(
    STACK,
    `SELECT event_name, count(DISTINCT event_id) FROM events WHERE ${whose} GROUP BY event_name`,
  );
  return Object.fromEntries(rows.map(([name, count]) => [name ?? '', Number(count)]));
}

/** What a page that is gone has sent as a beacon may still be on its way. */
async function settled() {
  for (const deadline = Date.now() + TIMEOUT_MS; ; ) {
    await lab.deliveries();
    const seen = {
      people: await counts('NOT is_bot AND NOT is_synthetic'),
      bot: await counts('is_bot AND NOT is_synthetic'),
      canaries: await counts('is_synthetic'),
    };
    const sum = (counted: Record<string, number>) => Object.values(counted).reduce((all, one) => all + one, 0);
    const isThere = sum(seen.people) >= sum(OF_PEOPLE) && sum(seen.bot) >= sum(OF_BOT);
    if (isThere || Date.now() > deadline) return seen;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

test('each event is there that the cast made, and no other; bots are told apart, and canaries tell nothing', async () => {
  expect(await settled()).toEqual({ people: OF_PEOPLE, bot: OF_BOT, canaries: {} });
  expect(await lab.query(STACK, 'SELECT reason, detail FROM rejected_events')).toEqual([]);
  expect(await lab.query(STACK, 'SELECT DISTINCT sender, application FROM events')).toEqual([['browser', 'shop']]);
});

test('who signs in on two devices is one person', async () => {
  expect(
    await lab.query(
      STACK,
      'SELECT count(DISTINCT user_id), count(DISTINCT anonymous_id) FROM events WHERE user_id IS NOT NULL',
    ),
  ).toEqual([['1', '2']]);
});

test('an answer that a page did not hear makes copies, which no question counts', async () => {
  expect(unheard).toBe(1);
  const [[copies]] = await lab.query(STACK, 'SELECT count(*) - count(DISTINCT event_id) FROM events');
  expect(Number(copies)).toBeGreaterThan(0);
  expect(
    await lab.query(STACK, 'SELECT sum(started), sum(completed), sum(abandoned), sum(in_progress) FROM checkouts'),
  ).toEqual([['5', '3', '2', '0']]);
});

test('CloudWatch RUM was told the same outcomes, and does not tell the bot apart', async () => {
  const { accepted, dropped } = await lab.monitor(STACK, 'TelemetryStorefront');
  const outcomes = ['started', 'completed', 'abandoned'].map((one) => accepted[`user_telemetry.transaction_${one}`]);
  expect([outcomes, dropped]).toEqual([[6, 4, 2], {}]);
});

test('the funnel tells who got how far', async () => {
  // One began before adding anything.
  expect(await lab.query(STACK, 'SELECT step_name, units, dropped FROM buyers ORDER BY step')).toEqual([
    ['Added', '5', '1'],
    ['Began', '4', '1'],
    ['Bought', '3', null],
  ]);
});
