import type { TrafficPolicy } from '../../../../src/canaries/traffic/run/decision';
import { DAY, MINUTE, type Outcome, SECOND, shopTraffic, World } from './traffic-world';

const TICK = 5 * MINUTE;
const POLICY: TrafficPolicy = { quietBelow: 20, busyFrom: 30, dwell: 30 * MINUTE, settling: 2 * MINUTE };
// The tick comes up to 10 seconds late, and a step is 10 seconds.
const BOUND = TICK + 20 * SECOND;

/** Two weeks around the day on which the clocks go back. */
function fortnight(seed: number, peak: number): Promise<Outcome> {
  const from = Date.UTC(2026, 9, 18);
  const traffic = (at: number) => shopTraffic(at, peak);
  return new World({ seed, from, days: 14, tick: TICK, lookback: 15 * MINUTE, policy: POLICY, traffic }).run();
}

// A busy shop; one that hovers around the thresholds all day long; one that is never busy.
describe.each([
  [1, 10],
  [2, 10],
  [3, 2.2],
  [4, 2.2],
  [5, 0.5],
])('in fortnight %i with up to %d sessions a minute', (seed, peak) => {
  let outcome: Outcome;

  beforeAll(async () => {
    outcome = await fortnight(seed, peak);
  });

  test('no quiet time goes unwatched for longer than a tick', () => {
    expect(Math.max(...outcome.unwatched)).toBeLessThanOrEqual(BOUND);
  });

  test('the canary never flaps', () => {
    const { starts, stops } = outcome;
    for (const stop of stops) {
      const since = stop - Math.max(...starts.filter((start) => start <= stop), -Infinity);
      expect(since).toBeGreaterThanOrEqual(POLICY.dwell - 20 * SECOND); // by so much the function's clock may be off
    }
    // A shop at the thresholds all day has over 6 stops a day without hysteresis.
    expect(stops.length / 14).toBeLessThan(5);
  });

  test('no deployment breaks', () => {
    expect(outcome.brokenDeployments).toBe(0);
  });

  test('everything went wrong that may', () => {
    const { throttles, conflicts, deployments, gaps } = outcome.seen;
    expect(throttles).toBeGreaterThan(10);
    expect(deployments).toBeGreaterThan(5);
    expect(gaps).toBeGreaterThan(0);
    if (peak > 1) expect(conflicts).toBeGreaterThan(0);
  });
});

test('a busy shop rests the canary for much of the day, and a quiet one hardly ever', async () => {
  const rested = async (peak: number) => ((await fortnight(6, peak)).restedMinutes * MINUTE) / (14 * DAY);
  expect(await rested(10)).toBeGreaterThan(0.5);
  expect(await rested(0.5)).toBeLessThan(0.05);
});
