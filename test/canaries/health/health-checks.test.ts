import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Runtime, RuntimeFamily } from 'aws-cdk-lib/aws-synthetics';
import { AwsSolutionsChecks } from 'cdk-nag';
import {
  CertificateField,
  DnsAssertion,
  DnsRecordType,
  HealthCheck,
  HealthChecks,
  type HealthChecksProps,
  HttpAssertion,
  HttpAuthentication,
  HttpMethod,
  JourneySchedule,
  NumberComparison,
  TcpAssertion,
  TcpEncoding,
  TextComparison,
  TlsAssertion,
} from '../../../src/canaries';

const up = HealthCheck.http('up', { url: 'https://shop.example.com/health' });

function define(props: Partial<HealthChecksProps> = {}, stack = new Stack()): HealthChecks {
  return new HealthChecks(stack, 'Health', { checks: [up], ...props });
}

/** What is in the canary's zip file. */
function assetOf(app: App): { [name: string]: string } {
  const { directory, stacks } = app.synth();
  const [canary] = Object.values(Template.fromJSON(stacks[0].template).findResources('AWS::Synthetics::Canary'));
  const hash = JSON.stringify(canary.Properties.Code.S3Key).match(/[0-9a-f]{64}/)?.[0];
  const folder = join(directory, `asset.${hash}`);
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

/** The configuration that is written at deployment, with its references as text. */
function deployed(stack: Stack) {
  const [upload] = Object.values(Template.fromStack(stack).findResources('Custom::HealthChecksBlueprint'));
  const parts: unknown[] = upload.Properties.Blueprint['Fn::Join'][1];
  return JSON.parse(parts.map((part) => (typeof part === 'string' ? part : '<token>')).join(''));
}

describe('health checks', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const health = define(
    {
      checks: [
        HealthCheck.http('order', {
          url: 'https://shop.example.com/orders',
          method: HttpMethod.POST,
          headers: { 'Content-Type': 'application/json' },
          body: '{"sku":"mug"}',
          waitTime: Duration.seconds(2),
          extract: { order: '$.id' },
          assertions: [
            HttpAssertion.status(201),
            HttpAssertion.statusCompared(NumberComparison.LESS_THAN, 500),
            HttpAssertion.headerExists('location'),
            HttpAssertion.header('content-type', TextComparison.CONTAINS, 'json'),
            HttpAssertion.jsonExists('$.id'),
            HttpAssertion.json('$.status', TextComparison.EQUALS, 'placed'),
            HttpAssertion.body(TextComparison.NOT_CONTAINS, 'error'),
            HttpAssertion.fasterThan(Duration.seconds(1)),
          ],
        }),
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the blueprint
        HealthCheck.http('read', { url: 'https://shop.example.com/orders/${order}' }),
        HealthCheck.dns('mail', {
          domain: 'example.com',
          recordType: DnsRecordType.MX,
          nameserver: '9.9.9.9',
          tcp: true,
          assertions: [
            DnsAssertion.record(TextComparison.CONTAINS, 'mail'),
            DnsAssertion.timeToLive(NumberComparison.GREATER_THAN, Duration.minutes(1)),
            DnsAssertion.authoritative(false),
            DnsAssertion.fasterThan(Duration.millis(500)),
          ],
        }),
        HealthCheck.tls('certificate', { hostname: 'shop.example.com' }),
        HealthCheck.tls('other', {
          hostname: 'shop.example.com',
          assertions: [
            TlsAssertion.expiresAfter(Duration.hours(36)),
            TlsAssertion.subject(CertificateField.COMMON_NAME, TextComparison.MATCHES, '^shop'),
            TlsAssertion.issuer(CertificateField.ORGANIZATION, TextComparison.CONTAINS, 'Amazon'),
            TlsAssertion.cipherSuite(TextComparison.NOT_CONTAINS, 'SHA1'),
            TlsAssertion.certificateTransparency(),
          ],
        }),
        HealthCheck.tcp('smtp', {
          hostname: 'mail.example.com',
          port: 25,
          send: '51554954',
          expect: '323230',
          encoding: TcpEncoding.HEX,
          assertions: [
            TcpAssertion.response(TextComparison.STARTS_WITH, '220'),
            TcpAssertion.responseSize(NumberComparison.GREATER_THAN, 3),
          ],
        }),
      ],
    },
    stack,
  );
  const asset = assetOf(app);
  const { steps } = JSON.parse(asset['blueprint-config.json']);

  test('are a configuration and no script', () => {
    expect(Object.keys(asset).sort()).toEqual(['blueprint-config.json', 'synthetics.json']);
    expect(JSON.parse(asset['synthetics.json']).step).toMatchObject({ stepSuccessMetric: true });
    const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::Synthetics::Canary'));
    expect(Properties).toMatchObject({
      Code: { BlueprintTypes: ['multi-checks'], S3Key: expect.anything() },
      RuntimeVersion: 'syn-nodejs-5.4',
      Schedule: { Expression: 'rate(5 minutes)' },
    });
    expect(Properties.Code.Handler).toBeUndefined();
  });

  test('are steps in their order', () => {
    expect(health.stepNames).toEqual(['order', 'read', 'mail', 'certificate', 'other', 'smtp']);
    expect(Object.keys(steps)).toEqual(['1', '2', '3', '4', '5', '6']);
    expect(steps[2]).toEqual({
      stepName: 'read',
      checkerType: 'HTTP',
      url: expect.stringContaining('/orders/$'),
      httpMethod: 'GET',
      timeout: 10_000,
      assertions: [{ type: 'STATUS_CODE', operator: 'IN_RANGE', rangeMin: 200, rangeMax: 299 }],
    });
    expect(steps[4].assertions).toEqual([
      { type: 'CERTIFICATE_VALID', value: true },
      { type: 'CERTIFICATE_EXPIRY', operator: 'GREATER_THAN', value: 14, unit: 'DAYS' },
    ]);
    expect(steps[5].assertions[0]).toMatchObject({ value: 36, unit: 'HOURS' });
  });

  test('have time for all of them', () => {
    const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::Synthetics::Canary'));
    expect(Properties.RunConfig.TimeoutInSeconds).toBe(62 + 15);
  });

  test('have metrics of their own', () => {
    const { dimensions, metricName } = health.metricStepSuccessPercent('certificate');
    expect([metricName, dimensions]).toEqual([
      'SuccessPercent',
      { CanaryName: health.canaryName, StepName: 'certificate' },
    ]);
    expect(health.metricStepDuration('mail').metricName).toBe('Duration');
    expect(health.metricFailed().statistic).toBe('Sum');
    expect(() => health.metricStepDuration('letter')).toThrow('step: got "letter", expected one of "order", "read"');
  });
});

describe('what is known only at deployment', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const site = new Bucket(stack, 'Site', { enforceSSL: true, serverAccessLogsPrefix: 'log' });
  const secret = new Secret(stack, 'Secret');
  const role = new Role(stack, 'Caller', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const url = `https://${site.bucketRegionalDomainName}/`;
  define(
    {
      checks: [
        HealthCheck.http('basic', { url, authentication: HttpAuthentication.basic(secret) }),
        HealthCheck.http('key', { url, authentication: HttpAuthentication.apiKey(secret) }),
        HealthCheck.http('oauth', {
          url,
          authentication: HttpAuthentication.oauthClientCredentials(secret, { tokenUrl: `${url}token`, scope: 'read' }),
        }),
        HealthCheck.http('signed', { url, authentication: HttpAuthentication.sigV4(role, 's3', 'eu-west-1') }),
      ],
    },
    stack,
  );
  const template = Template.fromStack(stack);

  test('is written when it is deployed, and makes the canary wait for it', () => {
    const { steps } = deployed(stack);
    expect(steps[1].url).toBe('https://<token>/');
    template.hasResourceProperties('AWS::Synthetics::Canary', {
      Code: { S3Key: { 'Fn::GetAtt': [Match.stringLikeRegexp('^HealthCode'), 'Key'] }, Handler: Match.absent() },
    });
  });

  test('are names of secrets, never secrets', () => {
    const { steps } = deployed(stack);
    const nameOf = (field: string) => expect.stringMatching(new RegExp(`^\\$\\{AWS_SECRET:.*<token>.*:${field}\\}$`));
    expect(steps[1].authentication).toEqual({
      type: 'BASIC',
      username: nameOf('username'),
      password: nameOf('password'),
    });
    expect(steps[2].authentication).toMatchObject({ type: 'API_KEY', headerName: 'X-API-Key' });
    expect(steps[3].authentication).toMatchObject({ clientSecret: nameOf('clientSecret'), scope: 'read' });
    expect(steps[4].authentication).toMatchObject({ type: 'SIGV4', roleArn: '<token>', service: 's3' });
    expect(JSON.stringify(template.toJSON())).not.toContain('resolve:secretsmanager');
  });

  test('may be read by the canary alone', () => {
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
            Resource: { Ref: Match.stringLikeRegexp('Secret') },
          }),
          Match.objectLike({ Action: 'sts:AssumeRole' }),
        ]),
      },
    });
  });

  test('lies in a bucket that expires nothing, and is emptied by itself before it goes', () => {
    const [canary] = Object.values(template.findResources('AWS::Synthetics::Canary'));
    const [bucket] = Object.entries(template.findResources('AWS::S3::Bucket')).filter(([id]) =>
      id.startsWith('UserTelemetryBlueprints'),
    );
    expect(canary.Properties.Code.S3Bucket).toEqual({ Ref: bucket[0] });
    expect(bucket[1].Properties).not.toHaveProperty('LifecycleConfiguration');
    expect(bucket[1].DeletionPolicy).toBe('Delete');
  });

  test('adds nothing that cdk-nag objects to', () => {
    app.synth();
    const found = new AwsSolutionsChecks(app).validateScope(app).violations;
    expect(found.map(({ ruleName }) => ruleName)).toContain('AwsSolutions-SMG4'); // about the secret: not ours
    const ours = found.filter(({ violatingResources }) =>
      violatingResources.some(({ constructPath = '' }) => /\/(Health|UserTelemetryBlueprints)\//.test(constructPath)),
    );
    expect(ours).toEqual([]);
  });
});

test('keep their numbers as numbers where other fields are known only at deployment', () => {
  const stack = new Stack();
  define(
    { checks: [HealthCheck.tcp('mail', { hostname: new Bucket(stack, 'Mail').bucketDomainName, port: 25 })] },
    stack,
  );
  expect(deployed(stack).steps[1]).toMatchObject({ port: 25, timeout: 10_000 });
});

test('many of them share what writes their configurations', () => {
  const stack = new Stack();
  const { bucketDomainName } = new Bucket(stack, 'Mail');
  const checks = [HealthCheck.tcp('mail', { hostname: bucketDomainName, port: 25 })];
  for (const id of ['One', 'Two', 'Three']) new HealthChecks(stack, id, { checks });
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::Lambda::Function', 1);
  template.resourceCountIs('Custom::HealthChecksBlueprint', 3);
});

test('leave nothing behind where that is asked for, and their artifacts otherwise', () => {
  const bucketOf = (props: Partial<HealthChecksProps>) => {
    const stack = new Stack();
    define(props, stack);
    return Template.fromStack(stack);
  };
  bucketOf({}).hasResource('AWS::S3::Bucket', { DeletionPolicy: 'Retain' });
  const gone = bucketOf({ removalPolicy: RemovalPolicy.DESTROY });
  gone.hasResource('AWS::S3::Bucket', { DeletionPolicy: 'Delete' });
  const [emptying] = Object.keys(gone.findResources('Custom::S3AutoDeleteObjects'));
  gone.hasResource('AWS::Synthetics::Canary', { DependsOn: Match.arrayWith([emptying]) }); // which ends before
  const artifactsBucket = new Bucket(new Stack(), 'Bucket');
  expect(() => define({ artifactsBucket, removalPolicy: RemovalPolicy.DESTROY })).toThrow(
    'removalPolicy: got "destroy", expected nothing beside artifactsBucket',
  );
});

test('two of them fit into one stack', () => {
  const stack = new Stack();
  define({}, stack);
  new HealthChecks(stack, 'Other', { checks: [up], canaryName: 'other' });
  Template.fromStack(stack).resourceCountIs('AWS::Synthetics::Canary', 2);
});

const old = new Runtime('syn-nodejs-puppeteer-13.0', RuntimeFamily.NODEJS);
const slow = (name: string) => HealthCheck.tcp(name, { hostname: 'a.example', port: 1, timeout: Duration.minutes(5) });

test.each<[string, Partial<HealthChecksProps>, string]>([
  ['none', { checks: [] }, 'checks (number): got 0, expected a whole number from 1 to 10, the limit of the blueprint'],
  ['one twice', { checks: [up, up] }, 'check name: got "up", expected a name that no other check has'],
  [
    'a browser',
    { runtime: old },
    'runtime: got "syn-nodejs-puppeteer-13.0", expected a runtime of the family syn-nodejs,',
  ],
  ['too little time', { timeout: Duration.seconds(9) }, 'got 10, expected a number of at most 9, the time of a run'],
  [
    'too much time',
    { checks: ['a', 'b', 'c'].map(slow), schedule: JourneySchedule.every(Duration.hours(1)) },
    'got 915, expected a number of at most 840, the time of a run',
  ],
  [
    'more time than there is between two runs',
    { checks: [slow('a')] },
    'got 315, expected a number of at most 300, the time of a run, which ends before the next one begins; shorten',
  ],
])('refuse %s', (_case, props, message) => {
  expect(() => define(props)).toThrow(message);
});
