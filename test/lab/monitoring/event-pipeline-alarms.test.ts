import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { EventPipeline } from '../../../src/events';
import { EventPipelineAlarms } from '../../../src/monitoring';
import { importMonitor } from '../../monitoring/helpers';
import { type Resource, replay, type Series } from './replay/replay';

// A busy machine takes seconds to start Python and to load moto.
jest.setTimeout(60_000);

/** Each alarm of a pipeline fires for what it is about, for nothing else, and is off again afterwards. */
const START = Date.UTC(2026, 6, 6) / 1000;
const MINUTE = 60;
const [BEFORE, DURING, AFTER] = [170, 300, 600].map((minute) => START + minute * MINUTE);

/** The alarms, with logical ids in place of references. */
function synthesize(): Resource[] {
  const stack = new Stack(new App(), 'Stack');
  const pipeline = new EventPipeline(stack, 'Events', { allowedOrigins: ['https://shop.example.com'] });
  new EventPipelineAlarms(stack, 'Alarms', { pipeline, appMonitors: [importMonitor(stack)] });
  const alarms = Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm');
  return Object.entries(alarms).map(([LogicalId, { Properties }]) => ({
    LogicalId,
    Type: 'AWS::CloudWatch::Alarm',
    Properties: JSON.parse(JSON.stringify(Properties).replace(/\{"Ref":("[^"]+")\}/g, '$1')),
  }));
}

const RESOURCES = synthesize();
const PIPELINE = dimension('UserTelemetry');
const FUNCTION = dimension('AWS/Lambda');
const STREAM = dimension('AWS/Firehose');

/** The only dimension that the alarms read metrics of a namespace by. */
function dimension(namespace: string): Record<string, string> {
  const text = JSON.stringify(RESOURCES);
  const [, name, value] =
    new RegExp(
      `"Dimensions":\\[\\{"Name":"([^"]+)","Value":"([^"]+)"\\}\\],"MetricName":"[^"]+","Namespace":"${namespace}"`,
    ).exec(text) ?? [];
  return { [name]: value };
}

/** A value each minute, from the third hour on for two hours, unless it is said otherwise. */
function series(
  [namespace, name, dimensions]: [string, string, Record<string, string>],
  value: number,
  [from, to] = [180, 300],
): Series {
  const points = Array.from({ length: to - from }, (_, index) => [START + (from + index) * MINUTE, value] as const);
  return { namespace, name, dimensions, points };
}

const own = (name: string): [string, string, Record<string, string>] => ['UserTelemetry', name, PIPELINE];
const lambda = (name: string): [string, string, Record<string, string>] => ['AWS/Lambda', name, FUNCTION];
const delivery = (name: string): [string, string, Record<string, string>] => ['AWS/Firehose', name, STREAM];
const sessions = (value: number) => series(['AWS/RUM', 'SessionCount', { application_name: 'shop' }], value, [0, 600]);
const ALL: [number, number] = [0, 600];

const SCENARIOS: Record<string, [series: Series[], fires: string[]]> = {
  'nothing happens': [[], []],
  'all is well': [
    [
      sessions(3),
      series(own('EventsAccepted'), 100, ALL),
      series(own('EventsRejected'), 4, ALL),
      series(own('EventBatchesRefused'), 0, ALL),
      series(own('BrowserEventsAccepted'), 90, ALL),
      series(delivery('DeliveryToS3.DataFreshness'), 420, ALL),
      series(delivery('FailedConversion.Records'), 0, ALL),
    ],
    [],
  ],
  'batches are refused': [[series(own('EventBatchesRefused'), 1)], ['Refused']],
  'the ingest fails': [[series(lambda('Errors'), 1)], ['Refused']],
  'the ingest is throttled': [[series(lambda('Throttles'), 1)], ['Refused']],
  'a tenth is rejected': [[series(own('EventsAccepted'), 9, ALL), series(own('EventsRejected'), 1)], ['Rejected']],
  'all of it is rejected': [[series(own('EventsRejected'), 5)], ['Rejected']],
  'a few are rejected at night': [[series(own('EventsRejected'), 1, [180, 190])], []],
  'nothing is delivered': [[series(delivery('DeliveryToS3.DataFreshness'), 1_900)], ['Late']],
  'what comes is no Parquet': [[series(delivery('FailedConversion.Records'), 1)], ['Unconverted']],
  'browsers are silent': [
    [
      sessions(1),
      series(own('BrowserEventsAccepted'), 5, [0, 180]),
      series(own('BrowserEventsAccepted'), 5, [300, 600]),
    ],
    ['SilentBrowsers'],
  ],
  'backends go on where browsers are silent': [
    [
      sessions(1),
      series(own('EventsAccepted'), 50, ALL),
      series(own('BrowserEventsAccepted'), 5, [0, 180]),
      series(own('BrowserEventsAccepted'), 0),
      series(own('BrowserEventsAccepted'), 5, [300, 600]),
    ],
    ['SilentBrowsers'],
  ],
};

let answers: Record<string, (string | null)[]>[];
beforeAll(() => {
  const questions = Object.values(SCENARIOS).map(([all]) => ({
    resources: RESOURCES,
    series: all,
    times: [BEFORE, DURING, AFTER],
  }));
  answers = replay<string | null>(questions);
});

test.each(Object.keys(SCENARIOS).map((name, index) => [name, index] as const))('where %s', (name, index) => {
  const on = (time: number) =>
    Object.entries(answers[index])
      .filter(([, states]) => states[time] === 'ALARM')
      .map(([id]) => id.replace(/^Alarms|[0-9A-F]{8}$/g, ''));
  expect([on(0), on(1), on(2)]).toEqual([[], SCENARIOS[name][1], []]);
  // No data is no reason to be told of insufficient data.
  expect(Object.values(answers[index]).flat()).not.toContain('INSUFFICIENT_DATA');
});
