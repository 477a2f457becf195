import type { Put } from '../../../../src/events/pipeline/run/delivery/firehose';
import type { IngestServices } from '../../../../src/events/pipeline/run/ingest';
import type { CatalogDocument } from '../../../../src/formats/events/catalog';

export type Row = Readonly<Record<string, unknown>>;

export const NOW = Date.UTC(2026, 10, 28, 12);

export const EMPTY: CatalogDocument = { events: {}, transactions: [], features: [], unknownEvents: true };

/** Firehose as the ingest sees it: it keeps what it takes, and refuses what the service would. */
export class FirehoseDouble {
  public readonly rows: { readonly events: Row[]; readonly rejected: Row[] } = { events: [], rejected: [] };
  public requests = 0;
  /** Bytes as they are billed: each record rounded up to 5 KB. */
  public billed = 0;

  public readonly put: Put = async (stream, records) => {
    this.requests++;
    for (const record of records) this.take(stream, record);
    return [];
  };

  /** @see https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html */
  public take(stream: string, record: Buffer): void {
    if (record.length === 0 || record.length > 1_000 * 1_024) throw new Error(`a record of ${record.length} bytes`);
    this.billed += Math.ceil(record.length / 5_120) * 5_120;
    const lines = record.toString('utf8').split('\n');
    expect(lines.pop()).toBe(''); // a line ends, or the next record's first one is lost
    expect(lines.length).toBeLessThanOrEqual(500);
    const rows = stream === 'events' ? this.rows.events : this.rows.rejected;
    for (const line of lines) rows.push(JSON.parse(line));
  }
}

export function services(put: Put, overrides: Partial<IngestServices> = {}): IngestServices & { lines: string[] } {
  const lines: string[] = [];
  return {
    settings: { catalog: EMPTY, personal: false },
    streams: { events: 'events', rejected: 'rejected' },
    pipeline: 'shop',
    put,
    now: () => NOW,
    remaining: () => 20_000,
    print: (line) => lines.push(line),
    pause: async () => undefined,
    lines,
    ...overrides,
  };
}

export function post(body: Buffer | string, headers: Record<string, string> = {}): object {
  return {
    version: '2.0',
    requestContext: { http: { method: 'POST', path: '/q' } },
    headers: {
      'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/156.0.0.0',
      ...headers,
    },
    ...(typeof body === 'string'
      ? { body, isBase64Encoded: false }
      : { body: body.toString('base64'), isBase64Encoded: true }),
  };
}
