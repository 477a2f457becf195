import { type IngestServices, ingest } from '../../src/events/pipeline/run/ingest';
import type { EventBatch } from '../../src/formats/events/batch';
import type { CatalogDocument } from '../../src/formats/events/catalog';
import { PARTITION_COLUMN } from '../../src/formats/events/fields';

const NOW = Date.UTC(2026, 10, 28, 12);

/** Events of a shop, some with properties that the catalog declares, some with others. */
const CATALOG: CatalogDocument = {
  events: {
    'cart.added': {
      properties: {
        sku: { type: 'string', required: true },
        quantity: { type: 'bigint' },
      },
    },
  },
  transactions: [],
  features: [],
  unknownEvents: true,
};

/** A request of API Gateway for each batch, as our browsers post them: uncompressed, with what they have in common. */
export function requests(batches: number, size: number): object[] {
  return Array.from({ length: batches }, (_, batch) => {
    const events = Array.from({ length: size }, (_, place) => {
      const number = batch * size + place;
      const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
      const stated = { id, time: NOW - 30_000 + place * 1_000, page: `/products/${number % 300}` };
      if (place % 4 === 1)
        return { ...stated, name: 'cart.added', properties: { sku: `s-${number % 900}`, quantity: 1 } };
      if (place % 4 === 2)
        return { ...stated, name: 'click', element: 'Add to cart', elementRole: 'button', gridX: 3, gridY: 7 };
      if (place % 4 === 3)
        return { ...stated, name: 'page_engagement', engagedMs: 12_345, properties: { rested: 0.4, distance: 1_200 } };
      return { ...stated, name: 'page_view', referrer: 'www.example.com' };
    });
    const common = {
      application: 'shop',
      release: '1.4.2',
      sessionId: `11111111-0000-4000-8000-${String(batch >> 2).padStart(12, '0')}`,
      anonymousId: `22222222-0000-4000-8000-${String(batch >> 3).padStart(12, '0')}`,
      language: 'en-US',
      utmSource: 'newsletter',
    };
    const body: EventBatch = { sentAt: NOW - 40, common, events };
    return {
      version: '2.0',
      requestContext: { http: { method: 'POST', path: '/events' } },
      headers: {
        'content-type': 'text/plain',
        'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36',
      },
      body: JSON.stringify(body),
      isBase64Encoded: false,
    };
  });
}

/** Where Firehose would be: what it got is counted. */
export class Sink {
  bytes = 0;
  readonly put = async (_: string, records: readonly Buffer[]) => {
    for (const { length } of records) this.bytes += length;
    return [];
  };
}

/** The ingest as it is deployed, but for the way to Firehose. */
export function ours(sink: Sink): (request: object) => Promise<unknown> {
  const services: IngestServices = {
    settings: { catalog: CATALOG, personal: false },
    streams: { events: 'events', rejected: 'rejected' },
    pipeline: 'shop',
    put: sink.put,
    now: () => NOW,
    remaining: () => 20_000,
    print: () => undefined,
  };
  return (request) => ingest(request, services);
}

/** What one writes first: a line for each event with when it was received, unchecked, in one record. */
export function forwarding(sink: Sink): (request: object) => Promise<unknown> {
  return async (request) => {
    const { common, events } = JSON.parse((request as { body: string }).body);
    const lines = events.map((event: { time: number }) =>
      JSON.stringify({
        ...common,
        ...event,
        received: NOW,
        [PARTITION_COLUMN]: new Date(event.time).toISOString().slice(0, 10),
      }),
    );
    await sink.put('events', [Buffer.from(`${lines.join('\n')}\n`)]);
    return { statusCode: 200, body: JSON.stringify({ accepted: events.length }) };
  };
}
