import { createHash } from 'node:crypto';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { ClientDelivery, Interactions, WebApp, WebClientDeployment, type WebClientOptions } from '../../../src/rum';

function define(client: WebClientOptions, delivery?: ClientDelivery) {
  const stack = new Stack(new App(), 'Shop');
  return {
    stack,
    app: new WebApp(stack, 'Storefront', { domains: ['shop.example.com'], client, delivery }),
  };
}

const EVENT_INTAKE = { endpoint: '/events', sampleRate: 0.5 };

describe('what is seen, at which rate, and where it is told', () => {
  test.each([
    [Interactions.toRum(), { clicks: true, forms: true, sampleRate: 1, budget: 100, toRum: true, toPipeline: false }],
    [
      Interactions.toBoth({ clicks: false, forms: false, sampleRate: 0.1, maximumEventsPerSession: 10 }),
      { clicks: false, forms: false, sampleRate: 0.1, budget: 10, toRum: true, toPipeline: true },
    ],
    [
      Interactions.toEventPipeline(),
      { clicks: true, forms: true, sampleRate: 1, budget: 100, toRum: false, toPipeline: true },
    ],
  ])('%#', (interactions, expected) => {
    const { app } = define({ interactions, eventIntake: EVENT_INTAKE });
    expect(app._settings()).toMatchObject({ interactions: expected, eventPipeline: EVENT_INTAKE });
  });

  test('by default nothing is, and the client loads nothing', () => {
    const { stack, app } = define({});
    const { interactions, eventPipeline, extras } = app._settings();
    expect([interactions, eventPipeline, extras]).toEqual([undefined, undefined, undefined]);
    expect(app._client().files).toHaveLength(1);
    expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toContain('FrustratedClickCount');
  });
});

describe.each([
  ['a single file', ClientDelivery.singleFile({ fileName: 't.js' }), 't.js'],
  ['files with integrity', ClientDelivery.withIntegrity({ fileName: 't.js' }), 't-config.js'],
])('with %s', (_, delivery, configured) => {
  test('the client loads the files that do it from beside its own, and vouches for them', () => {
    const { app } = define({ interactions: Interactions.toBoth(), eventIntake: { endpoint: '/events' } }, delivery);
    const { files } = app._client();
    const configuration = files.find(({ name }) => name === configured)?.content;
    for (const kind of ['interactions', 'event-sink']) {
      const file = files.find(({ name }) => new RegExp(`^t-${kind}-[0-9a-f]{10}\\.js$`).test(name));
      const hash = createHash('sha384')
        .update(file?.content ?? '')
        .digest('base64');
      expect(file?.allVersions).toBe(`t-${kind}-*.js`);
      const told = JSON.stringify(new Stack().resolve(configuration));
      expect(told.includes(`${file?.name}`) && told.includes(`sha384-${hash}`)).toBe(true);
    }
  });
});

test('a deployment apart keeps them for ever, and leaves them to other deployments to exclude', () => {
  const { stack, app } = define({ interactions: Interactions.toRum() });
  const destinationBucket = new Bucket(stack, 'Bucket');
  const { exclude } = new WebClientDeployment(stack, 'Client', { webApp: app, destinationBucket });
  expect(exclude).toEqual(['telemetry/telemetry.js', 'telemetry/telemetry-interactions-*.js']);
});

test('clicks in vain and the page views that they are of become metrics of the app monitor', () => {
  const { stack } = define({ interactions: Interactions.toRum() });
  const metric = (Name: string, detail: string) => ({
    ...{ Name, Namespace: 'UserTelemetry', ValueKey: `event_details.${detail}`, UnitLabel: 'Count' },
    EventPattern: '{"event_type":["user_telemetry.page_engagement"]}',
  });
  Template.fromStack(stack).hasResourceProperties('AWS::RUM::AppMonitor', {
    AppMonitorConfiguration: {
      MetricDestinations: [
        Match.objectLike({
          MetricDefinitions: [metric('FrustratedClickCount', 'frustrated'), metric('ObservedPageViewCount', 'views')],
        }),
      ],
    },
  });
});

test.each([
  [{ interactions: Interactions.toRum({ sampleRate: 2 }) }, 'client.interactions (sampleRate): got 2'],
  [
    { interactions: Interactions.toRum({ maximumEventsPerSession: 0 }) },
    'client.interactions (maximumEventsPerSession): got 0',
  ],
  [{ interactions: Interactions.toBoth() }, 'client.interactions: got "told to an event pipeline"'],
  [{ eventIntake: { endpoint: 'events' } }, 'client.eventIntake.endpoint: got "events"'],
  [{ eventIntake: { endpoint: '/events', sampleRate: -1 } }, 'client.eventIntake.sampleRate: got -1'],
])('%#: %j is refused', (client, message) => {
  expect(() => define(client)).toThrow(message);
});
