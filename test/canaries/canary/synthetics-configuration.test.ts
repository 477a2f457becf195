import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Expect, HealthCheck, HealthChecks, Journey, JourneyCanary, LinkCheck } from '../../../src/canaries';

const url = 'https://shop.example.com/';

/** What the runtime of the only canary in a stack finds in synthetics.json. */
function configurationOf(define: (stack: Stack) => void) {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  define(stack);
  const [upload] = Object.values(Template.fromStack(stack).findResources('Custom::HealthChecksBlueprint'));
  if (upload) return JSON.parse(upload.Properties.Synthetics);
  const { directory } = app.synth();
  const [home] = readdirSync(directory).filter((name) => name.startsWith('asset.'));
  return JSON.parse(readFileSync(join(directory, home, 'synthetics.json'), 'utf8'));
}

const journey = configurationOf(
  (stack) => new JourneyCanary(stack, 'Buy', { journey: Journey.startAt(url).step('see', Expect.visible('h1')) }),
);
const links = configurationOf((stack) => new LinkCheck(stack, 'Links', { startUrls: [url] }));
const health = configurationOf((stack) => {
  return new HealthChecks(stack, 'Health', { checks: [HealthCheck.http('up', { url })] });
});
const deployed = configurationOf((stack) => {
  const host = new CfnParameter(stack, 'Host').valueAsString;
  return new HealthChecks(stack, 'Health', { checks: [HealthCheck.http('up', { url: `https://${host}/` })] });
});

test.each([
  ['a journey', journey],
  ['a link check', links],
  ['health checks', health],
  ['health checks that are known only at deployment', deployed],
])('%s measures each step, and keeps out of reports what says who somebody is', (_, { step, report }) => {
  expect(step).toMatchObject({ stepSuccessMetric: true, stepDurationMetric: true, continueOnStepFailure: false });
  expect(report).toEqual({
    includeRequestHeaders: false,
    includeResponseHeaders: false,
    includeRequestBody: false,
    includeResponseBody: false,
    includeUrlPassword: false,
    restrictedHeaders: ['authorization', 'cookie', 'set-cookie', 'x-amz-security-token', 'x-api-key'],
    restrictedUrlParameters: [],
  });
});

test('a journey keeps screenshots and a HAR file, a link check neither, and without a browser there are none', () => {
  expect(journey).toMatchObject({ har: true, step: { screenshotOnStepSuccess: true, screenshotOnStepFailure: true } });
  expect(links).toMatchObject({ har: false, step: { screenshotOnStepSuccess: false, screenshotOnStepFailure: false } });
  expect(Object.keys(health)).toEqual(['step', 'report']);
  expect(Object.keys(health.step).filter((setting) => setting.startsWith('screenshot'))).toEqual([]);
});
