import { App, Duration, Stack, TimeZone } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Expect, Journey, JourneyCanary, JourneySchedule, TimeWindow, WeekDay } from '../../../src/canaries';
import { Transaction } from '../../../src/events';
import { AppMonitorGuards, JourneyAlarms, TransactionAlarms, WebAppAlarms } from '../../../src/monitoring';
import { AppMonitor } from '../../../src/rum';
import { type Resource, replay, type Series } from './replay/replay';

// A busy machine takes seconds to start Python and to load moto.
jest.setTimeout(60_000);

const ALARM = 'AWS::CloudWatch::Alarm';
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 6, 6) / 1000;

/**
 * The alarms of a web app with a transaction, of a journey in three locations, and of one whose off-peak canaries share
 * the first two days of the week, by the ends of their ids.
 */
function synthesize(): Resource[] {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'us-east-1' } });
  const attributes = { appMonitorName: 'shop', appMonitorId: '11111111-2222-3333-4444-555555555555' };
  const appMonitor = AppMonitor.fromAppMonitorAttributes(stack, 'Monitor', attributes);
  const transaction = new Transaction(stack, 'Checkout', { minimumCompletionRate: 0.6 });
  const shop = Journey.startAt('https://shop.example.com').step('see the shop', Expect.visible('h1'));
  const journey = new JourneyCanary(stack, 'Buy', {
    journey: shop,
    canaryName: 'buy',
    replicas: [{ region: 'eu-west-1' }, { region: 'ap-southeast-2' }],
  });
  new WebAppAlarms(stack, 'Web', {
    appMonitor,
    pageSpeed: { enabled: false },
    inputDelay: { enabled: false },
    layoutShift: { enabled: false },
    sessions: { threshold: Duration.hours(3) },
  });
  new TransactionAlarms(stack, 'Alarms', { transaction, appMonitors: [appMonitor] });
  new AppMonitorGuards(stack, 'Guards', { appMonitors: [appMonitor], quota: {} });
  new JourneyAlarms(stack, 'Buy2', { journey });
  const days = TimeWindow.weekly([WeekDay.MONDAY, WeekDay.TUESDAY], '00:00', '24:00', TimeZone.EUROPE_LONDON);
  const schedule = JourneySchedule.every(Duration.minutes(10)).offPeak(days, Duration.minutes(5));
  new JourneyAlarms(stack, 'Rent2', { journey: new JourneyCanary(stack, 'Rent', { journey: shop, schedule }) });
  const known = (value: unknown) =>
    JSON.parse(
      JSON.stringify(value)
        .replaceAll(/\{"Ref":"Buy[^"]*"\}/g, '"buy"')
        .replaceAll(/\{"Ref":"Rent(\w+)\w{8}"\}/g, '"rent$1"'),
    );
  return Object.entries(Template.fromStack(stack).findResources(ALARM)).map(([id, { Properties }]) => ({
    LogicalId: id.slice(0, -8),
    Type: ALARM,
    Properties: { ...known(Properties), AlarmName: id.slice(0, -8), WarmUpConfiguration: undefined },
  }));
}

/** A value every so many seconds, in some hours of two days. */
function every(
  seconds: number,
  value: number,
  [namespace, name]: [string, string],
  dimensions: object,
  [from, to] = [0, 48],
): Series {
  const count = ((to - from) * HOUR) / seconds;
  const points = Array.from({ length: count }, (_, index) => [START + from * HOUR + index * seconds, value] as const);
  return { namespace, name, dimensions: dimensions as Record<string, string>, points };
}

const APP = { application_name: 'shop' };
const rum = (name: string): [string, string] => ['AWS/RUM', name];
const counted = (name: string): [string, string] => ['RUM/CustomMetrics/UserTelemetry', name];
const runs: [string, string] = ['CloudWatchSynthetics', 'SuccessPercent'];
const ofCheckout = { Transaction: 'Checkout' };
const sessions = every(MINUTE, 5, rum('SessionCount'), APP);

const SCENARIOS: Record<string, Series[]> = {
  nobodyCompletes: [sessions, every(MINUTE, 2, counted('TransactionStarted'), { ...APP, ...ofCheckout })],
  nobodyCompletesWithoutApplication: [sessions, every(MINUTE, 2, counted('TransactionStarted'), ofCheckout)],
  mostComplete: [
    sessions,
    every(MINUTE, 2, counted('TransactionStarted'), ofCheckout),
    every(MINUTE, 2, counted('TransactionCompleted'), ofCheckout),
  ],
  nobodyBegins: [sessions],
  nobodyComes: [every(MINUTE, 5, rum('SessionCount'), APP, [0, 30])],
  errorsOnly: [every(MINUTE, 10, rum('PageViewCount'), APP), every(MINUTE, 2, rum('JsErrorCount'), APP, [0, 24])],
  oneOfTwoCanariesNeverRan: [every(5 * MINUTE, 100, runs, { CanaryName: 'rentCanaryOffPeak' })],
  oneOfTwoCanariesFails: [
    every(5 * MINUTE, 100, runs, { CanaryName: 'rentCanaryOffPeak' }),
    every(5 * MINUTE, 70, runs, { CanaryName: 'rentCanaryOffPeak2' }),
  ],
  locationsUnknown: [every(5 * MINUTE, 100, runs, { CanaryName: 'buy' })],
  locationsKnown: [
    every(5 * MINUTE, 33, runs, { CanaryName: 'buy' }),
    every(5 * MINUTE, 100, runs, { CanaryName: 'buy', Location: 'us-east-1' }),
  ],
};

/** Which alarms are on at the end of the second day, and at that of the first. */
let on: Record<string, [string[], string[]]>;
beforeAll(() => {
  const resources = synthesize();
  const times = [24, 48].map((hour) => START + hour * HOUR);
  const answers = replay<string | null>(Object.values(SCENARIOS).map((series) => ({ resources, series, times })));
  on = Object.fromEntries(
    Object.keys(SCENARIOS).map((name, index) => {
      const at = (time: number) => Object.keys(answers[index]).filter((id) => answers[index][id][time] === 'ALARM');
      return [name, [at(0), at(1)]];
    }),
  );
});

const RENT = 'Rent2OffPeakSuccess';
const SILENT = ['Buy2Locations', 'Buy2Success', RENT]; // no run is known in these scenarios

// The worst outage leaves no data point of what is completed, in the whole range.
test.each(['nobodyCompletes', 'nobodyCompletesWithoutApplication'])('%s is seen', (name) => {
  expect(on[name].map((ids) => ids.sort())).toEqual([
    ['AlarmsCompletionRate', ...SILENT],
    ['AlarmsCompletionRate', ...SILENT],
  ]);
});

test.each<[string, string[], string[]]>([
  ['mostComplete', SILENT, SILENT],
  ['nobodyBegins', ['AlarmsUnused', ...SILENT], ['AlarmsUnused', ...SILENT]],
  ['nobodyComes', ['AlarmsUnused', ...SILENT], [...SILENT, 'WebSessions']],
  ['errorsOnly', [...SILENT, 'WebJsErrors', 'WebSessions'], [...SILENT, 'WebSessions']],
  [
    'oneOfTwoCanariesNeverRan',
    ['Buy2Locations', 'Buy2Success', 'WebSessions'],
    ['Buy2Locations', 'Buy2Success', 'WebSessions'],
  ],
  ['oneOfTwoCanariesFails', [...SILENT, 'WebSessions'], [...SILENT, 'WebSessions']],
  ['locationsUnknown', [RENT, 'WebSessions'], [RENT, 'WebSessions']],
  ['locationsKnown', [...SILENT, 'WebSessions'], [...SILENT, 'WebSessions']],
])('%s', (name, first, second) => {
  expect(on[name].map((ids) => ids.sort())).toEqual([first, second]);
});
