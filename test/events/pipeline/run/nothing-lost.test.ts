import { gzipSync } from 'node:zlib';
import { randomFrom } from '../../../../cli/common/random';
import { ingest } from '../../../../src/events/pipeline/run/ingest';
import { MAX_BATCH_BYTES } from '../../../../src/formats/events/batch';
import { FirehoseDouble, NOW, post, services } from './firehose-double';

/** 100,000 are counted with NOTHING_LOST_EVENTS=100000; some thousands show the same in seconds. */
const EVENTS = Number(process.env.NOTHING_LOST_EVENTS ?? 6_000);
const SEED = Number(process.env.NOTHING_LOST_SEED ?? 11);

class Killed extends Error {}

/** Firehose with faults: it takes part, it takes all and doesn't say so, it takes nothing; or the function is killed. */
class Unreliable extends FirehoseDouble {
  public readonly faults = { part: 0, silent: 0, none: 0, killed: 0 };

  constructor(private readonly random: () => number) {
    super();
  }

  public override readonly put = async (stream: string, records: readonly Buffer[]) => {
    const dice = this.random();
    if (dice < 0.08) {
      this.faults.none++;
      throw new Error('ServiceUnavailable');
    }
    if (dice < 0.2) {
      this.faults.part++;
      const failures = records.flatMap((_, index) =>
        this.random() < 0.6 ? [{ index, why: 'ServiceUnavailable' }] : [],
      );
      const failed = new Set(failures.map(({ index }) => index));
      for (const [index, record] of records.entries()) if (!failed.has(index)) this.take(stream, record);
      return failures;
    }
    for (const record of records) this.take(stream, record);
    if (dice < 0.26) {
      this.faults.silent++;
      throw new Error('socket hang up');
    }
    if (dice < 0.29) {
      this.faults.killed++;
      throw new Killed(); // between this call and the next
    }
    return [];
  };
}

interface Sent {
  /** What has to be found afterwards: ids of events, or a text within a body that is none. */
  readonly marks: readonly string[];
  readonly body: Buffer | string;
}

function* batches(random: () => number, total: number): Generator<Sent> {
  let made = 0;
  const event = () => {
    const id = `e-${made++}-`;
    const kind = random();
    const fields = { id, name: 'added', time: NOW - Math.floor(random() * 60_000), page: `/p/${made}` };
    if (kind < 0.04) return { id, fields: { ...fields, time: 'yesterday' } };
    if (kind < 0.06) return { id, fields: { ...fields, gridX: 1.5 } };
    if (kind < 0.08) return { id, fields: { ...fields, properties: [id] } };
    if (kind < 0.09) return { id, fields: { ...fields, properties: { text: 'x'.repeat(70_000) } } };
    if (kind < 0.1) return { id, fields: { ...fields, time: 0 } };
    if (kind < 0.11) return { id, fields: id };
    return { id, fields: { ...fields, properties: { text: '😀\n"'.repeat(Math.floor(random() * 40)), n: 1 } } };
  };
  while (made < total) {
    const size = random() < 0.1 ? 400 : 1 + Math.floor(random() * 30);
    const some = Array.from({ length: size }, event);
    const batch = JSON.stringify({ sentAt: NOW, common: { release: '1' }, events: some.map(({ fields }) => fields) });
    const marks = some.map(({ id }) => id);
    const shape = random();
    if (shape < 0.03) yield { marks: [`${marks[0]}`], body: batch.slice(0, batch.indexOf(marks[0]) + marks[0].length) };
    else if (shape < 0.04) yield { marks: [marks[0]], body: `${marks[0]}${'x'.repeat(MAX_BATCH_BYTES)}` };
    else if (shape < 0.06) yield { marks: [marks[0]], body: JSON.stringify({ events: 3, note: marks[0] }) };
    else yield { marks, body: random() < 0.4 ? gzipSync(batch) : batch };
  }
}

test(`of ${EVENTS} events each is stored, or kept with a reason, before its sender is told to send it no more`, async () => {
  const random = randomFrom(SEED);
  const firehose = new Unreliable(random);
  const marks: string[] = [];
  const statuses = new Map<number | string, number>();
  for (const sent of batches(random, EVENTS)) {
    for (let attempt = 0; ; attempt++) {
      expect(attempt).toBeLessThan(50);
      const before = { events: firehose.rows.events.length, rejected: firehose.rows.rejected.length };
      // Sometimes there is hardly any time, or it runs out after the first request.
      let left = random() < 0.05 ? 500 : random() < 0.1 ? 1_600 : 20_000;
      const remaining = () => {
        left -= 300;
        return left;
      };
      let kill: (error: Error) => void = () => undefined;
      const killed = new Promise<never>((_, reject) => {
        kill = reject;
      });
      // What is killed answers nothing more: the promise of its request is never settled.
      const put: typeof firehose.put = (stream, records) =>
        firehose.put(stream, records).catch((error) => {
          if (!(error instanceof Killed)) throw error;
          kill(error);
          return new Promise<never>(() => undefined);
        });
      const answer = await Promise.race([ingest(post(sent.body), services(put, { remaining })), killed]).catch(
        (error) => error,
      );
      const status = answer instanceof Killed ? 'killed' : (answer as { statusCode: number }).statusCode;
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status === 'killed' || status === 503) continue;
      const { accepted, rejected } = JSON.parse((answer as { body: string }).body);
      if (status === 200) expect(accepted + rejected.length).toBe(sent.marks.length);
      expect(firehose.rows.events.length - before.events).toBeGreaterThanOrEqual(accepted);
      expect(firehose.rows.rejected.length - before.rejected).toBeGreaterThanOrEqual(rejected.length);
      break;
    }
    marks.push(...sent.marks);
  }

  const stored = new Set(firehose.rows.events.map(({ event_id }) => String(event_id)));
  const byId = new Set(firehose.rows.rejected.map(({ event_id }) => String(event_id)));
  const raw = firehose.rows.rejected.map((row) => String(row.raw)).join('\n');
  const lost = marks.filter((mark) => !stored.has(mark) && !byId.has(mark) && !raw.includes(mark));
  expect(lost).toEqual([]);
  expect([...stored].filter((id) => byId.has(id))).toEqual([]);
  for (const row of firehose.rows.rejected)
    expect(row).toMatchObject({ reason: expect.any(String), raw: expect.any(String) });
  // All of it happened.
  expect([...statuses.keys()].sort()).toEqual([200, 400, 413, 503, 'killed']);
  expect(Object.values(firehose.faults).every((count) => count > 5)).toBe(true);
}, 600_000);
