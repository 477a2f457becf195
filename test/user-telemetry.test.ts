import { App, Duration, Stack, Token } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { ContainerImage, FargateTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment } from 'aws-cdk-lib/aws-s3-deployment';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Expect, Journey } from '../src/canaries';
import { PinpointProject } from '../src/events';
import { AlarmSeverity, AlarmSignal, Notifications, ServiceLevelIndicator } from '../src/monitoring';
import { UserTelemetry, type UserTelemetryProps } from '../src/user-telemetry';
import { alarmOf, bodyOf, type Json, silentAlarms, widgetsOf } from './monitoring/helpers';

const DOMAINS = { domains: ['shop.example.com'] };
const PROJECT_ID = '0123456789abcdef0123456789abcdef';

function setUp(props: Partial<UserTelemetryProps> = {}) {
  const stack = new Stack(new App(), 'Stack');
  return { stack, telemetry: new UserTelemetry(stack, 'Telemetry', { applicationName: 'retail', ...props }) };
}

function task(stack: Stack, id = 'Task'): FargateTaskDefinition {
  const taskDefinition = new FargateTaskDefinition(stack, id);
  taskDefinition.addContainer('app', { image: ContainerImage.fromRegistry('node:22') });
  return taskDefinition;
}

function lambda(stack: Stack): LambdaFunction {
  return new LambdaFunction(stack, 'Fn', {
    runtime: Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => {};'),
  });
}

const journey = () => Journey.startAt('https://shop.example.com').step('see the shop', Expect.visible('h1'));

const PARTS: Record<string, (telemetry: UserTelemetry, stack: Stack) => unknown> = {
  webApp: (telemetry) => telemetry.addWebApp('Storefront', DOMAINS),
  journey: (telemetry) => telemetry.addJourney('Buy', { journey: journey() }),
  task: (telemetry, stack) => telemetry.addTaskDefinition('Orders', task(stack)),
  function: (telemetry, stack) => telemetry.addFunction('Cart', lambda(stack)),
  transaction: (telemetry) => telemetry.addTransaction('Checkout', { minimumCompletionRate: 0.6 }),
};

function addAll(telemetry: UserTelemetry, stack: Stack, parts = Object.keys(PARTS)) {
  for (const part of parts) PARTS[part](telemetry, stack);
}

const alarmIds = (stack: Stack) =>
  Object.keys(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm'))
    .map((id) => id.replace(/[0-9A-F]{8}$/, ''))
    .sort();

test('defines each part, its alarms, and one dashboard', () => {
  const { stack, telemetry } = setUp();
  addAll(telemetry, stack);
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::RUM::AppMonitor', 1);
  template.resourceCountIs('AWS::Synthetics::Canary', 1);
  template.resourceCountIs('AWS::CloudWatch::Dashboard', 1);
  expect(alarmIds(stack)).toEqual([
    'TelemetryBuyAlarmsDuration',
    'TelemetryBuyAlarmsEarly',
    'TelemetryBuyAlarmsSuccess',
    'TelemetryStorefrontAlarmsApdex',
    'TelemetryStorefrontAlarmsErrorSurge',
    'TelemetryStorefrontAlarmsInputDelay',
    'TelemetryStorefrontAlarmsJsErrors',
    'TelemetryStorefrontAlarmsLayoutShift',
    'TelemetryStorefrontAlarmsPageSpeed',
    'TelemetryStorefrontAlarmsServerErrors',
    'TelemetryStorefrontAlarmsSessionDrop',
    'TelemetryTransactionsCheckoutAlarmsCompletionRate',
    'TelemetryTransactionsCheckoutAlarmsUnused',
  ]);
  const sections = widgetsOf(stack).flatMap(({ properties }) => properties.markdown?.split('\n', 1) ?? []);
  expect(sections).toEqual([
    '# retail',
    '## Behavior: what users achieve',
    '## Real users',
    '## Synthetic users',
    '## Backends',
    '## What users cost',
  ]);
  expect(widgetsOf(stack).find(({ type }) => type === 'alarm').properties.alarms).toHaveLength(16);
});

test('hands the dashboard what is stated of it', () => {
  const { stack } = setUp({ dashboard: { dashboardName: 'shop' } });
  Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Dashboard', { DashboardName: 'shop' });
  expect(widgetsOf(stack)[0].properties.markdown).toMatch(/^# retail\n/);
});

test('shows composite alarms that come into being with an alarm of the user', () => {
  const { stack, telemetry } = setUp();
  telemetry.impact.addAlarm(Alarm.fromAlarmName(stack, 'Own', 'own'), AlarmSignal.TELEMETRY);
  expect(widgetsOf(stack)[1].properties.alarms).toEqual([expect.stringContaining('TelemetryDark')]);
});

test('needs none of its parts', () => {
  const { stack } = setUp();
  const template = Template.fromStack(stack);
  expect(Object.keys(template.toJSON().Resources)).toHaveLength(1);
  template.resourceCountIs('AWS::CloudWatch::Dashboard', 1);
  expect(silentAlarms(stack)).toEqual([]);
});

test('the order of calls makes no difference', () => {
  const resources = (parts: string[]) => {
    const { stack, telemetry } = setUp();
    addAll(telemetry, stack, parts);
    const { Resources } = Template.fromStack(stack).toJSON();
    for (const { Type, Properties } of Object.values<Json>(Resources)) {
      if (Type !== 'AWS::CloudWatch::Dashboard') continue;
      const body = bodyOf(Properties.DashboardBody);
      for (const widget of body.widgets) widget.properties.alarms?.sort();
      Properties.DashboardBody = body;
    }
    return Resources;
  };
  const order = ['webApp', 'journey', 'task', 'function', 'transaction'];
  expect(resources(['transaction', 'task', 'function', 'journey', 'webApp'])).toEqual(resources(order));
});

test('a transaction reaches web apps that were added before and after it', () => {
  const { stack, telemetry } = setUp();
  const before = telemetry.addWebApp('Before', DOMAINS);
  telemetry.addTransaction('Checkout', { minimumCompletionRate: 0.6 });
  const after = telemetry.addWebApp('After', DOMAINS);
  for (const { appMonitor } of [before, after]) {
    expect(appMonitor.transactions.map(({ transactionName }) => transactionName)).toEqual(['Checkout']);
  }
  const { Metrics } = alarmOf(stack, 'CompletionRate');
  const monitors = Metrics.map(({ MetricStat }: Json) => MetricStat?.Metric.Dimensions[1]?.Value.Ref).filter(Boolean);
  expect(monitors).toEqual(['Before', 'After', 'Before', 'After'].map((id) => expect.stringContaining(id)));
});

test('tells all parts the name of the application', () => {
  const { stack, telemetry } = setUp();
  addAll(telemetry, stack);
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::ECS::TaskDefinition', {
    ContainerDefinitions: Match.arrayWith([
      Match.objectLike({
        Name: 'app',
        Environment: Match.arrayWith([
          { Name: 'OTEL_RESOURCE_ATTRIBUTES', Value: Match.stringLikeRegexp('service.namespace=retail') },
        ]),
      }),
    ]),
  });
  template.hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: { OTEL_RESOURCE_ATTRIBUTES: Match.stringLikeRegexp('service.namespace=retail') } },
  });
});

test('passes options on, to parts and to their alarms', () => {
  const { stack, telemetry } = setUp();
  telemetry.addWebApp('Storefront', {
    ...DOMAINS,
    sessionSampleRate: 0.5,
    alarms: { jsErrors: { threshold: 2 } },
  });
  telemetry.addJourney('Buy', {
    journey: journey(),
    memory: undefined,
    alarms: { success: { threshold: 50 } },
  });
  telemetry.addTransaction('Pay', {
    transactionName: 'Payment',
    minimumCompletionRate: 0.9,
    alarms: { completionRate: { period: Duration.hours(1) } },
  });
  const sidecar = telemetry.addTaskDefinition('Orders', task(stack), { serviceName: 'orders' });
  const instrumentation = telemetry.addFunction('Cart', lambda(stack), { serviceName: 'cart' });
  expect([sidecar.serviceName, instrumentation.serviceName]).toEqual(['orders', 'cart']);
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::RUM::AppMonitor', { AppMonitorConfiguration: { SessionSampleRate: 0.5 } });
  for (const Threshold of [2, 50, 90]) template.hasResourceProperties('AWS::CloudWatch::Alarm', { Threshold });
  expect(JSON.stringify(template.toJSON())).toContain('"Payment"');
});

test('a transaction and another part can have the same id', () => {
  const { telemetry } = setUp();
  telemetry.addTransaction('Checkout');
  expect(() => telemetry.addWebApp('Checkout', DOMAINS)).not.toThrow();
});

test('alarms of a transaction without minimum are refused', () => {
  const telemetry = new UserTelemetry(new Stack(new App(), 'Shop'), 'Telemetry', { applicationName: 'shop' });
  const alarms = { completionRate: { severity: AlarmSeverity.TICKET } };
  expect(() => telemetry.addTransaction('Checkout', { alarms })).toThrow(
    'minimumCompletionRate of transaction Checkout: got undefined',
  );
});

test('a transaction without minimum has no alarm', () => {
  const { stack, telemetry } = setUp();
  telemetry.addTransaction('Checkout');
  expect(alarmIds(stack)).toEqual([]);
});

test('two of them coexist in a stack', () => {
  const { stack, telemetry } = setUp();
  const other = new UserTelemetry(stack, 'Other', { applicationName: 'outlet' });
  for (const each of [telemetry, other]) addAll(each, stack, ['webApp', 'journey', 'transaction']);
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::CloudWatch::Dashboard', 2);
  template.resourceCountIs('AWS::CloudWatch::Alarm', 26);
  const names = ['AWS::RUM::AppMonitor', 'AWS::Synthetics::Canary'].map((type) =>
    Object.values(template.findResources(type)).map(({ Properties }) => Properties.Name),
  );
  for (const [first, second] of names) expect(first).not.toEqual(second);
});

test('works where an application spreads over stacks, in either direction', () => {
  const app = new App();
  const services = new Stack(app, 'Services');
  const pages = new Stack(app, 'Pages');
  const alarms = new Stack(app, 'Alarms');
  const stack = new Stack(app, 'Watch');
  const telemetry = new UserTelemetry(stack, 'Telemetry', {
    applicationName: 'retail',
    notifications: Notifications.toTopics({ page: new Topic(alarms, 'Page'), ticket: new Topic(alarms, 'Ticket') }),
  });
  telemetry.addTransaction('Checkout', { minimumCompletionRate: 0.6 });
  const storefront = telemetry.addWebApp('Storefront', DOMAINS);
  telemetry.addTaskDefinition('Orders', task(services));
  telemetry.addFunction('Cart', lambda(services));
  const clientSource = storefront.clientSource();
  new BucketDeployment(pages, 'Site', { sources: [clientSource], destinationBucket: new Bucket(pages, 'Bucket') });
  app.synth();
  expect(pages.dependencies).toContain(stack);
  expect(stack.dependencies).toEqual(expect.arrayContaining([services, alarms]));
});

describe('notifications', () => {
  test('are sent of all alarms: by one that notifies, or by a composite alarm that counts it', () => {
    const stack = new Stack(new App(), 'Stack');
    const notifications = Notifications.toTopics({
      page: new Topic(stack, 'Page'),
      ticket: new Topic(stack, 'Ticket'),
    });
    const telemetry = new UserTelemetry(stack, 'Telemetry', { applicationName: 'retail', notifications });
    addAll(telemetry, stack);
    const template = Template.fromStack(stack);
    template.allResourcesProperties('AWS::CloudWatch::CompositeAlarm', { AlarmActions: [Match.anyValue()] });
    const rules = JSON.stringify(template.findResources('AWS::CloudWatch::CompositeAlarm'));
    for (const [id, { Properties }] of Object.entries(template.findResources('AWS::CloudWatch::Alarm'))) {
      expect([id, rules.includes(`"${id}"`) !== Properties.AlarmActions?.length > 0]).toEqual([id, true]);
    }
    expect(silentAlarms(stack)).toEqual([]);
  });

  test('are missed once, whatever the number of alarms', () => {
    const { stack, telemetry } = setUp();
    addAll(telemetry, stack);
    expect(silentAlarms(stack)).toEqual([expect.stringContaining('/Stack/Telemetry alarms notify nobody; pass')]);
  });

  test('are not missed, if there are none on purpose', () => {
    const { stack, telemetry } = setUp({ notifications: Notifications.none() });
    addAll(telemetry, stack);
    expect(silentAlarms(stack)).toEqual([]);
  });
});

describe('a Pinpoint project', () => {
  function withProject() {
    const stack = new Stack(new App(), 'Stack');
    const pinpointProject = PinpointProject.fromProjectId(stack, 'Project', PROJECT_ID);
    return { stack, telemetry: new UserTelemetry(stack, 'Telemetry', { applicationName: 'retail', pinpointProject }) };
  }
  const variable = { Name: 'PINPOINT_PROJECT_ID', Value: PROJECT_ID };
  const policies = (stack: Stack) =>
    Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy')).filter((policy) =>
      JSON.stringify(policy).includes('mobiletargeting:PutEvents'),
    );

  test('takes events of functions, which know its id', () => {
    const { stack, telemetry } = withProject();
    telemetry.addFunction('Cart', lambda(stack));
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { PINPOINT_PROJECT_ID: PROJECT_ID } },
    });
    expect(policies(stack)).toHaveLength(1);
  });

  test('takes events of tasks, whose containers know its id, late ones too, but not the collector', () => {
    const { stack, telemetry } = withProject();
    const taskDefinition = task(stack);
    telemetry.addTaskDefinition('Orders', taskDefinition);
    taskDefinition.addContainer('late', { image: ContainerImage.fromRegistry('node:22') });
    const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::ECS::TaskDefinition'));
    const knowing = Properties.ContainerDefinitions.filter(({ Environment }: Json) =>
      Environment.some(({ Name, Value }: Json) => Name === variable.Name && Value === variable.Value),
    );
    expect(knowing.map(({ Name }: Json) => Name)).toEqual(['app', 'late']);
    expect(policies(stack)).toHaveLength(1);
  });

  test('is left out, if there is none', () => {
    const { stack, telemetry } = setUp();
    addAll(telemetry, stack);
    expect(JSON.stringify(Template.fromStack(stack))).not.toMatch(/pinpoint|mobiletargeting/i);
  });
});

describe('the name of the application', () => {
  const expected =
    'expected a letter, then up to 63 letters, digits, "_" or "-"; pass a name such as "anycompany-retail"';

  test.each(['', ' ', 'any company', '1st', 'café', 'a,b', 'a=b', 'x'.repeat(65)])(
    'fails for %j',
    (applicationName) => {
      expect(() => setUp({ applicationName })).toThrow(
        `[Stack/Telemetry] applicationName: got ${JSON.stringify(applicationName)}, ${expected}`,
      );
    },
  );

  test('may be a token', () => {
    const { telemetry, stack } = setUp({ applicationName: Token.asString({ Ref: 'Name' }) });
    addAll(telemetry, stack);
    expect(() => Template.fromStack(stack)).not.toThrow();
  });
});

test('an objective is on the dashboard, and a fast burn of its budget is enough to call somebody', () => {
  const { stack, telemetry } = setUp();
  const { appMonitor } = telemetry.addWebApp('Storefront', DOMAINS);
  const indicator = ServiceLevelIndicator.pageLoads(appMonitor);
  // An objective may be called like a part of the application.
  const objective = telemetry.addObjective('Storefront', { indicator, goal: 0.99 });
  expect(objective.alarms).toHaveLength(2);
  expect(JSON.stringify(widgetsOf(stack))).toContain('Storefront: 30 days');
  const composites = Template.fromStack(stack).findResources('AWS::CloudWatch::CompositeAlarm');
  const [[, userImpact]] = Object.entries(composites).filter(([id]) => id.includes('UserImpact'));
  expect(JSON.stringify(userImpact.Properties.AlarmRule)).toContain('TelemetryObjectivesStorefrontFastBurn');
});

describe('guards', () => {
  const guards = { quota: { threshold: 40 }, cost: { threshold: 1_000_000 } };

  test('count the events of all web apps, and are on the dashboard', () => {
    const { stack, telemetry } = setUp({ guards });
    for (const id of ['Storefront', 'Admin']) telemetry.addWebApp(id, DOMAINS);
    for (const id of ['GuardsQuota', 'GuardsCost']) {
      const read = alarmOf(stack, id).Metrics.slice(1);
      expect(read.map(({ MetricStat }: Json) => MetricStat.Metric.Dimensions[0].Value.Ref.slice(0, -8))).toEqual([
        'TelemetryStorefrontAppMonitor',
        'TelemetryAdminAppMonitor',
      ]);
    }
    expect(JSON.stringify(widgetsOf(stack).find(({ type }) => type === 'alarm'))).toContain('TelemetryGuardsQuota');
  });

  test('fail for an application without a web app', () => {
    expect(() => Template.fromStack(setUp({ guards }).stack)).toThrow(
      '[Stack/Telemetry/Guards] app monitors: got 0, expected at least one; add one, or leave out the guards',
    );
  });
});

test('fails for two transactions of one name', () => {
  const { telemetry } = setUp();
  telemetry.addTransaction('Checkout');
  const message =
    '[Stack/Telemetry] addTransaction() (transactionName): got "Checkout", expected a name that no other transaction has; rename one of them, or declare it once: all web apps and backends share it';
  expect(() => telemetry.addTransaction('Checkout')).toThrow(message);
  expect(() => telemetry.addTransaction('Pay', { transactionName: 'Checkout' })).toThrow(message);
});

test('fails for a completion rate that no web app can measure', () => {
  const { stack, telemetry } = setUp();
  telemetry.addTransaction('Checkout', { minimumCompletionRate: 0.6 });
  expect(() => Template.fromStack(stack)).toThrow(
    '[Stack/Telemetry/Transactions/Checkout/Alarms] app monitors of transaction Checkout: got 0, expected at least one; add a web app',
  );
});

test('fails for the sixth web app of a completion rate', () => {
  const { telemetry } = setUp();
  telemetry.addTransaction('Checkout', { minimumCompletionRate: 0.6 });
  for (let i = 0; i < 5; i++) telemetry.addWebApp(`App${i}`, DOMAINS);
  expect(() => telemetry.addWebApp('App5', DOMAINS)).toThrow(
    'metrics of the app monitors of transaction Checkout: got 12, expected a number of at most 10',
  );
});
