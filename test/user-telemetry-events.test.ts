import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { ContainerImage, FargateTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { AwsSolutionsChecks } from 'cdk-nag';
import { EventCatalog, EventProperty } from '../src/events';
import { Notifications } from '../src/monitoring';
import { UserTelemetry } from '../src/user-telemetry';
import { widgetsOf } from './monitoring/helpers';

function setUp(app = new App()) {
  const stack = new Stack(app, 'Shop');
  const notifications = Notifications.toTopics({ page: new Topic(stack, 'Page'), ticket: new Topic(stack, 'Ticket') });
  const telemetry = new UserTelemetry(stack, 'Telemetry', { applicationName: 'shop', notifications });
  const fn = (id: string) =>
    new LambdaFunction(stack, id, {
      code: Code.fromInline('exports.handler = async () => {};'),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_22_X,
    });
  const task = new FargateTaskDefinition(stack, 'Task');
  task.addContainer('app', { image: ContainerImage.fromRegistry('public.ecr.aws/docker/library/node:22-slim') });
  return { stack, telemetry, fn, task };
}

const VARIABLE = { Ref: Match.stringLikeRegexp('EventsIngestFunction') };

test('functions and tasks may send events, whichever was added first', () => {
  const { stack, telemetry, fn, task } = setUp();
  telemetry.addFunction('Before', fn('One'));
  telemetry.addTaskDefinition('Orders', task);
  telemetry.addEventPipeline('Events');
  telemetry.addFunction('After', fn('Two'));

  const template = Template.fromStack(stack);
  const told = Object.values(template.findResources('AWS::Lambda::Function')).filter(
    ({ Properties }) => Properties.Environment?.Variables.EVENT_PIPELINE_FUNCTION,
  );
  expect(told).toHaveLength(2);
  template.hasResourceProperties('AWS::ECS::TaskDefinition', {
    ContainerDefinitions: Match.arrayWith([
      Match.objectLike({
        Name: 'app',
        Environment: Match.arrayWith([{ Name: 'EVENT_PIPELINE_FUNCTION', Value: VARIABLE }]),
      }),
    ]),
  });
  const allowed = Object.values(template.findResources('AWS::IAM::Policy')).filter(({ Properties }) =>
    JSON.stringify(Properties.PolicyDocument).includes('lambda:InvokeFunction'),
  );
  expect(allowed).toHaveLength(3);
});

test('transactions and features are part of the catalog, whichever was added first', () => {
  const { stack, telemetry } = setUp();
  const catalog = new EventCatalog(stack, 'Catalog');
  telemetry.addTransaction('Checkout');
  telemetry.addFeature('GiftCards');
  telemetry.addEventPipeline('Events', { catalog });
  telemetry.addTransaction('Returns');
  expect(catalog._document()).toMatchObject({ transactions: ['Checkout', 'Returns'], features: ['GiftCards'] });
});

describe('browsers are not missed', () => {
  const silenceIn = (stack: Stack) =>
    Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm'))
      .filter(({ Properties }) => JSON.stringify(Properties).includes('Browsers have sent no event'))
      .map(({ Properties }) => Properties.Metrics[0].Expression);
  const domains = ['shop.example.com'];

  test('where events can come in from backends only', () => {
    const { stack, telemetry } = setUp();
    telemetry.addEventPipeline('Events');
    telemetry.addWebApp('Storefront', { domains });
    expect(silenceIn(stack)).toEqual([]);
  });

  test('where they send elsewhere, or could not be told where to', () => {
    const app = new App();
    const { stack, telemetry } = setUp(app);
    telemetry.addEventPipeline('Events', { allowedOrigins });
    telemetry.addWebApp('Elsewhere', { domains, client: { eventIntake: { endpoint: 'https://example.com/events' } } });
    telemetry.addWebApp('Apart', { domains, scope: new Stack(app, 'Front') });
    expect(silenceIn(stack)).toEqual([]);
  });

  test('that do not send by their sample', () => {
    const { stack, telemetry } = setUp();
    const defaultBehavior = { origin: new HttpOrigin('a.example.com') };
    const client = { eventIntake: { endpoint: '/q7', sampleRate: 0.1 } };
    telemetry.addWebApp('Before', { domains, client });
    telemetry.addEventPipeline('Events', {
      distribution: new Distribution(stack, 'Site', { defaultBehavior }),
      path: '/q7',
    });
    telemetry.addWebApp('After', { domains });
    expect(silenceIn(stack)).toEqual([
      'IF(SUM([TIME_SERIES(0),events]) > 0, 0, ' +
        '0.1*SUM([TIME_SERIES(0),sessions0_])+SUM([TIME_SERIES(0),sessions1_]))',
    ]);
  });
});

describe('a page that would tell of everything twice is warned of', () => {
  const define = (more: object, groupOf: 'Storefront' | 'Other' = 'Storefront') => {
    const { stack, telemetry } = setUp();
    const before = telemetry.addWebApp('Other', { domains: ['other.example.com'], cwLogEnabled: true });
    const pipeline = telemetry.addEventPipeline('Events', { allowedOrigins: ['https://shop.example.com'] });
    const webApp = telemetry.addWebApp('Storefront', { domains: ['shop.example.com'], cwLogEnabled: true, ...more });
    pipeline.addRumLogGroup((groupOf === 'Other' ? before : webApp).appMonitor.logGroup);
    return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('would count twice'));
  };

  test('where it sends here, and its log group is taken in', () => {
    expect(define({}).map(({ id }) => id)).toEqual(['/Shop/Telemetry/Events']);
  });

  test('and not where the log group is another one, or nothing is sent', () => {
    expect(define({}, 'Other')).toEqual([]);
    expect(define({ client: { eventIntake: { endpoint: 'https://other.example.com/events' } } })).toEqual([]);
    expect(define({ client: { eventIntake: { endpoint: '/events', sampleRate: 0 } } })).toEqual([]);
  });
});

test('applications that share a catalog name a transaction in it once', () => {
  const { stack, telemetry } = setUp();
  const catalog = new EventCatalog(stack, 'Catalog');
  const other = new UserTelemetry(stack, 'Other', { applicationName: 'other' });
  for (const each of [telemetry, other]) {
    each.addEventPipeline('Events', { catalog });
    each.addTransaction('Checkout');
    each.addFeature('GiftCards');
  }
  expect(catalog._document()).toMatchObject({ transactions: ['Checkout'], features: ['GiftCards'] });
});

const allowedOrigins = ['https://shop.example.com'];

test('the dashboard shows what becomes of events; sessions are counted of web apps that come after it, and so send', () => {
  const { stack, telemetry } = setUp();
  telemetry.addWebApp('Before', { domains: ['before.example.com'] });
  telemetry.addEventPipeline('Events', { allowedOrigins });
  telemetry.addWebApp('Storefront', { domains: ['shop.example.com'] });
  telemetry.addWebApp('Outlet', { domains: ['outlet.example.com'] });
  const titles = widgetsOf(stack).map(({ properties }) => properties.title);
  expect(titles).toEqual(
    expect.arrayContaining(['Events: events that are taken in', 'Events: why events were rejected']),
  );
  const [alarm] = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm')).filter(
    ({ Properties }) => JSON.stringify(Properties.AlarmDescription).includes('Browsers have sent no event'),
  );
  expect(alarm.Properties.Metrics).toHaveLength(4);
});

test('the dashboard shows what is throttled and given up, and what Firehose tells of failures, without an alarm for each', () => {
  const { stack, telemetry } = setUp();
  telemetry.addEventPipeline('Events');
  const widgets = widgetsOf(stack).map(({ properties }) => properties);
  const shown = JSON.stringify(widgets.find(({ title }) => title === 'Events: throttled, and given up'));
  for (const name of ['Throttles', 'ThrottledRecords', 'AsyncEventsDropped', 'DestinationDeliveryFailures']) {
    expect(shown).toContain(`"${name}"`);
  }
  const failures = widgets.find(({ title }) => title === 'Events: what could not be delivered');
  expect(JSON.stringify(failures)).toContain('DeliveryLog');
});

test('the alarm on silent browsers is on the dashboard, though web apps come later', () => {
  const { stack, telemetry } = setUp();
  telemetry.addEventPipeline('Events', { allowedOrigins });
  telemetry.addWebApp('Storefront', { domains: ['shop.example.com'] });
  const [{ properties }] = widgetsOf(stack).filter(({ type }) => type === 'alarm');
  expect(JSON.stringify(properties.alarms)).toContain('SilentBrowsers');
});

test('a second one is refused', () => {
  const { telemetry } = setUp();
  telemetry.addEventPipeline('Events');
  expect(() => telemetry.addEventPipeline('More')).toThrow(
    '[Shop/Telemetry] addEventPipeline(): got "More beside Events", expected one pipeline',
  );
});

test('in a stack that a stage deploys, with all of it, nothing is found but what was there before', () => {
  const app = new App();
  const { stack, telemetry } = setUp(app);
  const distribution = new Distribution(stack, 'Site', {
    defaultBehavior: { origin: new HttpOrigin('site.example.com') },
  });
  const plain = new AwsSolutionsChecks(app).validateScope(app).violations.map(({ ruleName }) => ruleName);
  const catalog = new EventCatalog(stack, 'Catalog', { events: { a: { properties: { b: EventProperty.text() } } } });
  telemetry.addEventPipeline('Events', { catalog, distribution });
  app.synth();
  const found = new AwsSolutionsChecks(app).validateScope(app).violations.map(({ ruleName }) => ruleName);
  expect(found.filter((rule) => !plain.includes(rule))).toEqual([]);
});

test('browsers send events where the pipeline takes them, of web apps that are added after it', () => {
  const { stack, telemetry } = setUp();
  const distribution = new Distribution(stack, 'Site', {
    defaultBehavior: { origin: new HttpOrigin('a.example.com') },
  });
  const add = (id: string, more: object = {}) => telemetry.addWebApp(id, { domains: ['shop.example.com'], ...more });
  const before = add('Before');
  const { endpoint } = telemetry.addEventPipeline('Events', { distribution });
  const sampled = { endpoint: '/other', sampleRate: 0.1 };
  const apps = [before, add('After'), add('Sampled', { client: { eventIntake: sampled } })];
  expect(apps.map((app) => app._settings().eventPipeline)).toEqual([undefined, { endpoint, sampleRate: 1 }, sampled]);
});
