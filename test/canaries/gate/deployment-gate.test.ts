import { App, CfnResource, Duration, Fn, Lazy, Stack, Token } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as synthetics from 'aws-cdk-lib/aws-synthetics';
import { AwsSolutionsChecks } from 'cdk-nag';
import { DeploymentGate, type DeploymentGateProps } from '../../../src/canaries/gate/deployment-gate';
import { HealthCheck } from '../../../src/canaries/health/health-check';
import { HealthChecks } from '../../../src/canaries/health/health-checks';
import { Expect } from '../../../src/canaries/journey/expect';
import { Journey } from '../../../src/canaries/journey/journey';
import { JourneyCanary, type JourneyCanaryProps } from '../../../src/canaries/journey-canary/journey-canary';

/**
 * Of the permissions that the CloudFormation handler lists for updates, and of the policy CloudWatchSyntheticsFullAccess:
 * docs/deployment-gate.md has all of them.
 */
const FOR_UPDATES = [
  ...['AddPermission', 'CreateFunction', 'DeleteFunction', 'DeleteLayerVersion', 'GetFunction'],
  ...['GetFunctionConfiguration', 'GetLayerVersion', 'GetLayerVersionByArn', 'ListTags', 'PublishLayerVersion'],
  ...['PublishVersion', 'TagResource', 'UntagResource', 'UpdateFunctionCode', 'UpdateFunctionConfiguration'],
]
  .map((action) => `lambda:${action}`)
  .concat('s3:GetBucketLocation', 'kms:Decrypt', 'iam:PassRole');
const FOR_NETWORKS = ['ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'];
const NOT_FOR_DRY_RUNS = ['s3:CreateBucket', 's3:PutEncryptionConfiguration', 'synthetics:UpdateCanary'];

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

function journeyIn(stack: Stack, props: Partial<JourneyCanaryProps> = {}, id = 'Journey'): synthetics.Canary {
  const journey = Journey.startAt('https://shop.example.com').step('see the shop', Expect.visible('h1'));
  return new JourneyCanary(stack, id, { journey, ...props }).canary;
}

const bucketIn = (stack: Stack) => new s3.Bucket(stack, 'Bucket');

interface Set {
  readonly props?: Partial<DeploymentGateProps>;
  readonly canary?: Partial<synthetics.CanaryProps> | ((stack: Stack) => Partial<synthetics.CanaryProps>);
  /** What the application is. */
  readonly color?: string;
  readonly before?: (stack: Stack) => void;
  readonly after?: (stack: Stack, gate: DeploymentGate) => void;
}

function define({ props, canary, color = 'red', before, after }: Set = {}): Stack {
  const stack = new Stack(new App(), 'Shop');
  new CfnResource(stack, 'App', { type: 'AWS::Test::App', properties: { color } });
  before?.(stack);
  const gate = new DeploymentGate(stack, 'Gate', {
    canary: canaryIn(stack, typeof canary === 'function' ? canary(stack) : canary),
    ...props,
  });
  after?.(stack, gate);
  return stack;
}

/** The gate, with what it learns of the application that all gates of a stack wait for. */
function gateOf(stack: Stack) {
  const template = Template.fromStack(stack);
  const [gate] = Object.values(template.findResources(GATE));
  const [shared] = Object.values(template.findResources('Custom::UserTelemetryApplication'));
  const { Application } = shared?.Properties ?? gate.Properties;
  return { ...gate.Properties, Application, DependsOn: [...gate.DependsOn, ...(shared?.DependsOn ?? [])] };
}

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** By the service of their actions; a policy of the provider may have been split. */
function statementsOf(stack: Stack): Statement[] {
  const template = Template.fromStack(stack);
  const roles = Object.values(template.findResources('AWS::IAM::Role', { Properties: { Policies: Match.anyValue() } }));
  const inline = roles.flatMap(({ Properties }) =>
    Properties.Policies.filter(({ PolicyName }: { PolicyName: string }) => PolicyName === 'Gate'),
  );
  const others = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].flatMap((type) =>
    Object.entries(template.findResources(type)).filter(([id]) => id.startsWith('UserTelemetryDeploymentGates')),
  );
  return [...inline, ...others.map(([, { Properties }]) => Properties)].flatMap((p) => p.PolicyDocument.Statement);
}

const actionsOf = (stack: Stack) => statementsOf(stack).flatMap(({ Action }) => Action);

describe('a deployment gate', () => {
  const stack = define();
  const template = Template.fromStack(stack);
  const gate = gateOf(stack);

  test('runs the canary dry, and waits for 20 minutes and CloudFormation a little longer', () => {
    expect(gate).toMatchObject({ DryRun: true, TimeoutSeconds: 1200, ServiceTimeout: '1380' });
    expect(gate.CanaryName).toEqual({ Ref: expect.stringMatching(/^Buy/) });
    expect(gate).not.toHaveProperty('Revision');
    expect(gate).not.toHaveProperty('Canary');
  });

  test('comes after everything else in its stack, and after its own permissions', () => {
    const all = Object.keys(template.toJSON().Resources).filter((id) => !id.startsWith('UserTelemetryDeploymentGates'));
    const own = ['GoOn', 'Canaries'].map((id) => expect.stringMatching(`^UserTelemetryDeploymentGates${id}`));
    expect(gate.DependsOn).toEqual(expect.arrayContaining([...all.filter((id) => !id.startsWith('Gate')), ...own]));
  });

  test('has one function, which is not tried again', () => {
    template.hasResourceProperties('AWS::Lambda::Function', { Timeout: 900, MemorySize: 256 });
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', { MaximumRetryAttempts: 0 });
    template.resourceCountIs('AWS::Lambda::Function', 1);
    template.hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 30 }, DeletionPolicy: 'Delete' });
  });

  test('may prepare functions of the canary, and pass its role to nobody but those', () => {
    const statements = statementsOf(stack);
    const [pass] = statements.filter(({ Action }) => Action === 'iam:PassRole');
    expect(pass).toMatchObject({
      Resource: { 'Fn::GetAtt': [expect.stringMatching(/^BuyServiceRole/), 'Arn'] },
      Condition: { StringEquals: { 'iam:PassedToService': ['lambda.amazonaws.com', 'synthetics.amazonaws.com'] } },
    });
    const [functions] = statements.filter(({ Action }) => Action.includes('lambda:UpdateFunctionCode'));
    expect(JSON.stringify(functions.Resource)).toMatch(/:function:cwsyn-[a-z0-9]{3,16}\*/);
  });

  test('has what AWS says that updates of canaries take, of what concerns a dry run', () => {
    expect(actionsOf(stack)).toEqual(expect.arrayContaining(FOR_UPDATES));
    expect(actionsOf(stack)).toEqual(expect.not.arrayContaining(NOT_FOR_DRY_RUNS));
    expect(actionsOf(stack)).not.toContain('ec2:DescribeVpcs');
  });

  test('may look at the network of a canary that is in one', () => {
    const networked = define({ canary: (around) => ({ vpc: new ec2.Vpc(around, 'Vpc') }) });
    expect(actionsOf(networked)).toEqual(expect.arrayContaining(FOR_NETWORKS));
  });

  test('may use the keys of the canary, by the services that do', () => {
    const stack = new Stack(new App(), 'Shop');
    const [artifacts, variables] = ['OfArtifacts', 'OfVariables'].map((id) => new kms.Key(stack, id));
    const canary = canaryIn(stack, {
      artifactS3EncryptionMode: synthetics.ArtifactsEncryptionMode.KMS,
      artifactS3KmsKey: artifacts,
    });
    (canary.node.defaultChild as synthetics.CfnCanary).kmsKeyArn = variables.keyArn;
    new DeploymentGate(stack, 'Gate', { canary });
    const [own] = statementsOf(stack).filter(({ Action }) => Action.includes('kms:CreateGrant'));
    expect(own.Resource).toEqual([variables, artifacts].map(({ keyArn }) => stack.resolve(keyArn)));
    expect(JSON.stringify(own.Condition)).toContain('kms:ViaService');
  });

  test('may read the code of the canary, and nothing else of its bucket', () => {
    const coded = define({
      canary: (around) => ({
        test: synthetics.Test.custom({
          code: synthetics.Code.fromBucket(s3.Bucket.fromBucketName(around, 'Code', 'code'), 'buy.zip'),
          handler: 'index.handler',
        }),
      }),
    });
    const [read] = statementsOf(coded).filter(({ Action }) => Action.includes('s3:GetObject'));
    expect(JSON.stringify(read.Resource)).toMatch(/:s3:::code\/buy\.zip"/);
  });

  test.each<[string, (stack: Stack) => synthetics.Canary]>([
    ['a bundled journey, whose bucket depends on the account', (stack) => journeyIn(stack)],
    [
      'health checks, whose file is known only at deployment',
      (stack) =>
        new HealthChecks(stack, 'Checks', {
          checks: [HealthCheck.http('up', { url: `https://${bucketIn(stack).bucketRegionalDomainName}/` })],
        }).canary,
    ],
    [
      'a property that is a token as a whole',
      (stack) => {
        const canary = canaryIn(stack);
        const code = { s3Bucket: bucketIn(stack).bucketName, s3Key: 'buy.zip', handler: 'index.handler' };
        (canary.node.defaultChild as synthetics.CfnCanary).code = Lazy.any({ produce: () => code });
        return canary;
      },
    ],
  ])('may read the code of %s', (_, canaryOf) => {
    const stack = new Stack(new App(), 'Shop');
    new DeploymentGate(stack, 'Gate', { canary: canaryOf(stack) });
    const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::Synthetics::Canary'));
    const { S3Bucket, S3Key } = Properties.Code;
    const [read] = statementsOf(stack).filter(({ Action }) => Action.includes('s3:GetObject'));
    const arn = ['arn:', { Ref: 'AWS::Partition' }, ':s3:::', S3Bucket, '/', S3Key];
    expect(read.Resource).toEqual(
      stack.resolve(
        Fn.join(
          '',
          arn.map((part) => Token.asString(part)),
        ),
      ),
    );
  });

  test('may use a key of another stack, by what that exports', () => {
    const app = new App();
    const [keys, shop, watch] = ['Keys', 'Shop', 'Watch'].map((id) => new Stack(app, id));
    const [ofKeys, ofShop] = [keys, shop].map((stack) => new kms.Key(stack, 'Key'));
    const canary = canaryIn(shop, {
      artifactS3EncryptionMode: synthetics.ArtifactsEncryptionMode.KMS,
      artifactS3KmsKey: ofShop,
    });
    (canary.node.defaultChild as synthetics.CfnCanary).kmsKeyArn = ofKeys.keyArn;
    new DeploymentGate(watch, 'Gate', { canary });
    app.synth();
    const [own] = statementsOf(watch).filter(({ Action }) => Action.includes('kms:CreateGrant'));
    expect(own.Resource).toEqual(
      ['Keys', 'Shop'].map((name) => ({
        'Fn::ImportValue': expect.stringMatching(`^${name}:ExportsOutputFnGetAttKey`),
      })),
    );
  });

  test('that waits for the schedule may only read', () => {
    const reading = define({ props: { dryRun: false } });
    expect(actionsOf(reading).sort()).toEqual([
      'cloudformation:DescribeStacks',
      'lambda:InvokeFunction', // itself
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'synthetics:GetCanary',
      'synthetics:GetCanaryRuns',
    ]);
    expect(gateOf(reading).DryRun).toBe(false);
  });
});

describe('many gates', () => {
  const stack = new Stack(new App(), 'Shop');
  const gate = (index: number) => {
    const canary = canaryIn(stack, { canaryName: `${'n'.repeat(250)}${index}` }, `Canary${index}`);
    const resource = canary.node.defaultChild as synthetics.CfnCanary;
    const bucket = Fn.sub(['cdk-hnb659fds-assets-$', '{AWS::AccountId}-$', '{AWS::Region}'].join(''));
    resource.code = { s3Bucket: bucket, s3Key: `${String(index).padStart(64, '0')}.zip`, handler: 'index.handler' };
    const [variables, artifacts] = ['Variables', 'Artifacts'].map((id) => new kms.Key(stack, `KeyOf${id}${index}`));
    resource.kmsKeyArn = variables.keyArn;
    resource.artifactConfig = { s3Encryption: { kmsKeyArn: artifacts.keyArn } };
    new DeploymentGate(stack, `Gate${index}`, { canary });
  };
  for (let index = 0; index < 40; index++) gate(index);
  const template = Template.fromStack(stack).toJSON();
  const resources = Object.entries<{ Type: string; Properties: Record<string, unknown> }>(template.Resources);

  test('take a function for all, and a resource for each', () => {
    const types = resources.map(([, { Type }]) => Type);
    expect(types.filter((type) => type === 'AWS::Lambda::Function')).toHaveLength(1);
    expect(types.filter((type) => type === GATE)).toHaveLength(40);
    const own = resources.filter(([id]) => /^(Gate|UserTelemetryDeploymentGates)/.test(id));
    expect(own.length).toBeLessThan(40 + 15);
    expect(JSON.stringify(Object.fromEntries(own), undefined, 1).length).toBeLessThan(200_000);
  });

  test('stay within what policies and roles take, with the longest names', () => {
    const policies = resources.filter(([, { Type }]) => Type === 'AWS::IAM::ManagedPolicy');
    expect(policies.length).toBeLessThanOrEqual(10);
    const long = { Partition: 'aws-iso-b', Region: 'ap-southeast-99', AccountId: '1'.repeat(12) };
    const role = `arn:${long.Partition}:iam::${long.AccountId}:role/${'r'.repeat(64)}`;
    const key = `arn:${long.Partition}:kms:${long.Region}:${long.AccountId}:key/${'k'.repeat(36)}`;
    const filledIn = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(filledIn);
      if (typeof value !== 'object' || value === null) return value;
      const known = (name: string) => long[name.replace('AWS::', '') as keyof typeof long] ?? 'b'.repeat(63);
      const part = value as Record<string, unknown>;
      if (part.Ref) return known(String(part.Ref));
      if (part['Fn::GetAtt']) return String(part['Fn::GetAtt']).startsWith('KeyOf') ? key : role;
      if (part['Fn::Sub']) return String(part['Fn::Sub']).replace(/\$\{(.*?)\}/g, (_, name) => known(name));
      if (part['Fn::Join']) return (filledIn((part['Fn::Join'] as unknown[])[1]) as string[]).join('');
      return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, filledIn(inner)]));
    };
    for (const [, { Properties }] of policies) {
      const text = JSON.stringify(filledIn(Properties.PolicyDocument));
      expect(text.length).toBeLessThanOrEqual(6144);
    }
  });

  test('that are more than a role has room for are refused', () => {
    for (let index = 40; index < 55; index++) gate(index);
    expect(() => gate(55)).toThrow('gates of a stack (number): got 56, expected at most 55');
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

describe('what depends on a gate', () => {
  const shop = (later: (stack: Stack, gate: DeploymentGate) => void, props: Partial<DeploymentGateProps> = {}) =>
    define({ props, after: later });
  const resource = (stack: Stack, id: string, properties = {}) =>
    new CfnResource(stack, id, { type: `AWS::Test::${id}`, properties });

  test('comes after it without being named, and so does what refers to that', () => {
    const stack = shop((around, gate) => {
      const after = resource(around, 'After');
      after.node.addDependency(gate);
      resource(around, 'Reads', { of: after.ref });
      resource(around, 'Gets', { of: after.getAtt('Arn') });
      resource(around, 'Fills', { of: Fn.sub(['$', '{After.Arn}'].join('')) });
      resource(around, 'Before');
    });
    const { DependsOn } = gateOf(stack);
    expect(DependsOn).toEqual(expect.arrayContaining(['App', 'Before']));
    for (const id of ['After', 'Reads', 'Gets', 'Fills']) expect(DependsOn).not.toContain(id);
  });

  test('does not make the canary run', () => {
    const sized = (size: number) =>
      shop((around, gate) => resource(around, 'After', { size }).node.addDependency(gate));
    expect(gateOf(sized(1)).Application).toBe(gateOf(sized(2)).Application);
  });

  test('is refused in its application, with the circle and the way out', () => {
    const app = new App();
    const stack = new Stack(app, 'Shop');
    const later = resource(stack, 'Later');
    later.node.addDependency(new DeploymentGate(stack, 'Gate', { canary: canaryIn(stack), application: [later] }));
    expect(() => app.synth()).toThrow(
      /application: got "Shop\/Later", expected what is deployed before the gate.*leave it out of application/,
    );
  });
});

describe('a gate after another one', () => {
  const second = (set: { size?: number; timeout?: Duration; named?: boolean }) => {
    const stack = new Stack(new App(), 'Shop');
    const first = new DeploymentGate(stack, 'First', { canary: canaryIn(stack), application: [] });
    const { size, timeout = Duration.minutes(2), named } = set;
    const service = new CfnResource(stack, 'Service', { type: 'AWS::Test::Service', properties: { size } });
    service.node.addDependency(first);
    const canary = canaryIn(stack, { timeout }, 'Search');
    canary.node.defaultChild?.node.addDependency(service);
    new DeploymentGate(stack, 'Second', { canary, application: named ? [service] : undefined });
    const gates = Template.fromStack(stack).findResources(GATE);
    return Object.entries(gates).flatMap(([id, gate]) => (id.startsWith('Second') ? [gate] : []))[0];
  };

  test('may name what waits for that, and runs when it has changed', () => {
    expect(second({ named: true }).DependsOn).toContain('Service');
    const { Application } = second({ named: true, size: 1 }).Properties;
    expect(second({ named: true, size: 1 }).Properties.Application).toBe(Application);
    expect(second({ named: true, size: 2 }).Properties.Application).not.toBe(Application);
  });

  test('may have a canary that waits, whose role does not: what the first one waits for names it', () => {
    const stack = new Stack(new App(), 'Shop');
    const first = new DeploymentGate(stack, 'First', { canary: journeyIn(stack) });
    const canary = journeyIn(stack, {}, 'Search');
    canary.node.addDependency(first);
    new DeploymentGate(stack, 'Second', { canary });
    const { Resources } = Template.fromStack(stack).toJSON(); // which refuses circles
    const waiting = Object.values<{ Type: string; DependsOn?: string[] }>(Resources).filter(({ DependsOn }) =>
      DependsOn?.some((id) => id.startsWith('FirstRun')),
    );
    expect(waiting.map(({ Type }) => Type)).toEqual(['AWS::Synthetics::Canary']);
  });

  test('runs when its canary has changed, although that waits', () => {
    const { Canary } = second({}).Properties;
    expect(second({}).Properties.Canary).toBe(Canary);
    expect(second({ timeout: Duration.minutes(3) }).Properties.Canary).not.toBe(Canary);
  });
});

test('a stack that is defined below the one of the gate is none of its application', () => {
  const app = new App();
  const stack = new Stack(app, 'Shop');
  const below = new Stack(stack, 'Service');
  new CfnResource(below, 'Own', { type: 'AWS::Test::Own' });
  new DeploymentGate(stack, 'Gate', { canary: canaryIn(stack) });
  const assembly = app.synth();
  expect(assembly.getStackArtifact(stack.artifactId).dependencies.map(({ id }) => id)).not.toContain(below.artifactId);
});

test('gates of a stack write one log, kept as long as one of them says', () => {
  const logRetention = RetentionDays.INFINITE;
  const stack = define({
    after: (around) =>
      void new DeploymentGate(around, 'Second', { canary: canaryIn(around, {}, 'Search'), logRetention }),
  });
  const [log] = Object.values(Template.fromStack(stack).findResources('AWS::Logs::LogGroup'));
  expect(log.Properties ?? {}).not.toHaveProperty('RetentionInDays');
  const other = { canary: canaryIn(stack, {}, 'Third'), logRetention: RetentionDays.ONE_DAY };
  expect(() => new DeploymentGate(stack, 'Other', other)).toThrow(/logRetention: got 1, expected 9999.*one log/);
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
