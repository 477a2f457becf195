import { App, CfnParameter, Duration, Stack, TimeZone } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { JourneySchedule, LinkCheck, type LinkCheckProps, TimeWindow } from '../../../src/canaries';

const startUrls = ['https://shop.example.com/'];

function define(props: Partial<LinkCheckProps> = {}, stack = new Stack()): LinkCheck {
  return new LinkCheck(stack, 'Links', { startUrls, ...props });
}

function properties(check: LinkCheck) {
  return Object.values(Template.fromStack(Stack.of(check)).findResources('AWS::Synthetics::Canary'))[0].Properties;
}

const settings = (check: LinkCheck) => JSON.parse(properties(check).RunConfig.EnvironmentVariables.LINK_CHECK);

test('a link check searches 50 pages every hour, 3 clicks deep', () => {
  const check = define();
  expect(properties(check)).toMatchObject({
    RuntimeVersion: 'syn-nodejs-playwright-9.0',
    Schedule: { Expression: 'rate(60 minutes)' },
    RunConfig: { TimeoutInSeconds: 300 },
    Code: { Handler: 'index.handler' },
  });
  expect(settings(check)).toEqual({
    startUrls,
    maxPages: 50,
    maxDepth: 3,
    external: true,
    exclude: [],
    linkTimeoutMs: 10_000,
    requestsPerSecond: 5,
    budgetMs: 285_000,
  });
  expect(check.metricStepSuccessPercent('links').dimensions).toMatchObject({ StepName: 'links' });
});

test('of a run that a short schedule shortens, the script knows what is left', () => {
  const often = define({ schedule: JourneySchedule.every(Duration.minutes(1)) });
  expect(properties(often).RunConfig.TimeoutInSeconds).toBe(60);
  expect(settings(often).budgetMs).toBe(45_000);
  const bursts = define({ schedule: JourneySchedule.cron({ minute: '0,2' }) }); // 2 and 58 minutes apart
  expect(properties(bursts).RunConfig.TimeoutInSeconds).toBe(120);
  expect(settings(bursts).budgetMs).toBe(105_000);
  expect(() => define({ schedule: JourneySchedule.every(Duration.minutes(1)), maxPages: 113 })).toThrow(
    'maxPages: got 113, expected a number of at most 112, for which the time of a run is enough; lower maxPages',
  );
});

test('takes what it is given, and all link checks share one script', () => {
  const stack = new Stack();
  const check = define({ external: false, maxDepth: 0, maxPages: 1, exclude: ['/cart'] }, stack);
  new LinkCheck(stack, 'More links', { startUrls });
  expect(settings(check)).toMatchObject({ external: false, maxDepth: 0, maxPages: 1, exclude: ['/cart'] });
  const canaries = Object.values(Template.fromStack(stack).findResources('AWS::Synthetics::Canary'));
  expect(new Set(canaries.map(({ Properties }) => JSON.stringify(Properties.Code))).size).toBe(1);
});

test('starts at what is known only at deployment', () => {
  const stack = new Stack();
  const site = new CfnParameter(stack, 'Site').valueAsString;
  const check = define({ startUrls: [`https://${site}/`] }, stack);
  const { LINK_CHECK } = properties(check).RunConfig.EnvironmentVariables;
  expect(JSON.stringify(LINK_CHECK)).toContain('{"Ref":"Site"}');
});

test('passes cdk-nag', () => {
  const app = new App();
  define({}, new Stack(app, 'Stack'));
  app.synth();
  expect(new AwsSolutionsChecks(app).validateScope(app).violations).toEqual([]);
});

test('says when its settings do not fit into the environment', () => {
  const app = new App();
  define({ exclude: ['x'.repeat(4096)] }, new Stack(app, 'Stack'));
  expect(() => app.synth()).toThrow(/startUrls and exclude \(in bytes\): got 4\d+, expected at most 4096/);
});

test.each<[string, Partial<LinkCheckProps>, string]>([
  ['no start', { startUrls: [] }, 'startUrls: got [], expected at least one address'],
  ['a path', { startUrls: ['/'] }, 'startUrls: got "/", expected an address that starts with http:// or https://'],
  ['no pattern', { exclude: ['('] }, 'exclude: got "(", expected a regular expression'],
  ['no page', { maxPages: 0 }, 'maxPages: got 0, expected a whole number from 1 to 1000'],
  ['half a click', { maxDepth: 0.5 }, 'maxDepth: got 0.5, expected a whole number from 0 to 20'],
  ['a rush', { requestsPerSecond: 21 }, 'requestsPerSecond: got 21, expected a number from 0.1 to 20'],
  [
    'a hurry',
    { linkTimeout: Duration.millis(99) },
    'linkTimeout (in milliseconds): got 99, expected a number from 100',
  ],
  ['more than it has time for', { maxPages: 800 }, 'maxPages: got 800, expected a number of at most 712'],
])('refuses %s', (_case, props, message) => {
  expect(() => define(props)).toThrow(message);
});

test('runs by cron, and at one rate only', () => {
  const daily = define({ schedule: JourneySchedule.cron({ hour: '4', minute: '0' }), timeout: Duration.minutes(14) });
  expect(properties(daily)).toMatchObject({ Schedule: { Expression: 'cron(0 4 * * ? *)' } });
  const night = TimeWindow.daily('20:00', '06:00', TimeZone.EUROPE_LONDON);
  const schedule = JourneySchedule.every(Duration.minutes(60)).offPeak(night, Duration.minutes(10));
  expect(() => define({ schedule })).toThrow('expected one that runs the same day and night');
});
