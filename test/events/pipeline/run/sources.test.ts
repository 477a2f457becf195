import { gzipSync } from 'node:zlib';
import { ingest } from '../../../../src/events/pipeline/run/ingest';
import { FirehoseDouble, NOW, services } from './firehose-double';

function logged(...messages: (object | string)[]): object {
  const logEvents = messages.map((message, index) => ({
    id: `${index}`,
    timestamp: NOW,
    message: typeof message === 'string' ? message : JSON.stringify(message),
  }));
  const data = gzipSync(JSON.stringify({ messageType: 'DATA_MESSAGE', logEvents })).toString('base64');
  return { awslogs: { data } };
}

const rum = (event_type: string, event_details: object = {}, metadata: object = {}) => ({
  event_timestamp: NOW - 500,
  event_type,
  event_id: `id-${event_type}`,
  event_version: '1.0.0',
  application_id: 'a',
  application_version: '1.4',
  metadata: {
    pageId: '/p/:id',
    browserName: 'Chrome',
    osName: 'Linux',
    deviceType: 'desktop',
    countryCode: 'FI',
    ...metadata,
  },
  user_details: { sessionId: 's', userId: 'u' },
  event_details,
});

async function take(event: object) {
  const firehose = new FirehoseDouble();
  const answer = await ingest(event, services(firehose.put));
  return { ...firehose.rows, answer };
}

test('events of CloudWatch RUM become those of the table; what tells nothing of behavior stays in its log', async () => {
  const { events, rejected } = await take(
    logged(
      rum('com.amazon.rum.page_view_event', { referrerDomain: 'search.example' }),
      rum('com.amazon.rum.session_start_event'),
      rum('user_telemetry.transaction_completed', {
        ...{ version: '1', transaction: 'Checkout', attempt: 't', reason: 'explicit', items: 2 },
      }),
      rum('user_telemetry.feature', { feature: 'GiftCards' }),
      rum('com.amazon.rum.js_error_event', { type: 'TypeError', message: 'no' }),
      rum('com.amazon.rum.http_event', {
        request: { method: 'POST', url: 'https://api.example.com/orders/7?x=1' },
        response: { status: 503 },
        duration: 12.5,
      }),
      rum('cart.added', { sku: 'a' }),
      rum('user_telemetry.event.cart.removed', { sku: 'b' }),
      rum('user_telemetry.client_dropped', { queueFull: 1 }),
      rum('com.amazon.rum.largest_contentful_paint_event', { value: 1 }),
      rum('com.amazon.rum.page_view_event', {}, { 'user_agent.synthetic.type': 'test' }),
    ),
  );
  expect(rejected).toEqual([]);
  expect(events.map(({ event_name }) => event_name)).toEqual([
    'page_view',
    'session_start',
    'transaction_completed',
    'feature_used',
    'error',
    'request',
    'cart.added',
    'cart.removed',
    'page_view',
  ]);
  expect(events[0]).toEqual({
    event_id: 'id-com.amazon.rum.page_view_event',
    event_name: 'page_view',
    event_time: NOW - 500,
    received_time: NOW,
    clock_skew_ms: 0,
    sender: 'rum',
    browser: 'Chrome',
    os: 'Linux',
    device: 'desktop',
    country: 'FI',
    is_bot: false,
    is_synthetic: false,
    release: '1.4',
    session_id: 's',
    anonymous_id: 'u',
    page: '/p/:id',
    referrer: 'search.example',
    dt: '2026-11-28',
  });
  expect(events[2]).toMatchObject({
    transaction_name: 'Checkout',
    attempt: 't',
    reason: 'explicit',
    properties: '{"items":2}',
  });
  expect(events[3]).toMatchObject({ feature: 'GiftCards' });
  expect(events[4]).toMatchObject({ error_type: 'TypeError' });
  expect(events[5]).toMatchObject({ endpoint: 'POST /orders/7', status: 503, duration_ms: 12.5 });
  expect(events[6]).toMatchObject({ properties: '{"sku":"a"}' });
  expect(events[7]).toMatchObject({ properties: '{"sku":"b"}' });
  expect(events[8]).toMatchObject({ is_synthetic: true });
});

test('a message that is no event is kept, and a test message of the service is none', async () => {
  const { rejected } = await take(logged('no JSON', { a: 1 }));
  expect(rejected.map(({ reason, sender }) => [reason, sender])).toEqual([
    ['malformed', 'rum'],
    ['malformed', 'rum'],
  ]);
  const control = gzipSync(JSON.stringify({ messageType: 'CONTROL_MESSAGE', logEvents: [{ message: 'x' }] }));
  expect((await take({ awslogs: { data: control.toString('base64') } })).rejected).toEqual([]);
});

describe('an event of Amazon Pinpoint, version 3.1', () => {
  const event = {
    event_type: '_session.start',
    event_timestamp: NOW - 700,
    arrival_timestamp: NOW,
    event_version: '3.1',
    application: { app_id: 'app', version_name: '2.0', title: 'shop' },
    client: { client_id: 'c' },
    device: { locale: { code: 'fi_FI' }, platform: { name: 'android' } },
    session: { session_id: 's', start_timestamp: NOW },
    attributes: { method: 'card' },
    metrics: { total: 12.5 },
  };
  const data = (fields: object) => Buffer.from(JSON.stringify({ ...event, ...fields })).toString('base64');
  const kinesis = (...records: string[]) => ({
    Records: records.map((record, index) => ({
      eventSource: 'aws:kinesis',
      kinesis: { data: record, sequenceNumber: `${index}` },
    })),
  });

  test('comes from a stream, with an id that copies of it share', async () => {
    const { events, rejected, answer } = await take(
      kinesis(data({}), data({}), data({ event_type: 'buy' }), Buffer.from('no').toString('base64')),
    );
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(events[0]).toMatchObject({
      event_name: 'session_start',
      event_time: NOW - 700,
      sender: 'pinpoint',
      application: 'shop',
      release: '2.0',
      session_id: 's',
      anonymous_id: 'c',
      language: 'fi_FI',
      os: 'android',
      properties: '{"method":"card","total":12.5}',
    });
    expect(events.map(({ event_name }) => event_name)).toEqual(['session_start', 'session_start', 'buy']);
    expect(events[1].event_id).toBe(events[0].event_id);
    expect(events[2].event_id).not.toBe(events[0].event_id);
    expect(rejected).toEqual([expect.objectContaining({ reason: 'malformed', sender: 'pinpoint' })]);
  });

  test('comes through a transformation of Firehose, and goes no further', async () => {
    const records = [{ recordId: 'r', data: data({}) }];
    const { events, answer } = await take({ deliveryStreamArn: 'arn', records });
    expect(answer).toEqual({ records: [{ recordId: 'r', result: 'Dropped' }] });
    expect(events).toHaveLength(1);
  });
});

describe('names that have other characters than ours', () => {
  const pinpoint = (fields: object) => ({
    deliveryStreamArn: 'arn',
    records: [
      { recordId: 'r', data: Buffer.from(JSON.stringify({ event_timestamp: NOW, ...fields })).toString('base64') },
    ],
  });

  test('get them, and keep the name as it was', async () => {
    const { events } = await take(pinpoint({ event_type: 'Album Visited', attributes: { genre: 'ska' } }));
    expect(events).toEqual([
      expect.objectContaining({
        event_name: 'Album_Visited',
        properties: '{"event_type":"Album Visited","genre":"ska"}',
      }),
    ]);
    const fromRum = await take(logged({ ...rum('Album Visited', { genre: 'ska' }), event_id: 'e' }));
    expect(fromRum.events).toEqual([
      expect.objectContaining({
        event_name: 'Album_Visited',
        properties: '{"event_type":"Album Visited","genre":"ska"}',
      }),
    ]);
  });

  test('never become one that clients report by themselves', async () => {
    const { events, rejected } = await take(pinpoint({ event_type: 'page view' }));
    expect([events, rejected]).toEqual([[], [expect.objectContaining({ reason: 'malformed' })]]);
    expect((await take(logged({ ...rum('page view'), event_id: 'e' }))).rejected).toHaveLength(1);
  });

  test('an attribute and a metric may have the same', async () => {
    const attributes = { total: 'high', 'attribute.total': 'x', other: 'y' };
    const { events } = await take(pinpoint({ event_type: 'buy', attributes, metrics: { total: 12.5 } }));
    expect(JSON.parse(String(events[0].properties))).toEqual({
      total: 12.5,
      'attribute.attribute.total': 'high',
      'attribute.total': 'x',
      other: 'y',
    });
  });
});
