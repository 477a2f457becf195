import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Canary } from 'aws-cdk-lib/aws-synthetics';
import { AwsSolutionsChecks } from 'cdk-nag';
import { TrafficReconciler, type TrafficReconcilerProps } from '../../../src/canaries';
import { AppMonitor } from '../../../src/rum';

function define(props: Partial<TrafficReconcilerProps> = {}, stack = new Stack()): TrafficReconciler {
  const canary = Canary.fromCanaryName(stack, 'Often', 'often');
  const appMonitor = AppMonitor.fromAppMonitorName(stack, 'Shop', 'shop');
  return new TrafficReconciler(stack, 'Quiet', { canary, appMonitor, quietBelowSessions: 20, ...props });
}

function settings(reconciler: TrafficReconciler): object {
  const functions = Template.fromStack(Stack.of(reconciler)).findResources('AWS::Lambda::Function');
  return JSON.parse(Object.values(functions)[0].Properties.Environment.Variables.TRAFFIC);
}

test('an app monitor of another Region, whose sessions it would never see, is refused', () => {
  const app = new App();
  const [stack, other] = ['us-east-1', 'eu-west-1'].map(
    (region) => new Stack(app, region, { env: { account: '111122223333', region } }),
  );
  const appMonitor = AppMonitor.fromAppMonitorName(other, 'Elsewhere', 'shop');
  expect(() => define({ appMonitor }, stack)).toThrow(
    '[us-east-1/Quiet] Region of app monitor eu-west-1/Elsewhere: got "eu-west-1", expected us-east-1, as the function',
  );
});

// https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
test('describes its function in what Lambda takes, however long the name of the canary', () => {
  const stack = new Stack(new App(), 'Stack');
  define({ canary: Canary.fromCanaryName(stack, 'Long', 'b'.repeat(255)) }, stack);
  const functions = Template.fromStack(stack).findResources('AWS::Lambda::Function');
  const [{ Properties }] = Object.values(functions);
  expect(Properties.Description).toBe('Lets a canary run while real users are few: Stack/Quiet');
});

describe('a traffic reconciler', () => {
  const stack = new Stack(new App(), 'Stack');
  const reconciler = define({}, stack);
  const template = Template.fromStack(stack);

  test('looks every 5 minutes at 15, and lets the canary run for 30 at least', () => {
    template.hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: 'rate(5 minutes)', State: 'ENABLED' });
    expect(settings(reconciler)).toEqual({
      canaryName: 'often',
      appMonitorName: 'shop',
      quietBelow: 20,
      busyFrom: 30,
      lookback: 900_000,
      dwell: 1_800_000,
      settling: 120_000,
    });
  });

  test('retries a tick a few times only, since the next one is near', () => {
    const [{ Properties }] = Object.values(template.findResources('AWS::Events::Rule'));
    expect(Properties.Targets[0].RetryPolicy).toEqual({ MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 300 });
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: 300,
    });
  });

  test('may read metrics, and read, start and stop this one canary', () => {
    const [{ Properties }] = Object.values(template.findResources('AWS::IAM::Role'));
    expect(Properties.ManagedPolicyArns).toBeUndefined();
    const { Statement } = Properties.Policies[0].PolicyDocument;
    expect(Statement.map((statement: { Action: string }) => statement.Action)).toEqual([
      ['logs:CreateLogStream', 'logs:PutLogEvents'],
      'cloudwatch:GetMetricData',
      ['synthetics:GetCanary', 'synthetics:StartCanary', 'synthetics:StopCanary'],
    ]);
    expect(JSON.stringify(Statement[2].Resource)).toContain(':canary:often');
    template.resourceCountIs('AWS::IAM::Policy', 0);
  });

  test('keeps its log for a month, and no longer than the stack', () => {
    template.hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 30 }, DeletionPolicy: 'Delete' });
  });

  test('passes cdk-nag', () => {
    const app = new App();
    define({}, new Stack(app, 'Judged'));
    app.synth();
    expect(new AwsSolutionsChecks(app).validateScope(app).violations).toEqual([]);
  });

  test('has metrics that its function writes', () => {
    const metrics = [
      reconciler.metricErrors(),
      reconciler.metricStarts(),
      reconciler.metricStops(),
      reconciler.metricWatching({ period: Duration.minutes(1) }),
    ].map(({ namespace, metricName, statistic, dimensions }) => [namespace, metricName, statistic, dimensions]);
    expect(metrics).toEqual([
      ['UserTelemetry', 'ReconcilerErrors', 'Sum', { canary: 'often' }],
      ['UserTelemetry', 'ReconcilerStarts', 'Sum', { canary: 'often' }],
      ['UserTelemetry', 'ReconcilerStops', 'Sum', { canary: 'often' }],
      ['UserTelemetry', 'CanaryWatching', 'Average', { canary: 'often' }],
    ]);
  });
});

test('takes what it is given', () => {
  const reconciler = define({
    quietBelowSessions: 1,
    busyFromSessions: 100,
    tick: Duration.minutes(60),
    lookback: Duration.hours(3),
    logRetention: RetentionDays.ONE_DAY,
  });
  expect(settings(reconciler)).toMatchObject({ busyFrom: 100, dwell: 3_600_000, lookback: 10_800_000 });
  Template.fromStack(Stack.of(reconciler)).hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 1 });
});

test('follows names that are known only at deployment, twice in one stack', () => {
  const stack = new Stack();
  const monitor = new AppMonitor(stack, 'Monitor', { domains: ['shop.example.com'] });
  define({ appMonitor: monitor }, stack);
  const canary = Canary.fromCanaryName(stack, 'Other', 'other');
  new TrafficReconciler(stack, 'Other quiet', { canary, appMonitor: monitor, quietBelowSessions: 5 });
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::Lambda::Function', 2);
  template.allResourcesProperties('AWS::Lambda::Function', {
    Environment: { Variables: { TRAFFIC: { 'Fn::Join': ['', Match.arrayWith([Match.objectLike({})])] } } },
  });
});

test.each<[string, Partial<TrafficReconcilerProps>, string]>([
  ['no threshold', { quietBelowSessions: 0 }, 'quietBelowSessions: got 0, expected a whole number of at least 1'],
  ['part of a session', { quietBelowSessions: 1.5 }, 'quietBelowSessions: got 1.5'],
  ['part of a session', { busyFromSessions: 30.5 }, 'busyFromSessions: got 30.5'],
  [
    'no room between',
    { busyFromSessions: 20 },
    'busyFromSessions: got 20, expected a whole number above 20, which is quietBelowSessions',
  ],
  ['half a minute', { tick: Duration.seconds(30) }, 'tick (in minutes): got 0.5, expected a whole number from 1 to 60'],
  ['a rare tick', { tick: Duration.minutes(61) }, 'tick (in minutes): got 61'],
  ['a short lookback', { lookback: Duration.minutes(4) }, 'lookback (in minutes): got 4'],
  ['a long lookback', { lookback: Duration.minutes(181) }, 'lookback (in minutes): got 181'],
  [
    'a dwell below the tick',
    { dwell: Duration.minutes(4) },
    'dwell (in minutes): got 4, expected a whole number from 5',
  ],
  ['a dwell above a day', { dwell: Duration.minutes(1441) }, 'dwell (in minutes): got 1441'],
])('refuses %s', (_case, props, message) => {
  expect(() => define(props)).toThrow(message);
});
