import { gzipSync } from 'node:zlib';
import { ingest } from '../../../../src/events/pipeline/run/ingest';
import type { CatalogDocument } from '../../../../src/formats/events/catalog';
import { EMPTY, FirehoseDouble, NOW, post, services } from './firehose-double';

const CATALOG: CatalogDocument = {
  ...EMPTY,
  unknownEvents: false,
  events: {
    'cart.added': {
      properties: {
        sku: { type: 'string', required: true },
        quantity: { type: 'bigint', minimum: 1 },
        email: { type: 'string', personal: true },
      },
    },
  },
};

async function send(events: unknown[], overrides: Parameters<typeof services>[1] = {}, batch: object = {}) {
  const firehose = new FirehoseDouble();
  const body = JSON.stringify({ sentAt: NOW, events, ...batch });
  const answer = await ingest(post(body), services(firehose.put, overrides));
  return { ...firehose.rows, answer: answer as { statusCode: number; body: string } };
}

const event = (fields: object = {}) => ({ id: 'e1', name: 'page_view', time: NOW - 1_000, ...fields });

describe('a row', () => {
  test('has a column for what is stated, what is known of the browser, and the day', async () => {
    const { events, answer } = await send(
      [event({ page: '/p', gridX: 3, properties: { a: [1] }, future: 'x' })],
      {},
      {
        common: { release: '1.2', sessionId: 's' },
      },
    );
    expect(answer).toMatchObject({ statusCode: 200, body: '{"accepted":1,"rejected":[]}' });
    expect(events).toEqual([
      {
        event_id: 'e1',
        event_name: 'page_view',
        event_time: NOW - 1_000,
        received_time: NOW,
        clock_skew_ms: 0,
        sender: 'browser',
        browser: 'Chrome',
        os: 'Windows',
        device: 'desktop',
        is_bot: false,
        is_synthetic: false,
        release: '1.2',
        session_id: 's',
        page: '/p',
        grid_x: 3,
        properties: '{"future":"x","a":[1]}',
        dt: '2026-11-28',
      },
    ]);
  });

  test('has the time by our clock, and whole milliseconds', async () => {
    const hour = 3_600_000;
    const ahead = await send([event({ time: NOW + hour - 0.25 })], {}, { sentAt: NOW + hour });
    expect(ahead.events).toEqual([expect.objectContaining({ event_time: NOW - 1, clock_skew_ms: -hour })]);
    const nearly = await send([event()], {}, { sentAt: NOW - 4_999 });
    expect(nearly.events).toEqual([expect.objectContaining({ event_time: NOW - 1_000, clock_skew_ms: 0 })]);
  });

  test('lies in the day of the corrected time, that of midnight included', async () => {
    const midnight = Date.UTC(2026, 10, 28);
    const { events } = await send([event({ time: midnight - 0.25 }), event({ time: midnight })]);
    expect(events.map(({ dt }) => dt)).toEqual(['2026-11-27', '2026-11-28']);
  });

  test('tells bots and canaries, which are stored', async () => {
    const firehose = new FirehoseDouble();
    const body = JSON.stringify({ sentAt: NOW, events: [event()] });
    for (const headers of [
      { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1)' },
      { 'user-agent': 'Mozilla/5.0 Chrome/156.0.0.0 CloudWatchSynthetics/arn' },
      { baggage: 'user_agent.synthetic.type=test' },
    ] as Record<string, string>[]) {
      await ingest(post(body, headers), services(firehose.put));
    }
    await ingest(post(JSON.stringify({ sentAt: NOW, events: [event({ synthetic: true })] })), services(firehose.put));
    expect(firehose.rows.events.map(({ is_bot, is_synthetic }) => [is_bot, is_synthetic])).toEqual([
      [true, false],
      [true, true],
      [false, true],
      [false, true],
    ]);
  });

  test('has the country that CloudFront tells', async () => {
    const firehose = new FirehoseDouble();
    const body = JSON.stringify({ sentAt: NOW, events: [event()] });
    const headers = { 'cloudfront-viewer-country': 'FI' };
    await ingest(
      post(body, { ...headers, 'x-telemetry-front': 'secret' }),
      services(firehose.put, { frontKey: 'secret' }),
    );
    expect(firehose.rows.events).toEqual([expect.objectContaining({ country: 'FI' })]);
    // Where requests don't come through CloudFront, whoever sends them says so.
    await ingest(post(body, headers), services(firehose.put));
    expect(firehose.rows.events[1]).not.toHaveProperty('country');
  });

  test('holds neither queries, nor fragments, nor e-mail addresses of pages', async () => {
    const { events } = await send([
      event({
        page: '/u/jane.doe@example.com/x?token=1#s',
        referrer: 'https://me:pw@a.example/?q=2',
        endpoint: 'GET /a%40b?c',
      }),
    ]);
    expect(events).toEqual([
      expect.objectContaining({ page: '/u/redacted/x', referrer: 'https://a.example/', endpoint: 'GET /a%40b' }),
    ]);
  });

  test('has columns for declared properties, and none for personal ones', async () => {
    const properties = { sku: 'a', quantity: 2, email: 'jane@example.com', other: 1 };
    const { events } = await send([event({ name: 'cart.added', properties })], {
      settings: { catalog: CATALOG, personal: false },
    });
    expect(events).toEqual([expect.objectContaining({ p_sku: 'a', p_quantity: 2, properties: '{"other":1}' })]);
    expect(JSON.stringify(events)).not.toContain('jane');
    const stored = await send([event({ name: 'cart.added', properties })], {
      settings: { catalog: CATALOG, personal: true },
    });
    expect(stored.events).toEqual([expect.objectContaining({ p_email: 'jane@example.com' })]);
  });
});

describe('what is rejected', () => {
  test.each<[string, unknown, string, string]>([
    ['no object', 7, 'malformed', 'got a number, expected an object'],
    ['no id', event({ id: '' }), 'malformed', 'id: got "", expected a text of 1 to 128 characters, such as a UUID'],
    ['no name', event({ name: 'a b' }), 'malformed', 'name: got "a b"'],
    ['a list of properties', event({ properties: [1] }), 'malformed', 'properties: got a list, expected an object'],
    ['a time in text', event({ time: '1' }), 'wrong_type', 'time: got "1", expected milliseconds since 1970'],
    ['part of a cell', event({ gridX: 1.5 }), 'wrong_type', 'gridX: got 1.5, expected a'],
    ['a cell beside the grid', event({ gridX: 20 }), 'wrong_type', 'gridX: got 20, expected a'],
    ['a cell below it', event({ gridY: 50 }), 'wrong_type', 'gridY: got 50, expected a'],
    ['more of a page than there is', event({ scrollDepth: 1.01 }), 'wrong_type', 'scrollDepth: got 1.01, expected a'],
    ['time before a page', event({ engagedMs: -1 }), 'wrong_type', 'engagedMs: got -1, expected a'],
    ['a day on a page', event({ engagedMs: 86_400_001 }), 'wrong_type', 'of at least 0 of at most 86400000'],
    ['what overflows', event({ engagedMs: 2 ** 53 - 1 }), 'wrong_type', 'engagedMs: got 9007199254740991, expected a'],
    ['no status', event({ status: 1_000 }), 'wrong_type', 'status: got 1000, expected a'],
    ['an answer before the request', event({ durationMs: -0.5 }), 'wrong_type', 'durationMs: got -0.5, expected a'],
    ['a number for a text', event({ page: 1 }), 'wrong_type', 'page: got 1, expected a text'],
    ['an object for a text', event({ page: {} }), 'wrong_type', 'page: got an object, expected a text'],
    ['what is too large', event({ properties: { a: 'é'.repeat(32_001) } }), 'too_large', 'expected at most 64000'],
    ['what is not declared', event({ name: 'cart.removed' }), 'unknown_event', 'cart.removed is not in the catalog'],
    ['what lacks a property', event({ name: 'cart.added' }), 'missing_property', 'sku: expected a text'],
    [
      'a property out of range',
      event({ name: 'cart.added', properties: { sku: 'a', quantity: 0 } }),
      'wrong_type',
      'quantity: got 0, expected a whole number below 2^53 of at least 1',
    ],
    ['a month ago', event({ time: NOW - 31 * 86_400_000 }), 'too_old', '31.0 days before it was received'],
    ['tomorrow', event({ time: NOW + 86_400_000 }), 'in_the_future', '1.0 days after it was received'],
  ])('%s, and kept', async (_case, told, reason, detail) => {
    const { events, rejected, answer } = await send([told, event({ id: 'fine' })], {
      settings: { catalog: CATALOG, personal: false },
    });
    expect(answer.statusCode).toBe(200);
    expect(JSON.parse(answer.body).rejected).toEqual([expect.objectContaining({ reason })]);
    expect(events).toEqual([expect.objectContaining({ event_id: 'fine' })]);
    expect(rejected).toEqual([
      expect.objectContaining({
        reason,
        detail: expect.stringContaining(detail),
        received_time: NOW,
        sender: 'browser',
      }),
    ]);
  });

  test('is kept without what is personal', async () => {
    const { rejected } = await send(
      [event({ name: 'cart.added', page: '/a?token=1', properties: { email: 'jane@example.com' } })],
      { settings: { catalog: CATALOG, personal: false } },
    );
    expect(rejected).toHaveLength(1);
    expect(JSON.stringify(rejected)).not.toMatch(/jane|token/);
  });

  test('comes again as if it came then, once the catalog knows it', async () => {
    const first = await send(
      [event({ name: 'cart.removed' })],
      { settings: { catalog: CATALOG, personal: false } },
      {
        sentAt: NOW - 60_000,
      },
    );
    const firehose = new FirehoseDouble();
    const later = services(firehose.put, { now: () => NOW + 9e9 });
    const again = await ingest(JSON.parse(String(first.rejected[0].raw)), later);
    expect(again).toEqual({ accepted: 1, rejected: [] });
    expect(firehose.rows.events).toEqual([
      expect.objectContaining({
        received_time: NOW,
        event_time: NOW - 1_000 + 60_000,
        sender: 'browser',
        browser: 'Chrome',
      }),
    ]);
  });

  test('has the same id when it is sent again, also where it has none of its own', async () => {
    const firehose = new FirehoseDouble();
    const bodies = (sentAt: number) => [JSON.stringify({ sentAt, events: [{ name: 'a' }, { name: 'b' }] }), 'no JSON'];
    for (const [index, sentAt] of [NOW, NOW + 60_000].entries()) {
      for (const body of bodies(sentAt)) {
        await ingest(post(body), services(firehose.put, { now: () => NOW + index * 60_000 }));
      }
    }
    const ids = firehose.rows.rejected.map(({ event_id }) => event_id);
    expect([ids.length, new Set(ids).size]).toEqual([6, 3]);
  });

  test('takes several rows where it is long, with one id', async () => {
    const firehose = new FirehoseDouble();
    const large = event({ properties: { text: 'x'.repeat(450_000) } });
    const body = JSON.stringify({ sentAt: NOW, events: [large] });
    expect(await ingest(post(body), services(firehose.put))).toMatchObject({ statusCode: 200 });
    const { rejected } = firehose.rows;
    expect(rejected.map(({ part, parts }) => [part, parts])).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    expect(new Set(rejected.map(({ event_id }) => event_id)).size).toBe(1);
    expect(JSON.parse(rejected.map(({ raw }) => raw).join('')).events).toEqual([large]);
  });
});

describe('a body', () => {
  const firehose = new FirehoseDouble();
  const ask = async (body: Buffer | string) =>
    (await ingest(post(body), services(firehose.put))) as { statusCode: number; body: string };

  test('may be compressed, and tells so itself', async () => {
    const batch = JSON.stringify({ sentAt: NOW, events: [event()] });
    expect(await ask(gzipSync(batch))).toMatchObject({ statusCode: 200, body: '{"accepted":1,"rejected":[]}' });
  });

  test.each<[string, Buffer | string, number, string]>([
    ['no JSON', '{', 400, 'malformed'],
    ['no batch', '[]', 400, 'malformed'],
    ['nothing', '', 400, 'malformed'],
    ['no clock', JSON.stringify({ events: [] }), 400, 'malformed'],
    ['half a gzip', gzipSync(JSON.stringify({ a: 'b'.repeat(999) })).subarray(0, 30), 400, 'malformed'],
    ['a megabyte', 'x'.repeat(1_000_001), 413, 'too_large'],
    ['what is a megabyte without compression', gzipSync('x'.repeat(1_000_001)), 413, 'too_large'],
    ['too many events', JSON.stringify({ sentAt: NOW, events: Array(501).fill(event()) }), 413, 'too_large'],
    [
      'what is nested without end',
      `{"sentAt":${NOW},"events":[{"properties":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}]}`,
      400,
      'malformed',
    ],
  ])('that is %s is answered once and for all, and kept', async (_case, body, status, reason) => {
    const before = firehose.rows.rejected.length;
    expect(await ask(body)).toMatchObject({ statusCode: status });
    expect(firehose.rows.rejected.slice(before)[0]).toMatchObject({ reason });
  });

  test('is posted', async () => {
    const get = { ...post(''), requestContext: { http: { method: 'GET' } } };
    expect(await ingest(get, services(firehose.put))).toMatchObject({ statusCode: 405 });
  });

  test('comes through CloudFront, where there is one', async () => {
    const through = async (headers: Record<string, string>) =>
      (
        (await ingest(post('{"sentAt":1,"events":[]}', headers), services(firehose.put, { frontKey: 'secret' }))) as {
          statusCode: number;
        }
      ).statusCode;
    expect(await through({ 'x-telemetry-front': 'secret' })).toBe(200);
    expect(await through({ 'x-telemetry-front': 'guess' })).toBe(403);
    expect(await through({})).toBe(403);
    // Who may invoke the function needs none.
    const invoked = await ingest({ sentAt: NOW, events: [event()] }, services(firehose.put, { frontKey: 'secret' }));
    expect(invoked).toMatchObject({ accepted: 1 });
  });

  test('comes from pages of the origins that are allowed', async () => {
    const settings = { catalog: EMPTY, personal: false, allowedOrigins: ['https://shop.example.com'] };
    const from = async (origin: string) =>
      (
        (await ingest(post('{"sentAt":1,"events":[]}', { origin }), services(firehose.put, { settings }))) as {
          statusCode: number;
        }
      ).statusCode;
    expect([await from('https://shop.example.com'), await from('https://evil.example')]).toEqual([200, 403]);
  });
});

describe('where Firehose takes nothing', () => {
  const put = async () => {
    throw new Error('ServiceUnavailable');
  };

  test('a browser is told to send all again', async () => {
    expect(await ingest(post(JSON.stringify({ sentAt: NOW, events: [event()] })), services(put))).toMatchObject({
      statusCode: 503,
      headers: { 'retry-after': '5' },
    });
  });

  test('so is a backend, by an error', async () => {
    await expect(ingest({ sentAt: NOW, events: [event()] }, services(put))).rejects.toThrow('ServiceUnavailable');
  });

  test('so are streams, as they want to hear it', async () => {
    const data = Buffer.from('{"event_type":"a"}').toString('base64');
    const kinesis = { Records: [{ eventSource: 'aws:kinesis', kinesis: { data, sequenceNumber: '7' } }] };
    expect(await ingest(kinesis, services(put))).toEqual({ batchItemFailures: [{ itemIdentifier: '7' }] });
    const firehose = { deliveryStreamArn: 'arn', records: [{ recordId: 'r', data }] };
    await expect(ingest(firehose, services(put))).rejects.toThrow('ServiceUnavailable'); // no record is given up for good
  });

  test('it is counted', async () => {
    const asked = services(put);
    await ingest(post(JSON.stringify({ sentAt: NOW, events: [event()] })), asked);
    expect(JSON.parse(asked.lines[asked.lines.length - 1])).toMatchObject({
      pipeline: 'shop',
      EventsAccepted: 0,
      EventBatchesRefused: 1,
    });
  });
});

test('counts are a line from which CloudWatch makes four metrics of one dimension; reasons are in it', async () => {
  const asked = services(new FirehoseDouble().put);
  await ingest(post(JSON.stringify({ sentAt: NOW, events: [event(), 1, event({ gridX: 'a' })] })), asked);
  const [line] = asked.lines.map((text) => JSON.parse(text));
  expect(line._aws.CloudWatchMetrics).toEqual([
    {
      Namespace: 'UserTelemetry',
      Dimensions: [['pipeline']],
      Metrics: ['EventsAccepted', 'EventsRejected', 'EventBatchesRefused', 'BrowserEventsAccepted'].map((Name) => ({
        Name,
        Unit: 'Count',
      })),
    },
  ]);
  expect(line).toMatchObject({
    EventsAccepted: 1,
    EventsRejected: 2,
    EventBatchesRefused: 0,
    BrowserEventsAccepted: 1,
    reasons: { malformed: 1, wrong_type: 1 },
  });
});

test('a record of Firehose is few of 5 KB, however small the events are', async () => {
  const firehose = new FirehoseDouble();
  const events = Array.from({ length: 500 }, (_, index) => event({ id: `e${index}` }));
  await ingest({ sentAt: NOW, events }, services(firehose.put));
  const bytes = firehose.rows.events.reduce((sum, row) => sum + JSON.stringify(row).length + 1, 0);
  expect(firehose.billed).toBeLessThan(bytes + 5_120);
  expect(firehose.rows.events[0]).toMatchObject({ sender: 'backend' });
});
