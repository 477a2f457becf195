import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { EventPipeline } from '../../../src/events';
import { EventPipelineAlarms } from '../../../src/monitoring';
import { importMonitor } from '../../monitoring/helpers';
import { ASSUMED, filesOfMonth, type Line, perMillion, toIceberg, toParquet, total } from './costs/costs';
import { PRICES } from './costs/prices';
import { type Sizes, sizesOf } from './costs/sizes';

/** What the docs say that it costs: computed from list prices and from what the ingest really makes of events. */
const DOCS = readFileSync(join(__dirname, '../../../docs/event-pipeline.md'), 'utf8');

let sizes: Sizes;
let lines: Line[];
beforeAll(async () => {
  sizes = await sizesOf(4_000, ASSUMED.perBatch);
  lines = perMillion(sizes);
}, 60_000);

test('a million events of 1 KB cost at most 0.20 USD all in', () => {
  expect(sizes.event / 1_024).toBeCloseTo(1, 1);
  expect(total(lines)).toBeLessThanOrEqual(0.2);
});

test('the docs have these figures', () => {
  const told = lines.map(({ what, howMuch, usd }) => `| ${what} | ${howMuch} | ${usd.toFixed(3)} |`);
  const rows = [...told, `| **together** | | **${total(lines).toFixed(2)}** |`];
  expect(rows.filter((row) => !DOCS.includes(row))).toEqual([]);
});

test('one event a record would be billed five times as much', () => {
  expect(5_120 / sizes.billed).toBeGreaterThan(4);
});

test('Apache Iceberg would save a cent of a million', () => {
  expect(toParquet(sizes) - toIceberg(sizes)).toBeGreaterThan(0);
  expect(toParquet(sizes) - toIceberg(sizes)).toBeLessThan(0.02);
});

describe('a month', () => {
  const stack = new Stack(new App(), 'Shop');
  const pipeline = new EventPipeline(stack, 'Events', { allowedOrigins: ['https://shop.example.com'] });
  new EventPipelineAlarms(stack, 'Alarms', { pipeline, appMonitors: [importMonitor(stack)] });
  const { Resources } = Template.fromStack(stack).toJSON();

  test('without events costs what the alarms do', () => {
    const alarms = Object.values<{ Type: string; Properties: { Metrics?: { MetricStat?: object }[] } }>(
      Resources,
    ).filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm');
    const metrics = alarms.map(
      ({ Properties: { Metrics } }) => Metrics?.filter(({ MetricStat }) => MetricStat).length ?? 1,
    );
    const idle = metrics.reduce((sum, count) => sum + count) * PRICES.cloudWatch.metricOfAlarm;
    expect(idle).toBeLessThan(1);
    expect(DOCS).toContain(`costs ${idle.toFixed(2)}`);
  });

  test('has nothing that is billed by time, such as a stream of Kinesis or an endpoint', () => {
    const types = new Set(Object.values<{ Type: string }>(Resources).map(({ Type }) => Type));
    expect([...types].sort()).toEqual([
      'AWS::ApiGatewayV2::Api',
      'AWS::ApiGatewayV2::Integration',
      'AWS::ApiGatewayV2::Route',
      'AWS::ApiGatewayV2::Stage',
      'AWS::Athena::WorkGroup',
      'AWS::CloudWatch::Alarm',
      'AWS::Glue::Database',
      'AWS::Glue::Table',
      'AWS::IAM::Role',
      'AWS::KinesisFirehose::DeliveryStream',
      'AWS::Lambda::EventInvokeConfig',
      'AWS::Lambda::Function',
      'AWS::Lambda::Permission',
      'AWS::Logs::LogGroup',
      'AWS::Logs::LogStream',
      'AWS::S3::Bucket',
      'AWS::S3::BucketPolicy',
    ]);
  });

  test('of events pays for files and metrics, whatever their number', () => {
    expect(DOCS).toContain(`(${filesOfMonth(5).toFixed(2)} for their delivery and their PUT)`);
    const metrics = 4 * PRICES.cloudWatch.metric;
    expect(DOCS).toContain(`4 metrics, ${metrics.toFixed(2)} together`);
  });
});
