import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CfnOutput, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3deploy from 'aws-cdk-lib/aws-s3-deployment';
import type { Browser, Page } from 'playwright-core';
import * as rum from '../../../src/rum';
import { sharedBrowser } from '../helpers/browser';
import { askEdge } from '../helpers/edge-request';
import { Lab } from '../helpers/lab';
import { type Visit, visit } from '../helpers/visit';

const STACK = 'Delivery';
/** Of a page that may do nothing but show itself. */
const POLICY = "default-src 'none'; img-src data:";
const PLANE = 'https://dataplane.rum.us-east-1.amazonaws.com';
const COGNITO = 'https://cognito-identity.us-east-1.amazonaws.com';
/** What each page has to be allowed besides. */
const SOURCES = {
  Policy: PLANE,
  Guest: `${PLANE} ${COGNITO}`,
  Own: PLANE,
  FirstParty: "'self'",
  Integrity: PLANE,
};
type Id = keyof typeof SOURCES;
const IDS = Object.keys(SOURCES) as Id[];

const page = (title: string, tag: string) => `<!doctype html><html lang="en"><head><meta charset="utf-8" />
<title>${title}</title><link rel="icon" href="data:," />${tag}</head><body><h1>${title}</h1></body></html>`;

/** Several web applications on one site, each with a policy of its own, and with its client beside its page. */
const define =
  (title: string) =>
  (stack: Stack): void => {
    const bucket = new s3.Bucket(stack, 'Bucket', { removalPolicy: RemovalPolicy.DESTROY });
    const origin = origins.S3BucketOrigin.withOriginAccessControl(bucket);
    const site = new cloudfront.Distribution(stack, 'Site', { defaultBehavior: { origin } });
    const props: Record<Id, Partial<rum.WebAppProps>> = {
      Policy: {},
      Guest: { authorization: rum.Authorization.cognitoGuest() },
      Own: { authorization: rum.Authorization.credentials() },
      FirstParty: {
        firstPartyIngest: new rum.FirstPartyIngest(stack, 'Ingest', { distribution: site }),
        remoteConfiguration: new rum.RemoteConfiguration(stack, 'Remote', { distribution: site }),
      },
      Integrity: { delivery: rum.ClientDelivery.withIntegrity() },
    };
    const clients = IDS.map((id) => {
      const webApp = new rum.WebApp(stack, id, { domains: [site.distributionDomainName], ...props[id] });
      const responseHeadersPolicy = new cloudfront.ResponseHeadersPolicy(stack, `${id}Headers`, {
        securityHeadersBehavior: { contentSecurityPolicy: { contentSecurityPolicy: POLICY, override: true } },
      });
      rum.ContentSecurityPolicy.forWebApp(webApp).addTo(responseHeadersPolicy);
      site.addBehavior(`/${id}/*`, origin, { responseHeadersPolicy });
      const directory = `/clients/${id}/`;
      return new rum.WebClientDeployment(stack, `${id}Client`, {
        webApp,
        destinationBucket: bucket,
        directory,
        distribution: site,
      });
    });
    new s3deploy.BucketDeployment(stack, 'Pages', {
      sources: clients.map(({ scriptTag }, index) =>
        s3deploy.Source.data(`${IDS[index]}/index.html`, page(title, scriptTag)),
      ),
      destinationBucket: bucket,
      exclude: clients.flatMap(({ exclude }) => exclude),
    });
    const own = new iam.Role(stack, 'OwnRole', { assumedBy: new iam.AccountRootPrincipal() });
    (stack.node.findChild('Own') as rum.WebApp).appMonitor.grants.putEvents(own);
    new CfnOutput(stack, 'OwnRoleArn', { value: own.roleArn });
    new CfnOutput(stack, 'SiteDomain', { value: site.distributionDomainName });
    new CfnOutput(stack, 'BucketName', { value: bucket.bucketName });
  };

let lab: Lab;
let browser: Browser;
let site: string;
/** One of each page, by all of which nothing but that page is counted. */
const visits = new Map<Id, Visit>();

async function deploy(title: string): Promise<void> {
  const { status, output } = await lab.deploy(STACK, define(title));
  if (status !== 0) throw new Error(output);
}

beforeAll(async () => {
  lab = await Lab.shared();
  await deploy('A mug');
  site = await lab.output(STACK, 'SiteDomain');
  browser = await sharedBrowser(lab);
  const credentials = await credentialsOf(await lab.output(STACK, 'OwnRoleArn'));
  const acts: Record<Id, (shown: Page) => Promise<unknown>> = {
    Policy: report,
    Guest: reportAndWait,
    Own: (shown) => shown.evaluate(HAND_OVER, credentials).then(() => reportAndWait(shown)),
    FirstParty: report,
    Integrity: report,
  };
  await Promise.all(IDS.map(async (id) => visits.set(id, await visit(browser, urlOf(id), { act: acts[id] }))));
});
afterAll(async () => {
  await browser?.close();
  await lab?.stop();
});

const urlOf = (id: Id) => `https://${site}/${id}/index.html`;
const HAND_OVER = (given: object) => {
  (window as never as { userTelemetry: unknown[] }).userTelemetry.push(['credentials', given]);
};
const report = (shown: Page) => shown.evaluate('userTelemetry.event("bought")');

/** Signed clients send when their interval ends, and need it for their credentials to be there for the beacon. */
async function reportAndWait(shown: Page): Promise<void> {
  const sent = shown.waitForResponse(
    (response) => response.request().method() === 'POST' && response.url().includes('/appmonitors/'),
  );
  await report(shown);
  await sent;
}

async function credentialsOf(role: string): Promise<object> {
  const assume = ['sts', 'assume-role', '--role-session-name', 'page', '--role-arn', role];
  const { Credentials: given } = await lab.aws<{ Credentials: Record<string, string> }>(...assume);
  return { accessKeyId: given.AccessKeyId, secretAccessKey: given.SecretAccessKey, sessionToken: given.SessionToken };
}

/** Waits for the events of the one visit of a page, the last of which is on its way when the browser has left. */
async function expectArrived(id: Id): Promise<void> {
  const last = 'com.amazon.rum.largest_contentful_paint_event';
  for (let waited = 0; waited < 15_000 && !(await lab.monitor(STACK, id)).accepted[last]; waited += 250) {
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  const { accepted, refused } = await lab.monitor(STACK, id);
  expect(refused).toEqual({});
  expect(accepted).toMatchObject({
    'com.amazon.rum.session_start_event': 1,
    'com.amazon.rum.page_view_event': 1,
    'user_telemetry.event.bought': 1,
    [last]: 1,
  });
}

/** The attribute of each script in a page. */
function attributes(html: string, name: string): string[] {
  return [...html.matchAll(new RegExp(`<script[^>]* ${name}="([^"]+)"`, 'g'))].map(([, value]) => value);
}

describe('under a content security policy that allows the client and nothing else', () => {
  test.each(IDS)('%s: events arrive, and Chromium reports no violation', async (id) => {
    const { headers } = await askEdge(lab.edge, urlOf(id));
    expect(headers['content-security-policy']).toBe(`${POLICY}; script-src 'self'; connect-src ${SOURCES[id]}`);
    expect(visits.get(id)?.complaints).toEqual([]);
    await expectArrived(id);
  });

  test('the page of one’s own domain talks to no other', () => {
    const hosts = new Set(visits.get('FirstParty')?.requests.map(({ url }) => url.hostname));
    hosts.delete(''); // of data: URLs, and of the page that is left for
    expect([...hosts]).toEqual([site]);
  });
});

describe('the deployment of the client', () => {
  test('has browsers keep what changes its name for a year, and what keeps it for minutes', async () => {
    const html = (await askEdge(lab.edge, urlOf('Integrity'))).body;
    const [configuration, script] = attributes(html, 'src');
    expect((await askEdge(lab.edge, `https://${site}${configuration}`)).headers['cache-control']).toBe(
      'public, max-age=300',
    );
    expect((await askEdge(lab.edge, `https://${site}${script}`)).headers['cache-control']).toBe(
      'public, max-age=31536000, immutable',
    );
  });

  test('is left alone by a later deployment of the pages', async () => {
    await deploy('Another mug');
    const { body } = await askEdge(lab.edge, urlOf('Policy'));
    expect(body).toContain('<h1>Another mug</h1>');
    for (const id of IDS) {
      const sources = attributes((await askEdge(lab.edge, urlOf(id))).body, 'src');
      for (const source of sources) {
        expect((await askEdge(lab.edge, `https://${site}${source}`)).status).toBe(200);
      }
    }
  });
});

describe('in Chromium', () => {
  /** What a page is like that the client may have failed in. */
  async function open(id: Id): Promise<{ complaints: string; title: string; isRunning: boolean }> {
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    const shown = await context.newPage();
    const complaints: string[] = [];
    shown.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    shown.on('pageerror', (error) => complaints.push(error.message));
    await shown.goto(urlOf(id), { waitUntil: 'load' });
    const title = await shown.textContent('h1');
    const isRunning = await shown.evaluate('typeof window.userTelemetry?.event === "function"');
    await context.close();
    return { complaints: complaints.join('\n'), title: title ?? '', isRunning: Boolean(isRunning) };
  }

  test('a script that somebody has tampered with is refused, and the page works without it', async () => {
    expect(await open('Integrity')).toMatchObject({ complaints: '', isRunning: true });
    const bucket = await lab.output(STACK, 'BucketName');
    const [, script] = attributes((await askEdge(lab.edge, urlOf('Integrity'))).body, 'src');
    const file = join(lab.folder, 'tampered.js');
    const put = [
      's3api',
      'put-object',
      '--bucket',
      bucket,
      '--key',
      script.slice(1),
      '--content-type',
      'text/javascript',
    ];
    await lab.aws('s3api', 'get-object', '--bucket', bucket, '--key', script.slice(1), file);
    writeFileSync(file, `${readFileSync(file, 'utf8')};fetch('/stolen');`);
    await lab.aws(...put, '--body', file);
    const { complaints, title, isRunning } = await open('Integrity');
    expect(complaints).toContain("Failed to find a valid digest in the 'integrity' attribute");
    expect([title, isRunning]).toEqual(['Another mug', false]);
  });

  test('what the policy does not allow would be reported', async () => {
    const act = (shown: Page) => shown.evaluate('fetch("https://elsewhere.cloudfront.net").catch(() => {})');
    const { complaints } = await visit(browser, urlOf('Policy'), { act });
    expect(complaints.join()).toContain('Content Security Policy');
  });
});
