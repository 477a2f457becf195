const calls: string[] = [];
const page = 'page';
const journey = { startUrl: 'https://shop.example.com' };
const synthetics = {
  launch: jest.fn(async () => 'browser'),
  newPage: jest.fn(async (_browser: unknown) => page),
  close: jest.fn(async () => void calls.push('close')),
  executeStep: jest.fn(async (_name: string, step: () => Promise<void>, ..._rest: unknown[]) => step()),
};
const play = jest.fn(async (_journey: unknown, _page: unknown, options: PlayOptions) => {
  calls.push('play');
  await options.runStep('see', async () => void calls.push('step'));
});

jest.mock('@aws/synthetics-playwright', () => ({ synthetics }), { virtual: true });
jest.mock('../../runner/play', () => ({ play }));
jest.mock('../../runner/journey-file', () => ({ readJourney: () => journey }));
jest.mock('../../runner/synthetic-mark', () => ({ markAsSynthetic: async () => void calls.push('mark') }));

import { handler } from '../../runner';
import type { PlayOptions } from '../../runner/play';

beforeEach(() => calls.splice(0));

test('the handler plays the journey in steps of Synthetics, and closes the browser', async () => {
  await handler();
  // The first request is to carry the mark.
  expect(calls).toEqual(['mark', 'play', 'step', 'close']);
  expect(synthetics.newPage).toHaveBeenCalledWith('browser');
  expect(play).toHaveBeenCalledWith(journey, page, expect.anything());
  expect(synthetics.executeStep).toHaveBeenCalledWith('see', expect.any(Function), {}, page);
});

test('the handler fails as the journey does, and closes the browser', async () => {
  play.mockRejectedValueOnce(new Error('step "see": expected'));
  await expect(handler()).rejects.toThrow('step "see": expected');
  expect(calls).toEqual(['mark', 'close']);
});

test('the handler closes what it can when the browser does not start', async () => {
  synthetics.launch.mockRejectedValueOnce(new Error('no browser'));
  await expect(handler()).rejects.toThrow('no browser');
  expect(calls).toEqual(['close']);
});
