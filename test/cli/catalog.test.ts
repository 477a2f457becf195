import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { App, Stack } from 'aws-cdk-lib';
import * as ts from 'typescript';
import { catalog } from '../../cli/catalog/command';
import { readReplayOptions, replay } from '../../cli/replay/command';
import { types } from '../../cli/types/command';
import { EventCatalog, EventProperty } from '../../src/events';

const folder = mkdtempSync(join(tmpdir(), 'cli-catalog-'));
afterAll(() => rmSync(folder, { recursive: true }));

function assembly(unknownEvents = false): string {
  const app = new App();
  new EventCatalog(new Stack(app, 'Shop'), 'Catalog', {
    unknownEvents,
    events: {
      'cart.added': {
        description: 'An article was put into the cart',
        owner: 'shop-team',
        properties: {
          sku: EventProperty.text({ required: true, description: 'which | article' }),
          quantity: EventProperty.integer({ minimum: 1 }),
          method: EventProperty.oneOf(['card', 'invoice']),
          email: EventProperty.text({ personal: true, owner: 'crm' }),
        },
      },
      'order.viewed': {},
    },
  });
  return app.synth().directory;
}

function printed(run: (terminal: { print: (line: string) => void }) => number): string {
  const lines: string[] = [];
  expect(run({ print: (line) => lines.push(line) })).toBe(0);
  return lines.join('\n');
}

/** What the compiler says of files that are given as texts. */
function errorsOf(files: { [name: string]: string }): string[] {
  const names = Object.entries(files).map(([name, text]) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  });
  const program = ts.createProgram(names, {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    types: [],
  });
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

describe('a page of documentation', () => {
  const text = printed((terminal) => catalog({ assembly: assembly() }, terminal));

  test('tells each event with its owner, and each property with its column', () => {
    expect(text).toContain('## `cart.added`\n\nAn article was put into the cart\n\nOwner: shop-team.');
    expect(text).toContain('| `sku` | `p_sku` | text | required | which \\| article | shop-team |');
    expect(text).toContain('| `quantity` | `p_quantity` | whole number |  | at least 1 | shop-team |');
    expect(text).toContain('| `email` | `p_email` | text | **personal** |  | crm |');
    expect(text).toContain('one of `card`, `invoice`');
    expect(text).toContain('## `order.viewed`\n\nIt has no properties of its own.');
  });
});

test('JSON Schema by the names of events', () => {
  const text = printed((terminal) => catalog({ assembly: assembly(), 'json-schema': true }, terminal));
  expect(JSON.parse(text)['cart.added']).toMatchObject({
    required: ['sku'],
    properties: {
      sku: { type: 'string' },
      quantity: { type: ['integer', 'null'], minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
      method: { enum: ['card', 'invoice', null] },
    },
  });
});

test('a service compiles with events of the catalog only', () => {
  const declaration = printed((terminal) => types({ assembly: assembly(), service: true }, terminal));
  const use = (event: string) => ({
    'events.ts': declaration,
    'service.ts': `import type { EventBatch } from './events';\nexport const batch: EventBatch = { sentAt: 1, events: [${event}] };`,
  });
  const right =
    "{ id: 'a', name: 'cart.added', time: 1, page: '/p', properties: { sku: 'a', quantity: 1, method: 'card' } }";
  expect(errorsOf(use(right))).toEqual([]);
  expect(errorsOf(use(right.replace("'cart.added'", "'cart.add'")))).not.toEqual([]);
  expect(errorsOf(use(right.replace("sku: 'a', ", '')))).not.toEqual([]);
  expect(errorsOf(use(right.replace('quantity: 1', "quantity: '1'")))).not.toEqual([]);
  expect(errorsOf(use(right.replace("'card'", "'cash'")))).not.toEqual([]);
});

describe('replay', () => {
  const row = (id: string, reason: string, raw: string, part = 1, parts = 1) =>
    JSON.stringify({ event_id: id, reason, received_time: 1, part, parts, raw });
  const payload = (id: string) =>
    JSON.stringify({ sentAt: 1, events: [{ id }], as: { sender: 'browser', received: 1 } });

  async function run(rows: string[], args: string[] = [], answer: object = { accepted: 1, rejected: [] }) {
    const file = join(folder, 'rejected.gz');
    writeFileSync(file, gzipSync(`${rows.join('\n')}\n`));
    const bodies: string[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        bodies.push(`${request.url} ${body}`);
        response.end(JSON.stringify(answer));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const before = { ...process.env };
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_LAMBDA: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: 'AKID',
      AWS_SECRET_ACCESS_KEY: 'secret',
    });
    const lines: string[] = [];
    try {
      const options = readReplayOptions([file, '--function', 'ingest', '--region', 'eu-north-1', ...args]);
      const status = await replay(options, { print: (line) => lines.push(line) });
      return { status, bodies: bodies.sort(), lines };
    } finally {
      process.env = before;
      server.close();
    }
  }

  test('sends each event again, a long one whole, a copy once, and nothing that is malformed', async () => {
    const long = payload('long');
    const { status, bodies, lines } = await run([
      row('a', 'unknown_event', payload('a')),
      row('a', 'unknown_event', payload('a')),
      row('long', 'wrong_type', long.slice(20), 2, 2),
      row('long', 'wrong_type', long.slice(0, 20), 1, 2),
      row('half', 'too_old', 'x', 1, 2),
      row('b', 'malformed', payload('b')),
    ]);
    const path = '/2015-03-31/functions/ingest/invocations';
    expect(bodies).toEqual([`${path} ${payload('a')}`, `${path} ${long}`]);
    expect(status).toBe(1);
    expect(lines).toEqual([
      '4 rejected events; 2 to send, 1 of other reasons',
      expect.stringMatching(/rejected.gz:5: not sent: 1 of its 2 parts are in these files$/),
      '2 taken in',
    ]);
  });

  test('chooses by reason, tells what is rejected again, and sends nothing where one only asks', async () => {
    const rows = [row('a', 'unknown_event', payload('a')), row('b', 'malformed', payload('b'))];
    const again = await run(rows, ['--reason', 'malformed'], { accepted: 0, rejected: [{ reason: 'malformed' }] });
    expect(again).toMatchObject({
      status: 1,
      lines: [expect.any(String), '0 taken in', '1 rejected again: malformed'],
    });
    expect(again.bodies).toHaveLength(1);
    expect((await run(rows, ['--dry-run'])).bodies).toEqual([]);
  });

  test.each([[['f', '--function', 'arn:x']], [['--function', 'ingest']]])('refuses %j', (args) => {
    expect(() => readReplayOptions([...args, '--region', 'r'])).toThrow('expected');
  });
});
