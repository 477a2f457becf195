/** When what is in files ends. Browsers tell the time of events, and one whose clock is wrong must not move the end. */
import type { Event } from './events';

export interface End {
  readonly end: number;
  /** How many events are of a later time. */
  readonly ahead: number;
}

const DAY = 86_400_000;
/** Clocks are allowed to differ by so much from that of CloudWatch Logs without a word. */
const AHEAD = 60_000;
/** So many events of all may be of a time that is far from the others. */
const OUTLIERS = 0.01;

/** The last reception, where that is known; else the last event of those that lie together. */
export function endOf(events: readonly Event[]): End {
  const times = events.map(({ time }) => time).sort((a, b) => a - b);
  const received = events.reduce((most, event) => Math.max(most, event.received ?? 0), 0);
  const most = received > 0 ? received : (times[Math.floor((times.length - 1) * (1 - OUTLIERS))] ?? 0) + DAY;
  const within = times.filter((time) => time <= most);
  const end = received > 0 ? received : (within.at(-1) ?? most);
  return { end, ahead: times.filter((time) => time > (received > 0 ? end + AHEAD : end)).length };
}
