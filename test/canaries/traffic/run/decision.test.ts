import {
  type Decision,
  decide,
  type Observation,
  type TrafficPolicy,
} from '../../../../src/canaries/traffic/run/decision';
import { tickRecord } from '../../../../src/canaries/traffic/run/metrics';
import { reconcile, type TrafficServices } from '../../../../src/canaries/traffic/run/reconciliation';

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 10, 24);
const POLICY: TrafficPolicy = { quietBelow: 20, busyFrom: 30, dwell: 30 * MINUTE, settling: 2 * MINUTE };
const ago = (minutes: number) => NOW - minutes * MINUTE;

test.each<[Partial<Observation>, Decision]>([
  [{ state: 'STOPPED' }, { action: 'start', reason: 'no data' }],
  [
    { state: 'READY', sessions: 0 },
    { action: 'start', reason: 'quiet' },
  ],
  [
    { state: 'STOPPED', sessions: 19 },
    { action: 'start', reason: 'quiet' },
  ],
  [
    { state: 'STOPPED', sessions: 20 },
    { action: 'none', reason: 'between the thresholds' },
  ],
  [
    { state: 'RUNNING', sessions: 29 },
    { action: 'none', reason: 'between the thresholds' },
  ],
  [
    { state: 'RUNNING', sessions: 30 },
    { action: 'stop', reason: 'busy' },
  ],
  [
    { state: 'STOPPED', sessions: 30 },
    { action: 'none', reason: 'busy' },
  ],
  [
    { state: 'RUNNING', sessions: 19 },
    { action: 'none', reason: 'quiet' },
  ],
  [
    { state: 'RUNNING', sessions: 30, lastStart: ago(29) },
    { action: 'none', reason: 'within the dwell time' },
  ],
  [
    { state: 'RUNNING', sessions: 30, lastStart: ago(-1) },
    { action: 'none', reason: 'within the dwell time' },
  ],
  [
    { state: 'RUNNING', sessions: 30, lastStart: ago(30) },
    { action: 'stop', reason: 'busy' },
  ],
  [
    { state: 'STOPPED', lastModified: ago(1) },
    { action: 'none', reason: 'just changed' },
  ],
  [
    { state: 'RUNNING', sessions: 30, lastModified: ago(1) },
    { action: 'none', reason: 'just changed' },
  ],
  [
    { state: 'STOPPED', lastModified: ago(2) },
    { action: 'start', reason: 'no data' },
  ],
  [{ state: 'UPDATING' }, { action: 'none', reason: 'in transition' }],
  [
    { state: 'STARTING', sessions: 30 },
    { action: 'none', reason: 'in transition' },
  ],
  [{ state: 'STOPPING' }, { action: 'none', reason: 'in transition' }],
  [{ state: 'ERROR' }, { action: 'none', reason: 'not operable' }],
])('sees %j and decides %j', (observation, decision) => {
  expect(decide({ now: NOW, state: 'READY', ...observation }, POLICY)).toEqual(decision);
});

describe('a tick', () => {
  const refuse = (name: string) => async () => {
    throw Object.assign(new Error('no'), { name });
  };
  const services = (given: Partial<TrafficServices>): TrafficServices => ({
    now: () => NOW,
    traffic: async () => ({ sessions: 5 }),
    canary: async () => ({ state: 'STOPPED' }),
    start: async () => {},
    stop: async () => {},
    ...given,
  });
  const play = (given: Partial<TrafficServices>) => reconcile(services(given), POLICY, {});
  const metricsOf = async (given: Partial<TrafficServices>) => {
    const record = tickRecord('often', NOW, await play(given)) as Record<string, unknown>;
    const { ReconcilerErrors, ReconcilerStarts, ReconcilerStops, CanaryWatching } = record;
    return [ReconcilerErrors, ReconcilerStarts, ReconcilerStops, CanaryWatching];
  };

  test('remembers its start', async () => {
    const memory = {};
    await reconcile(services({}), POLICY, memory);
    expect(memory).toEqual({ lastStart: NOW });
  });

  test('runs the canary where traffic cannot be read, and says so', async () => {
    expect(await play({ traffic: refuse('ThrottlingException') })).toEqual({
      action: 'start',
      reason: 'no data',
      state: 'STOPPED',
      sessions: undefined,
      conflict: false,
      errors: ['ThrottlingException: no'],
      retry: false,
    });
  });

  test('leaves a conflict to the next tick', async () => {
    const tick = await play({ start: refuse('ConflictException') });
    expect(tick).toMatchObject({ action: 'none', conflict: true, errors: [], retry: false });
  });

  test('is tried again where it could not look or act', async () => {
    expect(await play({ canary: refuse('TooManyRequestsException') })).toMatchObject({ retry: true });
    expect(await play({ start: refuse('InternalServerException') })).toMatchObject({ action: 'none', retry: true });
  });

  test('is told in metrics', async () => {
    expect(await metricsOf({})).toEqual([0, 1, 0, 1]);
    expect(await metricsOf({ canary: async () => ({ state: 'RUNNING' }) })).toEqual([0, 0, 0, 1]);
    const busy = { traffic: async () => ({ sessions: 50 }), canary: async () => ({ state: 'RUNNING' }) };
    expect(await metricsOf(busy)).toEqual([0, 0, 1, 0]);
    expect(await metricsOf({ start: refuse('AccessDeniedException') })).toEqual([1, 0, 0, 0]);
    expect(await metricsOf({ canary: async () => ({ state: 'ERROR' }) })).toEqual([1, 0, 0, 0]);
    expect(await metricsOf({ canary: refuse('AccessDeniedException') })).toEqual([1, 0, 0, undefined]);
  });
});
