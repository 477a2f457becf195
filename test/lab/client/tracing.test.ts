import { useSite } from './use-site';

/** Requests of the page are traced, and go on as the page made them. */
const { site, newVisitor } = useSite();
const { site: other } = useSite();

const XHR = `new Promise((done) => { const xhr = new XMLHttpRequest(); xhr.open('GET', '/api/xhr-fail');
  xhr.onloadend = () => done(xhr.status); xhr.send(); })`;

test('requests to the own origin carry the trace, others do not, and answers reach the page', async () => {
  site.configuration = { tracing: true };
  const visitor = await newVisitor();
  const traced = new Map<string, string | undefined>();
  visitor.page.on('request', (request) => traced.set(new URL(request.url()).pathname, request.headers().traceparent));
  await visitor.open('/mug');
  expect(await visitor.do('fetch("/api/fetch", { headers: { "x-own": "1" } }).then(({ status }) => status)')).toBe(200);
  expect(await visitor.do(XHR)).toBe(500);
  expect(await visitor.do(`fetch("${other.origin}/api/other", { mode: "no-cors" }).then(({ type }) => type)`)).toBe(
    'opaque',
  );
  expect(await visitor.do('fetch("http://127.0.0.1:9/").catch((error) => error.name)')).toBe('TypeError');
  expect(
    await visitor.do(
      '{ const c = new AbortController(); const f = fetch("/api/slow", c); c.abort(); f.catch((e) => e.name) }',
    ),
  ).toBe('AbortError');
  await visitor.go();
  expect(visitor.problems.filter((problem) => !problem.includes('127.0.0.1:9'))).toEqual([]);

  const header = /^00-[\da-f]{32}-[\da-f]{16}-01$/;
  expect(traced.get('/api/fetch')).toMatch(header);
  expect(traced.get('/api/xhr-fail')).toMatch(header);
  expect(traced.get('/api/other')).toBeUndefined();
  await site.eventually(() => expect(site.of('xray_trace_event').length).toBeGreaterThan(0));
  const failed = site.of('http_event').map(({ details }) => details as { request: { url: string }; trace_id: string });
  expect(failed.map(({ request }) => request.url)).toEqual([`${site.origin}/api/xhr-fail`, 'http://127.0.0.1:9/']);
  const [, traceId] = (traced.get('/api/xhr-fail') as string).split('-');
  expect(failed.find(({ request }) => request.url.endsWith('/api/xhr-fail'))?.trace_id).toBe(traceId);
  expect(site.of('xray_trace_event').map(({ details }) => details.trace_id)).toContain(traceId);
});
