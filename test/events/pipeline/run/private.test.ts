import { gzipSync } from 'node:zlib';
import { ingest } from '../../../../src/events/pipeline/run/ingest';
import type { CatalogDocument } from '../../../../src/formats/events/catalog';
import { EMPTY, FirehoseDouble, NOW, post, services } from './firehose-double';

const CATALOG: CatalogDocument = {
  ...EMPTY,
  events: {
    'cart.added': { properties: { sku: { type: 'string', required: true } } },
    'account.opened': {
      properties: {
        email: { type: 'string', required: true, personal: true },
        birthYear: { type: 'bigint', personal: true },
        plan: { type: 'string', required: true },
      },
    },
  },
};
const settings = { catalog: CATALOG, personal: false };
const strict = { catalog: { ...CATALOG, unknownEvents: false }, personal: false };
const event = (fields: object = {}) => ({ id: 'e1', name: 'account.opened', time: NOW, ...fields });
const batch = (fields: object) => JSON.stringify({ sentAt: NOW, events: [event()], ...fields });
const own = { email: 'Jane-7' };

async function send(body: string | Buffer, overrides: Parameters<typeof services>[1] = { settings: strict }) {
  const firehose = new FirehoseDouble();
  const told = services(firehose.put, overrides);
  const answer = await ingest(post(body), told);
  return { ...firehose.rows, told: JSON.stringify([firehose.rows, answer, told.lines]) };
}

describe('of what is personal in any event nothing is kept', () => {
  test.each<[string, string | Buffer]>([
    ['in an event that is wrong', batch({ events: [event({ properties: own })] })],
    ['of the wrong type', batch({ events: [event({ properties: { ...own, birthYear: 'Jane-7', plan: 'a' } })] })],
    ['in an event of another name', batch({ events: [event({ name: 'account.opend', properties: own })] })],
    ['in an event of no name', batch({ events: [event({ name: 7, properties: own })] })],
    ['beside the properties', batch({ events: [event(own)] })],
    ['in common', batch({ common: own })],
    ['in a common that is large', batch({ common: { ...own, x: 'x'.repeat(9_000) } })],
    ['in a common that is a text', batch({ common: JSON.stringify(own) })],
    ['beside the events', batch({ ...own, events: 7 })],
    ['as others write it', batch({ events: [event({ properties: { 'E-Mail': 'Jane-7' } })] })],
    ['within a property', batch({ events: [event({ properties: { customer: [own] } })] })],
    ['within a text that is JSON', batch({ events: [event({ properties: { customer: JSON.stringify([own]) } })] })],
    ['in properties that are a text', batch({ events: [event({ properties: JSON.stringify(own) })] })],
    ['in a field of ours', batch({ events: [event({ page: own })] })],
    ['in an event that is a text', batch({ events: [JSON.stringify(event({ properties: own }))] })],
    ['in a batch without a clock', batch({ sentAt: null, events: [event({ properties: own })] })],
    ['in a batch of too many', batch({ events: Array(501).fill(event({ properties: own })) })],
    ['in a batch that is a text', JSON.stringify(batch({ events: [event({ properties: own })] }))],
    ['in what is no JSON', `${batch({ events: [event({ properties: own })] })},`],
    ['in no JSON that is short', 'Jane-7'],
    ['in what is too large', `${JSON.stringify(own)}${'x'.repeat(1_000_000)}`],
    ['in half a gzip', gzipSync(JSON.stringify(own), { level: 0 }).subarray(0, 30)],
    ['where it is nested', `{"email":"Jane-7","a":${'['.repeat(100)}${JSON.stringify(own)}${']'.repeat(100)}}`],
  ])('%s', async (_case, body) => {
    const { rejected, told } = await send(body);
    expect(rejected.length).toBeGreaterThan(0);
    expect(told).not.toContain('Jane');
    expect(Buffer.from(JSON.parse(String(rejected[0].raw)).body ?? '', 'base64').toString()).not.toContain('Jane');
  });

  test('of an event that is taken, either', async () => {
    const { events, told } = await send(
      batch({
        events: [
          event({ name: 'other', ...own, properties: { E_MAIL: 'Jane-7', customer: { ...own, since: 2 }, n: 1 } }),
          event({ name: 'cart.added', properties: { sku: 'a', ...own, text: '[ 1,  2 ]' } }),
        ],
      }),
      { settings },
    );
    expect(told).not.toContain('Jane');
    expect(events.map(({ properties }) => properties)).toEqual([
      '{"customer":{"email":null,"since":2},"n":1}',
      '{"text":"[ 1,  2 ]"}',
    ]);
  });

  test('but where it is stored it is kept', async () => {
    const { rejected } = await send(batch({ events: [event({ properties: own })] }), {
      settings: { ...strict, personal: true },
    });
    expect(rejected).toEqual([expect.objectContaining({ raw: expect.stringContaining('Jane-7') })]);
  });
});

test.each([
  ['jane@example.com'],
  [batch({ events: [event({ name: 'jane@example.com' })] })],
  [batch({ events: [event({ id: 'of jane@example.com' })] })],
])('what tells why %j was rejected has no e-mail address', async (body) => {
  const { rejected } = await send(body, {});
  expect(rejected).toHaveLength(1);
  expect(`${rejected[0].detail} ${rejected[0].event_name}`).not.toContain('jane');
});

test('an event that lacks what was withheld is taken when it is sent again', async () => {
  const { rejected } = await send(batch({ events: [event({ properties: { ...own, birthYear: 'no' } })] }));
  expect(rejected).toEqual([expect.objectContaining({ reason: 'wrong_type' })]);
  const raw = JSON.parse(String(rejected[0].raw));
  expect(raw.as.withheld).toEqual(['email', 'birthYear']);
  const firehose = new FirehoseDouble();
  // Still wrong, so that it is kept again, as it was.
  expect(await ingest(raw, services(firehose.put, { settings: strict }))).toMatchObject({ accepted: 0 });
  expect(firehose.rows.rejected[0]).toMatchObject({ reason: 'missing_property', detail: 'plan: expected a text' });
  const again = JSON.parse(String(firehose.rows.rejected[0].raw));
  expect(again).toEqual(raw);
  // Once its plan is not demanded any more.
  const { plan: _, ...properties } = CATALOG.events['account.opened'].properties;
  const mended = { ...strict, catalog: { ...CATALOG, events: { 'account.opened': { properties } } } };
  expect(await ingest(again, services(firehose.put, { settings: mended }))).toEqual({ accepted: 1, rejected: [] });
  // A sender has no say in it.
  const sent = { ...raw, events: [{ ...raw.events[0], properties: {} }] };
  const told = await ingest(post(JSON.stringify(sent)), services(firehose.put, { settings: mended }));
  expect(told).toMatchObject({ body: expect.stringContaining('missing_property') });
});
