/** What senders make of visits: copies, wrong clocks, late and lost answers, bots; and what the ingest makes of it. */
import { ingest } from '../../../../src/events/pipeline/run/ingest';
import { SYNTHETICS_USER_AGENT } from '../../../../src/formats/synthetic';
import { FirehoseDouble, post, services } from '../../pipeline/run/firehose-double';
import type { Row } from '../histories';
import { DAY, END, HOUR, type Moment, type Part, type Person, type Random, randomOf } from './shop';

interface Sent {
  readonly received: number;
  readonly event: unknown;
}

const CHROME = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/156.0.0.0';
const AGENTS = {
  customer: CHROME,
  bot: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  canary: `${CHROME} ${SYNTHETICS_USER_AGENT}`,
};

/** Rows of the table of events, in no order. */
export async function traffic(persons: readonly Person[], seed = 1): Promise<Row[]> {
  const random = randomOf(seed + 1);
  const firehose = new FirehoseDouble();
  const sent = persons.flatMap((person) => sentOf(person, random)).sort((a, b) => a.received - b.received);
  for (const { received, event } of sent) {
    const answer = await ingest(event, services(firehose.put, { now: () => received }));
    expect(JSON.stringify(answer)).toMatch(/rejected\\?":\[\]/);
  }
  const rows = firehose.rows.events as Row[];
  for (let at = rows.length - 1; at > 0; at--) {
    const other = random.below(at + 1); // files know no order
    [rows[at], rows[other]] = [rows[other], rows[at]];
  }
  return rows;
}

function sentOf(person: Person, random: Random): Sent[] {
  return person.visits.flatMap((visit) => {
    const parts = visit.parts.flatMap((part) => [
      ...fromBrowser(person, part, random),
      ...fromBackend(
        person,
        part.moments.filter(({ backend }) => backend),
        part.id,
        random,
      ),
    ]);
    return [...parts, ...fromBackend(person, visit.shipped ? [visit.shipped] : [], `${visit.parts[0].id}-`, random)];
  });
}

function fromBrowser(person: Person, part: Part, random: Random): Sent[] {
  const { anonymousId, clock } = person.devices[part.device];
  const moments = part.moments
    .map((moment, i) => ({ ...moment, id: `${part.id}-${i}` }))
    .filter(({ backend }) => !backend);
  const cut = random.below(moments.length + 1);
  const sent: Sent[] = [];
  for (const own of [moments.slice(0, cut), moments.slice(cut)]) {
    if (own.length === 0) continue;
    const newest = Math.max(...own.map(({ at }) => at));
    const events = own.map(({ id, at, name, fields, known }) => ({
      ...{ id, name, time: at + clock, ...fields },
      ...(known && { userId: person.user }),
    }));
    // A clock is corrected by what went by on the way, too: a wrong one is told at once, a right one as it comes.
    const take = (at: number) => {
      const received = Math.min(at + (clock === 0 ? random.below(4000) : 0), END + 500);
      const sentAt = (clock === 0 ? Math.min(at, received) : received) + clock;
      const common = { application: 'shop', sessionId: part.id, ...(anonymousId && { anonymousId }) };
      const headers = { 'user-agent': AGENTS[person.kind] };
      sent.push({ received, event: post(JSON.stringify({ sentAt, common, events }), headers) });
    };
    const wasOffline = random.chance(0.05);
    take(newest + (wasOffline ? HOUR + random.below(4 * DAY) : 10));
    // Nobody heard the answer.
    while (random.chance(0.2)) take(newest + random.one(1000, 30_000, HOUR, DAY));
  }
  return sent;
}

function fromBackend(person: Person, moments: readonly Moment[], id: string, random: Random): Sent[] {
  return moments.flatMap(({ at, name, fields }, i) => {
    const event = { id: `${id}b${i}`, name, time: at, userId: person.user, ...fields };
    const copies = random.chance(0.2) ? [5, 60_000] : [5];
    return copies.map((after) => ({ received: at + after, event: { sentAt: at + after, events: [event] } }));
  });
}
