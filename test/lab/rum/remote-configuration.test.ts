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
import { Lab } from '../helpers/lab';
import { inTerminal } from '../helpers/terminal';
import { visit } from '../helpers/visit';

const STACK = 'Remote';

/** What an operator may want to say, by the name of the output that has the command. */
const COMMANDS: Record<string, rum.RemoteConfigurationValues> = {
  SwitchOff: { enabled: false },
  SampleNone: { sessionSampleRate: 0 },
  AsStated: {},
};

const define = (version: string) => (stack: Stack) => {
  const bucket = new s3.Bucket(stack, 'Bucket', { removalPolicy: RemovalPolicy.DESTROY });
  const distribution = new cloudfront.Distribution(stack, 'Site', {
    defaultBehavior: { origin: origins.S3BucketOrigin.withOriginAccessControl(bucket) },
  });
  const remoteConfiguration = new rum.RemoteConfiguration(stack, 'Remote', { distribution });
  const shop = new rum.WebApp(stack, 'Shop', {
    domains: [distribution.distributionDomainName],
    client: { applicationVersion: version },
    remoteConfiguration,
  });
  new s3deploy.BucketDeployment(stack, 'Pages', {
    sources: [s3deploy.Source.asset(join(__dirname, 'pages')), shop.clientSource()],
    destinationBucket: bucket,
  });
  new CfnOutput(stack, 'SiteDomain', { value: distribution.distributionDomainName });
  new CfnOutput(stack, 'RemotePath', { value: remoteConfiguration.path });
  for (const [name, values] of Object.entries(COMMANDS)) {
    new CfnOutput(stack, name, { value: remoteConfiguration.command(values) });
  }
};

let lab: Lab;
let browser: Browser;
let site: string;
beforeAll(async () => {
  lab = await Lab.shared();
  const { status, output } = await lab.deploy(STACK, define('1'));
  if (status !== 0) throw new Error(output);
  site = await lab.output(STACK, 'SiteDomain');
  browser = await sharedBrowser(lab);
});
afterAll(async () => {
  await browser?.close();
  await lab?.stop();
});

const say = async (name: string) => inTerminal(lab.edge, await lab.output(STACK, name));
const ask = async () => askEdge(lab.edge, `https://${site}${await lab.output(STACK, 'RemotePath')}`);

/**
 * A visit of a new user who does something that nobody else does: what arrives can be told from other visits.
 *
 * The page is left only once the client has its answer, which it then keeps for the tab: one that is left before sends
 * as stated at deployment.
 */
async function buy(): Promise<{ deed: string; complaints: string[] }> {
  const deed = `bought-${randomUUID()}`;
  const act = async (page: Page) => {
    await page.evaluate(`userTelemetry.event("${deed}")`);
    await page.waitForFunction('Object.keys(sessionStorage).some((key) => key.endsWith("remote"))');
  };
  const { complaints } = await visit(browser, `https://${site}/index.html`, { act });
  return { deed, complaints };
}

const countOf = async (deed: string) =>
  (await lab.monitor(STACK, 'Shop')).accepted[`user_telemetry.event.${deed}`] ?? 0;

async function arrives(deed: string): Promise<void> {
  for (let waited = 0; (await countOf(deed)) === 0; waited += 200) {
    if (waited > 20_000) throw new Error(`${deed} did not arrive`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Lets pages send again, and waits until something later has arrived. */
async function expectSilence(deed: string): Promise<void> {
  await say('AsStated');
  await arrives((await buy()).deed);
  expect(await countOf(deed)).toBe(0);
}

test('as long as nobody has said anything, pages do what was stated at deployment', async () => {
  const { status, headers, body } = await ask();
  expect({ status, body }).toEqual({ status: 200, body: '{}' });
  expect(headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'max-age=60' });
  const { deed, complaints } = await buy();
  expect(complaints).toEqual([]);
  await arrives(deed);
});

test.each(['SwitchOff', 'SampleNone'])('the command %s silences pages without a deployment', async (name) => {
  await say(name);
  expect(JSON.parse((await ask()).body)).toEqual(COMMANDS[name]);
  const { deed, complaints } = await buy();
  expect(complaints).toEqual([]);
  await expectSilence(deed);
});

test('a deployment leaves alone what an operator has said', async () => {
  await say('SwitchOff');
  expect(await lab.deploy(STACK, define('2'))).toMatchObject({ status: 0 });
  expect(JSON.parse((await ask()).body)).toEqual({ enabled: false });
  await expectSilence((await buy()).deed);
});
