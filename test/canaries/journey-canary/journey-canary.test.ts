import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, CfnParameter, Duration, FileSystem, Size, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Runtime, RuntimeFamily } from 'aws-cdk-lib/aws-synthetics';
import { AwsSolutionsChecks } from 'cdk-nag';
import { Expect, Journey, JourneyCanary, type JourneyCanaryProps, JourneySchedule } from '../../../src/canaries';

const journey = Journey.startAt('https://shop.example.com').step('see the shop', Expect.visible('h1'));

function define(props: Partial<JourneyCanaryProps> = {}, stack = new Stack()): JourneyCanary {
  return new JourneyCanary(stack, 'Buy', { journey, ...props });
}

function properties(canary: JourneyCanary) {
  const found = Template.fromStack(Stack.of(canary)).findResources('AWS::Synthetics::Canary');
  return Object.values(found)[0].Properties;
}

describe('a journey canary', () => {
  test('runs every 5 minutes on the newest runtime by default', () => {
    expect(properties(define())).toMatchObject({
      RuntimeVersion: 'syn-nodejs-playwright-9.0',
      Schedule: { Expression: 'rate(5 minutes)' },
      RunConfig: { TimeoutInSeconds: 120, MemoryInMB: 1024 },
      StartCanaryAfterCreation: true,
      ProvisionedResourceCleanup: 'AUTOMATIC',
      SuccessRetentionPeriod: 31,
      FailureRetentionPeriod: 31,
      Code: { Handler: 'index.handler' },
    });
  });

  test('takes what it is given', () => {
    const canary = define({
      canaryName: 'buy_a-mug',
      schedule: JourneySchedule.every(Duration.minutes(60)),
      timeout: Duration.minutes(14),
      memory: Size.mebibytes(3008),
      runtime: new Runtime('syn-nodejs-playwright-6.0', RuntimeFamily.NODEJS),
      retention: Duration.days(1024),
    });
    expect(properties(canary)).toMatchObject({
      Name: 'buy_a-mug',
      RuntimeVersion: 'syn-nodejs-playwright-6.0',
      Schedule: { Expression: 'rate(60 minutes)' },
      RunConfig: { TimeoutInSeconds: 840, MemoryInMB: 3008 },
      SuccessRetentionPeriod: 1024,
    });
  });

  test('has no more time than there is between two runs', () => {
    const canary = define({ schedule: JourneySchedule.every(Duration.minutes(1)) });
    expect(properties(canary)).toMatchObject({
      Schedule: { Expression: 'rate(1 minute)' },
      RunConfig: { TimeoutInSeconds: 60 },
    });
  });

  test('is named after its path, within what the service allows', () => {
    const stack = new Stack(new App(), `Shop${'x'.repeat(300)}`);
    const { Name: name } = properties(define({}, stack));
    expect(name).toMatch(/^shopx[0-9a-z_-]{10,}buy[0-9a-z_-]+$/);
    expect(name.length).toBeLessThanOrEqual(255);
  });

  test('coexists with another one in the same stack', () => {
    const stack = new Stack(new App(), 'Shop');
    const artifactsBucket = new Bucket(stack, 'Bucket');
    new JourneyCanary(stack, 'Buy', { journey, artifactsBucket });
    new JourneyCanary(stack, 'buy', { journey, artifactsBucket });

    const canaries = Object.values(Template.fromStack(stack).findResources('AWS::Synthetics::Canary'));
    expect(new Set(canaries.map((canary) => canary.Properties.Name)).size).toBe(2);
  });

  test('carries what is known only at deployment in its environment', () => {
    const stack = new Stack();
    const host = new CfnParameter(stack, 'Host').valueAsString;
    const canary = define({ journey: Journey.startAt(`https://${host}/`).step('see', Expect.url(host)) }, stack);
    expect(properties(canary).RunConfig.EnvironmentVariables).toEqual({ JOURNEY_VALUE_1: { Ref: 'Host' } });
  });

  test('lists the steps of its journey', () => {
    const canary = define();
    canary.stepNames.push('not mine');
    expect(canary.stepNames).toEqual(['see the shop']);
  });

  test('accepts an interval that is known only at deployment', () => {
    const stack = new Stack();
    const minutes = new CfnParameter(stack, 'Minutes', { type: 'Number' }).valueAsNumber;
    const canary = define({ schedule: JourneySchedule.every(Duration.minutes(minutes)) }, stack);
    expect(properties(canary)).toMatchObject({
      Schedule: { Expression: { 'Fn::Join': ['', ['rate(', { Ref: 'Minutes' }, ' minutes)']] } },
      RunConfig: { TimeoutInSeconds: 60 },
    });
  });
});

describe('its code', () => {
  function asset(of: Journey): { [file: string]: string } {
    const app = new App();
    define({ journey: of }, new Stack(app, 'Stack'));
    const { directory } = app.synth();
    const [home] = readdirSync(directory).filter((name) => name.startsWith('asset.'));
    const files = readdirSync(join(directory, home)).sort();
    return Object.fromEntries(files.map((file) => [file, readFileSync(join(directory, home, file), 'utf8')]));
  }

  test('is the runner, the journey and the configuration, side by side', () => {
    const files = asset(journey);
    expect(Object.keys(files)).toEqual(['index.js', 'journey.json', 'synthetics.json']);
    expect(files['index.js']).toBe(readFileSync(join(__dirname, '../../../assets/runner/index.js'), 'utf8'));
    expect(JSON.parse(files['journey.json'])).toMatchObject({
      version: 1,
      startUrl: 'https://shop.example.com',
      budgetMs: 105_000,
      steps: [{ name: 'see the shop', parts: [{ expect: 'visible', locator: 'h1' }] }],
    });
  });

  test('ends a journey at the first failure, measures steps, and keeps what users send out of reports', () => {
    expect(JSON.parse(asset(journey)['synthetics.json'])).toMatchObject({
      step: { continueOnStepFailure: false, stepSuccessMetric: true, stepDurationMetric: true },
      report: {
        includeRequestHeaders: false,
        includeResponseHeaders: false,
        includeRequestBody: false,
        includeResponseBody: false,
        includeUrlPassword: false,
      },
    });
  });

  test('is the same at every synthesis', () => {
    expect(properties(define()).Code).toEqual(properties(define()).Code);
  });

  test('leaves no files where it was laid out', () => {
    const mkdtemp = jest.spyOn(FileSystem, 'mkdtemp');
    define();
    const laidOut = mkdtemp.mock.results.map(({ value }) => value);
    mkdtemp.mockRestore();
    expect(laidOut).toHaveLength(1);
    expect(existsSync(laidOut[0])).toBe(false);
  });

  test('differs from that of another journey', () => {
    const other = Journey.startAt('https://shop.example.com').step('see the shop', Expect.visible('h2'));
    expect(properties(define({ journey: other })).Code).not.toEqual(properties(define()).Code);
  });
});

describe('its role', () => {
  const template = Template.fromStack(Stack.of(define({ canaryName: 'a-rather-long-canary-name' })));
  const [role] = Object.values(template.findResources('AWS::IAM::Role'));
  const statements: { Action: string | string[]; Resource: unknown; Condition?: unknown }[] =
    role.Properties.Policies[0].PolicyDocument.Statement;

  function statement(action: string) {
    return statements.find(({ Action }) => [Action].flat().includes(action));
  }

  test('writes objects below its own prefix only', () => {
    const [bucket] = Object.keys(template.findResources('AWS::S3::Bucket'));
    expect(statement('s3:PutObject')).toMatchObject({
      Action: 's3:PutObject',
      Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [bucket, 'Arn'] }, '/a-rather-long-canary-name/*']] },
    });
    template.hasResourceProperties('AWS::Synthetics::Canary', {
      ArtifactS3Location: { 'Fn::Join': ['', ['s3://', { Ref: bucket }, '/a-rather-long-canary-name']] },
    });
  });

  test('writes logs of its own function only, whose name holds the beginning of the canary name', () => {
    expect(JSON.stringify(statement('logs:PutLogEvents')?.Resource)).toContain(
      'log-group:/aws/lambda/cwsyn-a-rather-long-ca*',
    );
  });

  test('publishes metrics in the namespace of Synthetics only', () => {
    expect(statement('cloudwatch:PutMetricData')?.Condition).toEqual({
      StringEquals: { 'cloudwatch:namespace': 'CloudWatchSynthetics' },
    });
  });

  test('has no resource * beyond the two actions that have no resources', () => {
    const everywhere = statements.filter(({ Resource }) => Resource === '*').map(({ Action }) => Action);
    expect(everywhere).toEqual(['s3:ListAllMyBuckets', 'cloudwatch:PutMetricData']);
  });

  test('is there before the canary starts', () => {
    const [canary] = Object.values(template.findResources('AWS::Synthetics::Canary'));
    expect(canary.DependsOn).toEqual(expect.arrayContaining(Object.keys(template.findResources('AWS::IAM::Role'))));
  });

  test('may use the key of a bucket that has one', () => {
    const stack = new Stack();
    const artifactsBucket = new Bucket(stack, 'Bucket', { encryptionKey: new Key(stack, 'Key') });
    define({ artifactsBucket }, stack);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [Match.objectLike({ Action: ['kms:Decrypt', 'kms:GenerateDataKey'] })] },
    });
  });
});

describe('its bucket', () => {
  test('is encrypted, not public, TLS only, expires what it holds, and outlives the stack', () => {
    const template = Template.fromStack(Stack.of(define({ retention: Duration.days(7) })));
    template.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      Properties: {
        BucketEncryption: Match.anyValue(),
        LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 7 })] },
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
      },
    });
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: [Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })],
      },
    });
  });

  test('can be one that is passed', () => {
    const stack = new Stack();
    const artifactsBucket = new Bucket(stack, 'Bucket');
    expect(define({ artifactsBucket }, stack).artifactsBucket).toBe(artifactsBucket);
    Template.fromStack(stack).resourceCountIs('AWS::S3::Bucket', 1);
  });
});

test('AwsSolutions passes, but still judges what a user adds to the role', () => {
  const app = new App();
  const canary = define({}, new Stack(app, 'Stack'));
  app.synth();
  expect(new AwsSolutionsChecks(app).validateScope(app).violations).toEqual([]);

  const bucket = new Bucket(canary, 'Mine', { enforceSSL: true });
  bucket.grantRead(canary.canary.role);
  const rules = new AwsSolutionsChecks(app).validateScope(app).violations.map(({ ruleName }) => ruleName);
  expect(rules).toContain('AwsSolutions-IAM5[Action::s3:GetObject*]');
});

describe('its metrics', () => {
  const canary = define();
  const stack = Stack.of(canary);
  const CanaryName = { Ref: expect.stringMatching(/^BuyCanary/) };

  test.each([
    [canary.metricSuccessPercent(), 'SuccessPercent', 'Average'],
    [canary.metricDuration(), 'Duration', 'Average'],
    [canary.metricFailed(), 'Failed', 'Sum'],
  ])('cover the canary: %#', (metric, metricName, statistic) => {
    expect(metric).toMatchObject({ namespace: 'CloudWatchSynthetics', metricName, statistic });
    expect(stack.resolve(metric.dimensions)).toEqual({ CanaryName });
  });

  test.each([
    [canary.metricStepSuccessPercent('see the shop'), 'SuccessPercent'],
    [canary.metricStepDuration('see the shop'), 'Duration'],
  ])('cover a step: %#', (metric, metricName) => {
    expect(metric).toMatchObject({ namespace: 'CloudWatchSynthetics', metricName, statistic: 'Average' });
    expect(stack.resolve(metric.dimensions)).toEqual({ CanaryName, StepName: 'see the shop' });
  });

  test('take options', () => {
    expect(canary.metricDuration({ statistic: 'p90', period: Duration.hours(1), label: 'x' })).toMatchObject({
      statistic: 'p90',
      period: Duration.hours(1),
      label: 'x',
    });
  });

  test('are refused for a step that the journey does not have', () => {
    expect(() => canary.metricStepSuccessPercent('buy')).toThrow(
      '[Default/Buy] step: got "buy", expected "see the shop"; pass one of stepNames',
    );
  });
});
