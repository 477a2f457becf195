import { gzipSync } from 'node:zlib';
import { ingest } from '../../../../src/events/pipeline/run/ingest';
import { redactedMail } from '../../../../src/events/pipeline/run/rules/redaction';
import { FirehoseDouble, NOW, post, services } from './firehose-double';

const event = (fields: object = {}) => ({ id: 'e1', name: 'added', time: NOW, ...fields });
const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

async function send(body: string | Buffer) {
  const firehose = new FirehoseDouble();
  const answer = (await ingest(post(body), services(firehose.put))) as { statusCode: number; body: string };
  const stored = JSON.stringify(firehose.rows).length;
  return { ...firehose.rows, status: answer.statusCode, stored };
}

async function invoke(batch: unknown) {
  const firehose = new FirehoseDouble();
  const answer = await ingest(batch, services(firehose.put));
  return { ...firehose.rows, answer };
}

describe('what a batch has in common', () => {
  test('is stored with each event, and has a limit', async () => {
    const events = Array(500).fill({});
    const large = await send(JSON.stringify({ sentAt: NOW, common: { x: 'x'.repeat(8_000) }, events }));
    expect(large.status).toBe(413);
    expect(large.rejected).toEqual([expect.objectContaining({ reason: 'too_large' })]);
    expect(large.stored).toBeLessThan(20_000);
    const most = await send(JSON.stringify({ sentAt: NOW, common: { x: '"'.repeat(3_990) }, events }));
    expect(most.rejected).toHaveLength(500);
    expect(most.stored).toBeLessThan(15_000_000);
  });

  test('may be null', async () => {
    const { events } = await send(JSON.stringify({ sentAt: NOW, common: null, events: [event()] }));
    expect(events).toHaveLength(1);
  });
});

test('the largest event of the largest batch is a record that Firehose takes', async () => {
  const common = { page: 'a@b.cd '.repeat(100), x: '"'.repeat(3_600) };
  const large = event({ properties: { text: '"'.repeat(31_900) } });
  const taken = await invoke({ sentAt: NOW, common, events: [large, large] });
  expect(taken.events).toHaveLength(2);
  const kept = await invoke({ sentAt: NOW, common, events: [event({ time: 'no', properties: large })] });
  expect(kept.rejected.length).toBeGreaterThan(0);
});

describe('what is nested without end is answered once and for all', () => {
  test.each<[string, string]>([
    ['in a batch', `{"sentAt":${NOW},"events":[],"x":${deep(20_000)}}`],
    ['as a batch', deep(20_000)],
    ['as a list', `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
    ['as its clock', `{"sentAt":${deep(20_000)},"events":[]}`],
    ['as its events', `{"sentAt":1,"events":${deep(20_000)}}`],
    ['in common', `{"sentAt":1,"events":[{}],"common":${deep(20_000)}}`],
    ['in a property', `{"sentAt":1,"events":[{"properties":${deep(20_000)}}]}`],
  ])('%s', async (_case, body) => {
    expect(await send(body)).toMatchObject({ status: 400, rejected: [{ reason: 'malformed' }] });
    expect((await invoke(JSON.parse(body))).rejected).toEqual([expect.objectContaining({ reason: 'malformed' })]);
  });

  test('in what says whence it came', async () => {
    const as = { sender: 'browser', received: NOW, browser: JSON.parse(deep(20_000)) };
    expect((await invoke({ as, sentAt: NOW, events: [] })).rejected).toHaveLength(1);
  });

  test.each([
    ['event_details', deep(20_000)],
    ['event_details', JSON.stringify(deep(20_000))],
    ['metadata', deep(20_000)],
    ['user_details', deep(20_000)],
  ])('in %s of CloudWatch RUM', async (key, value) => {
    const message = `{"event_id":"e","event_type":"x","event_timestamp":${NOW},"${key}":${value}}`;
    const logEvents = [{ id: '0', timestamp: NOW, message }];
    const data = gzipSync(JSON.stringify({ messageType: 'DATA_MESSAGE', logEvents })).toString('base64');
    expect((await invoke({ awslogs: { data } })).rejected).toEqual([expect.objectContaining({ reason: 'malformed' })]);
  });

  test('in a record of Amazon Pinpoint', async () => {
    const data = Buffer.from(`{"attributes":${deep(20_000)}}`).toString('base64');
    const { rejected } = await invoke({ deliveryStreamArn: 'arn', records: [{ recordId: 'r', data }] });
    expect(rejected).toEqual([expect.objectContaining({ reason: 'malformed' })]);
  });
});

test.each<[string, string | Buffer, number]>([
  ['zeros', '0'.repeat(4_400_000), 413],
  ['no JSON', `no JSON ${'x'.repeat(450_000)}`, 400],
  ['too many events', JSON.stringify({ sentAt: NOW, events: Array(501).fill(event()) }), 413],
  ['a gzip of zeros', gzipSync('0'.repeat(4_400_000)), 413],
])('of %s the beginning is kept, with size and digest, and is not taken for all of it', async (_case, body, status) => {
  const { status: told, rejected, stored } = await send(body);
  expect(told).toBe(status);
  expect(stored).toBeLessThan(15_000);
  const raw = JSON.parse(String(rejected[0].raw));
  expect(raw.cut).toEqual({ bytes: body.length, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect((await invoke(raw)).rejected).toEqual([expect.objectContaining({ reason: 'malformed' })]);
});

describe('numbers that JSON does not carry as they were', () => {
  test.each(['1e400', '-1e400', '12345678901234567890', '[{"a":12345678901234567890}]'])(
    '%s in what is not declared is refused, and kept as it was written',
    async (text) => {
      const { rejected } = await send(
        `{"sentAt":${NOW},"events":[{"id":"e1","name":"added","time":${NOW},"properties":{"n":${text},"t":"1e400"}}]}`,
      );
      expect(rejected).toEqual([
        expect.objectContaining({ reason: 'wrong_type', detail: expect.stringMatching(/^n: /) }),
      ]);
      const written = text.replace(/-?\d[\de]+/, '"$&"');
      expect(String(rejected[0].raw)).toContain(`"properties":{"n":${written},"t":"1e400"}`);
    },
  );

  test('nor is one of a column kept as null', async () => {
    const { rejected } = await send(`{"sentAt":${NOW},"events":[{"id":"e1","name":"a","time":1e400}]}`);
    expect(String(rejected[0].raw)).toContain('"time":"1e400"');
    const infinite = event({ durationMs: Infinity });
    const invoked = await invoke({ sentAt: NOW, events: [infinite] });
    expect(String(invoked.rejected[0].raw)).toContain('"durationMs":"Infinity"');
  });

  test('do not keep others from being taken', async () => {
    const properties = { a: 9007199254740991, b: 0.1, c: '12345678901234567890', d: -1.5e300 * 1e-290 };
    const { events } = await send(JSON.stringify({ sentAt: NOW, events: [event({ properties })] }));
    expect(JSON.parse(String(events[0].properties))).toEqual(properties);
  });
});

test.each([1e19, -1e22, 1e300, 8.64e15 + 2])('a clock of %d is none', async (sentAt) => {
  expect(await send(JSON.stringify({ sentAt, events: [event()] }))).toMatchObject({ status: 400 });
  const as = { sender: 'browser', received: sentAt };
  expect((await invoke({ as, sentAt: NOW, events: [event()] })).events).toEqual([
    expect.objectContaining({ received_time: NOW }),
  ]);
});

test('a byte order mark is no part of JSON', async () => {
  const body = `\uFEFF${JSON.stringify({ sentAt: NOW, events: [event()] })}`;
  expect((await send(body)).events).toHaveLength(1);
  expect((await send(gzipSync(body))).events).toHaveLength(1);
  const record = `\uFEFF${JSON.stringify({ event_type: 'buy', event_timestamp: NOW })}`;
  const records = [{ recordId: 'r', data: Buffer.from(record).toString('base64') }];
  expect((await invoke({ deliveryStreamArn: 'arn', records })).events).toHaveLength(1);
});

test.each([
  ['write jane.doe@mail.example.com now', 'write redacted now'],
  ['a@b.cd,c%40d.ef', 'redacted,redacted'],
  ['@example.com a@b', '@example.com a@b'],
  [`${'x'.repeat(70)}@example.com`, `${'x'.repeat(6)}redacted`],
  [`${'x'.repeat(1_000_000)}@`, `${'x'.repeat(1_000_000)}@`],
])('e-mail addresses are found', (text, redacted) => {
  expect(redactedMail(text)).toBe(redacted);
});
