import { GRACE_MS, openStore, type State } from '../../../client/recording/store';
import { fakeItems } from '../items';

const STATE: State = { open: { Checkout: { id: 'a', deadline: 5 } }, abandoned: ['SignUp'] };
const NOW = 1_800_000_000_000;
const EMPTY: State = { open: {}, abandoned: [] };

test('state survives in the tab, from page to page', () => {
  const storages = { local: fakeItems(), session: fakeItems() };
  openStore(storages, 'p.', () => 'tab-1').save(STATE, NOW);
  const next = openStore(storages, 'p.', () => 'tab-2');
  expect(next.durable).toBe(true);
  expect(next.load()).toMatchObject(STATE);
});

test('each tab has its own', () => {
  const local = fakeItems();
  openStore({ local, session: fakeItems() }, 'p.', () => 'tab-1').save(STATE, NOW);
  expect(openStore({ local, session: fakeItems() }, 'p.', () => 'tab-2').load()).toEqual(EMPTY);
});

test('nothing is kept for a tab in which nothing is under way', () => {
  const storages = { local: fakeItems(), session: fakeItems() };
  const store = openStore(storages, 'p.', () => 'tab-1');
  store.save(STATE, NOW);
  store.save({ open: {}, abandoned: [] }, NOW);
  expect(storages.local.length).toBe(0);
});

test.each(['', 'nonsense', 'null', '{}', '{"open":null,"abandoned":[]}', '{"open":{}}', '[]'])(
  'what is stored as %p by someone else counts as nothing',
  (stored) => {
    const storages = { local: fakeItems({ 'p.tab.tab-1': stored }), session: fakeItems() };
    expect(openStore(storages, 'p.', () => 'tab-1').load()).toEqual(EMPTY);
    expect(openStore(storages, 'p.', () => 'tab-2').adopt(1e15)).toEqual([]);
  },
);

test.each([
  ['both', {}],
  ['the one of the tab', { local: fakeItems() }],
  ['the one of the browser', { session: fakeItems() }],
])('where %s is forbidden, state lives as long as the page', (_, storages) => {
  const store = openStore(storages, 'p.', () => 'tab-1');
  expect(store.durable).toBe(false);
  expect(store.load()).toEqual(EMPTY);
  store.save(STATE, NOW);
  expect(store.load()).toEqual(STATE);
  expect(store.adopt(1e15)).toEqual([]);
});

test('when the storage is full, state lives on in the page, and the next page finds nothing outdated', () => {
  const local = fakeItems();
  const store = openStore({ local, session: fakeItems() }, 'p.', () => 'tab-1');
  store.save(STATE, NOW);
  local.full = true;
  const later = { ...STATE, abandoned: [] };
  store.save(later, NOW);
  expect(store.durable).toBe(false);
  expect(store.load()).toEqual(later);
  expect(local.length).toBe(0);
});

describe('another tab', () => {
  const open = (local = fakeItems()) => {
    const lost = openStore({ local, session: fakeItems() }, 'p.', () => 'lost');
    lost.save({ open: { Checkout: { id: 'a', deadline: 1_000 } }, abandoned: [] }, NOW);
    return { lost, other: openStore({ local, session: fakeItems() }, 'p.', () => 'other') };
  };

  test('takes over what was not ended in time, once', () => {
    const { other } = open();
    expect(other.adopt(1_000 + GRACE_MS - 1)).toEqual([]);
    expect(other.adopt(1_000 + GRACE_MS)).toEqual([{ name: 'Checkout', id: 'a', deadline: 1_000 }]);
    expect(other.adopt(1_000 + GRACE_MS)).toEqual([]);
  });

  test('leaves the lost one, should it come back, with an attempt that was abandoned', () => {
    const { lost, other } = open();
    other.adopt(1_000 + GRACE_MS);
    expect(lost.load()).toMatchObject({ open: {}, abandoned: ['Checkout'] });
  });

  test('never takes what is its own', () => {
    expect(open().lost.adopt(1e12)).toEqual([]);
  });

  test('clears away after a day', () => {
    const local = fakeItems();
    const { other } = open(local);
    other.adopt(NOW);
    expect(local.length).toBe(1);
    other.adopt(NOW + 86_400_001);
    expect(local.length).toBe(0);
  });
});
