import { rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomFrom } from '../../../../cli/common/random';
import { ingest } from '../../../../src/events/pipeline/run/ingest';
import { DuckDB1 } from '../../../queries/engines/duckdb';
import { FirehoseDouble, NOW, post, services } from '../run/firehose-double';

/** What the ingest makes of events, as it is billed. */
export interface Sizes {
  /** Of an event as it is sent to Firehose. */
  readonly event: number;
  /** The same rounded up to records of 5 KB. */
  readonly billed: number;
  /** Of the log, for a batch. */
  readonly log: number;
  /** Of an event in a file. */
  readonly parquet: number;
}

const WORDS =
  'mug cup plate bowl spoon fork knife jug pan pot lid tray cloth towel candle lamp vase frame clock box'.split(' ');

/** Sends events of about 1 KB in batches, as browsers do, and looks at what becomes of them. */
export async function sizesOf(events: number, perBatch: number): Promise<Sizes> {
  const random = randomFrom(7);
  const uuid = () =>
    Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16))
      .join('')
      .replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  const one = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)];
  const firehose = new FirehoseDouble();
  const asked = services(firehose.put);
  for (let sent = 0; sent < events; sent += perBatch) {
    const batch = Array.from({ length: perBatch }, () => ({
      id: uuid(),
      name: one(['page_view', 'click', 'cart.added', 'request']),
      time: NOW - Math.floor(random() * 3_600_000),
      page: `/${one(WORDS)}/${one(WORDS)}`,
      element: `Add ${one(WORDS)} to the cart`,
      elementRole: 'button',
      selector: `main > ul > li:nth-child(${Math.floor(random() * 20)}) > button`,
      gridX: Math.floor(random() * 20),
      gridY: Math.floor(random() * 40),
      properties: {
        sku: one(WORDS),
        text: Array.from({ length: 25 + Math.floor(random() * 42) }, () => one(WORDS)).join(' '),
      },
    }));
    const common = {
      ...{ application: 'shop', release: '2026.11.28', sessionId: uuid(), anonymousId: uuid(), userId: uuid() },
      ...{
        referrer: 'search.example',
        utmSource: 'newsletter',
        utmMedium: 'email',
        utmCampaign: 'autumn',
        language: 'en-US',
      },
    };
    await ingest(post(JSON.stringify({ sentAt: NOW, common, events: batch })), asked);
  }
  const { rows, billed } = firehose;
  const lines = rows.events.map((row) => `${JSON.stringify(row)}\n`);
  const count = rows.events.length;
  return {
    event: Buffer.byteLength(lines.join('')) / count,
    billed: billed / count,
    // AWS adds 26 bytes to each event of a log.
    log: Buffer.byteLength(asked.lines.join('')) / asked.lines.length + 26,
    parquet: (await parquetBytes(rows.events)) / count,
  };
}

/** As Firehose writes it: Snappy, with dictionaries. */
async function parquetBytes(rows: readonly object[]): Promise<number> {
  const engine = await DuckDB1.start();
  const file = join(tmpdir(), `costs-${process.pid}.parquet`);
  try {
    const values = rows.map((row) => `('${JSON.stringify(row).replaceAll("'", "''")}')`).join(',');
    await engine.run(`CREATE TABLE lines AS SELECT * FROM (VALUES ${values}) AS t(line)`);
    const columns = [...new Set(rows.flatMap(Object.keys))].filter((column) => column !== 'dt');
    const list = columns.map((column) => `line->>'$.${column}' AS ${column}`).join(', ');
    await engine.run(`COPY (SELECT ${list} FROM lines) TO '${file}' (FORMAT parquet, COMPRESSION snappy)`);
    return statSync(file).size;
  } finally {
    await engine.end();
    rmSync(file, { force: true });
  }
}
