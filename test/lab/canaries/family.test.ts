import { CfnOutput, Duration, RemovalPolicy, type Stack, TimeZone } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { canaries, monitoring, UserTelemetry } from '../../../src';
import { Lab } from '../helpers/lab';

const STACK = 'Family';
const { JourneySchedule, TimeWindow } = canaries;

/** Every kind of canary that the lab plays, with its alarms, in one stack. */
function define(stack: Stack): void {
  const artifactsBucket = new Bucket(stack, 'Artifacts', { removalPolicy: RemovalPolicy.DESTROY });
  const telemetry = new UserTelemetry(stack, 'Telemetry', {
    applicationName: 'shop',
    notifications: monitoring.Notifications.toTopics({ page: new Topic(stack, 'Page') }),
  });
  const { appMonitor } = telemetry.addWebApp('Storefront', { domains: ['shop.example.com'] });
  const journey = canaries.Journey.startAt('https://shop.example.com').step('see it', canaries.Expect.visible('h1'));
  const common = { artifactsBucket, startAfterCreation: false };
  telemetry.addJourney('Nightly', {
    ...common,
    journey,
    canaryName: 'nightly',
    schedule: JourneySchedule.every(Duration.minutes(15)).offPeak(
      TimeWindow.daily('20:00', '06:00', TimeZone.EUROPE_LONDON),
      Duration.minutes(5),
    ),
    alarms: { muteDuring: [TimeWindow.daily('00:00', '24:00', TimeZone.ETC_UTC)] },
  });
  telemetry.addJourney('Follower', {
    ...common,
    journey,
    canaryName: 'follower',
    schedule: JourneySchedule.every(Duration.minutes(15)).followTraffic(appMonitor, {
      interval: Duration.minutes(1),
      quietBelowSessions: 5,
      tick: Duration.minutes(60), // none while the test runs
      dwell: Duration.minutes(60),
    }),
  });
  telemetry.addLinkCheck('Links', {
    artifactsBucket,
    canaryName: 'links',
    startUrls: ['https://shop.example.com/'],
    schedule: JourneySchedule.cron({ minute: '0', hour: '*' }),
  });
  new CfnOutput(stack, 'Dashboard', { value: telemetry.dashboard.dashboard.dashboardName });
}

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.shared();
  const { status, output } = await lab.deploy(STACK, define);
  if (status !== 0) throw new Error(output);
});
afterAll(() => lab?.stop());

interface Canary {
  readonly Name: string;
  readonly Schedule: { readonly Expression: string };
}

test('all canaries are there, each at its pace', async () => {
  const { Canaries } = await lab.aws<{ Canaries: Canary[] }>('synthetics', 'describe-canaries');
  const expressions = Object.fromEntries(Canaries.map(({ Name, Schedule }) => [Name, Schedule.Expression]));
  expect(expressions).toEqual({
    nightly: expect.stringMatching(/^cron\(0\/15 /),
    'nightly-off-peak': expect.stringMatching(/^cron\(0\/5 /),
    follower: 'rate(15 minutes)',
    'follower-when-quiet': 'rate(1 minute)',
    links: 'cron(0 * * * ? *)',
  });
});

test('each has its alarms, which the lab can judge', async () => {
  const { MetricAlarms } = await lab.aws<{ MetricAlarms: { AlarmName: string; StateReason: string }[] }>(
    'cloudwatch',
    'describe-alarms',
  );
  const names = MetricAlarms.map(({ AlarmName }) => AlarmName).filter((name) => name.startsWith('Synthetics-Alarm-'));
  expect(names.map((name) => name.slice('Synthetics-Alarm-'.length)).sort()).toEqual([
    'follower-1',
    'follower-4',
    'follower-5',
    'follower-when-quiet-1',
    'follower-when-quiet-3',
    'follower-when-quiet-4',
    'follower-when-quiet-5',
    'links-1',
    'links-4',
    'nightly-1',
    'nightly-4',
    'nightly-off-peak-1',
    'nightly-off-peak-4',
  ]);
  expect(MetricAlarms.filter(({ StateReason }) => StateReason.includes('cannot evaluate'))).toEqual([]);
});

test('those that are muted all day are, and no others', async () => {
  expect((await lab.inventory()).muteRules).toHaveLength(1);
  const page = await lab.report();
  const muted = [...page.matchAll(/<td>Synthetics-Alarm-([\w-]+)<\/td><td>\w+<\/td><td>([^<]*)<\/td>/g)];
  expect(muted).toHaveLength(13);
  const silent = muted.filter(([, , reason]) => reason.includes('its actions are muted by')).map(([, name]) => name);
  expect(silent.sort()).toEqual(['nightly-1', 'nightly-4', 'nightly-off-peak-1', 'nightly-off-peak-4']);
});

test('the dashboard shows them', async () => {
  const { DashboardBody } = await lab.aws<{ DashboardBody: string }>(
    ...['cloudwatch', 'get-dashboard', '--dashboard-name', await lab.output(STACK, 'Dashboard')],
  );
  const titles = JSON.parse(DashboardBody).widgets.map(
    ({ properties }: { properties: { title?: string } }) => properties.title,
  );
  expect(titles).toEqual(
    expect.arrayContaining(['Nightly', 'Follower', 'Links'].map((title) => `${title}: successful runs (%)`)),
  );
});

test('they go without a trace', async () => {
  const { status, output } = await lab.destroy(STACK, define);
  expect([status, status ? output : '']).toEqual([0, '']);
  const { canaries: left, muteRules, alarms, rules, functions } = await lab.inventory();
  expect({ left, muteRules, alarms, rules, functions }).toEqual({
    left: [],
    muteRules: [],
    alarms: expect.not.arrayContaining([expect.stringContaining(STACK)]),
    rules: [],
    functions: expect.not.arrayContaining([expect.stringContaining('Traffic')]),
  });
});
