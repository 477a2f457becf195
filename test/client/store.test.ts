import { openStore, type State } from '../../client/store';

const STATE: State = { open: { Checkout: { id: 'a', deadline: 5 } }, abandoned: ['SignUp'] };
const EMPTY: State = { open: {}, abandoned: [] };

function fakeItems(initial?: string) {
  let value = initial ?? null;
  return {
    getItem: () => value,
    removeItem: () => {
      value = null;
    },
    setItem: jest.fn((_key: string, next: string) => {
      value = next;
    }),
  };
}

test('state survives in the storage of the tab', () => {
  const items = fakeItems();
  openStore(() => items, 'key').save(STATE);
  const next = openStore(() => items, 'key');
  expect(next.durable).toBe(true);
  expect(next.load()).toEqual(STATE);
});

test.each(['', 'nonsense', 'null', '{}', '{"open":null,"abandoned":[]}', '{"open":{}}', '[]'])(
  'what is stored as %p by someone else counts as nothing',
  (stored) => {
    expect(openStore(() => fakeItems(stored), 'key').load()).toEqual(EMPTY);
  },
);

test('where storage is forbidden, state lives as long as the page', () => {
  const store = openStore(() => {
    throw new Error('SecurityError');
  }, 'key');
  expect(store.durable).toBe(false);
  store.save(STATE);
  expect(store.load()).toEqual(STATE);
});

test('where storage refuses to write, too', () => {
  const items = fakeItems();
  items.setItem.mockImplementation(() => {
    throw new Error('QuotaExceededError');
  });
  const store = openStore(() => items, 'key');
  expect(store.durable).toBe(false);
  store.save(STATE);
  expect(store.load()).toEqual(STATE);
});

test('when storage gets full later, this page forgets nothing and the next finds nothing outdated', () => {
  const items = fakeItems();
  const store = openStore(() => items, 'key');
  store.save({ open: {}, abandoned: ['Outdated'] });
  items.setItem.mockImplementation(() => {
    throw new Error('QuotaExceededError');
  });
  store.save(STATE);
  expect(store.durable).toBe(false);
  expect(store.load()).toEqual(STATE);
  items.setItem.mockImplementation(() => {});
  expect(openStore(() => items, 'key').load()).toEqual(EMPTY);
});
