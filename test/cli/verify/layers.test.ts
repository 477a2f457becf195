import type { Finding } from '../../../cli/verify/evidence/finding';
import { type Account, findingsOf, minutesAgo, serviceError } from './account';

/** State and causes of the one row of a name. */
function row(findings: Finding[], what: string) {
  const found = findings.filter((finding) => finding.what === what);
  expect(found).toHaveLength(1);
  const { state, detail, causes = [] } = found[0];
  return {
    state,
    detail,
    seen: causes
      .filter(({ seen }) => seen)
      .map(({ why }) => why)
      .join('; '),
    causes,
  };
}

describe('real users', () => {
  const counted = (Name: string) => ({
    Name,
    Namespace: 'UserTelemetry',
    DimensionKeys: { 'event_details.transaction': 'Transaction' },
    EventPattern: JSON.stringify({ event_type: ['user_telemetry.x'], event_details: { transaction: ['Checkout'] } }),
  });
  const MONITOR = {
    Monitor: {
      Type: 'AWS::RUM::AppMonitor',
      Properties: {
        Name: 'Monitor',
        CustomEvents: { Status: 'ENABLED' },
        AppMonitorConfiguration: {
          MetricDestinations: [
            {
              Destination: 'CloudWatch',
              MetricDefinitions: ['TransactionStarted', 'TransactionCompleted', 'TransactionAbandoned'].map(counted),
            },
          ],
        },
      },
    },
  };
  const EVENTS = 'AWS/RUM RumEventPayloadSize application_name=Monitor';
  const policy = JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: '*', Action: 'rum:PutRumEvents' }] });

  test('that came are counted, with what they did', async () => {
    const metrics = {
      [EVENTS]: 40,
      'AWS/RUM SessionCount application_name=Monitor': 3,
      'AWS/RUM PageViewCount application_name=Monitor': 9,
      // Whether custom metrics have the name of the monitor is not documented.
      'RUM/CustomMetrics/UserTelemetry TransactionStarted Transaction=Checkout': 2,
      'RUM/CustomMetrics/UserTelemetry TransactionCompleted application_name=Monitor Transaction=Checkout': 1,
    };
    const findings = await findingsOf(MONITOR, { metrics });
    expect(findings.map(({ state }) => state)).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(row(findings, 'sessions').detail).toBe('3 sessions, 9 page views');
    expect(row(findings, 'transaction Checkout').detail).toBe('2 started, 1 completed, 0 abandoned');
  });

  test('a transaction that is never counted is named, though sessions come', async () => {
    const findings = await findingsOf(MONITOR, { metrics: { [EVENTS]: 40 } });
    const { state, causes } = row(findings, 'transaction Checkout');
    expect([state, causes[0].why]).toEqual(['missing', expect.stringContaining('no page calls userTelemetry.start()')]);
    const off = { Monitor: { ...MONITOR.Monitor, Properties: { ...MONITOR.Monitor.Properties, CustomEvents: {} } } };
    const { seen } = row(await findingsOf(off, { metrics: { [EVENTS]: 40 } }), 'transaction Checkout');
    expect(seen).toContain('takes no custom events');
  });

  test.each<[string, Account, string]>([
    ['nobody is let in', {}, 'neither a resource policy nor an identity pool'],
    ['no session is sampled', { policy, monitor: { AppMonitorConfiguration: { SessionSampleRate: 0 } } }, 'rate is 0'],
  ])('%s', async (_, account, why) => {
    const { state, seen } = row(await findingsOf(MONITOR, account), 'events');
    expect([state, seen]).toEqual(['missing', expect.stringContaining(why)]);
  });

  const html = (body: string, headers = {}) =>
    new Response(body, { headers: { 'content-type': 'text/html', ...headers } });
  const client = () =>
    new Response('{"appMonitorId":"the-id","endpoint":"https://dataplane.rum.eu-west-1.amazonaws.com"}');
  const URL_OF_PAGE = 'https://shop.example.com/';
  const looked = (pages: Record<string, Response>, url = URL_OF_PAGE) =>
    findingsOf(MONITOR, { policy }, { args: ['--url', url], pages });
  const script = '<script src="/telemetry.js" defer></script>';

  test('what is in the way on a page is seen: its policy, its domain, or that it fails', async () => {
    const telemetry = { 'https://shop.example.com/telemetry.js': client() };
    const headers = { 'content-security-policy': "default-src 'self'" };
    const blocked = await looked({ [URL_OF_PAGE]: html(script, headers), ...telemetry });
    expect(row(blocked, 'events').seen).toBe(
      "the content security policy of the page blocks https://dataplane.rum.eu-west-1.amazonaws.com: `default-src 'self'`",
    );
    const meta = `<meta http-equiv="Content-Security-Policy" content="script-src 'none'">`;
    const noScript = await looked({ [URL_OF_PAGE]: html(meta + script), ...telemetry });
    expect(row(noScript, 'events').seen).toContain('blocks https://shop.example.com/telemetry.js');
    const stranger = 'https://other.example.com/';
    const elsewhere = await looked({ [stranger]: html(script) }, stranger);
    expect(row(elsewhere, 'events').seen).toContain(
      'of other.example.com, and the app monitor takes events of shop.example.com',
    );
    expect(row(await looked({}), 'events').seen).toBe('https://shop.example.com/ answers 404');
  });

  test('several policies in headers come as one with commas, and all of them count', async () => {
    const telemetry = { 'https://shop.example.com/telemetry.js': client() };
    const rum = 'https://dataplane.rum.eu-west-1.amazonaws.com';
    const well = `default-src 'self' ${rum}, connect-src ${rum}`;
    const pages = (policy: string) => ({
      [URL_OF_PAGE]: html(script, { 'content-security-policy': policy }),
      ...telemetry,
    });
    expect(row(await looked(pages(well)), 'events').seen).toBe('');
    expect(row(await looked(pages(`default-src *, connect-src 'self'`)), 'events').seen).toContain(
      "`connect-src 'self'`",
    );
  });

  test('an endpoint that is none does not end it', async () => {
    const telemetry = new Response('{"appMonitorId":"the-id","endpoint":"https://[none"}');
    const findings = await looked({ [URL_OF_PAGE]: html(script), 'https://shop.example.com/telemetry.js': telemetry });
    expect(row(findings, 'events').state).toBe('missing');
  });

  test('a template that is other than we know leaves the other layers told', async () => {
    const { Properties } = MONITOR.Monitor;
    const pattern = { ...counted('TransactionStarted'), EventPattern: 'not JSON' };
    const Destinations = [{ Destination: 'CloudWatch', MetricDefinitions: [pattern] }];
    const of = (MetricDestinations: unknown) => ({
      Monitor: {
        Type: 'AWS::RUM::AppMonitor',
        Properties: { ...Properties, AppMonitorConfiguration: { MetricDestinations } },
      },
      Task: { Type: 'AWS::ECS::TaskDefinition', Properties: { ContainerDefinitions: { 'Fn::If': ['a', 'b', 'c'] } } },
    });
    const findings = await findingsOf(of({ 'Fn::If': ['a', 'b', 'c'] }), { metrics: { [EVENTS]: 40 } });
    expect(findings.map(({ layer, state }) => `${layer} ${state}`)).toEqual([
      ...['Deployment ok', 'Real users ok', 'Real users missing', 'Behavior unknown', 'Backends unknown'],
    ]);
    const odd = await findingsOf(of(Destinations), { metrics: { [EVENTS]: 40 } });
    expect(odd.filter(({ layer }) => layer === 'Behavior').map(({ state }) => state)).toEqual(['missing']);
  });

  test('a page without the client is what it looks like, and no more is said', async () => {
    const { seen, causes } = row(await looked({ [URL_OF_PAGE]: html('<script src="/app.js"></script>') }), 'events');
    expect(seen).toBe('');
    expect(causes[0]).toMatchObject({ why: expect.stringContaining('holds the ID'), tell: expect.anything() });
  });

  test('a page that is well leaves what only a browser shows', async () => {
    const pages = { [URL_OF_PAGE]: html(script), 'https://shop.example.com/telemetry.js': client() };
    const { state, seen, causes } = row(await looked(pages), 'events');
    expect([state, seen, causes.length]).toEqual(['missing', '', 1]);
    expect(causes[0].tell).toContain('in a browser without extensions');
  });

  test('after a deployment they are waited for, unless it is seen that they can not come', async () => {
    const changedAt = minutesAgo(3);
    expect(row(await findingsOf(MONITOR, { changedAt, policy }), 'events').state).toBe('waiting');
    expect(row(await findingsOf(MONITOR, { changedAt }), 'events').state).toBe('missing');
  });
});

describe('synthetic users', () => {
  const CANARY = { Buy: { Type: 'AWS::Synthetics::Canary', Properties: { Name: 'buy' } } };
  const passed = { Status: { State: 'PASSED' }, Timeline: { Started: minutesAgo(3) } };
  const failed = {
    Timeline: { Started: minutesAgo(2) },
    Status: { State: 'FAILED', StateReason: 'step "order": no h1' },
    ArtifactS3Location: 'bucket/canary/run',
  };

  test.each<[string, Account, string, string]>([
    ['passes', { runs: [passed, passed] }, 'ok', '2 of the last 2 runs passed'],
    ['passed once', { runs: [failed, passed] }, 'ok', 'and the newest failed: step "order": no h1'],
    ['never passed', { runs: [failed, failed] }, 'missing', 'it never passed: 2 runs failed'],
    ['was never started', { canary: { Status: { State: 'READY' } } }, 'missing', 'was never started'],
    ['was stopped', { canary: { Status: { State: 'STOPPED' } } }, 'missing', 'was stopped before it ever ran'],
    [
      'can not be made',
      { canary: { Status: { State: 'ERROR', StateReason: 'the role can not be assumed' } } },
      'missing',
      'the role can not be assumed',
    ],
    [
      'is not due',
      { canary: { Timeline: { LastStarted: minutesAgo(2) } } },
      'waiting',
      'it is due at 2026-11-29 12:03 UTC',
    ],
    [
      'plays',
      { runs: [{ Status: { State: 'RUNNING' }, Timeline: { Started: minutesAgo(1) } }] },
      'waiting',
      'its first run goes on',
    ],
    [
      'never ran',
      { canary: { Timeline: { LastStarted: minutesAgo(50) } } },
      'missing',
      'it was started 50 minutes ago',
    ],
  ])('a canary that %s', async (_, account, state, detail) => {
    const found = row(await findingsOf(CANARY, account), 'runs');
    expect(found).toMatchObject({ state, detail: expect.stringContaining(detail) });
  });

  const stopped = { Status: { State: 'STOPPED' } };
  const at = (run: object, minutes: number) => ({ ...run, Timeline: { Started: minutesAgo(minutes) } });
  const every = (Expression: string) => ({ Schedule: { Expression } });
  // 29 November 2026 is a Sunday.
  test.each<[string, Account, string, string]>([
    [
      'passed before it was changed',
      { runs: [passed], changes: { Buy: minutesAgo(1) } },
      'waiting',
      'since its last change',
    ],
    [
      'passed before it was changed, long ago',
      { runs: [at(passed, 90)], changes: { Buy: minutesAgo(60) } },
      'missing',
      'it never ran since its last change, though it was started 60 minutes ago',
    ],
    [
      'was changed by hand, as the service says, before CloudFormation was done',
      { runs: [at(passed, 4)], changes: { Buy: minutesAgo(3) }, canary: { Timeline: { LastModified: minutesAgo(5) } } },
      'ok',
      'its only run passed',
    ],
    [
      'passed, and runs no more',
      { runs: [at(passed, 50), at(passed, 55)] },
      'missing',
      'was due at 2026-11-29 11:15 UTC',
    ],
    ['fails in the window, and passed before', { runs: [failed, at(passed, 70)] }, 'missing', 'never passed: 1 run'],
    ['passed and was stopped', { runs: [passed], canary: stopped }, 'missing', 'but now it is STOPPED'],
    [
      'passed and is in error',
      { runs: [passed], canary: { Status: { State: 'ERROR', StateReason: 'no role' } } },
      'missing',
      'but now it is ERROR: no role',
    ],
    [
      'is to run once',
      { runs: [at(passed, 300)], canary: { ...stopped, ...every('rate(0 minute)') } },
      'ok',
      'is done',
    ],
    [
      'is not due before its hours',
      { canary: every('cron(0/5 22-23 ? * MON-FRI *)') },
      'waiting',
      'at 2026-11-30 22:00',
    ],
    ['is due on another day', { canary: every('cron(30 8 ? * 4,5 *)') }, 'waiting', 'at 2026-12-02 08:30'],
    ['was due in its hours', { canary: every('cron(0 7 * * ? *)') }, 'missing', 'it was started 360 minutes ago'],
    ['ran when it was due', { runs: [at(passed, 300)], canary: every('cron(0 7 * * ? *)') }, 'ok', 'only run passed'],
    ['has a schedule that we can not read', { canary: every('cron(0 7 L * ? *)') }, 'waiting', 'it has not run yet'],
  ])('a canary that %s', async (_, account, state, detail) => {
    const found = row(await findingsOf(CANARY, account), 'runs');
    expect(found).toMatchObject({ state, detail: expect.stringContaining(detail) });
  });

  test('that are stopped while there is traffic are well', async () => {
    const TRAFFIC = { 'Fn::Join': ['', ['{"canaryName":"', { Ref: 'Buy' }, '"}']] };
    const Traffic = { Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables: { TRAFFIC } } } };
    const both = { ...CANARY, Traffic };
    const found = row(await findingsOf(both, { runs: [at(passed, 50)], canary: stopped }), 'runs');
    expect(found).toMatchObject({ state: 'ok', detail: expect.stringContaining('stopped while there is traffic') });
    expect(row(await findingsOf(both, { canary: stopped }), 'runs').state).toBe('waiting');
  });

  test('that fail are told with how to play them here, and where their pictures are', async () => {
    const { causes } = row(await findingsOf(CANARY, { runs: [failed] }), 'runs');
    expect(causes[0].why).toContain('step "order": no h1');
    expect(causes[0].next).toMatch(/npx user-telemetry run .* Buy .*s3:\/\/bucket\/canary\/run/);
  });
});

describe('backends', () => {
  const configuration = {
    'Fn::Join': ['', ['{"exporters":{"awsemf":{"log_group_name":"', { Ref: 'Metrics' }, '"}}}']],
  };
  const TASK = {
    Metrics: { Type: 'AWS::Logs::LogGroup' },
    Orders: {
      Type: 'AWS::ECS::TaskDefinition',
      Properties: {
        ContainerDefinitions: [
          { Name: 'app', Environment: [{ Name: 'OTEL_SERVICE_NAME', Value: 'Orders' }] },
          {
            Name: 'collector',
            Environment: [{ Name: 'AOT_CONFIG_CONTENT', Value: configuration }],
            LogConfiguration: { Options: { 'awslogs-group': 'collector-log' } },
          },
        ],
      },
    },
  };

  test('metrics in the log group and traces of the service are all that is needed', async () => {
    const findings = await findingsOf(TASK, { logs: { Metrics: ['{"_aws":{}}'] }, traces: { Orders: 2 } });
    expect(findings.map(({ state }) => state)).toEqual(['ok', 'ok', 'ok']);
  });

  test('a collector without permission says so in its log', async () => {
    // As of the exporter awsemf.
    const line =
      'error awsemfexporter@v0.156.0/emf_exporter.go "error": "AccessDeniedException: User: arn:aws:sts::123456789012:' +
      'assumed-role/task/1 is not authorized to perform: logs:PutLogEvents on resource: arn:aws:logs:eu-west-1:1:log-group:x"';
    const findings = await findingsOf(TASK, { logs: { Metrics: [], 'collector-log': ['Everything is ready', line] } });
    for (const what of ['metrics', 'traces of Orders']) {
      const { state, seen, causes } = row(findings, what);
      expect([state, seen]).toEqual(['missing', expect.stringContaining('the collector has no permission')]);
      expect(causes[0].next).toBe('let the task role logs:PutLogEvents on arn:aws:logs:eu-west-1:1:log-group:x');
    }
  });

  test('one that never ran, and an application that sends nothing, are told apart', async () => {
    const never = row(await findingsOf(TASK, {}), 'metrics');
    expect(never.causes[0].why).toContain('the collector has not run');
    const silent = row(await findingsOf(TASK, { logs: { 'collector-log': ['Everything is ready'] } }), 'metrics');
    expect(silent.causes[0].why).toContain('the application sends none');
  });

  const configured = (text: unknown, service: unknown = 'Orders') => ({
    ...TASK,
    Orders: {
      Type: 'AWS::ECS::TaskDefinition',
      Properties: {
        ContainerDefinitions: [
          { Name: 'app', Environment: [{ Name: 'OTEL_SERVICE_NAME', Value: service }] },
          { Name: 'collector', Environment: [{ Name: 'AOT_CONFIG_CONTENT', Value: text }] },
        ],
      },
    },
  });
  const logs = { Metrics: ['{"_aws":{}}'] };

  test.each<[string, unknown, string, string]>([
    ['YAML', 'exporters:\n  awsemf: # ours\n    log_group_name: Metrics\n', 'ok', 'by Metrics'],
    ['neither JSON nor YAML', 'exporters: [', 'unknown', "can't be read"],
    ['empty', '', 'unknown', 'another destination'],
    ['without a log group', 'exporters:\n  awsemf:\n', 'unknown', 'itself'],
  ])('a configuration that is %s', async (_, text, state, detail) => {
    const findings = await findingsOf(configured(text), { logs, traces: { Orders: 1 } });
    expect(row(findings, 'metrics')).toMatchObject({ state, detail: expect.stringContaining(detail) });
    expect(row(findings, 'traces of Orders').state).toBe('ok');
  });

  test('a service whose name only the deployment knows is asked for by no other name', async () => {
    const findings = await findingsOf(configured('{}', { 'Fn::ImportValue': 'x' }), { logs, traces: { '': 1 } });
    expect(row(findings, 'traces of a service').state).toBe('unknown');
    const Variables = {
      AWS_LAMBDA_EXEC_WRAPPER: '/opt/otel-instrument',
      OTEL_SERVICE_NAME: { 'Fn::ImportValue': 'x' },
    };
    const Cart = { Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables } } };
    expect(row(await findingsOf({ Cart }, { metrics, traces: { Cart: 1 } }), 'traces').state).toBe('unknown');
  });

  test('what has more pages than are looked through is told to be undecided, and not to be none', async () => {
    const endless = ['Metrics', 'x-ray', 'collector-log'];
    const findings = await findingsOf(TASK, { endless });
    expect([row(findings, 'metrics').state, row(findings, 'traces of Orders').state]).toEqual(['unknown', 'unknown']);
    expect(row(findings, 'metrics').detail).toContain('pass a shorter --since');
  });

  const FUNCTION = {
    Cart: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        TracingConfig: { Mode: 'Active' },
        Environment: {
          Variables: { AWS_LAMBDA_EXEC_WRAPPER: '/opt/otel-instrument', OTEL_SERVICE_NAME: 'CartService' },
        },
      },
    },
  };
  const metrics = { 'AWS/Lambda Invocations FunctionName=Cart': 5 };

  test.each<[string, Account, string, string]>([
    ['has traces', { metrics, traces: { CartService: 1 } }, 'ok', ''],
    ['was not called', {}, 'waiting', 'no invocations'],
    ['is traced by AWS Lambda alone', { metrics, traces: { Cart: 5 } }, 'missing', 'adds nothing to them'],
    [
      'has no traces',
      { metrics, logs: { '/aws/lambda/Cart': ['AccessDenied'] } },
      'missing',
      'the log of the function says',
    ],
  ])('a function that %s', async (_, account, state, why) => {
    const found = row(await findingsOf(FUNCTION, account), 'traces');
    expect([found.state, found.seen]).toEqual([state, expect.stringContaining(why)]);
  });
});

describe('events', () => {
  const PIPELINE = {
    Monitor: { Type: 'AWS::RUM::AppMonitor', Properties: { Name: 'Monitor' } },
    Stream: { Type: 'AWS::KinesisFirehose::DeliveryStream' },
    Ingest: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        LoggingConfig: { LogGroup: 'ingest-log' },
        Environment: { Variables: { EVENTS_STREAM: { Ref: 'Stream' }, PIPELINE: 'db' } },
      },
    },
  };
  const own = (name: string) => `UserTelemetry ${name} pipeline=db`;
  const sessions = { 'AWS/RUM SessionCount application_name=Monitor': 4 };

  test.each<[string, string, Record<string, number>, string, string]>([
    ['came', 'taken in', { ...sessions, [own('EventsAccepted')]: 9, [own('BrowserEventsAccepted')]: 9 }, 'ok', ''],
    ['come of backends alone', 'taken in', { ...sessions, [own('EventsAccepted')]: 9 }, 'missing', ''],
    [
      'were refused',
      'taken in',
      { [own('EventsAccepted')]: 9, [own('EventBatchesRefused')]: 2 },
      'missing',
      'refused 2 batches',
    ],
    [
      'were rejected',
      'rejected',
      { [own('EventsAccepted')]: 9, [own('EventsRejected')]: 1 },
      'missing',
      '1 of 10 events were rejected: 1 unknown_event',
    ],
    ['were given up', 'rejected', { 'AWS/Lambda AsyncEventsDropped FunctionName=Ingest': 1 }, 'missing', 'given up'],
    ['wait', 'stored', { 'AWS/Firehose IncomingRecords DeliveryStreamName=Stream': 3 }, 'waiting', ''],
    [
      'fail',
      'stored',
      { 'AWS/Firehose FailedConversion.Records DeliveryStreamName=Stream': 1 },
      'missing',
      'could not make Parquet',
    ],
  ])('that %s', async (_, what, metrics, state, seen) => {
    const logs = { 'ingest-log': ['{"EventsRejected":1,"reasons":{"unknown_event":1}}'] };
    const found = row(
      (await findingsOf(PIPELINE, { metrics, logs })).filter(({ layer }) => layer === 'Events'),
      what,
    );
    expect([found.state, found.seen]).toEqual([state, expect.stringContaining(seen)]);
  });
});

test('events that Amazon Data Firehose does not deliver are waited for as long as it keeps them, and then missing', async () => {
  const PIPELINE = {
    Stream: { Type: 'AWS::KinesisFirehose::DeliveryStream' },
    Ingest: {
      Type: 'AWS::Lambda::Function',
      Properties: { Environment: { Variables: { EVENTS_STREAM: { Ref: 'Stream' }, PIPELINE: 'db' } } },
    },
  };
  const metrics = { 'AWS/Firehose IncomingRecords DeliveryStreamName=Stream': 3 };
  expect(row(await findingsOf(PIPELINE, { metrics }), 'stored').state).toBe('waiting');
  const late = row(await findingsOf(PIPELINE, { metrics, earlier: metrics }), 'stored');
  expect(late).toMatchObject({
    state: 'missing',
    detail: '3 records came more than 20 minutes ago, and none was delivered',
  });
  const delivered = { ...metrics, 'AWS/Firehose DeliveryToS3.Records DeliveryStreamName=Stream': 3 };
  expect(row(await findingsOf(PIPELINE, { metrics: delivered, earlier: metrics }), 'stored').state).toBe('ok');
  const { Stream, Ingest } = PIPELINE;
  const Variables = { EVENTS_STREAM: { Ref: 'Stream' }, PIPELINE: { 'Fn::ImportValue': 'x' } };
  const unnamed = { Stream, Ingest: { ...Ingest, Properties: { Environment: { Variables } } } };
  expect(row(await findingsOf(unnamed, { metrics }), 'stored').state).toBe('unknown');
});

describe('alarms and dashboards', () => {
  const ALARM = { Slow: { Type: 'AWS::CloudWatch::Alarm' } };
  const alarm = (more: object) => ({
    alarms: [
      { AlarmName: 'Slow', AlarmActions: ['arn'], EvaluationPeriods: 3, Period: 300, StateValue: 'OK', ...more },
    ],
  });
  const silentFor = (minutes: number) => ({
    StateValue: 'INSUFFICIENT_DATA',
    StateUpdatedTimestamp: minutesAgo(minutes),
    Namespace: 'AWS/RUM',
    MetricName: 'PageViewCount',
  });

  test.each<[string, Account, string, string]>([
    ['is well', alarm({}), 'ok', ''],
    ['is new', alarm(silentFor(20)), 'ok', ''],
    ['has no data', alarm(silentFor(40)), 'missing', 'its metric has no data (AWS/RUM PageViewCount)'],
    [
      'trains its model',
      { ...alarm({ ...silentFor(900), ThresholdMetricId: 'band' }), metrics: { 'AWS/RUM PageViewCount': 1 } },
      'ok',
      '',
    ],
    ['has a model of nothing', alarm({ ...silentFor(900), ThresholdMetricId: 'band' }), 'missing', 'has no data'],
    [
      'should have a model',
      { ...alarm({ ...silentFor(15 * 24 * 60), ThresholdMetricId: 'band' }), metrics: { 'AWS/RUM PageViewCount': 1 } },
      'missing',
      'AWS/RUM PageViewCount',
    ],
    ['is wrong', alarm({ EvaluationState: 'EVALUATION_ERROR', StateReason: 'no role' }), 'missing', 'no role'],
    ['tells nobody', alarm({ AlarmActions: [] }), 'missing', 'it has no action'],
    ['is switched off', alarm({ ActionsEnabled: false }), 'missing', 'its actions are disabled'],
    ['was deleted', {}, 'missing', 'deleted by hand'],
  ])('an alarm that %s', async (_, account, state, seen) => {
    const found = row(await findingsOf(ALARM, account), 'state');
    expect([found.state, found.seen]).toEqual([state, expect.stringContaining(seen)]);
  });

  test('an alarm without an action is well within a composite alarm that has one', async () => {
    const composite = { AlarmName: 'All', AlarmRule: 'ALARM("Slow")', AlarmActions: ['arn'], StateValue: 'OK' };
    const account = { alarms: [...alarm({ AlarmActions: [] }).alarms, composite] };
    const findings = await findingsOf({ ...ALARM, All: { Type: 'AWS::CloudWatch::CompositeAlarm' } }, account);
    expect(findings.map(({ state }) => state)).toEqual(['ok', 'ok', 'ok']);
  });

  test.each([
    ['in quotes', 'ALARM("Slow")', 'ok'],
    ['without', 'NOT OK( Slow )', 'ok'],
    ['by its ARN', 'ALARM("arn:aws:cloudwatch:eu-west-1:123456789012:alarm:Slow") OR FALSE', 'ok'],
    ['by the name of another', 'ALARM("Slower") OR ALARM("Not Slow")', 'missing'],
  ])('a composite alarm that names it %s', async (_, AlarmRule, state) => {
    const composite = { AlarmName: 'All', AlarmRule, AlarmActions: ['arn'], StateValue: 'OK' };
    const both = { ...ALARM, All: { Type: 'AWS::CloudWatch::CompositeAlarm' } };
    const states = async (...composites: object[]) => {
      const findings = await findingsOf(both, { alarms: [...alarm({ AlarmActions: [] }).alarms, ...composites] });
      return findings.filter(({ layer }) => layer === 'Alarms').map((finding) => finding.state);
    };
    expect(await states(composite)).toEqual([state, 'ok']);
    // One that tells nobody helps nobody, unless another one looks at it.
    expect(await states({ ...composite, AlarmActions: [] })).toEqual(['missing', 'missing']);
    expect(await states({ ...composite, ActionsEnabled: false })).toEqual(['missing', 'missing']);
    const outer = { AlarmName: 'Outer', AlarmRule: 'ALARM(All)', AlarmActions: ['arn'], StateValue: 'OK' };
    expect(await states({ ...composite, AlarmActions: [] }, outer)).toEqual([state, 'ok']);
  });

  test('log alarms are looked at, too', async () => {
    const LOG = { Errors: { Type: 'AWS::CloudWatch::LogAlarm' } };
    const schedule = { ScheduleConfiguration: { ScheduleExpression: 'rate(5 minutes)' } };
    const log = (more: object) => ({
      alarms: [
        {
          AlarmName: 'Errors',
          ScheduledQueryConfiguration: schedule,
          QueryResultsToEvaluate: 3,
          StateValue: 'OK',
          ...more,
        },
      ],
    });
    expect(row(await findingsOf(LOG, log({ AlarmActions: ['arn'] })), 'state').state).toBe('ok');
    expect(row(await findingsOf(LOG, log({})), 'state').seen).toContain('it has no action');
    const silent = (minutes: number) => ({ AlarmActions: ['arn'], ...silentFor(minutes) });
    expect(row(await findingsOf(LOG, log(silent(20))), 'state').state).toBe('ok');
    expect(row(await findingsOf(LOG, log(silent(40))), 'state').seen).toContain('its query has no result');
    expect(row(await findingsOf(LOG, {}), 'state').seen).toContain('deleted by hand');
  });

  test('a dashboard is missing its data if none of its metrics has any', async () => {
    const widgets = [
      {
        type: 'metric',
        properties: {
          region: 'eu-west-1',
          metrics: [
            ['N', 'A', 'D', 'v'],
            ['.', 'B', '.', '.'],
          ],
        },
      },
    ];
    const dashboard = JSON.stringify({ widgets });
    const DASHBOARD = { Board: { Type: 'AWS::CloudWatch::Dashboard' } };
    expect(row(await findingsOf(DASHBOARD, { dashboard }), 'metrics').state).toBe('missing');
    const { state, detail } = row(await findingsOf(DASHBOARD, { dashboard, metrics: { 'N B D=v': 0 } }), 'metrics');
    expect([state, detail]).toEqual(['ok', '1 of 2 metrics have data in 1 h; none: A']);
  });
});

test('what is denied is said, and the other rows are looked at', async () => {
  const both = {
    Buy: { Type: 'AWS::Synthetics::Canary' },
    Slow: { Type: 'AWS::CloudWatch::Alarm' },
  };
  const failures = { getCanary: serviceError('AccessDeniedException') };
  const alarms = [{ AlarmName: 'Slow', AlarmActions: ['arn'], EvaluationPeriods: 1, StateValue: 'OK' }];
  const findings = await findingsOf(both, { failures, alarms });
  expect(row(findings, 'runs')).toMatchObject({
    state: 'unknown',
    detail: 'cannot tell: no permission synthetics:GetCanary',
  });
  expect(row(findings, 'state').state).toBe('ok');
});
