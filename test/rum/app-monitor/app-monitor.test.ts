import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnAppMonitor } from 'aws-cdk-lib/aws-rum';
import { Transaction, TransactionOutcome } from '../../../src/events';
import {
  AppMonitor,
  AppMonitorGrants,
  type AppMonitorProps,
  Authorization,
  Platform,
  Telemetry,
} from '../../../src/rum';

const DOMAINS = ['shop.example.com'];
const ID = '123456ab-1234-4ca9-9d2f-a1b2c3456789';

function define(props: Partial<AppMonitorProps> = {}, stack = new Stack(new App(), 'Shop')) {
  const monitor = new AppMonitor(stack, 'Monitor', { domains: DOMAINS, ...props });
  return { stack, monitor };
}

function propertiesOf(stack: Stack, index = 0) {
  return Object.values(Template.fromStack(stack).findResources('AWS::RUM::AppMonitor'))[index].Properties;
}

/** The text of a `Fn::Join`, with `<Ref>` for what is known only at deployment. */
function flat(value: { 'Fn::Join': [string, (string | { Ref: string })[]] }): string {
  const [separator, parts] = value['Fn::Join'];
  return parts.map((part) => (typeof part === 'string' ? part : `<${part.Ref}>`)).join(separator);
}

function policyOf(stack: Stack) {
  return JSON.parse(flat(propertiesOf(stack).ResourcePolicy.PolicyDocument));
}

describe('an app monitor', () => {
  test('records everything by default, without Amazon Cognito', () => {
    const { stack } = define();
    const { Name, ResourcePolicy, ...rest } = propertiesOf(stack);
    expect(Name).toMatch(/^[A-Za-z0-9-]{1,255}$/);
    expect(ResourcePolicy).toBeDefined();
    expect(rest).toEqual({
      DomainList: DOMAINS,
      CustomEvents: { Status: 'ENABLED' },
      AppMonitorConfiguration: {
        AllowCookies: true,
        EnableXRay: true,
        SessionSampleRate: 1,
        Telemetries: ['errors', 'performance', 'http'],
      },
    });
    Template.fromStack(stack).resourceCountIs('AWS::Cognito::IdentityPool', 0);
  });

  test('keeps what is given', () => {
    const { stack } = define({
      appMonitorName: 'shop.web_1#a-b',
      sessionSampleRate: 0,
      allowCookies: false,
      tracing: false,
      telemetries: [Telemetry.HTTP, Telemetry.ERRORS, Telemetry.HTTP],
    });
    expect(propertiesOf(stack)).toMatchObject({
      Name: 'shop.web_1#a-b',
      AppMonitorConfiguration: {
        AllowCookies: false,
        EnableXRay: false,
        SessionSampleRate: 0,
        Telemetries: ['http', 'errors'],
      },
    });
  });

  test('coexists with another in the same stack', () => {
    const { stack } = define();
    new AppMonitor(stack, 'Other', { domains: DOMAINS });
    expect(propertiesOf(stack, 0).Name).not.toEqual(propertiesOf(stack, 1).Name);
  });

  test('lets anyone send to itself and to nothing else, without referring to itself', () => {
    const { stack } = define({ appMonitorName: 'shop' });
    expect(policyOf(stack)).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: '*',
          Action: 'rum:PutRumEvents',
          Resource: 'arn:<AWS::Partition>:rum:<AWS::Region>:<AWS::AccountId>:appmonitor/shop',
        },
      ],
    });
  });

  test('asks for the alias where there is one', () => {
    const { stack } = define({ authorization: Authorization.resourcePolicy({ alias: 'storefront-2026' }) });
    expect(policyOf(stack).Statement[0].Condition).toEqual({ StringEquals: { 'rum:alias': 'storefront-2026' } });
  });

  test('speaks of the derived name in its policy', () => {
    const { stack } = define();
    const { Name } = propertiesOf(stack);
    expect(policyOf(stack).Statement[0].Resource).toMatch(new RegExp(`:appmonitor/${Name}$`));
  });

  test('has another name on another platform, which replaces it: the new one is there before the former goes', () => {
    const names = [undefined, Platform.IOS, Platform.ANDROID].map(
      (platform) => propertiesOf(define({ platform }).stack).Name,
    );
    expect(new Set(names).size).toBe(3);
    expect(names[1]).toBe(`${names[0]}-ios`);
  });

  test('works in another partition', () => {
    const { stack } = define(
      {},
      new Stack(new App(), 'Shop', { env: { region: 'us-gov-west-1', account: '123456789012' } }),
    );
    expect(policyOf(stack).Statement[0].Resource).toMatch(/^arn:<AWS::Partition>:rum:us-gov-west-1:123456789012:/);
  });

  test('leaves the domains that were passed as they are', () => {
    const domains = Object.freeze(['a.example.com', 'b.example.com']) as string[];
    expect(() => define({ domains })).not.toThrow();
  });
});

describe('transactions', () => {
  const pattern = (outcome: string, name: string) =>
    `{"event_type":["user_telemetry.transaction_${outcome}"],"event_details":{"transaction":["${name}"]}}`;

  test('become custom metrics, also when they are declared late', () => {
    const { stack, monitor } = define();
    monitor.addTransaction(new Transaction(stack, 'Checkout'));
    const definition = (name: string, outcome: string) => ({
      Namespace: 'UserTelemetry',
      Name: name,
      UnitLabel: 'Count',
      DimensionKeys: { 'event_details.transaction': 'Transaction' },
      EventPattern: pattern(outcome, 'Checkout'),
    });
    expect(propertiesOf(stack).AppMonitorConfiguration.MetricDestinations).toEqual([
      {
        Destination: 'CloudWatch',
        MetricDefinitions: [
          definition('TransactionStarted', 'started'),
          definition('TransactionCompleted', 'completed'),
          definition('TransactionAbandoned', 'abandoned'),
        ],
      },
    ]);
  });

  test('are listed in a copy', () => {
    const { stack, monitor } = define();
    const checkout = new Transaction(stack, 'Checkout');
    monitor.addTransaction(checkout);
    monitor.transactions.pop();
    expect(monitor.transactions).toEqual([checkout]);
  });

  test('fail when one of that name is counted already', () => {
    const { stack, monitor } = define();
    monitor.addTransaction(new Transaction(stack, 'Checkout'));
    expect(() => monitor.addTransaction(new Transaction(stack, 'Other', { transactionName: 'Checkout' }))).toThrow(
      '[Shop/Monitor] addTransaction() (transactionName): got "Checkout", expected a name that',
    );
  });

  test('fail when they make more metric definitions than the service takes', () => {
    const { stack, monitor } = define();
    for (let index = 0; index < 666; index++) monitor.addTransaction(new Transaction(stack, `T${index}`));
    expect(() => monitor.addTransaction(new Transaction(stack, 'OneTooMany'))).toThrow(
      '[Shop/Monitor] addTransaction(): got "2001 metric definitions", expected at most 2000',
    );
  });
});

describe('metrics', () => {
  const { stack, monitor } = define({ appMonitorName: 'shop' });
  const name = stack.resolve(monitor.appMonitorName);

  test.each([
    ['SessionCount', monitor.metricSessionCount(), 'Sum'],
    ['PageViewCount', monitor.metricPageViewCount(), 'Sum'],
    ['JsErrorCount', monitor.metricJsErrorCount(), 'Sum'],
    ['Http4xxCount', monitor.metricHttp4xxCount(), 'Sum'],
    ['Http5xxCount', monitor.metricHttp5xxCount(), 'Sum'],
    ['PerformanceNavigationDuration', monitor.metricPerformanceNavigationDuration(), 'p75'],
    ['WebVitalsLargestContentfulPaint', monitor.metricWebVitalsLargestContentfulPaint(), 'p75'],
    ['WebVitalsInteractionToNextPaint', monitor.metricWebVitalsInteractionToNextPaint(), 'p75'],
    ['WebVitalsCumulativeLayoutShift', monitor.metricWebVitalsCumulativeLayoutShift(), 'p75'],
    ['JsErrorCountPerSession', monitor.metric('JsErrorCountPerSession'), 'Average'],
    ['RumEventPayloadSize', monitor.metric('RumEventPayloadSize'), 'Sum'],
    ['TimeOnPage', monitor.metric('TimeOnPage'), 'p50'],
    ['toString', monitor.metric('toString'), 'Average'],
  ])('%s has its statistic and dimension, and data of any unit count', (metricName, metric, statistic) => {
    expect(stack.resolve(metric.dimensions)).toEqual({ application_name: name });
    expect(metric).toMatchObject({ namespace: 'AWS/RUM', metricName, statistic, unit: undefined });
  });

  test.each([
    [TransactionOutcome.STARTED, 'TransactionStarted'],
    [TransactionOutcome.COMPLETED, 'TransactionCompleted'],
    [TransactionOutcome.ABANDONED, 'TransactionAbandoned'],
  ])('of a transaction that was %s is read where the service publishes it', (outcome, metricName) => {
    const metric = monitor.metricTransaction('Checkout', outcome);
    expect(stack.resolve(metric.dimensions)).toEqual({ application_name: name, Transaction: 'Checkout' });
    expect(metric).toMatchObject({
      namespace: 'RUM/CustomMetrics/UserTelemetry',
      metricName,
      statistic: 'Sum',
      unit: undefined,
    });
  });

  test('take options, which win', () => {
    expect(monitor.metricSessionCount({ statistic: 'Maximum', label: 'x' })).toMatchObject({
      statistic: 'Maximum',
      label: 'x',
    });
    expect(monitor.metricTransaction('A', TransactionOutcome.STARTED, { label: 'x' })).toMatchObject({ label: 'x' });
  });
});

describe('grants', () => {
  test('let a principal put events to this app monitor only', () => {
    const { stack, monitor } = define();
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    monitor.grants.putEvents(role);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: 'rum:PutRumEvents',
            Resource: {
              'Fn::Join': ['', Match.arrayWith([':appmonitor/', { Ref: Match.stringLikeRegexp('^Monitor') }])],
            },
          },
        ],
      },
    });
  });

  test('work for an L1 too', () => {
    const stack = new Stack();
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const monitor = new CfnAppMonitor(stack, 'L1', { name: 'shop' });
    expect(AppMonitorGrants.fromAppMonitor(monitor).putEvents(role).success).toBe(true);
  });
});

describe('an imported app monitor', () => {
  const attributes = { appMonitorName: 'shop', appMonitorId: ID };

  test('has the metrics, the ARN and the grants of a defined one', () => {
    const stack = new Stack();
    const monitor = AppMonitor.fromAppMonitorAttributes(stack, 'Imported', attributes);
    expect(monitor.appMonitorId).toBe(ID);
    expect(flat(stack.resolve(monitor.appMonitorArn))).toBe(
      'arn:<AWS::Partition>:rum:<AWS::Region>:<AWS::AccountId>:appmonitor/shop',
    );
    expect(monitor.appMonitorRef).toEqual({ appMonitorName: 'shop' });
    expect(monitor.metricSessionCount().dimensions).toEqual({ application_name: 'shop' });
    expect(Template.fromStack(stack).findResources('AWS::RUM::AppMonitor')).toEqual({});
  });

  test.each([
    [{ ...attributes, appMonitorName: '' }, 'appMonitorName: got ""'],
    [{ ...attributes, appMonitorId: 'shop' }, 'appMonitorId: got "shop", expected a UUID; pass the ID'],
  ])('fails when its attributes are %j', (wrong, message) => {
    expect(() => AppMonitor.fromAppMonitorAttributes(new Stack(), 'Imported', wrong)).toThrow(
      `[Default/Imported] ${message}`,
    );
  });
});
