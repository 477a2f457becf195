import { type Jar, Sessions } from '../../../client/core/session';

const MINUTE = 60_000;

function browser() {
  const values = new Map<string, string>();
  const jar: Jar = {
    read: (name) => values.get(name),
    write: (name, value) => void values.set(name, value),
  };
  const starts: number[] = [];
  const page = (options: Partial<ConstructorParameters<typeof Sessions>[0]> = {}) =>
    new Sessions(
      { allowCookies: true, appMonitorId: 'id', userIdRetentionDays: 0, ...options },
      () => starts.push(Date.now()),
      jar,
    );
  return { values, page, starts };
}

beforeEach(() => jest.useFakeTimers({ now: 1_700_000_000_000 }));
afterEach(() => jest.useRealTimers());

test('a session goes on from page to page', () => {
  const { page, starts } = browser();
  const { id } = page().current();
  jest.advanceTimersByTime(29 * MINUTE);
  expect(page().current().id).toBe(id);
  expect(starts).toHaveLength(1);
});

test('it ends after 30 minutes without an event, and not earlier', () => {
  const { page, starts } = browser();
  const sessions = page();
  const { id } = sessions.current();
  for (let minute = 0; minute < 120; minute += 29) {
    jest.advanceTimersByTime(29 * MINUTE);
    expect(sessions.current().id).toBe(id);
  }
  jest.advanceTimersByTime(30 * MINUTE);
  expect(sessions.current().id).not.toBe(id);
  expect(starts).toHaveLength(2);
});

test('a tab that slept goes on with the session that another tab began', () => {
  const { page, starts } = browser();
  const slept = page();
  slept.current();
  jest.advanceTimersByTime(60 * MINUTE);
  const { id } = page().current();
  expect(slept.current().id).toBe(id);
  expect(starts).toHaveLength(2);
});

test('without cookies each page is a session', () => {
  const { page, values } = browser();
  const [one, two] = [page({ allowCookies: false }).current(), page({ allowCookies: false }).current()];
  expect(one.id).not.toBe(two.id);
  expect(values.size).toBe(0);
});

test('whether it is recorded was drawn once', () => {
  const { page } = browser();
  const { draw } = page().current();
  expect(page().current().draw).toBe(draw);
  expect(draw).toBeGreaterThanOrEqual(0);
  expect(draw).toBeLessThan(1);
});

test.each(['', 'nonsense', '{}', '{"id":7,"draw":0}', '[]', '7'])('a cookie of %p begins a session', (cookie) => {
  const { page, values } = browser();
  values.set('cwr_s_id', cookie);
  expect(page().current().id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
});

test('visitors are nobody unless they are to be recognized', () => {
  const { page } = browser();
  expect(page().userId()).toBe('00000000-0000-0000-0000-000000000000');
  const known = page({ userIdRetentionDays: 30 }).userId();
  expect(known).toMatch(/^[\da-f-]{36}$/);
  expect(page({ userIdRetentionDays: 30 }).userId()).toBe(known);
});

test('a pseudonym stays with the session', () => {
  const { page } = browser();
  page().identify('pseudonym');
  const next = page();
  next.current();
  expect(next.userId()).toBe('pseudonym');
  next.identify(undefined);
  expect(next.userId()).toBe('00000000-0000-0000-0000-000000000000');
});
