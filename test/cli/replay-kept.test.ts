import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readReplayOptions, replay } from '../../cli/replay/command';
import { ingest } from '../../src/events/pipeline/run/ingest';
import { FirehoseDouble, NOW, services } from '../events/pipeline/run/firehose-double';

/** What lies in the folders of a pipeline's bucket, and what the ingest itself makes of it. */
const DAY = 86_400_000;
const LATER = NOW + 2 * DAY;
const ROW = { event_id: 'r', event_name: 'cart.added', event_time: NOW - 1_000, received_time: NOW, dt: '2026-11-28' };

let folder: string;
let server: Server;
let firehose: FirehoseDouble;
const calls: number[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', async () => {
      const event = JSON.parse(Buffer.concat(chunks).toString('utf8'));
      calls.push((event.events ?? event.rows ?? [event]).length);
      const answer = await ingest(event, services(firehose.put, { now: () => LATER }));
      response.end(JSON.stringify(answer ?? null));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.env.AWS_ENDPOINT_URL_LAMBDA = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env.AWS_ACCESS_KEY_ID = 'id';
  process.env.AWS_SECRET_ACCESS_KEY = 'secret';
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kept-'));
  firehose = new FirehoseDouble();
  calls.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true }));

function keep(path: string, content: string | Buffer): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

async function run(...args: string[]) {
  const printed: string[] = [];
  const options = readReplayOptions([folder, '--function', 'ingest', '--region', 'eu-west-1', ...args]);
  const status = await replay(options, { print: (line) => printed.push(line.replaceAll(`${folder}/`, '')) });
  return { status, printed, ...firehose.rows };
}

/** As Firehose writes them. @see https://docs.aws.amazon.com/firehose/latest/dev/record-format-conversion-error-handling.html */
const failure = (data: string) => ({
  attemptsMade: 1,
  arrivalTimestamp: NOW + 500,
  lastErrorCode: 'DataFormatConversion.MalformedData',
  lastErrorMessage: 'Data does not match the schema.',
  attemptEndingTimestamp: NOW + 300_000,
  rawData: Buffer.from(data).toString('base64'),
  sequenceNumber: '4967',
  subSequenceNumber: 0,
});
const lines = (...objects: object[]) => objects.map((one) => `${JSON.stringify(one)}\n`).join('');

/** @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
const deadLetter = (requestPayload: unknown, timestamp = NOW) => ({
  version: '1.0',
  timestamp: new Date(timestamp).toISOString(),
  requestContext: {
    requestId: 'e4b46cbf-b738-xmpl-8880-a18cdf61200e',
    functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:ingest:$LATEST',
    condition: 'RetriesExhausted',
    approximateInvokeCount: 3,
  },
  requestPayload,
  responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
  responsePayload: { errorMessage: 'ServiceUnavailable' },
});
const batch = (count: number, fields: object = {}) => ({
  sentAt: NOW - 200_000,
  common: { release: '1' },
  events: Array.from({ length: count }, (_, index) => ({
    id: `b${index}`,
    name: 'order.shipped',
    time: NOW - 201_000,
  })),
  ...fields,
});

describe('what Firehose could not deliver', () => {
  test('is stored as it would have been, with its id and its times, and its day even where that was missing', async () => {
    const { dt: _, received_time: __, ...bare } = { ...ROW, event_id: 'past-the-ingest' };
    keep('failed/format-conversion-failed/dt=2026-11-28/a', lines(failure(JSON.stringify(ROW))));
    keep('failed/metadata-extraction-failed/dt=2026-11-28/b', lines(failure(`${JSON.stringify(bare)}\n`)));
    expect(await run()).toMatchObject({
      status: 0,
      printed: ['2 events that Firehose could not deliver; 2 to send', '2 taken in'],
      events: [ROW, { ...bare, received_time: NOW + 500, dt: '2026-11-28' }],
      rejected: [],
    });
  });

  test('may be a record of many rows, compressed, joined without a line feed, or over several lines', async () => {
    const many = Array.from({ length: 1_200 }, (_, index) => ({ ...ROW, event_id: `m${index}` }));
    const objects = [lines(...many.slice(0, 500)), lines(...many.slice(500, 1_000)), lines(...many.slice(1_000))];
    keep('failed/a', gzipSync(objects.map((text) => JSON.stringify(failure(text))).join('')));
    keep('failed/b', JSON.stringify(failure(JSON.stringify({ ...ROW, event_name: 'a}{"b' })), undefined, 2));
    const { status, events, rejected } = await run();
    expect(new Set(events.map(({ event_id }) => event_id)).size).toBe(1_200);
    // What no name can be is judged again, too.
    expect([status, rejected]).toEqual([1, [expect.objectContaining({ event_id: 'r', reason: 'malformed' })]]);
    expect(Math.max(...calls)).toBe(500);
  });

  test('is listed where nothing can be made of it, and told by the exit status', async () => {
    keep('failed/a', lines(failure('no JSON'), failure(''), failure('{"a":1}'), failure(JSON.stringify(ROW))));
    keep('failed/b', 'PAR1');
    expect(await run('--dry-run')).toMatchObject({
      status: 1,
      printed: [
        '1 events that Firehose could not deliver; 1 to send',
        'failed/a:1: not sent: what Firehose was given: it is no JSON',
        'failed/a:2: not sent: it is empty',
        'failed/a:3: not sent: what Firehose was given has no event_id',
        'failed/b:1: not sent: it is no JSON',
      ],
    });
    expect(calls).toEqual([]);
  });

  test.each<[string, object, string]>([
    ['has no column', { p_gone: 1 }, 'wrong_type'],
    ['is not of the type of its column', { grid_x: '3' }, 'wrong_type'],
    ['is an object', { page: { a: 1 } }, 'wrong_type'],
    ['is of a time that was not yet', { event_time: NOW + DAY }, 'in_the_future'],
    ['was received when nobody could', { event_time: 9e15, received_time: 9e15 }, 'in_the_future'],
    ['has no time', { event_time: null }, 'malformed'],
  ])('is rejected where it %s, and can be sent again', async (_case, wrong, reason) => {
    keep('failed/a', lines(failure(JSON.stringify({ ...ROW, ...wrong }))));
    const { status, printed, events, rejected } = await run();
    expect([status, printed.slice(-1), events]).toEqual([1, [`1 rejected again: ${reason}`], []]);
    expect(rejected).toEqual([expect.objectContaining({ event_id: 'r', event_name: 'cart.added', reason })]);
    rmSync(join(folder, 'failed'), { recursive: true });
    // Once it is mended, here by hand.
    keep('rejected_events/a', lines({ ...rejected[0], raw: JSON.stringify({ rows: [ROW] }) }));
    expect(await run('--reason', reason)).toMatchObject({ status: 0, events: [ROW] });
  });
});

describe('a batch that nobody waited for', () => {
  test('is taken as if it came when it was sent: what it waited is no skew of the clock', async () => {
    keep(
      'aws/lambda/async/ingest/2026/11/28/2026-11-28T12.00.00-x',
      JSON.stringify(deadLetter(batch(2)), undefined, 2),
    );
    const { status, printed, events } = await run();
    expect([status, printed]).toEqual([0, ['2 events of calls that were given up; 2 to send', '2 taken in']]);
    expect(events[0]).toMatchObject({
      event_id: 'b0',
      event_time: NOW - 201_000,
      received_time: NOW - 200_000,
      clock_skew_ms: 0,
      sender: 'backend',
      release: '1',
    });
  });

  test('of a clock that can not be right is corrected', async () => {
    keep('ahead', JSON.stringify(deadLetter(batch(1, { sentAt: NOW + DAY }))));
    keep(
      'behind',
      JSON.stringify(deadLetter(batch(1, { sentAt: NOW - DAY, events: [{ id: 'x', name: 'y', time: NOW - DAY }] }))),
    );
    const { events } = await run();
    expect(events.map(({ clock_skew_ms }) => clock_skew_ms)).toEqual([-DAY, DAY]);
  });

  test('is split where nobody has seen that it is too large', async () => {
    keep('a', JSON.stringify(deadLetter(batch(1_001))));
    const { status, events } = await run();
    expect([status, calls.sort((a, b) => a - b), events.length]).toEqual([0, [1, 500, 500], 1_001]);
  });

  test('may be what CloudWatch Logs delivered, which is as old as it was', async () => {
    const message = JSON.stringify({ event_id: 'v', event_type: 'bought', event_timestamp: NOW - 40 * DAY });
    const logEvents = [{ id: '0', timestamp: NOW, message }];
    const data = gzipSync(JSON.stringify({ messageType: 'DATA_MESSAGE', logEvents })).toString('base64');
    keep('a', JSON.stringify(deadLetter({ awslogs: { data } }, NOW - 39 * DAY)));
    expect(await run()).toMatchObject({
      status: 0,
      events: [{ event_id: 'v', sender: 'rum', event_time: NOW - 40 * DAY, received_time: NOW - 39 * DAY }],
    });
  });

  test('that is none is kept with a reason at last', async () => {
    keep('a', JSON.stringify(deadLetter('no batch')));
    expect(await run()).toMatchObject({ status: 1, rejected: [{ reason: 'malformed' }] });
  });
});

test('sent twice it is there twice with the same id, and the same time', async () => {
  keep('failed/a', lines(failure(JSON.stringify(ROW))));
  keep('aws/lambda/async/a', JSON.stringify(deadLetter(batch(1))));
  const { events: once } = await run();
  const { events: twice } = await run();
  const copies = (rows: readonly object[]) => new Set(rows.map((row) => JSON.stringify(row))).size;
  expect([once.length, twice.length, copies(twice)]).toEqual([4, 4, 2]); // the same list
});

test('of a body that was cut the size is told, and it is not sent', async () => {
  const raw = JSON.stringify({ body: '{"a', cut: { bytes: 99_999, sha256: 'ab' }, as: { sender: 'browser' } });
  const row = { event_id: 'x', received_time: NOW, reason: 'too_large', part: 1, parts: 1, raw };
  keep('rejected_events/a', lines(row));
  expect(await run()).toMatchObject({ status: 0, printed: ['1 rejected events; 0 to send, 1 of other reasons'] });
  expect(await run('--reason', 'too_large')).toMatchObject({
    status: 1,
    printed: [
      '1 rejected events; 0 to send',
      'rejected_events/a:1: not sent: only the beginning of its 99999 bytes was kept (SHA-256 ab)',
    ],
  });
});

test('another function is no ingest', async () => {
  keep('a', JSON.stringify(deadLetter({ requestContext: { http: { method: 'GET' } } })));
  await expect(run()).rejects.toThrow('ingest is no ingest: it answers something else');
});
