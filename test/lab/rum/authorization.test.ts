import { join } from 'node:path';
import { CfnOutput, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3deploy from 'aws-cdk-lib/aws-s3-deployment';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { rum } from '../../../src';
import { sharedBrowser } from '../helpers/browser';
import { askEdge } from '../helpers/edge-request';
import { Lab } from '../helpers/lab';
import { type SeenRequest, type Visit, type VisitOptions, visit } from '../helpers/visit';

const STACK = 'Authorizations';
const ALIAS = 'shop-2026';

/** A role for guests of a pool, as somebody has it who had identity pools before. */
function guestRole(stack: Stack, id: string, pool: cognito.CfnIdentityPool): iam.Role {
  const role = new iam.Role(stack, id, {
    assumedBy: new iam.WebIdentityPrincipal('cognito-identity.amazonaws.com', {
      StringEquals: { 'cognito-identity.amazonaws.com:aud': pool.ref },
      'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'unauthenticated' },
    }),
  });
  new cognito.CfnIdentityPoolRoleAttachment(stack, `${id}Attachment`, {
    identityPoolId: pool.ref,
    roles: { unauthenticated: role.roleArn },
  });
  return role;
}

function pool(stack: Stack, id: string): cognito.CfnIdentityPool {
  return new cognito.CfnIdentityPool(stack, id, { allowUnauthenticatedIdentities: true });
}

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
    return app.appMonitor;
  };
  web('Policy');
  web('Alias', rum.Authorization.resourcePolicy({ alias: ALIAS }));
  web('Guest', rum.Authorization.cognitoGuest());

  const existing = pool(stack, 'ExistingPool');
  const role = guestRole(stack, 'ExistingRole', existing);
  web('Existing', rum.Authorization.identityPool(existing, { guestRole: role }));

  const idle = pool(stack, 'IdlePool');
  guestRole(stack, 'IdleRole', idle);
  web('Idle', rum.Authorization.identityPool(idle));

  const own = new iam.Role(stack, 'OwnRole', { assumedBy: new iam.AccountRootPrincipal() });
  web('Own', rum.Authorization.credentials()).grants.putEvents(own);
  new CfnOutput(stack, 'OwnRoleArn', { value: own.roleArn });
}

let lab: Lab;
let browser: Browser;
let site: string;
/** What each folder's visitor saw. */
const visits = new Map<string, Visit>();

beforeAll(async () => {
  lab = await Lab.shared();
  const { status, output } = await lab.deploy(STACK, define);
  if (status !== 0) throw new Error(output);
  site = await lab.output(STACK, 'SiteDomain');
  const given = await credentialsOf(await lab.output(STACK, 'OwnRoleArn'));
  browser = await sharedBrowser(lab);
  // Signed clients send when their interval ends; all visitors wait for theirs at once.
  const acts: [string, (page: Page) => Promise<unknown>][] = [
    ...UNSIGNED.map((id): [string, typeof report] => [id, report]),
    ...['Guest', 'Existing', 'Idle'].map((id): [string, typeof report] => [id, reportAndWait]),
    ['Own', (page) => page.evaluate(HAND_OVER, given).then(() => reportAndWait(page))],
  ];
  await Promise.all(acts.map(async ([id, act]) => visits.set(id, await open(id, { act }))));
});
afterAll(async () => {
  await browser?.close();
  await lab?.stop();
});

const UNSIGNED = ['Policy', 'Alias'];
const HAND_OVER = (given: object) => {
  (window as never as { userTelemetry: unknown[] }).userTelemetry.push(['credentials', given]);
};

const report = (page: Page) => page.evaluate('userTelemetry.event("bought", { items: 2 })');

/** Reports, and waits for a request, so that the credentials are there when the page is left. */
async function reportAndWait(page: Page): Promise<void> {
  const isSent = ({ method, url }: { method: string; url: string }) =>
    method === 'POST' && url.includes('/appmonitors/');
  const sent = page.waitForResponse((response) => isSent({ method: response.request().method(), url: response.url() }));
  await report(page);
  await sent;
}

function open(id: string, options: VisitOptions, host = site): Promise<Visit> {
  return visit(browser, `https://${host}/${id.toLowerCase()}/index.html`, options);
}

async function credentialsOf(role: string): Promise<object> {
  const assume = ['sts', 'assume-role', '--role-session-name', 'page', '--role-arn', role];
  const { Credentials: given } = await lab.aws<{ Credentials: Record<string, string> }>(...assume);
  return { accessKeyId: given.AccessKeyId, secretAccessKey: given.SecretAccessKey, sessionToken: given.SessionToken };
}

/** Calls of Amazon Cognito, without preflights. */
function cognitoCalls(id: string): number {
  const isCall = ({ url, method }: SeenRequest) => url.hostname.startsWith('cognito-identity.') && method === 'POST';
  return visits.get(id)?.requests.filter(isCall).length ?? 0;
}

/** What a visit must have left at the app monitor when nothing was refused. */
async function expectArrived(id: string): Promise<void> {
  const { accepted, refused, dropped, repeated } = await lab.monitor(STACK, id);
  expect({ refused, dropped, repeated }).toEqual({ refused: {}, dropped: {}, repeated: 0 });
  expect(accepted).toMatchObject({
    'com.amazon.rum.session_start_event': 1,
    'com.amazon.rum.page_view_event': 1,
    'com.amazon.rum.largest_contentful_paint_event': 1, // of the beacon, when the page is left
    'user_telemetry.event.bought': 1,
  });
  expect(visits.get(id)?.complaints).toEqual([]);
}

test.each(UNSIGNED)('%s: events arrive without a signature and without a call of Cognito', async (id) => {
  await expectArrived(id);
  expect(cognitoCalls(id)).toBe(0);
});

test.each(['Guest', 'Existing'])('%s: events arrive, signed with the credentials of a guest', async (id) => {
  await expectArrived(id);
  expect(cognitoCalls(id)).toBe(2); // the enhanced flow: an identity, then credentials
});

test('Own: events arrive once the page has handed over credentials', async () => {
  await expectArrived('Own');
  expect(cognitoCalls('Own')).toBe(0);
});

test('a guest whose role lacks the permission is refused', async () => {
  const { accepted, refused } = await lab.monitor(STACK, 'Idle');
  expect(accepted).toEqual({});
  expect(refused).toEqual({ 'identity without permission': expect.any(Number) });
});

test('a client of the past, with another alias, is refused', async () => {
  const { body } = await askEdge(lab.edge, `https://${site}/alias/telemetry.js`);
  const before = (context: BrowserContext) =>
    context.route('**/telemetry.js', (route) => route.fulfill({ body: body.replace(ALIAS, 'shop-2025') }));
  const { accepted } = await lab.monitor(STACK, 'Alias');
  await open('Alias', { before, act: report });
  const after = await lab.monitor(STACK, 'Alias');
  expect(after.refused).toEqual({ 'resource policy does not allow': expect.any(Number) });
  expect(after.accepted).toEqual(accepted);
});

test('a page on another domain is refused', async () => {
  const { accepted } = await lab.monitor(STACK, 'Policy');
  await open('Policy', { act: report }, await lab.output(STACK, 'ElsewhereDomain'));
  const after = await lab.monitor(STACK, 'Policy');
  expect(after.refused).toEqual({ 'domain not allowed': expect.any(Number) });
  expect(after.accepted).toEqual(accepted);
});
