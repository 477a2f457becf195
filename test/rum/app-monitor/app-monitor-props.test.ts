import { App, RemovalPolicy, Stack, Tags, Token } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Effect, PolicyStatement, Role, ServicePrincipal, StarPrincipal } from 'aws-cdk-lib/aws-iam';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket, CfnBucketPolicy } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { AppMonitor, type AppMonitorProps, Authorization, Platform, Telemetry } from '../../../src/rum';

const DOMAINS = ['shop.example.com'];
const ID = '123456ab-1234-4ca9-9d2f-a1b2c3456789';

function define(props: Partial<AppMonitorProps> = {}) {
  const app = new App();
  const stack = new Stack(app, 'Shop');
  const monitor = new AppMonitor(stack, 'Monitor', { domains: DOMAINS, ...props });
  return { app, stack, monitor };
}

function resourceOf(stack: Stack) {
  return Object.values(Template.fromStack(stack).findResources('AWS::RUM::AppMonitor'))[0];
}

const url = (length: number) => `https://shop.example.com/${'a'.repeat(length - 25)}`;

describe('an app monitor', () => {
  test('keeps pages and revision as they are', () => {
    const pages = { includedPages: ['https://www.shop.example.com/a?b=c#d'], favoritePages: ['/checkout'] };
    const { stack } = define({ ...pages, policyRevisionId: 'r1', customEvents: false });
    expect(resourceOf(stack).Properties).toMatchObject({
      AppMonitorConfiguration: { IncludedPages: pages.includedPages, FavoritePages: pages.favoritePages },
      CustomEvents: { Status: 'DISABLED' },
      ResourcePolicy: { PolicyRevisionId: 'r1' },
    });
  });

  test('is the same where its platform is stated, if that is the default', () => {
    const template = (props: Partial<AppMonitorProps>) => Template.fromStack(define(props).stack).toJSON();
    expect(template({ platform: Platform.WEB })).toEqual(template({}));
  });

  test('of a mobile application is told nothing about web pages', () => {
    const { stack, monitor } = define({ platform: Platform.ANDROID });
    expect(monitor.platform).toBe('Android');
    const { Platform: platform, AppMonitorConfiguration } = resourceOf(stack).Properties;
    expect({ platform, AppMonitorConfiguration }).toEqual({
      platform: 'Android',
      AppMonitorConfiguration: { SessionSampleRate: 1 },
    });
  });

  test('has its source maps once they can be read', () => {
    const stack = new Stack(new App(), 'Shop');
    const bucket = new Bucket(stack, 'Maps');
    const dependable = new CfnBucketPolicy(stack, 'Policy', { bucket: bucket.bucketName, policyDocument: {} });
    const sourceMaps = { s3Uri: 's3://shop-maps/releases/', dependable };
    new AppMonitor(stack, 'Monitor', { domains: DOMAINS, sourceMaps });
    const { Properties, DependsOn } = resourceOf(stack);
    expect(Properties.DeobfuscationConfiguration).toEqual({
      JavaScriptSourceMaps: { Status: 'ENABLED', S3Uri: 's3://shop-maps/releases/' },
    });
    expect(DependsOn).toEqual(['Policy']);
  });

  test('adds statements to its policy, about itself unless they say otherwise', () => {
    const { stack, monitor } = define({ appMonitorName: 'shop' });
    const denied = new PolicyStatement({
      effect: Effect.DENY,
      principals: [new StarPrincipal()],
      actions: ['rum:PutRumEvents'],
      conditions: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } },
    });
    expect(monitor.addToResourcePolicy(denied).statementAdded).toBe(true);
    expect(denied.resources).toEqual([]);
    const text = JSON.stringify(resourceOf(stack).Properties.ResourcePolicy.PolicyDocument);
    expect(text.match(/:appmonitor\/shop/g)).toHaveLength(2);
    expect(text).toContain('192.0.2.0/24');
  });

  test('can be tagged', () => {
    const { stack, monitor } = define();
    Tags.of(monitor).add('team', 'shop 1');
    Tags.of(monitor).add('cost-center:2026', '');
    expect(resourceOf(stack).Properties.Tags).toEqual([
      { Key: 'cost-center:2026', Value: '' },
      { Key: 'team', Value: 'shop 1' },
    ]);
  });
});

describe('the log group', () => {
  const NAME = {
    'Fn::Join': [
      '',
      [
        '/aws/vendedlogs/RUMService_',
        { Ref: '<monitor>' },
        { 'Fn::Select': [0, { 'Fn::Split': ['-', { 'Fn::GetAtt': ['<monitor>', 'Id'] }] }] },
      ],
    ],
  };

  /** With the logical id of the app monitor as in the expected name. */
  const withId = (stack: Stack, value: unknown) => {
    const [id] = Object.keys(Template.fromStack(stack).findResources('AWS::RUM::AppMonitor'));
    return JSON.parse(JSON.stringify(value).replaceAll(id, '<monitor>'));
  };

  test('has the name that CloudWatch RUM gives it, without a custom resource', () => {
    const { stack, monitor } = define({ cwLogEnabled: true });
    expect(withId(stack, stack.resolve(monitor.logGroup.logGroupName))).toEqual(NAME);
    expect(monitor.logGroup).toBe(monitor.logGroup);
    expect(resourceOf(stack).Properties.CwLogEnabled).toBe(true);
    Template.fromStack(stack).resourceCountIs('AWS::Lambda::Function', 0);
  });

  test('of an imported app monitor is known by name and ID', () => {
    const attributes = { appMonitorName: 'shop', appMonitorId: ID };
    const monitor = AppMonitor.fromAppMonitorAttributes(new Stack(), 'Imported', attributes);
    expect(monitor.logGroup.logGroupName).toBe('/aws/vendedlogs/RUMService_shop123456ab');
  });

  test.each([
    [{ logRetention: RetentionDays.SIX_MONTHS }, { RetentionInDays: 180 }],
    [{ logRemovalPolicy: RemovalPolicy.DESTROY }, { RetentionInDays: 30, RemovalPolicy: 'destroy' }],
  ])('obeys %j, through the custom resource that makes it exist', (props, expected) => {
    const { stack, monitor } = define(props);
    const [retention] = Object.entries(Template.fromStack(stack).findResources('Custom::LogRetention'));
    expect(withId(stack, retention[1].Properties)).toMatchObject({ LogGroupName: NAME, ...expected });
    expect(resourceOf(stack).Properties.CwLogEnabled).toBe(true);
    expect(JSON.stringify(stack.resolve(monitor.logGroup.logGroupName))).toContain(retention[0]);
  });

  test('needs logs', () => {
    expect(() => define().monitor.logGroup).toThrow('[Shop/Monitor] logGroup (cwLogEnabled): got false');
    expect(() => define({ cwLogEnabled: false, logRetention: RetentionDays.ONE_DAY })).toThrow(
      '[Shop/Monitor] logRetention: got 1, expected nothing while cwLogEnabled is false',
    );
    expect(() => define({ logRemovalPolicy: RemovalPolicy.SNAPSHOT })).toThrow('[Shop/Monitor] logRemovalPolicy: got ');
  });

  test('passes cdk-nag, with what aws-cdk-lib defines for it acknowledged', () => {
    const { app } = define({ logRetention: RetentionDays.ONE_WEEK });
    const { violations } = new AwsSolutionsChecks(app).validateScope(app);
    expect(violations).toEqual([]);
  });
});

describe('an app monitor fails when', () => {
  const fails = (prop: string, props: Partial<AppMonitorProps>) =>
    expect(() => define(props)).toThrow(`[Shop/Monitor] ${prop}: got `);

  test.each(['shop.example.com/a', 'https://shop/', 'ftp://shop.example.com', 'https://shop.example.com/*', url(1261)])(
    'a page is %p',
    (page) => {
      fails('includedPages[0]', { includedPages: [page] });
      fails('excludedPages[1]', { excludedPages: [url(1260), page] });
    },
  );

  test('its pages are too many, contradict each other, or are blank', () => {
    const pages = new Array(51).fill('https://shop.example.com/');
    fails('includedPages', { includedPages: pages });
    fails('excludedPages', { excludedPages: pages });
    fails('favoritePages', { favoritePages: pages });
    fails('favoritePages[0]', { favoritePages: [' '] });
    fails('excludedPages', { includedPages: pages.slice(1), excludedPages: pages.slice(1) });
  });

  test.each<[string, Partial<AppMonitorProps>]>([
    ['allowCookies', { allowCookies: false }],
    ['telemetries', { telemetries: [Telemetry.HTTP] }],
    ['includedPages', { includedPages: [] }],
    ['excludedPages', { excludedPages: [] }],
    ['favoritePages', { favoritePages: [] }],
    ['sourceMaps', { sourceMaps: { s3Uri: 's3://maps', dependable: new Stack() } }],
  ])('it is one of a mobile application and states %s', (prop, props) => {
    fails(prop, { platform: Platform.IOS, ...props });
  });

  test('its platform or telemetry is unknown', () => {
    fails('platform', { platform: 'web' as Platform });
    fails('telemetries[1]', { telemetries: [Telemetry.HTTP, 'replay' as Telemetry] });
  });

  test.each(['https://maps', 's3://', 's3://Maps', 's3://maps/a b'])('its source maps are at %p', (s3Uri) => {
    fails('sourceMaps (s3Uri)', { sourceMaps: { s3Uri, dependable: new Stack() } });
  });

  test.each(['', 'a'.repeat(256)])('the revision of its policy is %p', (policyRevisionId) => {
    fails('policyRevisionId', { policyRevisionId });
  });

  test('its policy takes more than 4 KB', () => {
    const { monitor } = define();
    const add = (ip: string) =>
      monitor.addToResourcePolicy(
        new PolicyStatement({
          principals: [new StarPrincipal()],
          actions: ['rum:PutRumEvents'],
          conditions: { IpAddress: { 'aws:SourceIp': ip } },
        }),
      );
    add('a'.repeat(3000));
    expect(monitor.node.validate()).toEqual([]);
    add('b'.repeat(1000));
    expect(monitor.node.validate()).toEqual([
      expect.stringMatching(/^authorization \(bytes of the resource policy\): got 4\d\d\d, expected at most 4096/),
    ]);
  });

  test.each([[['rum:GetAppMonitor']], [['rum:*']], [['rum:PutRumEvents', 'rum:GetAppMonitor']]])(
    'its policy is about %j',
    (actions) => {
      const statement = new PolicyStatement({ principals: [new StarPrincipal()], actions });
      expect(() => define().monitor.addToResourcePolicy(statement)).toThrow('addToResourcePolicy() (actions): got ');
    },
  );

  test.each([
    ['a key', 'key with blanks', 'x'],
    ['a long key', 'a'.repeat(129), 'x'],
    ['a long value', 'team', 'x'.repeat(257)],
  ])('%s is no tag of the service', (_, key, value) => {
    const { app, monitor } = define();
    Tags.of(monitor).add(key, value);
    expect(() => app.synth()).toThrow(/\[Shop\/Monitor\] tags: got /);
  });

  test('it has more than 50 tags', () => {
    const { app, monitor } = define();
    for (let index = 0; index < 51; index++) Tags.of(monitor).add(`tag${index}`, 'x');
    expect(() => app.synth()).toThrow(/\[Shop\/Monitor\] tags: got 51, expected at most 50/);
  });
});

test('fifty of everything is fine', () => {
  const { app, monitor } = define({ includedPages: new Array(50).fill(url(1260)), policyRevisionId: 'a'.repeat(255) });
  for (let index = 0; index < 50; index++) Tags.of(monitor).add(`${index}`.padEnd(128, '=+-._:/'), 'x'.repeat(256));
  expect(() => app.synth()).not.toThrow();
});

test('tokens are not judged', () => {
  const text = Token.asString({ Ref: 'Text' });
  const dependable = new Stack();
  expect(() => {
    const props = { includedPages: [text], favoritePages: [text], policyRevisionId: text };
    const { monitor, app } = define({ ...props, sourceMaps: { s3Uri: text, dependable: new Bucket(dependable, 'B') } });
    Tags.of(monitor).add('team', text.repeat(20));
    app.node.validate();
  }).not.toThrow();
  expect(() => define({ excludedPages: Token.asList({ Ref: 'Pages' }) })).not.toThrow();
  expect(() => define({ authorization: Authorization.resourcePolicy({ alias: text.repeat(300) }) })).not.toThrow();
});

describe('an app monitor of which only the name is known', () => {
  const monitor = () => AppMonitor.fromAppMonitorName(new Stack(), 'Imported', 'shop');

  test('has metrics, and fails where it takes the ID', () => {
    expect(monitor().metricEventCount().dimensions).toEqual({ application_name: 'shop' });
    expect(() => monitor().appMonitorId).toThrow('[Default/Imported] appMonitorId: got undefined');
    expect(() => monitor().logGroup).toThrow('[Default/Imported] appMonitorId: got undefined');
    expect(() => AppMonitor.fromAppMonitorName(new Stack(), 'Imported', '/')).toThrow('appMonitorName: got "/"');
  });

  test('can be read', () => {
    const stack = new Stack();
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    AppMonitor.fromAppMonitorName(stack, 'Imported', 'shop').grants.read(role);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: [
              'rum:BatchGetRumMetricDefinitions',
              'rum:GetAppMonitor',
              'rum:GetAppMonitorData',
              'rum:GetResourcePolicy',
              'rum:ListRumMetricsDestinations',
              'rum:ListTagsForResource',
            ],
            Resource: { 'Fn::Join': ['', Match.arrayWith([':appmonitor/shop'])] },
          },
        ],
      },
    });
  });
});
