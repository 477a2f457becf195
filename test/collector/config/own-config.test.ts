// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of the collector
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as logs from 'aws-cdk-lib/aws-logs';
import { CollectorConfig } from '../../../src/collector';
import { newStack } from '../fixture';
import { INVALID, VALID, withMistake } from './invalid-configs';

const directory = mkdtempSync(join(tmpdir(), 'collector-'));
afterAll(() => rmSync(directory, { recursive: true }));

function bind(text: string, file = 'config.yaml') {
  const path = join(directory, file);
  writeFileSync(path, text);
  const stack = newStack({ env: { account: '123456789012', region: 'eu-west-1' } });
  const metricsLogGroup = logs.LogGroup.fromLogGroupName(stack, 'Metrics', '/metrics');
  const bound = CollectorConfig.fromFile(path)._bind(stack, { metricsLogGroup, memoryLimitMiB: 256 });
  return { ...bound, statements: stack.resolve(bound.statements.map((statement) => statement.toStatementJson())) };
}

test.each(Object.entries(INVALID))('%s is refused', (_, invalid) => {
  expect(() => bind(withMistake(invalid))).toThrow(invalid.ours);
});

test('several mistakes are reported together, each with the path of the construct and the file', () => {
  const text = VALID.replace('limit_mib: 100', 'limit_mib: 0').replace('[awsemf]', '[awsxray]');
  expect(() => bind(text)).toThrow(/^(\[\S+\] \S+config\.yaml: .*\n?){2}$/);
  expect(() => bind(text)).toThrow(expect.objectContaining({ name: 'UserTelemetryError', path: 'Stack' }));
});

test('what is right is passed on as it is, from YAML or JSON', () => {
  const { content, signals } = bind(VALID);
  expect(JSON.parse(content).exporters.awsemf).toEqual({
    region: 'us-east-1',
    namespace: 'shop',
    log_group_name: '/shop',
  });
  expect([...signals].sort()).toEqual(['metrics', 'traces']);
  expect(bind(content, 'config.json').content).toBe(content);
});

test.each([
  ['[awsemf]', true],
  ['[awsemf, otlphttp/vendor]', false],
])('metrics that go to %s go to CloudWatch only: %s', (exporters, expected) => {
  expect(bind(VALID.replace('[awsemf]', exporters)).onlyCloudWatchGetsMetrics).toBe(expected);
});

test('the task may do what the file tells that it does', () => {
  expect(bind(VALID).statements).toEqual([
    {
      Effect: 'Allow',
      Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: expect.objectContaining({ 'Fn::Join': expect.anything() }),
    },
    { Effect: 'Allow', Action: 'xray:PutTraceSegments', Resource: '*' },
  ]);
});

describe('what a collector takes is taken', () => {
  const taken = (good: string, bad: string) => () => bind(withMistake({ replace: [good, bad], ours: /./ }));

  test.each<[string, string, string]>([
    ['a trailing separator', '[awsxray, otlphttp/vendor] }\n', '[awsxray, otlphttp/vendor] }\n---\n'],
    ['a default in a number', 'limit_mib: 100', "limit_mib: '${env:LIMIT:-100}'"],
    ['a variable in a number', 'limit_mib: 100', "limit_mib: '${env:LIMIT}'"],
    ['a duration of two units', 'check_interval: 1s', 'check_interval: 1m30s'],
    ['flags inside of a regular expression', ...selectorOf('^(?i)shop(?i:X)\\z')],
    [
      'dimensions without a value',
      'log_group_name: /shop',
      'log_group_name: /shop, metric_declarations: [{ dimensions: }]',
    ],
    [
      'matchers without a value',
      'log_group_name: /shop',
      'log_group_name: /shop, metric_declarations: [{ label_matchers: }]',
    ],
    ['an octal number of YAML 1.1', 'limit_mib: 100', 'limit_mib: 0144'],
    [
      'headers as a list',
      "'https://otlp.vendor.example'",
      "'https://otlp.vendor.example', headers: [{ name: a, value: b }]",
    ],
  ])('%s', (_, good, bad) => expect(taken(good, bad)).not.toThrow());

  test('what << merges is passed on merged', () => {
    const text = VALID.replace('batch: {}', 'batch: &b { timeout: 5s }\n  batch/2: { <<: *b, send_batch_size: 10 }');
    expect(JSON.parse(bind(text).content).processors['batch/2']).toEqual({ timeout: '5s', send_batch_size: 10 });
  });

  test('numbers are those of the collector', () => {
    const { content } = bind(VALID.replace('limit_mib: 100', 'limit_mib: 0144').replace('1s', '0x10'));
    expect(JSON.parse(content).processors.memory_limiter).toEqual({ check_interval: 16, limit_mib: 100 });
  });
});

function selectorOf(regex: string): [string, string] {
  const declarations = `metric_declarations: [{ dimensions: [[a]], metric_name_selectors: ['${regex}'] }]`;
  return ['log_group_name: /shop', `log_group_name: /shop, ${declarations}`];
}

test('without a log group metrics go to that of their namespace, which the task may write to', () => {
  const { statements } = bind(VALID.replace(', log_group_name: /shop', ''));
  expect(JSON.stringify(statements)).toContain(':log-group:/metrics/shop:*');
});

test('a file that is not there is named', () => {
  const stack = newStack();
  const metricsLogGroup = logs.LogGroup.fromLogGroupName(stack, 'Metrics', '/metrics');
  const bad = () => CollectorConfig.fromFile('/nowhere.yaml').toJson(stack, { metricsLogGroup, memoryLimitMiB: 256 });
  expect(bad).toThrow(/fromFile\("\/nowhere\.yaml"\): got "ENOENT/);
});
