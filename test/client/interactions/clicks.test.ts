import './world';

import { Clicks } from '../../../client/interactions/clicks';
import { anew, change, FakeElement, happens, page, recording } from './world';

const ERROR = 'com.amazon.rum.js_error_event';
const button = (name: string) => new FakeElement({ localName: 'button', text: name });

function setUp(isTold = true) {
  const told: { frustration?: string; element?: string }[][] = [];
  const frustrations: (string | undefined)[] = [];
  const host = recording();
  const report = {
    isSeen: true,
    hear: () => {},
    record: (_: string, { clicks }: { clicks: [] }) => void told.push(clicks),
  };
  const engagement = {
    clicked: (frustration?: string) => void frustrations.push(frustration),
    cell: () => ({ gridX: 1, gridY: 2 }),
    cellOf: () => undefined,
    hesitation: () => 300,
    measureLater: () => {},
  };
  const clicks = new Clicks(host as never, report as never, engagement as never, isTold);
  const click = (target: FakeElement, more: object = {}) =>
    clicks.clicked({
      composedPath: () => [target, { nodeType: 9 }],
      detail: 1,
      clientX: 5,
      clientY: 5,
      ...more,
    } as never);
  const press = (target: FakeElement, key: string, more: object = {}) =>
    clicks.pressed({ composedPath: () => [target], key, repeat: false, ...more } as never);
  const wait = (milliseconds: number) => jest.advanceTimersByTime(milliseconds);
  const throws = (message: string) => clicks.heard([ERROR, { type: 'Error', message }, undefined, Date.now()] as never);
  return { clicks, click, press, wait, throws, told, frustrations, host, report };
}

beforeEach(anew);
afterEach(() => jest.useRealTimers());

describe('dead', () => {
  test('is a button after which nothing happens in 2 seconds', () => {
    const { click, wait, frustrations } = setUp();
    click(button('Pay'));
    wait(1_900);
    expect(frustrations).toEqual([]);
    wait(200);
    expect(frustrations).toEqual(['dead']);
  });

  test.each([
    ['the document changes', () => change()],
    ['something is opened', () => happens('toggle', { target: {} })],
    ['another window has the focus', () => Object.assign(page, { isFocused: false })],
    ['the address changes', () => Object.assign(location, { href: `https://shop.example.com/${Math.random()}` })],
    ['the focus comes to a field', () => happens('focusin', { target: { localName: 'input' } })],
    ['a script scrolls', () => happens('scroll', { target: {} })],
  ])('is none where %s', (_, act) => {
    const { click, wait, frustrations } = setUp();
    click(button('Pay'));
    wait(1_500);
    act();
    wait(600);
    expect(frustrations).toEqual([undefined]);
  });

  test('is none where a request begins', () => {
    const { click, wait, frustrations, host } = setUp();
    click(button('Pay'));
    host.requests++;
    wait(2_100);
    expect(frustrations).toEqual([undefined]);
  });

  test.each([
    ['the focus comes to the button itself', () => happens('focusin', { target: { localName: 'button' } })],
    [
      'the user scrolls',
      () => {
        happens('wheel', { target: {} });
        happens('scroll', { target: {} });
      },
    ],
  ])('is one although %s', (_, act) => {
    const { click, wait, frustrations } = setUp();
    click(button('Pay'));
    act();
    wait(2_100);
    expect(frustrations).toEqual(['dead']);
  });

  test.each([
    ['a field', new FakeElement({ localName: 'input' })],
    ['a picture that is drawn', new FakeElement({ localName: 'canvas' })],
    ['text', new FakeElement({ localName: 'p', text: 'Hello' })],
    ['a link to somewhere else', new FakeElement({ localName: 'a', attributes: { href: '/x', target: '_blank' } })],
    ['what nobody sees into', new FakeElement({ localName: 'x-closed' })],
  ])('is never %s', (_, target) => {
    const { click, wait, frustrations } = setUp();
    click(target);
    wait(2_100);
    expect(frustrations).toEqual([undefined]);
  });

  test('is none of which nobody will know, as the page is left', () => {
    const { clicks, click, frustrations, told } = setUp();
    click(button('Pay'));
    clicks.end();
    expect([frustrations, told.flat().length]).toEqual([[undefined], 1]);
  });
});

describe('rage', () => {
  test('is the third in a second at one place, where not each was answered', () => {
    const { click, wait, frustrations } = setUp();
    const pay = button('Pay');
    for (let left = 4; left; left--) {
      click(pay);
      wait(200);
    }
    wait(2_100);
    expect(frustrations).toEqual(['dead', 'dead', 'rage', 'dead']);
  });

  test('is none of a button that answers each time, nor of three places, nor of three that are slow', () => {
    const { click, wait, frustrations } = setUp();
    const plus = button('+');
    for (let left = 5; left; left--) {
      click(plus);
      change();
      wait(100);
    }
    wait(3_000);
    for (const [x, name] of [
      [0, 'a'],
      [100, 'b'],
      [200, 'c'],
    ] as const) {
      click(button(name), { clientX: x });
      change();
    }
    wait(3_000);
    const slow = button('slow');
    for (let left = 3; left; left--) {
      click(slow);
      wait(1_100);
    }
    change();
    wait(3_000);
    expect(frustrations).not.toContain('rage');
  });
});

test('keys on three controls are no rage, wherever these are; on one they are', () => {
  const { press, wait, frustrations } = setUp();
  const made = (name: string) => new FakeElement({ localName: 'div', attributes: { role: 'tab', 'aria-label': name } });
  const tabs = ['a', 'b', 'c'].map(made);
  for (const tab of tabs) press(tab, 'Enter');
  wait(3_000);
  expect(frustrations).toEqual(['dead', 'dead', 'dead']);
  for (let left = 3; left; left--) press(tabs[0], 'Enter');
  wait(3_000);
  expect(frustrations.slice(3)).toEqual(['dead', 'dead', 'rage']);
});

describe('what a script enters into a field', () => {
  test.each([
    ['its value', (turn: number) => ({ value: `${turn}` })],
    ['whether it is checked', (turn: number) => ({ checked: turn % 2 === 1 })],
  ])('answers the click: %s', (_, enter) => {
    const { click, wait, frustrations } = setUp();
    const [plus, field] = [button('+'), { value: '', checked: false }];
    const path = [plus, { nodeType: 1, querySelectorAll: () => [field] }, { nodeType: 9 }];
    for (let left = 3; left; left--) {
      click(plus, { composedPath: () => path });
      Object.assign(field, enter(left));
      wait(200);
    }
    wait(2_100);
    click(plus, { composedPath: () => path });
    wait(2_100);
    expect(frustrations).toEqual([undefined, undefined, undefined, 'dead']);
  });

  test('at most 200 of them are looked at', () => {
    const { click, wait, frustrations } = setUp();
    let read = 0;
    const fields = Array.from({ length: 5_000 }, () => ({
      get value() {
        read++;
        return '';
      },
    }));
    const pay = button('Pay');
    click(pay, { composedPath: () => [pay, { nodeType: 9, querySelectorAll: () => fields }] });
    expect(read).toBe(200);
    wait(2_100);
    expect([frustrations, read <= 1_000]).toEqual([['dead'], true]);
  });
});

describe('a label', () => {
  const labelled = (
    attributes: Record<string, string> = {},
    child: FakeElement = new FakeElement({ localName: 'b' }),
  ) => {
    const label = new FakeElement({ localName: 'label', text: 'I agree', children: [child] });
    label.control = new FakeElement({ localName: 'input', attributes: { type: 'checkbox', ...attributes } });
    return { label, control: label.control, child };
  };
  const told = (target: FakeElement, ...around: FakeElement[]) => {
    const { click, wait, frustrations } = setUp();
    click(target, { composedPath: () => [target, ...around, { nodeType: 9 }] });
    wait(2_100);
    return frustrations.length;
  };

  test('is the browser clicking on its control, which is the click', () => {
    const { label, control, child } = labelled();
    expect([told(label), told(child, label), told(control, label)]).toEqual([0, 0, 1]);
  });

  test.each([
    ['a link', new FakeElement({ localName: 'a', attributes: { href: '/terms' } })],
    ['a button', button('?')],
  ])('is not clicked by %s in it', (_, child) => {
    expect(told(child, labelled({}, child).label)).toBe(1);
  });

  test('is clicked by what only looks like a link', () => {
    const child = new FakeElement({ localName: 'a' });
    expect(told(child, labelled({}, child).label)).toBe(0);
  });

  test('of a control that is disabled is all that is clicked', () => {
    expect(told(labelled({ disabled: '' }).label)).toBe(1);
  });
});

describe('error', () => {
  test('is one in its task, and one that comes within a second and never without a click', () => {
    const { click, wait, throws, frustrations } = setUp();
    throws('by a timer');
    wait(2_000);
    click(button('at once'));
    throws('by a timer');
    wait(3_000);
    click(button('later'));
    wait(500);
    throws('of a promise');
    wait(3_000);
    click(button('beside a timer'));
    wait(500);
    throws('by a timer');
    change();
    wait(3_000);
    click(button('long before'));
    change();
    wait(1_500);
    throws('of something else');
    wait(3_000);
    expect(frustrations).toEqual(['error', 'error', undefined, undefined]);
  });
});

test('Enter and a blank on what is a button by its role are clicks; other keys, and what clicks by itself, are none', () => {
  const { press, wait, told } = setUp();
  const made = new FakeElement({ localName: 'div', attributes: { role: 'button', 'aria-label': 'Menu' } });
  press(made, 'Enter');
  press(made, ' ');
  press(made, 'a');
  press(made, 'Enter', { repeat: true });
  press(button('native'), 'Enter');
  press(new FakeElement({ localName: 'a', attributes: { href: '/x' } }), 'Enter');
  press(new FakeElement({ localName: 'a', attributes: { role: 'button', 'aria-label': 'Menu' } }), 'Enter');
  press(new FakeElement({ localName: 'p' }), 'Enter');
  change();
  wait(10_000);
  expect(told.flat()).toMatchObject([
    { element: 'Menu', keyboard: true },
    { element: 'Menu', keyboard: true },
    { element: 'Menu', keyboard: true },
  ]);
});

test("what assistive technology clicks is no pointer's", () => {
  const { click, wait, told } = setUp();
  click(button('Pay'), { detail: 0 });
  wait(10_000);
  expect(told.flat()).toMatchObject([{ keyboard: true }]);
  expect(told.flat()[0]).not.toHaveProperty('hesitationMs');
});

test('clicks of some seconds are one event, of at most 4 KB', () => {
  const { click, wait, told } = setUp();
  for (const name of ['a', 'b', 'c']) {
    click(button(name));
    change();
    wait(1_000);
  }
  wait(10_000);
  expect(told.map((batch) => batch.map(({ element }) => element))).toEqual([['a', 'b', 'c']]);
  for (let left = 60; left; left--) click(button('漢'.repeat(70)));
  wait(10_000);
  for (const batch of told) expect(Buffer.byteLength(JSON.stringify(JSON.stringify(batch)))).toBeLessThan(4_500);
  expect(told.flat()).toHaveLength(63);
});

test('without single clicks only their numbers are told; out of the sample nothing', () => {
  const { click, wait, told, frustrations, report } = setUp(false);
  click(button('Pay'));
  wait(10_000);
  expect([told, frustrations]).toEqual([[], ['dead']]);
  report.isSeen = false;
  click(button('Pay'));
  wait(10_000);
  expect([frustrations.length, page.observed]).toEqual([1, 1]);
});
