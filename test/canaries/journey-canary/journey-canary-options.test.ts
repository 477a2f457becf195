import { App, Aws, Duration, Size, Stack, Tags } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Port, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { BrowserType, Runtime, RuntimeFamily } from 'aws-cdk-lib/aws-synthetics';
import { AwsSolutionsChecks } from 'cdk-nag';
import {
  Expect,
  Journey,
  JourneyCanary,
  type JourneyCanaryProps,
  type JourneyReplica,
  JourneySchedule,
} from '../../../src/canaries';

const journey = Journey.startAt('https://shop.example.com').step('see the shop', Expect.visible('h1'));
const runtime = (name: string) => new Runtime(name, RuntimeFamily.NODEJS);
const { CHROME, FIREFOX } = BrowserType;

function define(props: Partial<JourneyCanaryProps> = {}, stack = new Stack(new App(), 'Stack')): JourneyCanary {
  return new JourneyCanary(stack, 'Buy', { journey, ...props });
}

function properties(canary: JourneyCanary) {
  const found = Template.fromStack(Stack.of(canary)).findResources('AWS::Synthetics::Canary');
  return Object.values(found)[0].Properties;
}

function statements(canary: JourneyCanary): { Action: string | string[]; Resource: unknown }[] {
  const template = Template.fromStack(Stack.of(canary));
  const inline = Object.values(template.findResources('AWS::IAM::Role')).flatMap(({ Properties }) =>
    (Properties.Policies ?? []).flatMap(
      (policy: { PolicyDocument: { Statement: [] } }) => policy.PolicyDocument.Statement,
    ),
  );
  const attached = Object.values(template.findResources('AWS::IAM::Policy')).flatMap(
    ({ Properties }) => Properties.PolicyDocument.Statement,
  );
  return [...inline, ...attached];
}

function violations(canary: JourneyCanary): string[] {
  const app = canary.node.root as App;
  app.synth();
  return new AwsSolutionsChecks(app).validateScope(app).violations.map(({ ruleName }) => ruleName);
}

test('a canary takes all that the service offers', () => {
  const stack = new Stack(new App(), 'Stack');
  const canary = define(
    {
      browsers: [CHROME, FIREFOX],
      maxRetries: 2,
      timeout: Duration.seconds(299),
      ephemeralStorage: Size.gibibytes(2),
      environment: { STAGE: 'prod' },
      dryRunOnUpdate: true,
      startAfterCreation: false,
      tagFunction: true,
    },
    stack,
  );
  Tags.of(canary).add('team', 'shop');
  expect(properties(canary)).toMatchObject({
    BrowserConfigs: [{ BrowserType: 'CHROME' }, { BrowserType: 'FIREFOX' }],
    Schedule: { Expression: 'rate(5 minutes)', RetryConfig: { MaxRetries: 2 } },
    RunConfig: { EphemeralStorage: 2048, TimeoutInSeconds: 299, EnvironmentVariables: { STAGE: 'prod' } },
    DryRunAndUpdate: true,
    StartCanaryAfterCreation: false,
    ResourcesToReplicateTags: ['lambda-function'],
    Tags: [{ Key: 'team', Value: 'shop' }],
  });
  expect(canary.monthlyRuns).toBe(2 * 8640);
});

describe('keys', () => {
  const stack = new Stack(new App(), 'Stack');
  const keys = {
    environmentKey: new Key(stack, 'A', { enableKeyRotation: true }),
    artifactsKey: new Key(stack, 'B', { enableKeyRotation: true }),
  };
  const canary = define(keys, stack);

  test('encrypt environment variables and artifacts', () => {
    expect(properties(canary)).toMatchObject({
      KmsKeyArn: stack.resolve(keys.environmentKey.keyArn),
      ArtifactConfig: {
        S3Encryption: { EncryptionMode: 'SSE_KMS', KmsKeyArn: stack.resolve(keys.artifactsKey.keyArn) },
      },
    });
  });

  test('may be used by the role as far as it has to', () => {
    const found = statements(canary).filter(({ Action }) => [Action].flat().some((each) => each.startsWith('kms:')));
    expect(found).toEqual([
      expect.objectContaining({
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: stack.resolve(keys.artifactsKey.keyArn),
      }),
      expect.objectContaining({ Action: 'kms:Decrypt', Resource: stack.resolve(keys.environmentKey.keyArn) }),
    ]);
    expect(violations(canary)).toEqual([]);
  });
});

describe('in a VPC', () => {
  function setUp(props: Partial<JourneyCanaryProps> = {}, internet = true) {
    const stack = new Stack(new App(), 'Stack');
    const vpc = new Vpc(stack, 'Vpc', {
      maxAzs: 1,
      subnetConfiguration: internet ? undefined : [{ name: 'isolated', subnetType: SubnetType.PRIVATE_ISOLATED }],
    });
    return define({ vpc, ...props }, stack);
  }
  const hints = (canary: JourneyCanary) =>
    Annotations.fromStack(Stack.of(canary)).findWarning('*', Match.stringLikeRegexp('canary-without-internet'));

  test('a canary runs in private subnets, with a security group and the permissions that it takes', () => {
    const canary = setUp({ ipv6AllowedForDualStack: true });
    expect(properties(canary).VPCConfig).toEqual({
      SubnetIds: [{ Ref: expect.stringContaining('PrivateSubnet') }],
      SecurityGroupIds: [{ 'Fn::GetAtt': [expect.stringContaining('SecurityGroup'), 'GroupId'] }],
      VpcId: { Ref: expect.any(String) },
      Ipv6AllowedForDualStack: true,
    });
    expect(statements(canary).map(({ Action }) => Action)).toContainEqual([
      'ec2:CreateNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DeleteNetworkInterface',
    ]);
    expect(hints(canary)).toEqual([]);
  });

  test('AwsSolutions finds nothing in what it takes', () => {
    // The user's own VPC is none of our business.
    expect(violations(setUp()).filter((rule) => !rule.startsWith('AwsSolutions-VPC'))).toEqual([]);
  });

  test('canaries share a security group, and can be allowed to reach something', () => {
    const stack = new Stack(new App(), 'Stack');
    const vpc = new Vpc(stack, 'Vpc', { maxAzs: 1 });
    const site = new SecurityGroup(stack, 'Site', { vpc });
    site.connections.allowFrom(define({ vpc }, stack), Port.HTTPS);
    Template.fromStack(stack).resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
  });

  test('a canary without a way to the internet is told which endpoints it needs', () => {
    const vpcSubnets = { subnetType: SubnetType.PRIVATE_ISOLATED };
    expect(hints(setUp({ vpcSubnets }, false))).toHaveLength(1);
  });

  test.each<[Partial<JourneyCanaryProps>, string]>([
    [{ vpcSubnets: { subnetType: SubnetType.PUBLIC } }, 'vpcSubnets: got "public subnets", expected private'],
    [{ securityGroups: [] }, 'securityGroups: got [], expected at least one security group'],
    [{ vpc: undefined, vpcSubnets: {} }, 'vpcSubnets: got "no vpc", expected a vpc, too'],
    [{ vpc: undefined, ipv6AllowedForDualStack: true }, 'ipv6AllowedForDualStack: got "no vpc"'],
  ])('%j is refused', (props, message) => {
    expect(() => setUp(props)).toThrow(message);
  });
});

describe('replicas', () => {
  const stack = (region?: string) => new Stack(new App(), 'Stack', { env: { region } });
  const replicas: JourneyReplica[] = [
    { region: 'eu-west-1', tags: { team: 'shop' } },
    { region: 'ap-southeast-2', subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'], environmentKeyArn: 'arn:key' },
  ];

  test('run the same journey from other Regions, and may write their logs there', () => {
    const canary = define({ replicas, canaryName: 'buy', tagFunction: true }, stack('us-east-1'));
    expect(properties(canary).Replicas).toEqual([
      { Location: 'eu-west-1', Tags: [{ Key: 'team', Value: 'shop' }], ResourcesToReplicateTags: ['lambda-function'] },
      {
        Location: 'ap-southeast-2',
        KmsKeyArn: 'arn:key',
        VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
      },
    ]);
    const logs = statements(canary).find(({ Action }) => [Action].flat().includes('logs:PutLogEvents'));
    for (const region of ['us-east-1', 'eu-west-1', 'ap-southeast-2']) {
      expect(JSON.stringify(logs?.Resource)).toContain(`:logs:${region}:`);
    }
    expect(canary.monthlyRuns).toBe(3 * 8640);
    expect(violations(canary)).toEqual([]);
  });

  test.each<[JourneyReplica[], Partial<JourneyCanaryProps>, string]>([
    [[{ region: 'us-east-1' }], {}, 'replicas: got "us-east-1", expected none in the canary\'s own Region'],
    [[{ region: 'eu-west-1' }, { region: 'eu-west-1' }], {}, 'expected each Region once'],
    [[{ region: 'us-gov-west-1' }], {}, 'replicas: got "us-gov-west-1", expected a commercial Region'],
    [[{ region: 'eusc-de-east-1' }], {}, 'replicas: got "eusc-de-east-1", expected a commercial Region'],
    [[{ region: 'cn-north-1' }], {}, 'replicas: got "cn-north-1", expected a commercial Region'],
    [[{ region: 'Ireland' }], {}, 'replicas: got "Ireland"'],
    [
      Array.from({ length: 51 }, (_, index) => ({ region: `eu-west-${index}` })),
      {},
      'replicas (number): got 51, expected a whole number of at most 50',
    ],
    [[{ region: 'eu-west-1', subnetIds: ['subnet-1'] }], {}, 'expected both subnets and security groups, or neither'],
    [
      [{ region: 'eu-west-1' }],
      { runtime: runtime('syn-nodejs-playwright-6.1') },
      'runtime: got "syn-nodejs-playwright-6.1", expected syn-nodejs-playwright-7.0 or newer, since there are replicas',
    ],
  ])('%j are refused', (some, props, message) => {
    expect(() => define({ replicas: some, ...props }, stack('us-east-1'))).toThrow(message);
  });

  test('may be anywhere if the Region of the canary is known only at deployment', () => {
    expect(() => define({ replicas: [{ region: 'us-east-1' }] }, stack())).not.toThrow();
    expect(() => define({ replicas: [{ region: Aws.REGION }] }, stack())).not.toThrow();
  });
});

test.each<[string, Partial<JourneyCanaryProps>, string]>([
  ['no browser', { browsers: [] }, 'browsers: got [], expected BrowserType.CHROME, BrowserType.FIREFOX or both'],
  ['a browser twice', { browsers: [CHROME, CHROME] }, 'browsers: got ["CHROME","CHROME"]'],
  ['3 retries', { maxRetries: 3 }, 'maxRetries: got 3, expected a whole number from 0 to 2'],
  [
    '2 retries of 600 seconds',
    { maxRetries: 2, timeout: Duration.minutes(10), schedule: JourneySchedule.every(Duration.hours(1)) },
    'timeout (in seconds): got 600, expected less than 600, since there are two retries',
  ],
  ['too little storage', { ephemeralStorage: Size.mebibytes(512) }, 'ephemeralStorage (in MiB): got 512'],
  ['too much storage', { ephemeralStorage: Size.gibibytes(11) }, 'expected a whole number from 1024 to 10240'],
  ['a reserved variable', { environment: { AWS_REGION: 'x' } }, 'environment variable: got "AWS_REGION"'],
  [
    'a variable of the library',
    { environment: { JOURNEY_VALUE_1: 'x' } },
    'environment variable: got "JOURNEY_VALUE_1"',
  ],
  ['a variable of one letter', { environment: { A: 'x' } }, 'name of an environment variable: got "A"'],
  ['too long variables', { environment: { STAGE: 'x'.repeat(4092) } }, 'environment (in bytes): got 4097'],
  [
    'a deprecated runtime',
    { runtime: runtime('syn-nodejs-puppeteer-7.0') },
    'expected a runtime that AWS has not deprecated, as it did with this one on 2026-01-22; ' +
      'leave runtime out to get syn-nodejs-playwright-9.0, the newest on 2026-11-23',
  ],
])('refused at synth: %s', (_, props, message) => {
  expect(() => define(props)).toThrow(`[Stack/Buy] `);
  expect(() => define(props)).toThrow(message);
});

test('2 retries are accepted below 600 seconds, and 1 above', () => {
  const schedule = JourneySchedule.every(Duration.hours(1));
  expect(() => define({ maxRetries: 2, timeout: Duration.seconds(599), schedule })).not.toThrow();
  expect(() => define({ maxRetries: 1, timeout: Duration.seconds(840), schedule })).not.toThrow();
});

describe('metrics', () => {
  const canary = define();
  test.each([
    [canary.metricHttp2xxCount(), '2xx', 'Sum'],
    [canary.metricHttp4xxCount(), '4xx', 'Sum'],
    [canary.metricHttp5xxCount(), '5xx', 'Sum'],
    [canary.metricFailedRequests(), 'Failed requests', 'Sum'],
    [canary.metricRetries(), 'RetryCount', 'Sum'],
    [canary.metricSuccessPercentWithRetries(), 'SuccessPercentWithRetries', 'Average'],
    [canary.metricDryRunSuccessPercent(), 'SuccessPercentDryRun', 'Average'],
    [canary.metricDryRunDuration(), 'DurationDryRun', 'Average'],
    [canary.metricEphemeralStorageUsage(), 'EphemeralStorageUsagePercent', 'Maximum'],
  ])('of the canary: %#', (metric, metricName, statistic) => {
    expect(metric).toMatchObject({ namespace: 'CloudWatchSynthetics', metricName, statistic });
    expect(Object.keys(metric.dimensions ?? {})).toEqual(['CanaryName']);
  });

  test.each([
    [canary.metricBrowserSuccessPercent(FIREFOX), 'SuccessPercent', { Browser: 'FIREFOX' }],
    [canary.metricBrowserDuration(CHROME), 'Duration', { Browser: 'CHROME' }],
    [canary.metricLocationSuccessPercent('eu-west-1'), 'SuccessPercent', { Location: 'eu-west-1' }],
    [canary.metricLocationDuration('eu-west-1'), 'Duration', { Location: 'eu-west-1' }],
  ])('of a part of it: %#', (metric, metricName, dimensions) => {
    expect(metric).toMatchObject({ metricName, statistic: 'Average', dimensions });
  });

  test('of an existing canary', () => {
    const imported = JourneyCanary.fromCanaryName(new Stack(), 'Imported', 'sell');
    expect(imported.metricSuccessPercent().dimensions).toEqual({ CanaryName: 'sell' });
    expect(imported.metricStepSuccessPercent('any step').dimensions).toEqual({
      CanaryName: 'sell',
      StepName: 'any step',
    });
  });
});
