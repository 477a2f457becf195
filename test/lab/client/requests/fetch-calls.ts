import type { Call } from './call';

const OWN = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;

/** `1` for a request that carries the client's header, `0` for one without, `own` for one with the page's. */
export const fetchCalls: readonly Call[] = [
  { name: 'a path', code: 'await seen(fetch(u))' },
  { name: 'undefined as init', code: 'await seen(fetch(u, undefined))' },
  { name: 'null as init', code: 'await seen(fetch(u, null))' },
  { name: 'an empty init', code: 'await seen(fetch(u, {}))' },
  {
    name: 'a frozen init',
    code: 'await seen(fetch(u, Object.freeze({ headers: Object.freeze({ "X-Own": "1" }), method: "PUT" })))',
  },
  {
    name: 'an init without a prototype',
    code: 'await seen(fetch(u, Object.assign(Object.create(null), { method: "DELETE" })))',
  },
  { name: 'a number as init', code: 'await seen(fetch(u, 5))', traced: '' },
  { name: 'a text as init', code: 'await seen(fetch(u, "x"))', traced: '' },
  {
    name: 'a function as init',
    code: 'const f = () => 1; f.method = "PUT"; f.headers = { a: "b" }; await seen(fetch(u, f))',
  },
  { name: 'no argument', code: 'await seen(fetch())', traced: '' },
  { name: 'more arguments', code: 'await seen(fetch(u, {}, 1, 2))' },
  { name: 'a URL', code: 'await seen(fetch(new URL(u, location.href)))' },
  { name: 'a location', code: 'const a = document.createElement("a"); a.href = u; await seen(fetch(a))' },
  { name: 'what converts to a URL', code: 'let n = 0; await seen(fetch({ toString() { n++; return u; } })); log(n)' },
  {
    name: 'what converts by Symbol.toPrimitive',
    code: 'const log2 = []; await seen(fetch({ [Symbol.toPrimitive](hint) { log2.push(hint); return u; } })); log(log2)',
  },
  {
    name: 'what throws when it is converted',
    code: 'let n = 0; await seen(fetch({ toString() { n++; throw new RangeError("mine"); } })); log(n)',
    traced: '',
  },
  { name: 'a symbol', code: 'await seen(fetch(Symbol("s")))', traced: '' },
  { name: 'an array', code: 'await seen(fetch([u]))' },
  { name: 'no URL', code: 'await seen(fetch("http://"))', traced: '' },
  { name: 'a URL with a password', code: 'await seen(fetch("http://jane:secret@" + location.host + u))', traced: '' },
  {
    name: 'the order of reads',
    code: `
      const reads = [];
      const input = { toString() { reads.push('input'); return u; } };
      const init = {}; const values = { method: 'PUT', headers: { a: 'b' }, body: 'x', mode: 'cors', signal: undefined, cache: 'no-store' };
      for (const name of ['window', 'signal', 'referrerPolicy', 'referrer', 'redirect', 'priority', 'mode', 'method', 'keepalive', 'integrity', 'headers', 'duplex', 'credentials', 'cache', 'body', 'unknown'])
        Object.defineProperty(init, name, { get() { reads.push(name + (this === init)); return values[name]; } });
      await seen(fetch(input, init)); log(reads)`,
  },
  {
    name: 'inherited getters',
    code: 'class Options { get method() { return "PATCH"; } get headers() { return { "X-Own": "1" }; } } await seen(fetch(u, new Options()))',
  },
  {
    name: 'a getter that throws',
    code: 'const reads = []; await seen(fetch(u, { get method() { reads.push("m"); throw new RangeError("mine"); }, get headers() { reads.push("h"); return {}; } })); log(reads)',
    traced: '',
  },
  {
    name: 'an init behind a proxy',
    code: `const reads = [];
      const spy = (of) => new Proxy(of, { get(of, name, self) { reads.push('get ' + String(name)); return Reflect.get(of, name, self); }, has(of, name) { reads.push('has ' + String(name)); return name in of; },
        ownKeys(of) { reads.push('keys'); return Reflect.ownKeys(of); }, getOwnPropertyDescriptor(of, name) { reads.push('own ' + String(name)); return Reflect.getOwnPropertyDescriptor(of, name); }, getPrototypeOf(of) { reads.push('proto'); return Reflect.getPrototypeOf(of); } });
      await seen(fetch(u, spy({ method: 'POST', body: 'x', headers: spy({ 'X-A': '1', 'x-b': '2' }) }))); log(reads)`,
  },
  {
    name: 'methods in lower case',
    code: 'for (const method of ["get", "post", "put", "delete", "head", "options", "patch", "Purge"]) await seen(fetch(u, { method }))',
    traced: '111111',
    failures: ['400 PATCH', '400 PURGE'],
  },
  {
    name: 'a method that converts',
    code: 'let n = 0; await seen(fetch(u, { method: { toString() { n++; return "PUT"; } } })); log(n)',
  },
  { name: 'a forbidden method', code: 'await seen(fetch(u, { method: "TRACE" }))', traced: '' },
  {
    name: 'a method that is none',
    code: 'await seen(fetch(u, { method: "a b" })); await seen(fetch(u, { method: null })); await seen(fetch(u, { method: Symbol() }))',
    traced: '',
    failures: ['400 NULL'],
  },
  {
    name: 'headers as a record',
    code: 'await seen(fetch(u, { headers: { "X-One": "1", "x-two": "2", Accept: "a/b", Authorization: "Bearer x" } }))',
  },
  {
    name: 'headers as a list',
    code: 'await seen(fetch(u, { headers: [["X-One", "1"], ["x-one", "2"], ["X-Two", "3"]] }))',
  },
  {
    name: 'headers as Headers',
    code: 'const headers = new Headers({ "X-One": "1" }); await seen(fetch(u, { headers })); log([...headers])',
  },
  { name: 'headers as a Map', code: 'await seen(fetch(u, { headers: new Map([["X-One", "1"]]) }))' },
  {
    name: 'headers of an iframe',
    code: 'const headers = new frame.Headers({ "X-One": "1" }); await seen(fetch(u, { headers })); log([...headers])',
  },
  { name: 'undefined as headers', code: 'await seen(fetch(u, { headers: undefined }))' },
  { name: 'null as headers', code: 'await seen(fetch(u, { headers: null }))', traced: '' },
  { name: 'a text as headers', code: 'await seen(fetch(u, { headers: "a: b" }))', traced: '' },
  {
    name: 'headers from a generator',
    code: 'let n = 0; function* all() { n++; yield ["X-One", "1"]; n++; yield new Set(["X-Two", "2"]); } await seen(fetch(u, { headers: all() })); log(n)',
  },
  {
    name: 'headers whose iterator tells',
    code: `const reads = [];
      const list = { [Symbol.iterator]() { reads.push('iterate'); let i = 0; return { get next() { reads.push('next'); return () => { reads.push('step'); return i++ ? { done: true } : { done: false, value: ['X-A', { toString() { reads.push('text'); return '1'; } }] }; }; }, return() { reads.push('return'); } }; } };
      await seen(fetch(u, { headers: list })); log(reads)`,
  },
  {
    name: 'headers with names and values that convert',
    code: `const reads = []; const say = (text) => ({ toString() { reads.push(text); return text; } });
      await seen(fetch(u, { headers: { 'X-A': say('1'), 'X-B': 2, 'X-C': null, 'X-D': undefined } }));
      await seen(fetch(u, { headers: [[say('X-A'), say('1')]] })); log(reads)`,
    traced: '11',
  },
  {
    name: 'headers with getters, hidden and inherited names',
    code: `const reads = [];
      const headers = Object.create({ inherited: '1' }, { 'X-Seen': { enumerable: true, get() { reads.push('seen'); return '1'; } }, 'X-Hidden': { value: '2' } });
      await seen(fetch(u, { headers })); log(reads)`,
  },
  {
    name: 'headers that are wrong',
    code: 'for (const headers of [{ "a b": "1" }, { a: "\\u0100" }, [["a"]], [["a", "b", "c"]], ["ab"], [null], [5], { [Symbol("s")]: "1" }, { a: Symbol() }, [[Symbol(), "a"]], { a: "x\\ny" }, { [Symbol.iterator]: 5 }]) await seen(fetch(u, { headers }))',
    traced: '',
  },
  {
    name: 'headers that throw',
    code: 'let n = 0; await seen(fetch(u, { headers: { get a() { n++; throw new RangeError("mine"); } } })); await seen(fetch(u, { headers: { [Symbol.iterator]() { n++; throw new RangeError("mine"); } } })); log(n)',
    traced: '',
  },
  {
    name: 'forbidden headers',
    code: 'await seen(fetch(u, { headers: { Host: "x", "Sec-Own": "1", Cookie: "a=b", "X-One": "1" } }))',
  },
  {
    name: 'a trace of its own in a record',
    code: `await seen(fetch(u, { headers: { TraceParent: "${OWN}" } }))`,
    traced: 'own',
  },
  {
    name: 'a trace of its own in a list',
    code: `await seen(fetch(u, { headers: [["traceParent", "${OWN}"]] }))`,
    traced: 'own',
  },
  {
    name: 'a trace of its own in Headers',
    code: `await seen(fetch(u + "?status=500", { headers: new Headers({ traceparent: "${OWN}" }) }))`,
    traced: 'own',
    failures: ['500 GET'],
  },
  {
    name: 'a trace of its own in a Request',
    code: `await seen(fetch(new Request(u, { headers: { Traceparent: "${OWN}" } })))`,
    traced: 'own',
  },
  {
    name: 'a trace of its own in an init beside a Request',
    code: `await seen(fetch(new Request(u, { headers: { a: "b" } }), { headers: { traceparent: "${OWN}" } }))`,
    traced: 'own',
  },
  {
    name: 'a trace of its own that init replaces',
    code: `await seen(fetch(new Request(u, { headers: { traceparent: "${OWN}" } }), { headers: { a: "b" } }))`,
  },
  {
    name: 'text bodies',
    code: 'for (const body of ["text", "", "\\u00fc", new String("object"), 5, null, undefined]) await seen(fetch(u, { method: "POST", body }))',
    traced: '1111111',
  },
  {
    name: 'URLSearchParams as body',
    code: 'await seen(fetch(u, { method: "POST", body: new URLSearchParams({ a: "b c" }) }))',
  },
  {
    name: 'FormData as body',
    code: 'const body = new FormData(); body.append("a", "b"); body.append("file", new Blob(["content"], { type: "text/x" }), "name.txt"); await seen(fetch(u, { method: "POST", body }))',
  },
  {
    name: 'a Blob as body',
    code: 'await seen(fetch(u, { method: "POST", body: new Blob(["content"], { type: "text/x" }) }))',
  },
  {
    name: 'a File as body',
    code: 'await seen(fetch(u, { method: "PUT", body: new File(["content"], "a.txt", { type: "text/plain" }) }))',
  },
  {
    name: 'an ArrayBuffer and views as body',
    code: 'const bytes = new Uint8Array([1, 2, 255]); for (const body of [bytes.buffer, bytes, bytes.subarray(1), new DataView(bytes.buffer, 1)]) await seen(fetch(u, { method: "POST", body }))',
    traced: '1111',
  },
  { name: 'a large body', code: 'await seen(fetch(u, { method: "POST", body: "x".repeat(300000) }))' },
  {
    name: 'a stream as body',
    code: 'const body = new ReadableStream({ start(it) { it.enqueue(new TextEncoder().encode("streamed")); it.close(); } }); await seen(fetch(u, { method: "POST", body, duplex: "half" })); log(body.locked)',
    traced: '',
    failures: ['TypeError POST'],
  },
  {
    name: 'a stream without duplex',
    code: 'await seen(fetch(u, { method: "POST", body: new ReadableStream() }))',
    traced: '',
  },
  { name: 'a body with GET', code: 'await seen(fetch(u, { body: "x" }))', traced: '' },
  {
    name: 'a referrer',
    code: 'await seen(fetch(u, { referrer: "/somewhere" })); await seen(fetch(u, { referrer: "" })); await seen(fetch(u, { referrer: "http://elsewhere.test/" })); await seen(fetch(u, { referrer: "about:client" }))',
    traced: '1111',
  },
  {
    name: 'each referrer policy',
    code: 'for (const referrerPolicy of ["", "no-referrer", "origin", "unsafe-url", "same-origin", "strict-origin", "wrong"]) await seen(fetch(u, { referrerPolicy }))',
    traced: '111111',
  },
  {
    name: 'a Request with a referrer and its policy',
    code: 'const request = new Request(u, { referrer: "/somewhere?q", referrerPolicy: "unsafe-url" }); await seen(fetch(request)); log(request.referrer, request.referrerPolicy)',
  },
  {
    name: 'a Request with a referrer and no init',
    code: 'for (const init of [undefined, null, {}, { unknown: 1 }, { method: undefined }]) await seen(fetch(new Request(u, { referrer: "/somewhere", referrerPolicy: "origin" }), init))',
    traced: '11111',
  },
  {
    name: 'a Request with a referrer and an init',
    code: 'await seen(fetch(new Request(u, { referrer: "/somewhere", headers: { a: "b" } }), { cache: "no-store" }))',
  },
  {
    name: 'a plain Request',
    code: 'const request = new Request(u); await seen(fetch(request)); log([...request.headers], request.bodyUsed)',
  },
  {
    name: 'a Request with headers and a body',
    code: 'const request = new Request(u, { method: "post", body: "{}", headers: { "Content-Type": "application/json", Authorization: "Bearer x", "X-Own": "1" } }); await seen(fetch(request)); log([...request.headers], request.bodyUsed, request.method)',
  },
  {
    name: 'a Request and an init',
    code: 'const request = new Request(u, { method: "POST", body: "a", headers: { "X-Own": "1" } }); await seen(fetch(request, { headers: { "X-New": "2" }, body: "b" })); log([...request.headers], request.bodyUsed)',
  },
  {
    name: 'a Request whose headers an init leaves',
    code: 'const request = new Request(u, { headers: { "X-Own": "1" } }); await seen(fetch(request, { method: "PUT" })); log([...request.headers])',
  },
  {
    name: 'a Request used again',
    code: 'const request = new Request(u, { headers: { a: "b" } }); await seen(fetch(request)); await seen(fetch(request)); log([...request.headers])',
    traced: '11',
  },
  {
    name: 'a Request with a body used again',
    code: 'const request = new Request(u, { method: "POST", body: "x" }); await seen(fetch(request)); await seen(fetch(request)); log(request.bodyUsed, [...request.headers])',
  },
  {
    name: 'a clone of a Request',
    code: 'const request = new Request(u, { method: "POST", body: "x" }); const copy = request.clone(); await seen(fetch(request)); await seen(fetch(copy)); log([...copy.headers])',
    traced: '11',
  },
  {
    name: 'a Request of an iframe',
    code: 'const request = new frame.Request(location.origin + u, { method: "POST", body: "x", headers: { Authorization: "Bearer x", "Content-Type": "a/b" } }); await seen(fetch(request)); log([...request.headers], request.bodyUsed)',
  },
  {
    name: 'a Request of an iframe for another origin',
    code: 'await seen(fetch(new frame.Request(o + "?cors")))',
    traced: '0',
  },
  {
    name: 'a Request of a subclass',
    code: 'const reads = []; class Mine extends Request { get url() { reads.push("url"); return "/nowhere"; } get headers() { reads.push("headers"); return new Headers(); } get method() { reads.push("method"); return "PUT"; } } await seen(fetch(new Mine(u, { headers: { a: "b" } }))); log(reads)',
  },
  {
    name: 'a Request with properties of its own',
    code: 'const request = new Request(u); for (const name of ["url", "method", "headers", "signal", "mode"]) Object.defineProperty(request, name, { get() { throw new Error(name); } }); await seen(fetch(request))',
  },
  {
    name: 'a Request without its prototype',
    code: 'const request = new Request(u, { headers: { a: "b" } }); Object.setPrototypeOf(request, null); await seen(fetch(request))',
  },
  { name: 'a Request behind a proxy', code: 'await seen(fetch(new Proxy(new Request(u), {})))', traced: '' },
  {
    name: 'what only looks like a Request',
    code: 'await seen(fetch({ url: u, method: "PUT", headers: {}, toString: () => u }))',
  },
  {
    name: 'an object with the prototype of Request',
    code: 'await seen(fetch(Object.create(Request.prototype)))',
    traced: '',
  },
  {
    name: 'a replaced window.Request',
    code: 'const Native = Request; try { window.Request = class Fake { constructor(url) { this.url = url; } toString() { return this.url; } }; await seen(fetch(new Request(u))); await seen(fetch(new Native(u, { method: "PUT", headers: { a: "b" } }))); } finally { window.Request = Native; }',
    traced: '11',
  },
  {
    name: 'a replaced window.Headers',
    code: 'const Native = Headers; try { window.Headers = class Fake { constructor() { throw new Error("mine"); } }; await seen(fetch(u, { headers: { a: "b" } })); await seen(fetch(u, { headers: new Native({ a: "b" }) })); } finally { window.Headers = Native; }',
    traced: '11',
  },
  {
    name: 'a patched Headers.prototype',
    code: 'const { set, get, append } = Headers.prototype; const calls = []; try { for (const name of ["set", "get", "append", "has", "delete", "forEach"]) { const of = Headers.prototype[name]; Headers.prototype[name] = function (...args) { calls.push(name); return of.apply(this, args); }; } await seen(fetch(new Request(u, { headers: { a: "b" } }))); await seen(fetch(u, { headers: { a: "b" } })); log(calls); } finally { Object.assign(Headers.prototype, { set, get, append }); }',
    traced: '11',
  },
  { name: 'another origin', code: 'await seen(fetch(o + "?cors"))', traced: '0' },
  {
    name: 'another origin with headers',
    code: 'await seen(fetch(o + "?cors", { method: "PUT", headers: { "X-Own": "1" } }))',
    traced: '00',
  },
  { name: 'another origin that refuses', code: 'await seen(fetch(o))', traced: '0', failures: ['TypeError GET'] },
  {
    name: 'another origin with credentials',
    code: 'await seen(fetch(o + "?cors&credentials", { credentials: "include" }))',
    traced: '0',
  },
  {
    name: 'a Request used again for another origin by init',
    code: 'const init = { headers: { "X-Own": "1" } }; await seen(fetch(u, init)); await seen(fetch(o + "?cors", init)); log(JSON.stringify(init))',
    traced: '100',
  },
  { name: 'a redirect', code: 'await seen(fetch(u + "?to=" + u + "/end"))', traced: '11' },
  {
    name: 'a redirect that the page wants to see',
    code: 'await seen(fetch(u + "?to=" + u + "/end", { redirect: "manual" }))',
  },
  {
    name: 'a redirect that is an error',
    code: 'await seen(fetch(u + "?to=" + u + "/end", { redirect: "error" }))',
    failures: ['TypeError GET'],
  },
  {
    name: 'a redirect after POST',
    code: 'await seen(fetch(u + "?status=307&to=" + u + "/end", { method: "POST", body: "again" })); await seen(fetch(new Request(u + "?status=303&to=" + u + "/end", { method: "POST", body: "again" })))',
    traced: '1111',
  },
  {
    name: 'no-cors',
    code: 'await seen(fetch(o, { mode: "no-cors" })); await seen(fetch(u, { mode: "no-cors", headers: { "X-Own": "1", Accept: "a/b" } })); await seen(fetch(new Request(u, { mode: "no-cors" }))); await seen(fetch(new Request(o), { mode: "no-cors" }))',
    traced: '0000',
  },
  {
    name: 'same-origin',
    code: 'await seen(fetch(u, { mode: "same-origin" })); await seen(fetch(o, { mode: "same-origin" }))',
  },
  {
    name: 'modes that are none',
    code: 'for (const mode of ["navigate", "websocket", "x", null, { toString: () => "cors" }]) await seen(fetch(u, { mode }))',
    traced: '1',
  },
  {
    name: 'each credentials',
    code: 'for (const credentials of ["omit", "same-origin", "include", "x"]) await seen(fetch(u, { credentials }))',
    traced: '111',
  },
  {
    name: 'each cache',
    code: 'for (const cache of ["default", "no-store", "reload", "no-cache", "force-cache", "x"]) await seen(fetch(u, { cache }))',
    traced: '11111',
  },
  {
    name: 'each priority',
    code: 'for (const priority of ["high", "low", "auto", "x"]) await seen(fetch(u, { priority })); await seen(fetch(new Request(u, { priority: "low" })))',
    traced: '1111',
  },
  {
    name: 'integrity',
    code: 'await seen(fetch(u + "?body=a", { integrity: "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=" })); await seen(fetch(u + "?body=b", { integrity: "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=" }))',
    traced: '11',
    failures: ['TypeError GET'],
  },
  {
    name: 'keepalive',
    code: 'await seen(fetch(u, { keepalive: true, method: "POST", body: "x" })); await seen(fetch(u, { keepalive: true, method: "POST", body: "x".repeat(70000) }))',
    traced: '1',
    failures: ['TypeError POST'],
  },
  {
    name: 'a signal',
    code: 'await seen(fetch(u, { signal: new AbortController().signal })); await seen(fetch(u, { signal: null })); await seen(fetch(u, { signal: {} })); await seen(fetch(u, new AbortController()))',
    traced: '111',
  },
  {
    name: 'a signal of an iframe',
    code: 'const control = new frame.AbortController(); const answer = fetch(u + "?delay=300", { signal: control.signal }); setTimeout(() => control.abort(), 50); await seen(answer)',
  },
  {
    name: 'an abort',
    code: 'const control = new AbortController(); const answer = fetch(u + "?delay=300", { signal: control.signal }); setTimeout(() => control.abort(), 50); await seen(answer)',
  },
  {
    name: 'an abort before',
    code: 'await seen(fetch(u, { signal: AbortSignal.abort() })); await seen(fetch(u, { signal: AbortSignal.abort("why") }))',
    traced: '',
  },
  {
    name: 'aborts with reasons',
    code: 'for (const reason of ["text", 5, null, undefined, new RangeError("mine"), { code: 1 }, new DOMException("m", "NetworkError"), new Proxy({}, { get() { throw new Error("read"); } })]) { const control = new AbortController(); const answer = fetch(u + "?delay=300", { signal: control.signal }); setTimeout(() => control.abort(reason), 30); log(await answer.catch((error) => error === (reason === undefined ? control.signal.reason : reason))); }',
    traced: '11111111',
  },
  {
    name: 'an abort of a Request',
    code: 'const control = new AbortController(); const answer = fetch(new Request(u + "?delay=300", { signal: control.signal })); setTimeout(() => control.abort("why"), 50); log(await answer.catch(String))',
  },
  {
    name: 'an abort by one of several signals',
    code: 'const control = new AbortController(); const answer = fetch(u + "?delay=300", { signal: AbortSignal.any([control.signal, AbortSignal.timeout(5000)]) }); setTimeout(() => control.abort("why"), 50); log(await answer.catch(String))',
  },
  {
    name: 'a time limit',
    code: 'await seen(fetch(u + "?delay=500", { signal: AbortSignal.timeout(50) }))',
    failures: ['TimeoutError GET'],
  },
  {
    name: 'an abort after the answer',
    code: 'const control = new AbortController(); const answer = await fetch(u + "?body=abc", control); control.abort(); log(await answer.text().catch((error) => error.name))',
  },
  { name: 'a connection that breaks', code: 'await seen(fetch(u + "?cut"))', failures: ['TypeError GET'] },
  {
    name: 'answers of each kind',
    code: 'for (const status of [200, 201, 204, 304, 400, 404, 429, 500, 503]) await seen(fetch(u + "?status=" + status, { cache: "no-store" }))',
    traced: '111111111',
    failures: ['400 GET', '404 GET', '429 GET', '500 GET', '503 GET'],
  },
  {
    name: 'a method in lower case that fails',
    code: 'await seen(fetch(u + "?status=500", { method: "PATCH" })); await seen(fetch(u + "?status=500", { method: "post" }))',
    traced: '11',
    failures: ['500 PATCH', '500 POST'],
  },
  {
    name: 'data URLs',
    code: 'await seen(fetch("data:text/plain,abc")); await seen(fetch("data:text/plain;base64," + "YWJj".repeat(40000)).then((it) => new Response("", { status: it.status })))',
    traced: '',
  },
  {
    name: 'blob URLs',
    code: 'const url = URL.createObjectURL(new Blob(["abc"])); log(await (await fetch(url)).text()); URL.revokeObjectURL(url); await seen(fetch(url))',
    traced: '',
  },
  {
    name: 'schemes that are none',
    code: 'for (const url of ["foo:bar", "about:blank", "file:///etc/hosts", "javascript:1"]) await seen(fetch(url))',
    traced: '',
    failures: [],
  },
  {
    name: 'fetch without a window',
    code: 'await seen(fetch.call(undefined, u)); await seen(fetch.call(null, u)); await seen((0, fetch)(u)); await seen(window.fetch(u)); await seen(self.fetch(u)); await seen(Reflect.apply(fetch, window, [u]))',
    traced: '111111',
  },
  {
    name: 'fetch on something else',
    code: 'await seen(fetch.call({}, u)); await seen(fetch.call(5, u)); await seen(fetch.apply(document, [u]))',
    traced: '',
  },
  {
    name: 'fetch on the window of an iframe',
    code: 'await seen(fetch.call(frame, u)); await seen(frame.fetch(u)); await seen(frame.fetch.call(window, u))',
    traced: '000',
  },
  {
    name: 'what fetch looks like',
    code: 'log(fetch.name, fetch.length, fetch.toString(), String(fetch), typeof fetch, "prototype" in fetch, Object.getOwnPropertyNames(fetch), Object.getPrototypeOf(fetch) === Function.prototype, Object.isExtensible(fetch)); const { value, ...rest } = Object.getOwnPropertyDescriptor(window, "fetch"); log(JSON.stringify(rest)); try { new fetch(u); } catch (error) { log(String(error)); } try { class Mine extends fetch {} } catch (error) { log(String(error)); } fetch.mine = 1; log(fetch.mine, delete fetch.mine, fetch.mine); log(Object.keys(window).includes("fetch"))',
    traced: '',
  },
  {
    name: 'bound and handed on',
    code: 'const bound = fetch.bind(window); log(bound.name, bound.length); await seen(bound(u)); const { fetch: taken } = window; await seen(taken(u)); await Promise.all([u, u].map((url) => seen(fetch(url))))',
    traced: '1111',
  },
  {
    name: 'the promise',
    code: 'const promise = fetch(u); log(promise instanceof Promise, promise.constructor === Promise, Object.getOwnPropertyNames(promise), Object.prototype.toString.call(promise)); await promise; log(Promise.resolve(promise) === promise)',
  },
  {
    name: 'a rejection that nobody handles',
    code: 'const reasons = []; const note = (event) => { reasons.push(event.reason.name); event.preventDefault(); }; addEventListener("unhandledrejection", note); fetch(u + "?cut"); fetch(u + "?cut").then(() => 1); fetch(u + "?cut").catch(() => 1); await pause(300); removeEventListener("unhandledrejection", note); log(reasons)',
    failures: ['TypeError GET', 'TypeError GET', 'TypeError GET'],
  },
  {
    name: 'the body of an answer',
    code: 'const answer = await fetch(u + "?body=abc"); log(answer.bodyUsed, answer.body.locked, await answer.clone().text(), await answer.json().catch((error) => error.name))',
  },
  {
    name: 'Response.prototype patched',
    code: 'const { status } = Object.getOwnPropertyDescriptors(Response.prototype); let n = 0; Object.defineProperty(Response.prototype, "status", { configurable: true, get() { n++; return 500; } }); try { await fetch(u); await pause(20); } finally { Object.defineProperty(Response.prototype, "status", status); } log(n)',
  },
  {
    name: 'whether something is there',
    code: 'for (const status of [404, 500]) await seen(fetch(u + "?status=" + status, { method: "head" }))',
    traced: '11',
    failures: ['500 HEAD'],
  },
  {
    name: 'prefetches of frameworks',
    code: 'for (const headers of [{ "Next-Router-Prefetch": "1", RSC: "1" }, { Purpose: "prefetch" }, new Headers({ "X-Sec-Purpose": "prefetch" }), [["purpose", "prefetch"]], { "x-middleware-prefetch": "1" }]) await seen(fetch(u + "?status=404", { headers })); await seen(fetch(new Request(u + "?status=404", { headers: { purpose: "prefetch" } })))',
    traced: '111111',
  },
];
