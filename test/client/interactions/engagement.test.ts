import './world';

import { Engagement } from '../../../client/interactions/engagement';
import { anew, FakeElement, happens, listening, page, recording } from './world';

/** What is summed up of a page view. */
function setUp() {
  const told: Record<string, unknown>[] = [];
  const report = { tell: (_: string, details: Record<string, unknown>) => void told.push(details) };
  const engagement = new Engagement(recording() as never, report as never);
  engagement.look();
  const wait = (milliseconds: number) => jest.advanceTimersByTime(milliseconds);
  const press = (clientX: number, clientY: number, pointerType = 'mouse') =>
    engagement.press({ clientX, clientY, pointerType, timeStamp: performance.now() } as PointerEvent);
  /** One move in each frame. */
  const move = (clientX: number, clientY: number, milliseconds = 16) => {
    wait(milliseconds);
    happens('mousemove', { clientX, clientY });
  };
  const end = () => {
    engagement.end();
    return told.at(-1) as Record<string, never>;
  };
  return { engagement, told, wait, press, move, end };
}

beforeEach(anew);
afterEach(() => jest.useRealTimers());

test('the way of the pointer, and the squares that it came to', () => {
  const { move, end } = setUp();
  for (const [x, y] of [
    ...[
      [50, 50],
      [50, 150],
    ],
    [250, 150],
  ])
    move(x, y);
  expect(end()).toMatchObject({ distance: 300, cells: 3, restMs: 0 });
});

test('after 20 moves it looks away, and takes the way between for straight', () => {
  const { move, wait, end } = setUp();
  for (let x = 1; x <= 500; x++) move(x, 0);
  expect(listening('mousemove')).toBe(0);
  wait(400);
  expect(listening('mousemove')).toBe(1);
  move(500, 0);
  expect(end().distance).toBe(499);
});

test('500 moves are hardly ever listened to, and never make the browser lay out', () => {
  const { move } = setUp();
  jest.advanceTimersByTime(1_000);
  const before = page.layouts;
  let heard = 0;
  for (let x = 1; x <= 500; x++) {
    heard += listening('mousemove');
    move(x, 0);
  }
  expect(heard).toBeLessThan(50);
  expect(page.layouts).toBe(before);
});

test('rest is where the pointer was still for half a second, not where nobody was for half a minute', () => {
  const { move, end } = setUp();
  move(1, 1);
  move(2, 2, 400);
  move(3, 3, 700);
  move(4, 4, 31_000);
  expect(end().restMs).toBe(700);
});

test('what a click waited for: since the pointer came to rest; of a finger nothing', () => {
  const { engagement, move, press, wait, end } = setUp();
  move(10, 10);
  wait(600);
  press(10, 10);
  expect(engagement.hesitation()).toBe(600);
  press(10, 10, 'touch');
  expect(engagement.hesitation()).toBeUndefined();
  expect(end()).toMatchObject({ hesitationMs: 600, restMs: 600 });
});

test('a tremor between press and click is no rest; of a press without a click nothing is left for another', () => {
  const { engagement, move, press } = setUp();
  move(10, 10);
  move(10, 10, 700);
  press(10, 10);
  move(11, 10);
  expect(engagement.hesitation()).toBe(0);
  move(10, 10, 900);
  expect(engagement.hesitation()).toBeUndefined();
});

test('a pointer that went on unseen has come to rest before it was looked at again, in the middle', () => {
  const { engagement, move, press, wait, end } = setUp();
  for (let x = 1; x <= 21; x++) move(x, 0);
  wait(1_000);
  press(121, 0);
  expect(engagement.hesitation()).toBe(800);
  expect(end().distance).toBe(120);
});

test("the mouse that browsers move for a tap is nobody's", () => {
  const { engagement, move, wait, end } = setUp();
  engagement.moveFinger({ touches: [{ clientX: 0, clientY: 0 }], timeStamp: performance.now() } as never);
  engagement.moveFinger({ touches: [{ clientX: 0, clientY: 80 }], timeStamp: performance.now() } as never);
  engagement.liftFinger({ timeStamp: performance.now() } as Event);
  move(500, 500);
  wait(2_000);
  move(600, 500);
  move(640, 500);
  expect(end()).toMatchObject({ distance: 120, cells: 1 });
});

test('how far down, and how long in each quarter; what is measured later is not measured in the listener', () => {
  const { engagement, wait, end } = setUp();
  wait(1_000);
  page.scrollTop = 2_000;
  const before = page.layouts;
  engagement.scroll({ target: document, timeStamp: performance.now() } as never);
  expect(page.layouts).toBe(before);
  wait(5_000);
  const { scrollDepth, quarterMs, engagedMs } = end();
  expect(scrollDepth).toBe(0.75);
  expect((quarterMs as number[])[2]).toBeGreaterThan(4_500);
  expect((quarterMs as number[]).reduce((sum, one) => sum + one)).toBe(engagedMs);
});

test('engaged is who can see the page, has it in focus, and did something in the last half minute', () => {
  const { engagement, wait, end } = setUp();
  wait(5_000);
  page.isFocused = false;
  engagement.countTime();
  wait(10_000);
  page.isFocused = true;
  engagement.resume();
  wait(60_000);
  page.visibility = 'hidden';
  expect(end().engagedMs).toBe(35_000);
});

test('a page view is one event; one that goes on tells the rest, if there is anything', () => {
  const { engagement, told, wait } = setUp();
  engagement.clicked('rage');
  engagement.end();
  engagement.end();
  expect(told).toHaveLength(1);
  engagement.resume();
  wait(3_000);
  engagement.clicked(undefined);
  engagement.end();
  expect(told).toMatchObject([
    { views: 1, clicks: 1, rage: 1, frustrated: 1 },
    { views: 0, clicks: 1, frustrated: 0, engagedMs: 3_000 },
  ]);
});

test('places are of a coarse grid over the whole page', () => {
  const { engagement, wait } = setUp();
  wait(1_000);
  expect(engagement.cell(999, 3_999)).toEqual({ gridX: 19, gridY: 49 });
  expect(engagement.cell(1_200, 9_000)).toEqual({ gridX: 19, gridY: 49 });
  expect(engagement.cell(-5, 10)).toBeUndefined();
  expect(engagement.cellOf(new FakeElement({ localName: 'p' }) as never)).toEqual({ gridX: 1, gridY: 0 });
});
