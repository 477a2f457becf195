import { runInNewContext } from 'node:vm';
import { App, Duration, Lazy, Stack, Token } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import { Transaction } from '../../../src/events';
import { Authorization, MetricDefinition, Telemetry, WebApp, type WebAppProps } from '../../../src/rum';

const DOMAINS = ['shop.example.com'];
const MARKER = '<<configuration>>';

/** What the app monitor's ID and the like are at deployment. */
const DEPLOYED: Record<string, string> = {
  'AWS::Region': 'us-east-1',
  'AWS::URLSuffix': 'amazonaws.com',
  Id: '123456ab-1234-4ca9-9d2f-a1b2c3456789',
};

function define(props: Partial<WebAppProps> = {}, stack = new Stack(new App(), 'Shop')) {
  return { stack, app: new WebApp(stack, 'Storefront', { domains: DOMAINS, ...props }) };
}

/** The configuration as the browser gets it, from the deployment's markers. */
function configurationOf(stack: Stack) {
  const [deployment] = Object.values(Template.fromStack(stack).findResources('Custom::CDKBucketDeployment'));
  const markers: object[] = deployment.Properties.SourceMarkers;
  const [value] = Object.values(markers[markers.length - 1]);
  const [separator, parts] = value['Fn::Join'];
  const deployed = parts.map((part: string | Record<string, string | string[]>) => {
    if (typeof part === 'string') return part;
    const reference = part.Ref ?? part['Fn::GetAtt'][1];
    return DEPLOYED[reference as string] ?? 'derived-name';
  });
  return JSON.parse(deployed.join(separator));
}

function deploy(stack: Stack, app: WebApp) {
  new BucketDeployment(stack, 'Site', {
    sources: [Source.data('index.html', '<h1>Shop</h1>'), app.clientSource()],
    destinationBucket: new Bucket(stack, 'Bucket'),
  });
}

describe('a web application', () => {
  test('has an app monitor that is told what the client is told', () => {
    const { stack, app } = define({
      appMonitorName: 'shop',
      sessionSampleRate: 0.25,
      telemetries: [Telemetry.HTTP],
      authorization: Authorization.resourcePolicy({ alias: 'web' }),
      client: { allowCookies: false, tracing: false },
    });
    deploy(stack, app);
    Template.fromStack(stack).hasResourceProperties('AWS::RUM::AppMonitor', {
      Name: 'shop',
      DomainList: DOMAINS,
      AppMonitorConfiguration: {
        AllowCookies: false,
        EnableXRay: false,
        SessionSampleRate: 0.25,
        Telemetries: ['http'],
      },
    });
    expect(configurationOf(stack)).toMatchObject({
      alias: 'web',
      allowCookies: false,
      tracing: false,
      sessionSampleRate: 0.25,
      telemetries: ['http'],
    });
  });

  test('passes everything else on to the app monitor', () => {
    const stack = new Stack(new App(), 'Shop');
    const props = {
      favoritePages: ['/cart'],
      includedPages: ['https://shop.example.com/cart'],
      sourceMaps: { s3Uri: 's3://bucket/maps', dependable: new Construct(stack, 'Maps') },
      metricDefinitions: [MetricDefinition.timeToFirstByte()],
      logRetention: RetentionDays.ONE_WEEK,
      policyRevisionId: 'first',
    };
    define(props, stack);
    Template.fromStack(stack).hasResourceProperties('AWS::RUM::AppMonitor', {
      CwLogEnabled: true,
      ResourcePolicy: { PolicyRevisionId: 'first' },
      DeobfuscationConfiguration: { JavaScriptSourceMaps: { S3Uri: 's3://bucket/maps' } },
      AppMonitorConfiguration: {
        FavoritePages: ['/cart'],
        IncludedPages: ['https://shop.example.com/cart'],
        MetricDestinations: [{ Destination: 'CloudWatch', MetricDefinitions: Match.anyValue() }],
      },
    });
  });

  test('configures the client for anonymous sessions by default', () => {
    const { stack, app } = define();
    deploy(stack, app);
    expect(configurationOf(stack)).toEqual({
      appMonitorId: DEPLOYED.Id,
      region: 'us-east-1',
      endpoint: 'https://dataplane.rum.us-east-1.amazonaws.com',
      sessionSampleRate: 1,
      telemetries: ['errors', 'performance', 'http'],
      allowCookies: true,
      userIdRetentionDays: 0,
      tracing: true,
      applicationName: 'derived-name',
      applicationVersion: '1.0.0',
      transactions: [],
    });
  });

  test('tells the client of transactions that are declared after the deployment', () => {
    const { stack, app } = define({ applicationName: 'shop "1"' });
    deploy(stack, app);
    app.addTransaction(new Transaction(stack, 'Checkout', { abandonedAfter: Duration.minutes(20) }));
    expect(configurationOf(stack)).toMatchObject({
      applicationName: 'shop "1"',
      transactions: [{ name: 'Checkout', abandonedAfterSeconds: 1200 }],
    });
    Template.fromStack(stack).hasResourceProperties('AWS::RUM::AppMonitor', {
      AppMonitorConfiguration: { MetricDestinations: Match.anyValue() },
    });
  });

  test('passes the options of the client on', () => {
    const { stack, app } = define({
      client: {
        applicationVersion: '2.1',
        userIdRetention: Duration.days(400),
        endpoint: 'https://shop.example.com/t',
      },
    });
    deploy(stack, app);
    expect(configurationOf(stack)).toMatchObject({
      applicationVersion: '2.1',
      userIdRetentionDays: 400,
      endpoint: 'https://shop.example.com/t',
    });
  });

  test('sends to the data plane of its Region, in any partition', () => {
    const { stack, app } = define({}, new Stack(new App(), 'Shop', { env: { region: 'us-gov-west-1' } }));
    deploy(stack, app);
    expect(configurationOf(stack).endpoint).toBe('https://dataplane.rum.us-gov-west-1.amazonaws.com');
  });

  test('adds one script to the deployment, which is a function of its configuration', () => {
    const script = scriptOf(define().app);
    expect(script).toMatch(
      /^\/\/# allFunctionsCalledOnLoad\n\(function\(__USER_TELEMETRY__\)\{[\s\S]+\}\)\(<<configuration>>\);\n$/,
    );
    const page: Record<string, unknown> = { navigator: { userAgent: 'CloudWatchSynthetics/1' } };
    page.window = page;
    runInNewContext(script.replace(MARKER, '{}'), page);
    expect(Object.keys(page.userTelemetry as object)).toEqual(expect.arrayContaining(['push', 'start', 'consent']));
  });
});

test('a web application whose requests are signed has the client that signs', () => {
  const signed = scriptOf(define({ authorization: Authorization.cognitoGuest() }).app);
  expect(signed).toContain('AWS4-HMAC-SHA256');
  expect(scriptOf(define().app)).not.toContain('AWS4-HMAC-SHA256');
});

/** The script as it lies in the asset: the configuration is filled in at deployment. */
function scriptOf(app: WebApp): string {
  const data = jest.spyOn(Source, 'data').mockReturnValue(Source.asset(__dirname));
  app.clientSource();
  const [name, content] = data.mock.calls[0];
  data.mockRestore();
  expect(name).toBe('telemetry.js');
  return content.replace(/\$\{Token\[[^\]]*\]\}/, MARKER);
}

describe('a web application fails when', () => {
  test.each([
    [{ applicationName: '' }, 'applicationName: got ""'],
    [{ applicationName: '  ' }, 'applicationName: got "  "'],
    [{ applicationName: 'a'.repeat(257) }, 'applicationName: got "aaa'],
    [{ client: { applicationVersion: '' } }, 'client.applicationVersion: got ""'],
    [{ client: { endpoint: 'shop.example.com' } }, 'client.endpoint: got "shop.example.com"'],
    [{ client: { endpoint: 'http://shop.example.com' } }, 'client.endpoint: got "http://shop.example.com"'],
    [{ client: { endpoint: 'https://shop.example.com/?a' } }, 'client.endpoint: got "https://shop.example.com/?a"'],
    [{ includedPages: ['https://shop.example.com/?a'] }, 'includedPages[0]: got "https://shop.example.com/?a"'],
    [{ excludedPages: ['https://shop.example.com/#a'] }, 'excludedPages[0]: got "https://shop.example.com/#a"'],
    [{ excludedPages: Lazy.list({ produce: () => [] }) }, 'excludedPages: got "a token"'],
    [{ client: { userIdRetention: Duration.days(401) } }, 'client.userIdRetention (in days): got 401'],
    [
      { client: { userIdRetention: Duration.hours(36) } },
      'client.userIdRetention (in days): got 1.5, expected a whole number from 0 to 400',
    ],
  ])('it has %j', (props: Partial<WebAppProps>, message) => {
    expect(() => define(props)).toThrow(`[Shop/Storefront] ${message}`);
  });

  test.each([
    [{ domains: ['https://shop.example.com'] }, 'domains[0]: got "https://shop.example.com"'],
    [{ sessionSampleRate: 2 }, 'sessionSampleRate: got 2'],
  ])('its app monitor has %j', (props: Partial<WebAppProps>, message) => {
    expect(() => define(props)).toThrow(`[Shop/Storefront/AppMonitor] ${message}`);
  });
});

test.each(['http://localhost:8080/rum', 'http://127.0.0.1:4', 'http://[::1]:80', 'https://x.example.com:8443/a/b'])(
  'the endpoint %p is fine',
  (endpoint) => {
    expect(() => define({ client: { endpoint } })).not.toThrow();
  },
);

test('tokens are not judged', () => {
  const text = Lazy.string({ produce: () => '' });
  const userIdRetention = Duration.days(Token.asNumber('1'));
  expect(() =>
    define({ applicationName: text, client: { applicationVersion: text, endpoint: text, userIdRetention } }),
  ).not.toThrow();
});
