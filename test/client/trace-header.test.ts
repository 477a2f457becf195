import { addTraceHeader } from '../../client/trace-header';

const TRACE = { trace_id: 'a'.repeat(32), subsegments: [{ id: 'b'.repeat(16) }] };
const HEADER = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;

/** The headers that `fetch` gets when the page calls it like this. */
function traced(...args: [RequestInfo, RequestInit?]): Headers {
  return (function patched(..._: unknown[]) {
    // biome-ignore lint/complexity/noArguments: the web client passes the call's own `arguments` on
    const call = arguments;
    addTraceHeader(args[0], args[1], call, TRACE);
    const [input, init] = Array.prototype.slice.call(call) as [string, RequestInit];
    return new Request(new URL(typeof input === 'string' ? input : 'https://x.y/', 'https://x.y'), init).headers;
  })(...args);
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
  const init = { method: 'POST', headers: { 'x-mine': '1' } };
  traced('/api', init);
  expect(init).toEqual({ method: 'POST', headers: { 'x-mine': '1' } });
});

test('a trace of the page itself goes on', () => {
  expect(traced('/api', { headers: { traceparent: '00-its-own-01' } }).get('traceparent')).toBe('00-its-own-01');
});
