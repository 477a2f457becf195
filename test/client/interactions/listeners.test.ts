import { ENGAGEMENT_EVENT } from '../../../src/formats/interactions';
import { visit } from './visit';
import { anew } from './world';

beforeEach(anew);
afterEach(() => jest.useRealTimers());

test('who did nothing for ten minutes, and then goes to another window, was there for half a minute', () => {
  const { told, wait, focus, leave } = visit();
  wait(600_000);
  focus(false);
  wait(5_000);
  leave();
  expect(told).toMatchObject([{ type: ENGAGEMENT_EVENT, details: { engagedMs: 30_000 } }]);
});

test('who comes back after that, is there again', () => {
  const { told, wait, focus, leave } = visit();
  wait(600_000);
  focus(false);
  wait(60_000);
  focus(true);
  wait(10_000);
  focus(false);
  leave();
  expect(told).toMatchObject([{ details: { engagedMs: 40_000 } }]);
});
