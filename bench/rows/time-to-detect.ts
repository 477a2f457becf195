import { randomFrom } from '../../cli/common/random';
import type { TrafficPolicy } from '../../src/canaries/traffic/run/decision';
import {
  DAY,
  HOUR,
  MINUTE,
  SECOND,
  type Span,
  shopTraffic,
  World,
} from '../../test/canaries/traffic/run/traffic-world';
import { table } from '../table';

const FROM = Date.UTC(2026, 0, 1);
const DAYS = 365;
const OUTAGES = 2000;
const RUN = 20 * SECOND;
const PRICE = 0.0012; // USD per run; see README.md
const USERS = 10; // failing sessions that an alarm on real users needs
const PEAK = 5; // sessions per minute
const LOOKBACK = 15 * MINUTE;
const POLICY: TrafficPolicy = { quietBelow: 20, busyFrom: 30, dwell: 30 * MINUTE, settling: 2 * MINUTE };

/** A canary: when it runs at all, and how often then. */
interface Extra {
  readonly spans: Span[];
  readonly interval: number;
}

const always = (interval: number): Extra => ({ spans: [{ from: FROM, to: FROM + (DAYS + 1) * DAY }], interval });

/** From 20:00 to 06:00 in London: in UTC the union of summer and winter, since Synthetics' cron knows no time zones. */
function nights(interval: number): Extra {
  const spans = Array.from({ length: DAYS + 1 }, (_day, day) => {
    const midnight = FROM + day * DAY;
    return { from: midnight - 5 * HOUR, to: midnight + 6 * HOUR };
  });
  return { spans, interval };
}

/** How long canaries take to detect an outage, against how often they run, over a year of simulated outages. */
export async function timeToDetectRow(): Promise<string> {
  const traffic = (at: number) => shopTraffic(at, PEAK);
  const world = new World({
    seed: 1,
    from: FROM,
    days: DAYS,
    tick: 5 * MINUTE,
    lookback: LOOKBACK,
    policy: POLICY,
    traffic,
  });
  const { running, sessions } = await world.run();
  const followed: Extra = { spans: running, interval: MINUTE };

  const random = randomFrom(2);
  const outages = Array.from({ length: OUTAGES }, () => FROM + Math.floor((random() * DAYS * DAY) / SECOND) * SECOND);
  const quiet = outages.filter((at) => sessionsBefore(sessions, at) < POLICY.quietBelow);
  const schedules: [string, Extra[]][] = [
    ['every 15 minutes', [always(15 * MINUTE)]],
    ['every 5 minutes', [always(5 * MINUTE)]],
    ['every minute', [always(MINUTE)]],
    ['every 15 minutes; every minute from 20:00 to 06:00', [always(15 * MINUTE), nights(MINUTE)]],
    ['every 15 minutes; every minute while quiet (traffic-aware)', [always(15 * MINUTE), followed]],
  ];
  const rows = schedules.map(([name, canaries]) => {
    const runs = canaries.reduce((sum, canary) => sum + runsOf(canary), 0) / (DAYS / 30);
    const times = (some: number[]) => some.map((at) => detection(canaries, at) - at);
    const withUsers = outages.map((at) => Math.min(detection(canaries, at), tenthSession(sessions, at)) - at);
    const monthly = `${Math.round(runs).toLocaleString('en-US')} (${(runs * PRICE).toFixed(0)} USD)`;
    return [name, monthly, ...[times(outages), times(quiet), withUsers].map(summary)];
  });
  return [
    '## Time to detect an outage',
    `A year of a shop with up to ${PEAK} sessions a minute: ${OUTAGES} outages, ${quiet.length} of them in quiet time.`,
    'Minutes from its begin to the end of the first run that fails: median and, in brackets, 95 of 100.',
    '',
    table(['canaries', 'runs in 30 days', 'any time', 'while quiet', 'with 10 real users, too'], rows),
  ].join('\n');
}

function runsOf({ spans, interval }: Extra): number {
  const end = FROM + DAYS * DAY;
  return spans.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, end) - Math.max(from, FROM)) / interval, 0);
}

/** The end of the first run that begins in the outage. */
function detection(canaries: Extra[], at: number): number {
  return Math.min(
    ...canaries.map(({ spans, interval }) => {
      for (const { from, to } of spans) {
        if (to <= at) continue;
        const next = from + Math.ceil(Math.max(0, at - from) / interval) * interval;
        if (next < to) return next + RUN;
      }
      return Infinity;
    }),
  );
}

function sessionsBefore(sessions: number[], at: number): number {
  const minute = Math.floor((at - FROM) / MINUTE);
  return sessions.slice(Math.max(0, minute - LOOKBACK / MINUTE), minute).reduce((sum, count) => sum + count, 0);
}

/** When an alarm on real users could know: its tenth session that fails. */
function tenthSession(sessions: number[], at: number): number {
  let count = 0;
  for (let minute = Math.floor((at - FROM) / MINUTE) + 1; minute < sessions.length; minute++) {
    count += sessions[minute];
    if (count >= USERS) return FROM + (minute + 1) * MINUTE;
  }
  return Infinity;
}

function summary(times: number[]): string {
  const sorted = [...times].sort((one, other) => one - other);
  const quantile = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] / MINUTE).toFixed(1);
  return `${quantile(0.5)} (${quantile(0.95)})`;
}

if (require.main === module) void timeToDetectRow().then(console.log);
