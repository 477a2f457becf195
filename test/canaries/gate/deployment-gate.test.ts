import { App, CfnResource, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as synthetics from 'aws-cdk-lib/aws-synthetics';
import { AwsSolutionsChecks } from 'cdk-nag';
import { DeploymentGate, type DeploymentGateProps } from '../../../src/canaries/gate/deployment-gate';

const GATE = 'Custom::UserTelemetryDeploymentGate';
const PLAYWRIGHT = new synthetics.Runtime('syn-nodejs-playwright-9.0', synthetics.RuntimeFamily.NODEJS);

function canaryIn(stack: Stack, props: Partial<synthetics.CanaryProps> = {}, id = 'Buy'): synthetics.Canary {
  const code = synthetics.Code.fromInline('exports.handler = async () => {};');
  return new synthetics.Canary(stack, id, {
    runtime: PLAYWRIGHT,
    test: synthetics.Test.custom({ code, handler: 'index.handler' }),
    timeout: Duration.minutes(2),
    ...props,
  });
}

interface Set {
  readonly props?: Partial<DeploymentGateProps>;
  readonly canary?: Partial<synthetics.CanaryProps>;
  /** What the application is. */
  readonly color?: string;
  readonly before?: (stack: Stack) => void;
  readonly after?: (stack: Stack, gate: DeploymentGate) => void;
}

function define({ props, canary, color = 'red', before, after }: Set = {}): Stack {
  const stack = new Stack(new App(), 'Shop');
  new CfnResource(stack, 'App', { type: 'AWS::Test::App', properties: { color } });
  before?.(stack);
  const gate = new DeploymentGate(stack, 'Gate', { canary: canaryIn(stack, canary), ...props });
  after?.(stack, gate);
  return stack;
}

function gateOf(stack: Stack) {
  const [gate] = Object.values(Template.fromStack(stack).findResources(GATE));
  return { ...gate.Properties, DependsOn: gate.DependsOn as string[] };
}

describe('a deployment gate', () => {
  const stack = define();
  const template = Template.fromStack(stack);
  const gate = gateOf(stack);

  test('runs the canary dry, and waits for 20 minutes and CloudFormation a little longer', () => {
    expect(gate).toMatchObject({ DryRun: true, TimeoutSeconds: 1200, ServiceTimeout: '1380' });
    expect(gate.CanaryName).toEqual({ Ref: expect.stringMatching(/^Buy/) });
    expect(gate).not.toHaveProperty('Revision');
  });

  test('comes after everything else in its stack, and after its own permissions', () => {
    const all = Object.keys(template.toJSON().Resources).filter((id) => !id.startsWith('Gate'));
    expect(gate.DependsOn).toEqual(expect.arrayContaining([...all, expect.stringMatching(/^GateGoOn/)]));
  });

  test('has one function, which is not tried again', () => {
    template.hasResourceProperties('AWS::Lambda::Function', { Timeout: 900, MemorySize: 256 });
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', { MaximumRetryAttempts: 0 });
    template.resourceCountIs('AWS::Lambda::Function', 1);
    template.hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 30 }, DeletionPolicy: 'Delete' });
  });

  test('may prepare functions of the canary, and pass its role to nobody but those', () => {
    const roles = Object.entries(template.findResources('AWS::IAM::Role'));
    const [, role] = roles.find(([id]) => id.startsWith('Gate')) ?? [];
    const statements: { Action: string | string[]; Resource: unknown; Condition?: unknown }[] =
      role?.Properties.Policies[0].PolicyDocument.Statement;
    expect(statements.map(({ Action }) => Action)).toEqual([
      ['logs:CreateLogStream', 'logs:PutLogEvents'],
      ['synthetics:GetCanary', 'synthetics:GetCanaryRuns'],
      'cloudformation:DescribeStacks',
      'synthetics:StartCanaryDryRun',
      [
        'lambda:AddPermission',
        'lambda:GetFunctionConfiguration',
        'lambda:PublishVersion',
        'lambda:UpdateFunctionConfiguration',
      ],
      'lambda:PublishLayerVersion',
      'lambda:GetLayerVersion',
      'iam:PassRole',
    ]);
    expect(statements[7]).toMatchObject({
      Resource: { 'Fn::GetAtt': [expect.stringMatching(/^BuyServiceRole/), 'Arn'] },
      Condition: { StringEquals: { 'iam:PassedToService': ['lambda.amazonaws.com', 'synthetics.amazonaws.com'] } },
    });
    expect(JSON.stringify(statements[4].Resource)).toMatch(/:function:cwsyn-[a-z0-9]{3,16}\*/);
  });

  test('that waits for the schedule may only read', () => {
    const reading = define({ props: { dryRun: false } });
    const text = JSON.stringify(Template.fromStack(reading).findResources('AWS::IAM::Role'));
    expect(text).not.toMatch(/PassRole|StartCanary|lambda:/);
    expect(gateOf(reading).DryRun).toBe(false);
  });
});

test.each([true, false])('passes cdk-nag, with dry run %s', (dryRun) => {
  const app = new App();
  const stack = new Stack(app, 'Judged');
  const outside = new Stack(app, 'Canary'); // only what the gate itself defines is judged
  new DeploymentGate(stack, 'Gate', { canary: canaryIn(outside), dryRun, application: [] });
  app.synth();
  expect(new AwsSolutionsChecks(app).validateScope(stack).violations).toEqual([]);
});

describe('it runs again', () => {
  const fingerprint = (set: Set = {}) => gateOf(define(set)).Application;
  const former = fingerprint();

  test('when the application has changed, and else not', () => {
    expect(fingerprint()).toBe(former);
    expect(fingerprint({ color: 'blue' })).not.toBe(former);
  });

  test('when the canary has changed', () => {
    expect(fingerprint({ canary: { timeout: Duration.minutes(3) } })).not.toBe(former);
  });

  test('when the revision has', () => {
    expect(gateOf(define({ props: { revision: 'c0ffee' } })).Revision).toBe('c0ffee');
  });

  test('when something that is defined after it has changed', () => {
    const later = (size: number) => (stack: Stack) =>
      void new CfnResource(stack, 'Later', { type: 'AWS::Test::Later', properties: { size } });
    expect(fingerprint({ after: later(1) })).not.toBe(fingerprint({ after: later(2) }));
  });

  test('not when something apart from its application has', () => {
    const apart = (color: string) => {
      const stack = new Stack(new App(), 'Shop');
      new CfnResource(stack, 'Other', { type: 'AWS::Test::Other', properties: { color } });
      const app = new CfnResource(stack, 'App', { type: 'AWS::Test::App' });
      new DeploymentGate(stack, 'Gate', { canary: canaryIn(stack), application: [app] });
      return gateOf(stack);
    };
    expect(apart('red').Application).toBe(apart('blue').Application);
    expect(apart('red').DependsOn).toContain('App');
    expect(apart('red').DependsOn).not.toContain('Other');
  });
});

test('two gates in a stack do not wait for each other, and what depends on one comes after it', () => {
  const stack = define({
    after: (stack, gate) => {
      const app = stack.node.findChild('App');
      new DeploymentGate(stack, 'Second', { canary: canaryIn(stack, {}, 'Search'), application: [app] });
      expect(gate.timeout.toMinutes()).toBe(20);
    },
  });
  const gates = Object.entries(Template.fromStack(stack).findResources(GATE));
  expect(gates).toHaveLength(2);
  for (const [, { DependsOn }] of gates) expect(DependsOn).not.toEqual(expect.arrayContaining(gates.map(([id]) => id)));
});

test('takes what it is given', () => {
  const stack = define({ props: { timeout: Duration.minutes(55), logRetention: RetentionDays.ONE_DAY } });
  expect(gateOf(stack)).toMatchObject({ TimeoutSeconds: 3300, ServiceTimeout: '3480' });
  Template.fromStack(stack).hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 1 });
  Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: Match.objectLike({ URL_SUFFIX: { Ref: 'AWS::URLSuffix' } }) },
  });
});

const runtime = (name: string) => new synthetics.Runtime(name, synthetics.RuntimeFamily.NODEJS);
test.each<[string, Set, string]>([
  ['less than a minute', { props: { timeout: Duration.seconds(59) } }, 'timeout (in seconds): got 59'],
  ['more than 55 minutes', { props: { timeout: Duration.seconds(3301) } }, 'got 3301'],
  [
    'not longer than the canary',
    { props: { timeout: Duration.minutes(2) } },
    'more than the timeout of the canary (120)',
  ],
  ['of parts of seconds', { props: { timeout: Duration.millis(90_500) } }, 'got 90.5'],
  ['on a runtime without dry runs', { canary: { runtime: runtime('syn-nodejs-playwright-1.0') } }, 'dryRun: got true'],
])('refuses a gate %s', (_, set, message) => {
  expect(() => define(set)).toThrow(message);
});

test('a runtime without dry runs may wait for its schedule', () => {
  expect(() =>
    define({ canary: { runtime: runtime('syn-nodejs-puppeteer-9.1') }, props: { dryRun: false } }),
  ).not.toThrow();
  expect(() => define({ canary: { runtime: runtime('syn-nodejs-puppeteer-10.0') } })).not.toThrow();
});
