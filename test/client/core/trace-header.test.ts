import { headersOf, parseTraceHeader, withTraceHeader } from '../../../client/core/trace-header';

const HEADER = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;

/** The headers that `fetch` gets when the page calls it like this. */
function traced(input: RequestInfo, init?: RequestInit): Headers {
  const traced = withTraceHeader(headersOf(input, init), init, HEADER);
  return new Request(typeof input === 'string' ? new URL(input, 'https://x.y') : input, traced).headers;
}

test.each([
  ['nothing', undefined, null],
  ['an object', { headers: { 'x-mine': '1' } }, '1'],
  ['a list', { headers: [['x-mine', '1']] as [string, string][] }, '1'],
  ['Headers', { headers: new Headers({ 'x-mine': '1' }) }, '1'],
])('a request with %s as headers carries the trace and what the page set', (_, init, mine) => {
  const headers = traced('/api', init);
  expect(headers.get('traceparent')).toBe(HEADER);
  expect(headers.get('x-mine')).toBe(mine);
});

test('so does a Request', () => {
  const headers = traced(new Request('https://x.y/api', { headers: { 'x-mine': '1' } }));
  expect(headers.get('traceparent')).toBe(HEADER);
  expect(headers.get('x-mine')).toBe('1');
});

test('what the page passed stays as it was', () => {
  const init = { method: 'POST', headers: new Headers({ 'x-mine': '1' }) };
  traced('/api', init);
  expect([...init.headers.keys()]).toEqual(['x-mine']);
});

test('what the page passed may be anything that has the properties', () => {
  const control = new AbortController();
  const init = withTraceHeader(headersOf('/api', control), control, HEADER);
  expect(init.signal).toBe(control.signal);
  expect(withTraceHeader(headersOf('/api', undefined), Object.freeze({ method: 'PUT' }), HEADER).method).toBe('PUT');
});

test.each([
  [HEADER, { trace_id: 'a'.repeat(32), segment_id: 'b'.repeat(16) }],
  ['00-its-own-01', undefined],
  ['', undefined],
  [null, undefined],
])('%p is read as %p', (value, expected) => {
  expect(parseTraceHeader(value)).toEqual(expected);
});
