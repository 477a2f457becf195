/** The command `verify` where something is in the way: each is named. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Finding } from '../../../cli/verify/evidence/finding';
import { labEnvironment } from '../../../lab/demo/deploy';
import { canaries, UserTelemetry } from '../../../src';
import { Lab } from '../helpers/lab';
import { Project } from './tool';

const STACK = 'Missing';

/** A site whose pages fail the journey, an alarm that tells nobody, and a canary that nobody starts. */
function define(stack: Stack): void {
  const telemetry = new UserTelemetry(stack, 'Telemetry', { applicationName: 'missing' });
  telemetry.addWebApp('Site', { domains: ['127.0.0.1'] });
  telemetry.addJourney('Broken', {
    journey: canaries.Journey.startAt('https://gone.example.com').step('look', canaries.Expect.visible('h1')),
  });
  new Alarm(stack, 'Silent', {
    metric: new Metric({ namespace: 'Nobody', metricName: 'Writes' }),
    threshold: 1,
    evaluationPeriods: 1,
  });
}

let lab: Lab;
let project: Project;
let server: Server;
let page = '';
let policy = '';
const assembly = () => join(lab.folder, 'verified');

beforeAll(async () => {
  [lab, project] = await Promise.all([Lab.start(), Project.create()]);
  const app = new App({ outdir: assembly(), analyticsReporting: false });
  define(new Stack(app, STACK));
  app.synth();
  server = createServer((request, response) => {
    const headers = policy ? { 'content-security-policy': policy } : {};
    response.writeHead(200, headers).end(request.url === '/' ? page : '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  server?.close();
  project?.remove();
  await lab?.stop();
});

async function verify(...args: string[]): Promise<Finding[]> {
  const env = labEnvironment({ aws: lab.awsUrl });
  const { status, output } = await project.run(['verify', assembly(), '--json', ...args], env);
  expect(status).toBe(1);
  return JSON.parse(output).findings;
}

function told(findings: Finding[], path: string, what: string): string {
  const found = findings.find((finding) => finding.path === `${STACK}/${path}` && finding.what === what);
  const [cause] = found?.causes ?? [];
  return `${found?.state}: ${found?.detail}; ${cause?.seen ? 'because' : 'perhaps'} ${cause?.why}`;
}

test('what is in the way is named: no stack, a policy, a domain, a journey that fails, an alarm that tells nobody', async () => {
  const [absent] = await verify();
  expect([absent.state, absent.detail]).toEqual(['missing', `there is no stack ${STACK} in us-east-1`]);

  expect(await lab.deploy(STACK, define)).toMatchObject({ status: 0 });
  await lab.play(await lab.physicalId(STACK, 'AWS::Synthetics::Canary'));
  const { id } = await lab.monitor(STACK, 'TelemetrySite');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  page = `<script>({"appMonitorId":"${id}"})</script>`;
  policy = "connect-src 'self'";

  const blocked = await verify('--url', url);
  expect(told(blocked, 'Telemetry/Site', 'events')).toMatch(
    /^missing: no event in 1 h; because the content security policy of the page blocks https:\/\/dataplane\.rum/,
  );
  expect(told(blocked, 'Telemetry/Broken', 'runs')).toMatch(
    /^missing: it never passed: 1 run failed.*; because its last failure says: .*look/,
  );
  expect(told(blocked, 'Silent', 'state')).toMatch(/^missing: .*tells nobody; because it has no action/);

  const elsewhere = await verify('--url', url.replace('127.0.0.1', 'localhost'));
  expect(told(elsewhere, 'Telemetry/Site', 'events')).toContain(
    'because the page is of localhost, and the app monitor takes events of 127.0.0.1 only',
  );
});
