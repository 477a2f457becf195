import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { EventPipeline, type EventPipelineProps } from '../../../src/events';
import { readSettings } from '../../../src/events/pipeline/run/rules/settings';

const KEY = { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] };

function shop(id = 'Shop', app = new App()) {
  const stack = new Stack(app, id);
  const site = new HttpOrigin('site.example.com');
  return { stack, distribution: new Distribution(stack, 'Site', { defaultBehavior: { origin: site } }) };
}

describe('on a distribution', () => {
  const { stack, distribution } = shop();
  const pipeline = new EventPipeline(stack, 'Events', { distribution });
  const template = Template.fromStack(stack);

  test('browsers post to a path that is no word, and CloudFront adds what nobody else knows', () => {
    expect(pipeline.endpoint).toMatch(/^\/[bcdfghjkmnpqrstvwxz2-9]{8}$/);
    template.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        CacheBehaviors: [
          {
            PathPattern: pipeline.endpoint,
            AllowedMethods: Match.arrayWith(['POST']),
            CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
            ViewerProtocolPolicy: 'https-only',
          },
        ],
        Origins: Match.arrayWith([
          Match.objectLike({ OriginCustomHeaders: [{ HeaderName: 'x-telemetry-front', HeaderValue: KEY }] }),
        ]),
      },
    });
    template.hasResourceProperties('AWS::Lambda::Function', { Environment: { Variables: { FRONT_KEY: KEY } } });
  });

  test('no cookie and no query goes with it', () => {
    template.hasResourceProperties('AWS::CloudFront::OriginRequestPolicy', {
      OriginRequestPolicyConfig: {
        CookiesConfig: { CookieBehavior: 'none' },
        QueryStringsConfig: { QueryStringBehavior: 'none' },
        HeadersConfig: {
          HeaderBehavior: 'whitelist',
          Headers: Match.arrayWith(['User-Agent', 'CloudFront-Viewer-Country']),
        },
      },
    });
  });

  test('there is no other way in for browsers', () => {
    template.resourceCountIs('AWS::ApiGatewayV2::Api', 0);
  });
});

test('a distribution may be in another stack', () => {
  const app = new App();
  const { stack, distribution } = shop('Site', app);
  const other = new Stack(app, 'Telemetry');
  new EventPipeline(other, 'Events', { distribution, path: '/q' });
  app.synth();
  const key = JSON.stringify(Template.fromStack(stack).findResources('AWS::CloudFront::Distribution'));
  expect(key).toContain('Fn::ImportValue'); // its key is that of the other stack
  Template.fromStack(other).resourceCountIs('AWS::CloudFront::OriginRequestPolicy', 1);
});

test('a distribution may be in another Region, where nothing is defined that needs the function to be there', () => {
  const app = new App();
  const inRegion = (id: string, region: string) =>
    new Stack(app, id, { env: { account: '111111111111', region }, crossRegionReferences: true });
  const site = inRegion('Site', 'us-east-1');
  const defaultBehavior = { origin: new HttpOrigin('site.example.com') };
  const pipeline = new EventPipeline(inRegion('Telemetry', 'eu-west-1'), 'Events', {
    distribution: new Distribution(site, 'Site', { defaultBehavior }),
  });
  app.synth();
  const template = Template.fromStack(site);
  template.resourceCountIs('AWS::Lambda::Permission', 0);
  template.hasResourceProperties('AWS::CloudFront::Distribution', {
    DistributionConfig: { CacheBehaviors: [Match.objectLike({ PathPattern: pipeline.endpoint })] },
  });
});

test('another behavior may not take the requests', () => {
  const { stack, distribution } = shop();
  distribution.addBehavior('/q*', new HttpOrigin('other.example.com'));
  new EventPipeline(stack, 'Events', { distribution, path: '/q1' });
  expect(() => Template.fromStack(stack)).toThrow('path: got "/q1"');
});

test('without a distribution there is an HTTP API for the origins that are named', () => {
  const stack = new Stack(new App(), 'Shop');
  const pipeline = new EventPipeline(stack, 'Events', { allowedOrigins: ['https://shop.example.com'] });
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::ApiGatewayV2::Api', {
    CorsConfiguration: {
      AllowOrigins: ['https://shop.example.com'],
      AllowMethods: ['POST'],
      AllowHeaders: Match.arrayWith(['content-type']),
    },
  });
  template.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: 'POST /events' });
  template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
    DefaultRouteSettings: { ThrottlingRateLimit: 200, ThrottlingBurstLimit: 400 },
  });
  expect(stack.resolve(pipeline.endpoint)).toEqual({
    'Fn::Join': ['', [{ 'Fn::GetAtt': [expect.any(String), 'ApiEndpoint'] }, '/events']],
  });
});

test('how many requests may come can be told', () => {
  const stack = new Stack(new App(), 'Shop');
  new EventPipeline(stack, 'Events', { allowedOrigins: ['https://shop.example.com'], maxRequestRate: 10 });
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Stage', {
    DefaultRouteSettings: { ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20 },
  });
});

describe('origins that only CloudFormation knows', () => {
  const settingsOf = (app: App) => {
    const { directory } = app.synth();
    const files = readdirSync(directory).filter((name) => existsSync(join(directory, name, 'settings.json')));
    expect(files).toHaveLength(1);
    return join(directory, files[0]);
  };

  test('reach the ingest by a variable, beside those that are known', () => {
    const app = new App();
    const { stack, distribution } = shop('Shop', app);
    const allowedOrigins = ['https://shop.example.com', `https://${distribution.domainName}`];
    new EventPipeline(stack, 'Events', { allowedOrigins });
    const folder = settingsOf(app);
    expect(readFileSync(join(folder, 'settings.json'), 'utf8')).not.toContain('Token');
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: { ALLOWED_ORIGINS: { 'Fn::Join': ['', ['https://', { 'Fn::GetAtt': Match.anyValue() }]] } },
      },
    });
    const deployed = { ALLOWED_ORIGINS: 'https://d1.cloudfront.net' };
    expect(readSettings(folder, deployed).allowedOrigins).toEqual([allowedOrigins[0], 'https://d1.cloudfront.net']);
  });

  test('may be a list that is a parameter; of an empty one no page may post', () => {
    const app = new App();
    const stack = new Stack(app, 'Shop');
    const { valueAsList } = new CfnParameter(stack, 'Origins', { type: 'CommaDelimitedList' });
    new EventPipeline(stack, 'Events', { allowedOrigins: valueAsList });
    const folder = settingsOf(app);
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { ALLOWED_ORIGINS: { 'Fn::Join': [' ', { Ref: 'Origins' }] } } },
    });
    expect(readSettings(folder, { ALLOWED_ORIGINS: 'https://a.example https://b.example' }).allowedOrigins).toEqual([
      'https://a.example',
      'https://b.example',
    ]);
    expect(readSettings(folder, { ALLOWED_ORIGINS: '' }).allowedOrigins).toEqual([]);
  });

  test('all may post where none are stated', () => {
    const app = new App();
    new EventPipeline(new Stack(app, 'Shop'), 'Events');
    expect(readSettings(settingsOf(app), {}).allowedOrigins).toBeUndefined();
  });
});

test('with neither, backends only have a way in', () => {
  const stack = new Stack(new App(), 'Shop');
  expect(new EventPipeline(stack, 'Events').endpoint).toBeUndefined();
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::Lambda::Url', 0);
  template.resourceCountIs('AWS::ApiGatewayV2::Api', 0);
});

describe('the ingest', () => {
  const stack = new Stack(new App(), 'Shop');
  const pipeline = new EventPipeline(stack, 'Events', { maxConcurrency: 50 });
  const template = Template.fromStack(stack);

  test('may write to its two streams, and leave behind what nobody waits for', () => {
    const [{ Properties }] = Object.values(template.findResources('AWS::IAM::Role')).filter(({ Properties: role }) =>
      JSON.stringify(role.AssumeRolePolicyDocument).includes('lambda.amazonaws.com'),
    );
    expect(Properties.ManagedPolicyArns).toBeUndefined();
    expect(
      Properties.Policies[0].PolicyDocument.Statement.map(
        ({ Action, Resource }: { Action: unknown; Resource: unknown }) => [Action, [Resource].flat().length],
      ),
    ).toEqual([
      [['logs:CreateLogStream', 'logs:PutLogEvents'], 1],
      ['firehose:PutRecordBatch', 2],
      ['s3:ListBucket', 1],
      ['s3:PutObject', 1],
    ]);
    expect(JSON.stringify(Properties.Policies[0].PolicyDocument.Statement[3].Resource)).toContain(
      '/aws/lambda/async/*',
    );
  });

  test('knows its streams, and is limited', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      ReservedConcurrentExecutions: 50,
      Timeout: 20,
      LoggingConfig: { LogFormat: 'JSON', SystemLogLevel: 'WARN' },
      Environment: {
        Variables: {
          EVENTS_STREAM: { Ref: Match.stringLikeRegexp('DeliveryEvents') },
          REJECTED_STREAM: { Ref: Match.stringLikeRegexp('DeliveryRejectedEvents') },
          PIPELINE: pipeline.databaseName,
          URL_SUFFIX: { Ref: 'AWS::URLSuffix' },
        },
      },
    });
  });

  test('leaves in the bucket what failed three times though nobody waited', () => {
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [Match.stringLikeRegexp('Bucket'), 'Arn'] } } },
    });
  });
});

describe('other sources', () => {
  test('are the log group of an app monitor, of which what tells nothing of behavior stays there', () => {
    const stack = new Stack(new App(), 'Shop');
    const pipeline = new EventPipeline(stack, 'Events');
    for (const name of ['one', 'two']) pipeline.addRumLogGroup(LogGroup.fromLogGroupName(stack, name, name));
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::Logs::SubscriptionFilter', 2);
    template.hasResourceProperties('AWS::Logs::SubscriptionFilter', {
      LogGroupName: 'one',
      FilterPattern:
        '{ ($.event_type = "com.amazon.rum.page_view_event") || ($.event_type = "com.amazon.rum.session_start_event") || ' +
        '($.event_type = "com.amazon.rum.js_error_event") || ($.event_type = "com.amazon.rum.http_event") || ' +
        '($.event_type != "com.amazon.rum.*") }',
    });
    template.hasResourceProperties('AWS::Lambda::Permission', { Principal: 'logs.amazonaws.com' });
  });

  test('are streams, of which records wait until they are stored', () => {
    const stack = new Stack(new App(), 'Shop');
    new EventPipeline(stack, 'Events').addPinpointStream(new Stream(stack, 'Stream'));
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      StartingPosition: 'TRIM_HORIZON',
      MaximumRetryAttempts: Match.absent(),
      MaximumRecordAgeInSeconds: Match.absent(),
    });
  });
});

test('a source counts once', () => {
  const stack = new Stack(new App(), 'Shop');
  const pipeline = new EventPipeline(stack, 'Events');
  const stream = new Stream(stack, 'Stream');
  const imported = (id: string) => LogGroup.fromLogGroupName(stack, id, '/aws/vendedlogs/RUMService_shop');
  const logGroup = imported('Log');
  pipeline.addPinpointStream(stream);
  pipeline.addRumLogGroup(logGroup);
  expect(() => pipeline.addPinpointStream(stream)).toThrow('addPinpointStream(): got "Shop/Stream once more"');
  expect(() => pipeline.addRumLogGroup(logGroup)).toThrow('addRumLogGroup(): got "Shop/Log once more"');
  expect(() => pipeline.addRumLogGroup(imported('Again'))).toThrow('addRumLogGroup(): got "Shop/Again once more"');
});

describe('grants', () => {
  const actionsOf = (define: (pipeline: EventPipeline, role: Role) => void, props: EventPipelineProps = {}) => {
    const stack = new Stack(new App(), 'Shop');
    const role = new Role(stack, 'Backend', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
    define(new EventPipeline(stack, 'Events', props), role);
    const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy')).filter(
      ({ Properties }) => JSON.stringify(Properties.Roles).includes('Backend'),
    );
    return policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
  };

  test('backends may call the ingest, and nothing else', () => {
    const statements = actionsOf((pipeline, role) => void pipeline.grants.putEvents(role));
    expect(statements).toEqual([
      {
        Action: 'lambda:InvokeFunction',
        Effect: 'Allow',
        Resource: { 'Fn::GetAtt': [expect.stringContaining('IngestFunction'), 'Arn'] },
      },
    ]);
  });

  test('whoever asks may read, and write results only', () => {
    const statements = actionsOf((pipeline, role) => void pipeline.grants.query(role));
    const writes = statements.filter(({ Action }) => JSON.stringify(Action).includes('s3:PutObject'));
    expect(writes).toHaveLength(1);
    expect(JSON.stringify(writes[0].Resource)).toContain('/query-results/*');
    expect(JSON.stringify(statements)).not.toContain('"*"');
  });

  test('of a pipeline elsewhere need what they are about', () => {
    const stack = new Stack();
    const role = new Role(stack, 'Backend', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
    const attributes = { databaseName: 'telemetry_shop', workGroupName: 'shop' };
    const unknown = EventPipeline.fromEventPipelineAttributes(stack, 'Unknown', attributes);
    expect(() => unknown.grants.putEvents(role)).toThrow('[Default/Unknown] ingestFunctionName: got undefined');
    expect(() => unknown.grants.query(role)).toThrow('[Default/Unknown] bucketName: got undefined');
    const known = EventPipeline.fromEventPipelineAttributes(stack, 'Known', {
      ...attributes,
      ingestFunctionName: 'ingest',
      bucketName: 'events',
    });
    expect(() => [known.grants.putEvents(role), known.grants.query(role)]).not.toThrow();
  });
});

test.each<[EventPipelineProps, string]>([
  [{ allowedOrigins: [] }, 'allowedOrigins: got "0 items"'],
  [{ allowedOrigins: ['https://shop.example.com/'] }, 'allowedOrigins[0]: got "https://shop.example.com/"'],
  [{ path: '/q' }, 'path: got "/q", expected nothing without a distribution'],
  [{ maxConcurrency: 0 }, 'maxConcurrency: got 0'],
  [{ allowedOrigins: ['https://shop.example.com'], maxRequestRate: 0 }, 'maxRequestRate: got 0'],
  [{ maxRequestRate: 10 }, 'maxRequestRate: got 10, expected nothing but with allowedOrigins'],
])('refuses %j', (props, message) => {
  expect(() => new EventPipeline(new Stack(), 'Events', props)).toThrow(message);
});

test.each<[string, (stack: Stack) => EventPipelineProps]>([
  ['an HTTP API', () => ({ allowedOrigins: ['https://shop.example.com'] })],
  ['a key', (stack) => ({ encryptionKey: new Key(stack, 'Key', { enableKeyRotation: true }) })],
])('passes cdk-nag with %s', (_case, props) => {
  const app = new App();
  const stack = new Stack(app, 'Judged');
  new EventPipeline(stack, 'Events', props(stack));
  app.synth();
  expect(new AwsSolutionsChecks(app).validateScope(app).violations).toEqual([]);
});

test('a distribution with it has no finding more', () => {
  const violations = ({ stack }: { stack: Stack }) => {
    const app = stack.node.root as App;
    app.synth();
    return new AwsSolutionsChecks(app).validateScope(app).violations.map(({ ruleName }) => ruleName);
  };
  const plain = violations(shop());
  const { stack, distribution } = shop();
  new EventPipeline(stack, 'Events', { distribution });
  expect(violations({ stack }).filter((rule) => !plain.includes(rule))).toEqual([]);
});
