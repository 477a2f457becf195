/** What can be said of a browser's clock: nothing is corrected. */
import type { Session } from './sessions';

/** Clients round to the second. */
const AHEAD = 1_000;
/** Later than clients send by far; tabs that sleep and batches that are sent again come late, too. */
const BEHIND = 5 * 60_000;

export function clockNote({ events }: Session): string | undefined {
  const delays = events.flatMap(({ time, received }) => (received === undefined ? [] : [received - time]));
  if (delays.length === 0) return undefined;
  const least = delays.reduce((a, b) => Math.min(a, b));
  if (least < -AHEAD) {
    return `The browser's clock is ahead of that of CloudWatch Logs, by ${shown(-least)} at least; times are the browser's, not corrected`;
  }
  if (least > BEHIND) {
    return `No event was received sooner than ${shown(least)} after its time: the browser's clock is behind, or all were sent late; times are the browser's, not corrected`;
  }
  return undefined;
}

function shown(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
