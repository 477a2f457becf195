import { Exchange, type RequestWatcher } from '../../../../client/recording/requests/exchange';

type Details = Record<string, unknown>;
const recorded: { type: string; details: Details }[] = [];
const watcher: RequestWatcher = {
  record: (type, details) => recorded.push({ type: type.replace('com.amazon.rum.', ''), details: details as Details }),
  ignores: (url) => url.includes('ignored'),
  traces: () => true,
  mayCarryTrace: (url) => url.startsWith('https://shop.example.com/'),
  isLeft: (since) => since < left,
};
let left = -1;

beforeEach(() => {
  recorded.length = 0;
  left = -1;
  Object.assign(globalThis, { document: { baseURI: 'https://shop.example.com/' } });
});

function exchange(url = '/api', headers: Record<string, string> = {}): Exchange {
  const it = new Exchange(watcher);
  it.to(url);
  it.method = 'post';
  for (const [name, value] of Object.entries(headers)) it.hear(name, value);
  it.traced = !!it.header;
  return it;
}

const answer = (status: number) => ({ status, statusText: 'text' });

test.each([200, 204, 304, 0])('status %i is no failure', (status) => {
  exchange().answered(answer(status));
  expect(recorded.map(({ type }) => type)).toEqual(['xray_trace_event']);
});

test.each([400, 404, 429, 500])('status %i is one, in upper case, with the trace', (status) => {
  const it = exchange();
  it.answered(answer(status));
  const [trace, report] = recorded.map(({ details }) => details);
  expect(report).toMatchObject({
    request: { method: 'POST', url: 'https://shop.example.com/api' },
    response: { status, statusText: 'text' },
    trace_id: trace.trace_id,
  });
  expect(it.header).toContain(`00-${trace.trace_id}-`);
});

test.each([
  ['Next-Router-Prefetch', '1'],
  ['Purpose', 'prefetch'],
  ['Sec-Purpose', 'prefetch;prerender'],
  ['HX-Preloaded', 'true'],
])('what is fetched ahead with %p is none', (name, value) => {
  exchange('https://other.example.com/', { [name]: value }).answered(answer(404));
  expect(recorded).toEqual([]);
});

test('a header that only sounds like it is one', () => {
  exchange('https://other.example.com/', { Purpose: 'purchase' }).answered(answer(404));
  expect(recorded).toHaveLength(1);
});

test('what is given up is none, and its reason is not read', () => {
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  for (const reason of [revoked.proxy, undefined, new Error('mine'), new DOMException('', 'AbortError')]) {
    exchange().failed(reason, { reason });
  }
  exchange().failed(new DOMException('', 'AbortError'));
  expect(recorded).toEqual([]);
});

test('what failed before it was given up is one', () => {
  exchange('https://other.example.com/').failed(new TypeError('Failed to fetch'), { reason: 'changed my mind' });
  expect(recorded.map(({ details }) => details.error)).toMatchObject([{ type: 'TypeError' }]);
});

test('what fails because the page is left is none', () => {
  const it = exchange();
  left = Number.POSITIVE_INFINITY;
  it.failed(new TypeError('Failed to fetch'));
  expect(recorded).toEqual([]);
});

test("without the header there is no trace, and the page's own is named", () => {
  const [trace, segment] = ['a'.repeat(32), 'b'.repeat(16)];
  const it = exchange('/api', { TraceParent: `00-${trace}-${segment}-01` });
  expect(it.header).toBeUndefined();
  it.answered(answer(500));
  expect(recorded).toHaveLength(1);
  expect(recorded[0].details).toMatchObject({ trace_id: trace, segment_id: segment });
});

test('messages are cut', () => {
  exchange('https://other.example.com/').failed(new Error('x'.repeat(100_000)));
  expect(JSON.stringify(recorded).length).toBeLessThan(2_000);
});

test.each(['https://other.example.com/', '/ignored'])('%p carries no header', (url) => {
  expect(exchange(url).header).toBeUndefined();
});
