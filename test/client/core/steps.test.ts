import { Clock } from '../../../client/core/clock';
import { Steps } from '../../../client/core/steps';
import { isReported } from '../../../client/recording/pages/places';

describe('steps', () => {
  let idle: (() => void)[] = [];
  let done: string[] = [];
  let now = 0;

  beforeEach(() => {
    idle = [];
    done = [];
    now = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    Object.assign(globalThis, { requestIdleCallback: (act: () => void) => idle.push(act) });
  });
  afterEach(() => {
    jest.restoreAllMocks();
    Object.assign(globalThis, { requestIdleCallback: undefined });
  });

  function* work(milliseconds: number, within?: () => void): Generator<void> {
    for (const name of ['a', 'b', 'c', 'd']) {
      now += milliseconds;
      done.push(name);
      if (name === 'b') within?.();
      yield;
    }
  }
  const task = () => idle.shift()?.();

  test('wait until the browser is idle', () => {
    new Steps(work(0.1)).start();
    expect(done).toEqual([]);
    task();
    expect(done).toEqual(['a', 'b', 'c', 'd']);
  });

  test('that take long are tasks of their own', () => {
    const steps = new Steps(work(5));
    steps.start();
    steps.start();
    task();
    expect(done).toEqual(['a']);
    task();
    expect(done).toEqual(['a', 'b']);
    expect(idle).toHaveLength(1);
  });

  test('that are short share a task', () => {
    new Steps(work(0.5)).start();
    task();
    expect(done).toEqual(['a', 'b']);
  });

  test('are done at once when there is no time left, each once', () => {
    const steps = new Steps(work(5));
    steps.start();
    task();
    steps.finish();
    expect(done).toEqual(['a', 'b', 'c', 'd']);
    while (idle.length) task();
    expect(done).toEqual(['a', 'b', 'c', 'd']);
  });

  test('are done at once too if one of them asks for it', () => {
    const steps: Steps = new Steps(work(5, () => steps.finish()));
    steps.start();
    task();
    task();
    expect(done).toEqual(['a', 'b', 'c', 'd']);
  });

  test('that are cancelled are left out', () => {
    const steps = new Steps(work(5));
    steps.start();
    task();
    steps.cancel();
    task();
    steps.finish();
    expect(done).toEqual(['a']);
  });
});

test('what is made up for has the time at which it happened, also if it fails', () => {
  jest.useFakeTimers({ now: 1_700_000_000_000 });
  try {
    const clock = new Clock();
    const moment = performance.now();
    jest.advanceTimersByTime(3_000);
    const seen: unknown[] = [];
    clock.at(moment, () => seen.push(clock.now(), clock.moment() - moment));
    const fails = () => {
      throw new Error('ours');
    };
    expect(() => clock.at(moment, fails)).toThrow('ours');
    expect(seen).toEqual([1_700_000_000_000, 0]);
    expect(clock.now()).toBe(1_700_000_003_000);
  } finally {
    jest.useRealTimers();
  }
});

test('what happened at one moment keeps it, however long it takes to be made up for', () => {
  jest.useFakeTimers();
  try {
    const clock = new Clock();
    const moment = performance.now();
    jest.advanceTimersByTime(100);
    const seen: number[] = [];
    clock.at(moment, () => {
      jest.advanceTimersByTime(7);
      seen.push(clock.moment() - moment);
    });
    expect(seen).toEqual([0]);
  } finally {
    jest.useRealTimers();
  }
});

test.each([
  [{}, true],
  [{ includedPages: [/^https:\/\/shop\.example\.com\/cart\/?$/] }, true],
  [{ includedPages: [/^https:\/\/shop\.example\.com\/?$/] }, false],
  [{ includedPages: [] }, false],
  [{ excludedPages: [/^https:\/\/shop\.example\.com\/cart\/?$/] }, false],
  [{ excludedPages: [/^https:\/\/shop\.example\.com\/?$/] }, true],
  [{ includedPages: [/cart/], excludedPages: [/cart/] }, false],
])('by %p a page is reported: %p', (pages, expected) => {
  expect(isReported(pages, { url: 'https://shop.example.com/cart' })).toBe(expected);
});
