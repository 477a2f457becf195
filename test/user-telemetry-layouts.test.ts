import { App, Duration, NestedStack, PhysicalName, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { ContainerImage, FargateTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { canaries, monitoring, UserTelemetry, type WebAppOptions } from '../src';
import type { WebApp } from '../src/rum';

/** A site behind CloudFront. */
function site(stack: Stack) {
  const bucket = new Bucket(stack, 'Site');
  const origin = S3BucketOrigin.withOriginAccessControl(bucket);
  const distribution = new Distribution(stack, 'Distribution', { defaultBehavior: { origin } });
  return { bucket, distribution, domains: [distribution.distributionDomainName] };
}

const functionIn = (stack: Stack, id = 'Cart', functionName?: string) =>
  new LambdaFunction(stack, id, {
    functionName,
    runtime: Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => {};'),
  });

function taskIn(stack: Stack): FargateTaskDefinition {
  const taskDefinition = new FargateTaskDefinition(stack, 'Orders');
  taskDefinition.addContainer('app', { image: ContainerImage.fromRegistry('orders') });
  return taskDefinition;
}

/** With topics beside it, as users have them, and a journey through the site that a deployment waits for. */
function telemetryIn(scope: Construct, url: string): UserTelemetry {
  const notifications = monitoring.Notifications.toTopics({ page: new Topic(scope, 'Page') });
  const telemetry = new UserTelemetry(scope, 'Telemetry', { applicationName: 'shop', notifications });
  telemetry.addJourney('Buy', {
    journey: canaries.Journey.startAt(url).step('see the shop', canaries.Expect.visible('h1')),
    deploymentGate: {},
  });
  return telemetry;
}

/** The pages with the client in them, and a server that renders some. */
function pages(
  stack: Stack,
  telemetry: UserTelemetry,
  parts: ReturnType<typeof site>,
  more: Partial<WebAppOptions> = {},
) {
  telemetry.addTransaction('Checkout', { abandonedAfter: Duration.minutes(30), minimumCompletionRate: 0.6 });
  const storefront = telemetry.addWebApp('Storefront', { domains: parts.domains, ...more });
  new BucketDeployment(stack, 'Pages', {
    sources: [Source.data('index.html', '<h1>Shop</h1>'), storefront.clientSource()],
    destinationBucket: parts.bucket,
    distribution: parts.distribution,
  });
  const server = functionIn(stack, 'Server');
  for (const [name, value] of Object.entries(storefront.environment())) server.addEnvironment(name, value);
  telemetry.addFunction('Server', server);
}

const url = ({ distribution }: ReturnType<typeof site>) => `https://${distribution.distributionDomainName}/`;

/** What each stack waits for, by name. */
function order(app: App | Stage): { [stack: string]: string[] } {
  const { stacks } = app.synth();
  const own = (artifact: (typeof stacks)[number]) =>
    artifact.dependencies.flatMap(({ id }) =>
      stacks.filter((stack) => stack.id === id).map(({ stackName }) => stackName),
    );
  return Object.fromEntries(stacks.map((stack) => [stack.stackName, own(stack).sort()]));
}

test('all in one stack', () => {
  const app = new App();
  const stack = new Stack(app, 'Shop');
  const parts = site(stack);
  const telemetry = telemetryIn(stack, url(parts));
  pages(stack, telemetry, parts);
  telemetry.addFunction('Cart', functionIn(stack));
  telemetry.addTaskDefinition('Orders', taskIn(stack));
  expect(order(app)).toEqual({ Shop: [] });
});

describe('app and telemetry apart', () => {
  function apart(scope: Construct) {
    const [shop, watch] = ['Shop', 'Telemetry'].map((id) => new Stack(scope, id));
    const parts = site(shop);
    const telemetry = telemetryIn(watch, url(parts));
    pages(shop, telemetry, parts, { scope: shop });
    telemetry.addFunction('Cart', functionIn(shop));
    telemetry.addTaskDefinition('Orders', taskIn(shop));
    return { shop, watch };
  }

  test('telemetry comes after the app, with the app monitor there and its alarms here', () => {
    const app = new App();
    const { shop, watch } = apart(app);
    expect(order(app)).toEqual({ Shop: [], Telemetry: ['Shop'] });
    Template.fromStack(shop).resourceCountIs('AWS::RUM::AppMonitor', 1);
    Template.fromStack(shop).resourceCountIs('AWS::CloudWatch::Alarm', 0);
    Template.fromStack(watch).resourceCountIs('AWS::RUM::AppMonitor', 0);
    expect(Object.keys(Template.fromStack(watch).findResources('AWS::CloudWatch::Alarm'))).toContainEqual(
      expect.stringMatching(/^TelemetryStorefrontAlarms/),
    );
  });

  test('also in each Stage of a pipeline', () => {
    const app = new App();
    for (const id of ['Beta', 'Production']) {
      const stage = new Stage(app, id);
      apart(stage);
      expect(order(stage)).toEqual({ [`${id}-Shop`]: [], [`${id}-Telemetry`]: [`${id}-Shop`] });
    }
  });
});

test('a stack for each service', () => {
  const app = new App();
  const [front, cart, orders, watch] = ['Front', 'Cart', 'Orders', 'Telemetry'].map((id) => new Stack(app, id));
  const parts = site(front);
  const telemetry = telemetryIn(watch, url(parts));
  pages(front, telemetry, parts, { scope: front });
  telemetry.addFunction('Cart', functionIn(cart));
  telemetry.addTaskDefinition('Orders', taskIn(orders));
  expect(order(app)).toEqual({ Front: [], Cart: [], Orders: [], Telemetry: ['Cart', 'Front'] });
});

describe('a pipeline of events', () => {
  const stacksOf = (app: App, ...ids: string[]) => ids.map((id) => new Stack(app, id));

  test('comes before the backends that send to it, and the telemetry after all of them', () => {
    const app = new App();
    const [events, cart, orders, watch] = stacksOf(app, 'Events', 'Cart', 'Orders', 'Telemetry');
    const telemetry = telemetryIn(watch, 'https://shop.example.com');
    telemetry.addFunction('Cart', functionIn(cart));
    telemetry.addEventPipeline('Pipeline', { scope: events });
    telemetry.addTaskDefinition('Orders', taskIn(orders));
    expect(order(app)).toEqual({
      Events: [],
      Cart: ['Events'],
      Orders: ['Events'],
      Telemetry: ['Cart', 'Events'],
    });
    Template.fromStack(events).resourceCountIs('AWS::CloudWatch::Alarm', 0);
    expect(Object.keys(Template.fromStack(watch).findResources('AWS::CloudWatch::Alarm'))).toContainEqual(
      expect.stringMatching(/^TelemetryPipelineAlarms/),
    );
  });

  test('may be in the stack of the app, whose pages send to its HTTP API', () => {
    const app = new App();
    const [shop, watch] = stacksOf(app, 'Shop', 'Telemetry');
    const parts = site(shop);
    const telemetry = telemetryIn(watch, url(parts));
    const { endpoint } = telemetry.addEventPipeline('Events', {
      scope: shop,
      allowedOrigins: ['https://shop.example.com'],
    });
    pages(shop, telemetry, parts, { scope: shop });
    telemetry.addFunction('Cart', functionIn(shop));
    expect(order(app)).toEqual({ Shop: [], Telemetry: ['Shop'] });
    expect((shop.node.findChild('Storefront') as WebApp)._settings().eventPipeline).toMatchObject({ endpoint });
  });

  test('in the stack of the telemetry is a circle with backends of others: it is named, and the way out', () => {
    const app = new App();
    const [shop, watch] = stacksOf(app, 'Shop', 'Telemetry');
    const telemetry = telemetryIn(watch, 'https://shop.example.com');
    telemetry.addEventPipeline('Events');
    telemetry.addFunction('Cart', functionIn(shop));
    expect(() => app.synth()).toThrow(
      /stacks: got ".*Telemetry.* needs Shop\/.*, and Shop\/.* needs Telemetry\/Telemetry\/Events\/.*pass scope to addEventPipeline\(\)/,
    );
  });

  test('of another Region can have no alarms here', () => {
    const app = new App();
    const inRegion = (id: string, region: string) => new Stack(app, id, { env: { account: '123456789012', region } });
    const telemetry = telemetryIn(inRegion('Telemetry', 'eu-west-1'), 'https://shop.example.com');
    const scope = inRegion('Far', 'us-west-2');
    expect(() => telemetry.addEventPipeline('Events', { scope })).toThrow(/Region of the metrics: got "us-west-2"/);
  });
});

describe('a service in another Region', () => {
  const account = '123456789012';
  const app = new App();
  const watch = new Stack(app, 'Telemetry', { env: { account, region: 'eu-west-1' } });
  const far = new Stack(app, 'Far', { env: { account, region: 'us-west-2' } });
  const telemetry = telemetryIn(watch, 'https://shop.example.com');
  const sidecar = telemetry.addTaskDefinition('Orders', taskIn(far));
  telemetry.addFunction('Cart', functionIn(far, 'Cart', 'cart'));
  const body = () => {
    const [dashboard] = Object.values(Template.fromStack(watch).findResources('AWS::CloudWatch::Dashboard'));
    return JSON.stringify(dashboard.Properties.DashboardBody);
  };

  test('is shown with the metrics of its Region', () => {
    expect(sidecar.metricRequestDuration().region).toBe('us-west-2');
    expect(body()).toMatch(/http\.server\.request\.duration.{1,200}us-west-2/);
    expect(body()).toMatch(/FunctionName.{1,100}us-west-2/);
  });

  test('sends its traces to its Region', () => {
    const [task] = Object.values(Template.fromStack(far).findResources('AWS::ECS::TaskDefinition'));
    const text = JSON.stringify(task.Properties.ContainerDefinitions);
    expect(text).toContain('us-west-2');
    expect(text).not.toContain('eu-west-1');
  });
});

describe('alarms on metrics of another Region are refused, with the layout that works', () => {
  const account = '123456789012';
  const stacks = () => {
    const app = new App();
    const watch = new Stack(app, 'Telemetry', { env: { account, region: 'eu-west-1' } });
    return { watch, far: new Stack(app, 'Far', { env: { account, region: 'us-west-2' } }) };
  };
  const journey = canaries.Journey.startAt('https://shop.example.com').step('see it', canaries.Expect.visible('h1'));
  const refused = /Region of the metrics: got "us-west-2", expected eu-west-1, where the alarm is: .*docs\/layouts\.md/;

  test('of a web app', () => {
    const { watch, far } = stacks();
    const telemetry = telemetryIn(watch, 'https://shop.example.com');
    expect(() => telemetry.addWebApp('Web', { domains: ['shop.example.com'], scope: far })).toThrow(refused);
  });

  test('of a journey', () => {
    const { watch, far } = stacks();
    const buy = new canaries.JourneyCanary(far, 'Buy', { journey });
    expect(() => new monitoring.JourneyAlarms(watch, 'Alarms', { journey: buy })).toThrow(refused);
  });

  test('a function there needs a name, by which the dashboard knows it', () => {
    const { watch, far } = stacks();
    const telemetry = new UserTelemetry(watch, 'Telemetry', { applicationName: 'shop' });
    expect(() => telemetry.addFunction('Cart', functionIn(far))).toThrow(
      '[Telemetry/Telemetry] addFunction() (Far/Cart): got "a function in 123456789012/us-west-2 without a functionName"',
    );
    expect(() =>
      telemetry.addFunction('Cart', functionIn(far, 'Named', PhysicalName.GENERATE_IF_NEEDED)),
    ).not.toThrow();
  });
});

test('a service in another account keeps its collector to itself, and its telemetry there', () => {
  const app = new App();
  const watch = new Stack(app, 'Telemetry', { env: { account: '111111111111', region: 'eu-west-1' } });
  const far = new Stack(app, 'Far', { env: { account: '222222222222', region: 'eu-west-1' } });
  const telemetry = telemetryIn(watch, 'https://shop.example.com');
  const sidecar = telemetry.addTaskDefinition('Orders', taskIn(far));
  expect(order(app)).toEqual({ Far: [], Telemetry: [] });
  expect(sidecar.metricRequestDuration().account).toBe('222222222222');
});

describe('a nested stack', () => {
  /** Of which the function uses a table of the stack around it. */
  function api(stack: Stack) {
    const nested = new NestedStack(stack, 'Api');
    const cart = functionIn(nested);
    cart.addEnvironment('BUCKET', new Bucket(stack, 'Carts').bucketName);
    return cart;
  }

  test('needs what is around it, and is shown there', () => {
    const app = new App();
    const shop = new Stack(app, 'Shop');
    telemetryIn(shop, 'https://shop.example.com').addFunction('Cart', api(shop));
    expect(order(app)).toEqual({ Shop: [] });
  });

  test('may have the telemetry of what is around it', () => {
    const app = new App();
    const shop = new Stack(app, 'Shop');
    const nested = new NestedStack(shop, 'Watch');
    telemetryIn(nested, 'https://shop.example.com').addFunction('Cart', functionIn(shop));
    functionIn(shop, 'Other').addEnvironment('TOPIC', (nested.node.findChild('Page') as Topic).topicArn);
    expect(order(app)).toEqual({ Shop: [] });
  });

  test('belongs to what a gate waits for', () => {
    const app = new App();
    const shop = new Stack(app, 'Shop');
    const { canary } = new canaries.JourneyCanary(shop, 'Buy', {
      journey: canaries.Journey.startAt('https://shop.example.com').step('see it', canaries.Expect.visible('h1')),
    });
    new canaries.DeploymentGate(shop, 'Gate', { canary });
    api(shop);
    expect(order(app)).toEqual({ Shop: [] });
    const [gate] = Object.values(Template.fromStack(shop).findResources('Custom::UserTelemetryApplication'));
    expect(gate.DependsOn).toContainEqual(expect.stringMatching(/^ApiNestedStack/));
  });

  test('belongs to the circle of the stack around it', () => {
    const app = new App();
    const [shop, watch] = ['Shop', 'Telemetry'].map((id) => new Stack(app, id));
    const cart = functionIn(new NestedStack(shop, 'Api'));
    const telemetry = telemetryIn(new NestedStack(watch, 'Nested'), 'https://shop.example.com');
    telemetry.addFunction('Cart', cart);
    const storefront = telemetry.addWebApp('Storefront', { domains: ['shop.example.com'] });
    for (const [name, value] of Object.entries(storefront.environment())) cart.addEnvironment(name, value);
    expect(() => app.synth()).toThrow(
      /stacks: got "Telemetry\/Nested\/.* needs Shop\/Api\/Cart.*, and Shop\/Api\/Cart.* needs Telemetry\/Nested\/.*only one of Telemetry and Shop/,
    );
  });
});

describe('what CloudFormation cannot deploy', () => {
  test('pages that need an app monitor of the stack that needs theirs: the circle is named, and the way out', () => {
    const app = new App();
    const [shop, watch] = ['Shop', 'Telemetry'].map((id) => new Stack(app, id));
    const parts = site(shop);
    const telemetry = telemetryIn(watch, 'https://shop.example.com');
    pages(shop, telemetry, parts); // without scope
    expect(() => app.synth()).toThrow(
      /\[Telemetry\/Telemetry\] stacks: got ".*Telemetry.* needs Shop\/.*, and Shop\/.* needs Telemetry\/Telemetry\/Storefront\/.*pass scope to addWebApp\(\)/,
    );
  });

  test('an app that waits for the gate of a journey through it', () => {
    const app = new App();
    const [shop, watch] = ['Shop', 'Telemetry'].map((id) => new Stack(app, id));
    const parts = site(shop);
    const buy = new canaries.JourneyCanary(watch, 'Buy', {
      journey: canaries.Journey.startAt(url(parts)).step('see the shop', canaries.Expect.visible('h1')),
    });
    functionIn(shop).node.addDependency(new canaries.DeploymentGate(watch, 'Gate', { canary: buy.canary }));
    expect(() => app.synth()).toThrow(
      /stacks: got ".*Telemetry\/.* needs Shop\/Distribution.*, and Shop\/Cart needs Telemetry\/Gate.*define the gate in the stack/,
    );
  });
});
