import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readReplayOptions, replay } from '../../cli/replay/command';

const folder = mkdtempSync(join(tmpdir(), 'replay-'));
const invoked: string[] = [];
let server: Server;
let answers: (body: string) => { status: number; body: object };

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      invoked.push(text);
      const { status, body } = answers(text);
      response.writeHead(status).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.env.AWS_ENDPOINT_URL_LAMBDA = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env.AWS_ACCESS_KEY_ID = 'id';
  process.env.AWS_SECRET_ACCESS_KEY = 'secret';
});

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

beforeEach(() => {
  invoked.length = 0;
  answers = () => ({ status: 200, body: { accepted: 1, rejected: [] } });
});

async function run(rows: { reason: string; raw: string }[], ...args: string[]) {
  const file = join(folder, 'rows');
  const lines = rows.map((row, index) => ({ event_id: `e${index}`, received_time: 1, part: 1, parts: 1, ...row }));
  writeFileSync(file, lines.map((line) => JSON.stringify(line)).join('\n'));
  const printed: string[] = [];
  const options = readReplayOptions([file, '--function', 'ingest', '--region', 'eu-west-1', ...args]);
  const status = await replay(options, { print: (line) => printed.push(line) });
  return { status, printed };
}

test('what would be rejected again is sent only where it is asked for', async () => {
  const rows = ['malformed', 'too_large', 'unknown_event'].map((reason) => ({ reason, raw: `"${reason}"` }));
  expect(await run(rows)).toEqual({
    status: 0,
    printed: ['3 rejected events; 1 to send, 2 of other reasons', '1 taken in'],
  });
  expect(invoked).toEqual(['"unknown_event"']);
  await run(rows, '--reason', 'too_large');
  expect(invoked).toEqual(['"unknown_event"', '"too_large"']);
});

test('one that can not be sent is counted, and the others go on', async () => {
  answers = (text) =>
    text === '"e3"'
      ? { status: 413, body: { message: 'Request must be smaller than 6291456 bytes' } }
      : { status: 200, body: { accepted: 1, rejected: [] } };
  const rows = Array.from({ length: 20 }, (_, index) => ({ reason: 'unknown_event', raw: `"e${index}"` }));
  const { status, printed } = await run(rows);
  expect(status).toBe(1);
  expect(printed.slice(1)).toEqual([
    '19 taken in',
    expect.stringMatching(/^1 could not be sent: ingest answers 413: /),
  ]);
});

test('where none can be sent it ends soon', async () => {
  answers = () => ({ status: 403, body: { message: 'not authorized to perform lambda:InvokeFunction' } });
  const rows = Array.from({ length: 20 }, (_, index) => ({ reason: 'unknown_event', raw: `"e${index}"` }));
  await expect(run(rows)).rejects.toThrow('ingest answers 403');
  expect(invoked).toHaveLength(8);
});
