import type { Call } from './call';

const OWN = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;

export const xhrCalls: readonly Call[] = [
  { name: 'XHR', code: 'const xhr = new XMLHttpRequest(); xhr.open("GET", u); xhr.send(); await sent(xhr)' },
  {
    name: 'XHR in lower case',
    code: 'for (const method of ["get", "post", "put", "Delete"]) { const xhr = new XMLHttpRequest(); xhr.open(method, u + "?status=500"); xhr.send(); await sent(xhr); }',
    traced: '1111',
    failures: ['500 GET', '500 POST', '500 PUT', '500 DELETE'],
  },
  {
    name: 'XHR with a URL',
    code: 'const xhr = new XMLHttpRequest(); xhr.open("GET", new URL(u, location.href)); xhr.send(); await sent(xhr)',
  },
  {
    name: 'XHR with what converts',
    code: 'const reads = []; const say = (text) => ({ toString() { reads.push(text); return text; } }); const xhr = new XMLHttpRequest(); xhr.open(say("PUT"), say(u), say("async"), say("user"), say("password")); xhr.setRequestHeader(say("X-A"), say("1")); xhr.send(say("body")); await sent(xhr); log(reads)',
  },
  {
    name: 'XHR with a user',
    code: 'const xhr = new XMLHttpRequest(); xhr.open("GET", u, true, "jane", "secret"); xhr.send(); await sent(xhr)',
  },
  {
    name: 'XHR with headers',
    code: 'const xhr = new XMLHttpRequest(); xhr.open("POST", u); xhr.setRequestHeader("X-One", "1"); xhr.setRequestHeader("x-one", "2"); xhr.setRequestHeader("Content-Type", "a/b"); xhr.send("x"); await sent(xhr)',
  },
  {
    name: 'XHR with a trace of its own',
    code: `for (const name of ["traceparent", "TraceParent"]) { const xhr = new XMLHttpRequest(); xhr.open("GET", u + "?status=500"); xhr.setRequestHeader(name, "${OWN}"); xhr.send(); await sent(xhr); }`,
    traced: 'own own',
    failures: ['500 GET', '500 GET'],
  },
  {
    name: 'XHR synchronous',
    code: 'const xhr = new XMLHttpRequest(); const events = []; for (const type of ["readystatechange", "load", "loadend", "error", "loadstart"]) xhr.addEventListener(type, () => events.push(type + xhr.readyState)); xhr.open("POST", u + "?status=500", false); xhr.send("x"); log(xhr.status, xhr.responseText, events)',
    failures: ['500 POST'],
  },
  {
    name: 'XHR synchronous that fails',
    code: 'const xhr = new XMLHttpRequest(); xhr.open("GET", u + "?cut", false); try { xhr.send(); } catch (error) { log(error.name, error.message); } log(xhr.readyState, xhr.status)',
    failures: ['NetworkError GET'],
  },
  {
    name: 'XHR with undefined as async',
    code: 'const xhr = new XMLHttpRequest(); xhr.open("GET", u, undefined); try { xhr.send(); } catch (error) { log(error.name); } log(xhr.readyState, xhr.status)',
  },
  {
    name: 'XHR that is wrong',
    code: 'const xhr = new XMLHttpRequest(); for (const act of [() => xhr.open(), () => xhr.open("GET"), () => xhr.open("a b", u), () => xhr.open("TRACE", u), () => xhr.open("GET", "http://"), () => xhr.send(), () => xhr.setRequestHeader("a", "b"), () => xhr.open(Symbol(), u), () => xhr.open({ toString() { throw new RangeError("mine"); } }, u), () => { xhr.open("GET", u); xhr.setRequestHeader("a"); }, () => xhr.setRequestHeader("a b", "c"), () => xhr.setRequestHeader("a", "\\u0100"), () => XMLHttpRequest.prototype.open.call({}, "GET", u), () => XMLHttpRequest.prototype.send.call({}), () => XMLHttpRequest.prototype.send()]) try { act(); log("passed"); } catch (error) { log(error.name, error.message); }',
    traced: '',
  },
  {
    name: 'XHR sent twice',
    code: 'const xhr = new XMLHttpRequest(); xhr.open("GET", u + "?status=500&delay=50"); xhr.send(); try { xhr.send(); } catch (error) { log(error.name); } try { xhr.setRequestHeader("a", "b"); } catch (error) { log(error.name); } await sent(xhr)',
    failures: ['500 GET'],
  },
  {
    name: 'XHR with a body that throws',
    code: 'const xhr = new XMLHttpRequest(); xhr.open("POST", u); try { xhr.send({ toString() { throw new RangeError("mine"); } }); } catch (error) { log(error.message); } xhr.send("x"); await sent(xhr)',
  },
  {
    name: 'XHR used again',
    code: 'const xhr = new XMLHttpRequest(); for (const status of [200, 500, 200, 404]) { xhr.open("GET", u + "?status=" + status); xhr.send(); await sent(xhr); }',
    traced: '1111',
    failures: ['500 GET', '404 GET'],
  },
  {
    name: 'XHR used again in its load',
    code: 'const xhr = new XMLHttpRequest(); let n = 0; await new Promise((done) => { xhr.onload = () => { log("load", xhr.status); if (++n === 3) done(); else { xhr.open("GET", u + "?status=" + (200 + n)); xhr.send(); } }; xhr.open("GET", u + "?status=500"); xhr.send(); }); await pause(50)',
    traced: '111',
    failures: ['500 GET'],
  },
  {
    name: 'XHR used again in its loadend',
    code: 'const xhr = new XMLHttpRequest(); let n = 0; await new Promise((done) => { xhr.onloadend = () => { log("loadend", xhr.status); if (++n === 3) done(); else { xhr.open("GET", u + "?status=200"); xhr.send(); } }; xhr.open("GET", u); xhr.send(); }); await pause(50)',
    traced: '111',
  },
  {
    name: 'XHR used again in its readystatechange',
    code: 'const xhr = new XMLHttpRequest(); let n = 0; await new Promise((done) => { xhr.onreadystatechange = () => { if (xhr.readyState !== 4) return; log("done", xhr.status); if (++n === 3) done(); else { xhr.open("GET", u + (n === 1 ? "?cut" : "?status=404")); xhr.send(); } }; xhr.open("GET", u); xhr.send(); }); await pause(100)',
    traced: '111',
    failures: ['XMLHttpRequest error GET', '404 GET'],
  },
  {
    name: 'XHR used again in its error',
    code: 'const xhr = new XMLHttpRequest(); await new Promise((done) => { xhr.onerror = () => { log("error", xhr.status); xhr.open("GET", u); xhr.send(); }; xhr.onload = () => { log("load", xhr.status); done(); }; xhr.open("GET", u + "?cut"); xhr.send(); }); await pause(50)',
    traced: '11',
    failures: ['XMLHttpRequest error GET'],
  },
  {
    name: 'XHR opened again while it is under way',
    code: 'const xhr = new XMLHttpRequest(); xhr.open("GET", u + "?delay=200&status=500"); xhr.send(); await pause(50); xhr.open("GET", u + "?status=404"); xhr.send(); await sent(xhr)',
    traced: '11',
    failures: ['404 GET'],
  },
  {
    name: 'XHR aborted',
    code: 'const xhr = new XMLHttpRequest(); const events = []; for (const type of ["readystatechange", "abort", "loadend", "error"]) xhr.addEventListener(type, () => events.push(type + xhr.readyState)); xhr.open("GET", u + "?delay=200"); xhr.send(); await pause(50); xhr.abort(); log(events, xhr.readyState)',
  },
  {
    name: 'XHR aborted and used again',
    code: 'const xhr = new XMLHttpRequest(); xhr.open("GET", u + "?delay=200"); xhr.send(); await pause(50); xhr.abort(); xhr.open("GET", u + "?status=500"); xhr.send(); await sent(xhr)',
    traced: '11',
    failures: ['500 GET'],
  },
  {
    name: 'XHR aborted before it was sent',
    code: 'const xhr = new XMLHttpRequest(); xhr.open("GET", u); xhr.abort(); log(xhr.readyState); try { xhr.send(); log("sent"); await sent(xhr); } catch (error) { log(error.name); } xhr.open("GET", u); xhr.send(); await sent(xhr)',
  },
  {
    name: 'XHR aborted after its end',
    code: 'const xhr = new XMLHttpRequest(); xhr.open("GET", u + "?status=500"); xhr.send(); await sent(xhr); xhr.abort(); log(xhr.readyState, xhr.status)',
    failures: ['500 GET'],
  },
  {
    name: 'XHR with a time limit',
    code: 'const xhr = new XMLHttpRequest(); xhr.open("GET", u + "?delay=500"); xhr.timeout = 50; xhr.send(); await sent(xhr)',
    failures: ['XMLHttpRequest timeout GET'],
  },
  {
    name: 'XHR that breaks',
    code: 'const xhr = new XMLHttpRequest(); const events = []; for (const type of ["readystatechange", "load", "loadend", "error"]) xhr.addEventListener(type, (event) => events.push(type + xhr.readyState + xhr.status + event.eventPhase)); xhr.open("GET", u + "?cut"); xhr.send(); await sent(xhr); log(events)',
    failures: ['XMLHttpRequest error GET'],
  },
  {
    name: 'XHR to another origin',
    code: 'const xhr = new XMLHttpRequest(); xhr.open("GET", o + "?cors"); xhr.send(); await sent(xhr)',
    traced: '0',
  },
  {
    name: 'XHR to another origin that refuses',
    code: 'const xhr = new XMLHttpRequest(); xhr.open("GET", o); xhr.send(); await sent(xhr)',
    traced: '0',
    failures: ['XMLHttpRequest error GET'],
  },
  {
    name: 'XHR with credentials',
    code: 'const xhr = new XMLHttpRequest(); xhr.open("GET", o + "?cors&credentials"); xhr.withCredentials = true; xhr.send(); await sent(xhr)',
    traced: '0',
  },
  {
    name: 'XHR that uploads',
    code: 'const xhr = new XMLHttpRequest(); const events = []; for (const type of ["loadstart", "progress", "load", "loadend"]) xhr.upload.addEventListener(type, () => events.push(type)); xhr.open("POST", u); xhr.send("x".repeat(1000)); await sent(xhr); log(events)',
  },
  {
    name: 'XHR with bodies',
    code: 'const form = new FormData(); form.append("a", "b"); for (const body of ["x", "", null, undefined, form, new Blob(["b"], { type: "a/b" }), new URLSearchParams("a=b"), new Uint8Array([1, 2]), new DOMParser().parseFromString("<a/>", "text/xml")]) { const xhr = new XMLHttpRequest(); xhr.open("POST", u); xhr.send(body); await sent(xhr); }',
    traced: '111111111',
  },
  {
    name: 'XHR with a response type',
    code: 'for (const type of ["json", "blob", "arraybuffer", "document", "text"]) { const xhr = new XMLHttpRequest(); xhr.open("GET", u + "?body=%7B%7D&status=500"); xhr.responseType = type; xhr.send(); await new Promise((done) => { xhr.onloadend = done; }); log(xhr.status, Object.prototype.toString.call(xhr.response)); }',
    traced: '11111',
    failures: ['500 GET', '500 GET', '500 GET', '500 GET', '500 GET'],
  },
  {
    name: 'XHR that is redirected',
    code: 'const xhr = new XMLHttpRequest(); xhr.open("GET", u + "?to=" + u + "/end"); xhr.send(); await sent(xhr); log(xhr.responseURL)',
    traced: '11',
  },
  {
    name: 'XHR for data and blobs',
    code: 'for (const url of ["data:text/plain,abc", URL.createObjectURL(new Blob(["abc"]))]) { const xhr = new XMLHttpRequest(); xhr.open("GET", url); xhr.send(); await new Promise((done) => { xhr.onloadend = done; }); log(xhr.status, xhr.responseText); }',
    traced: '',
  },
  {
    name: 'XHR of a subclass',
    code: 'const calls = []; class Mine extends XMLHttpRequest { open(...args) { calls.push("open"); super.open(...args); } send(...args) { calls.push("send"); super.send(...args); } setRequestHeader(...args) { calls.push("header " + args); super.setRequestHeader(...args); } addEventListener(...args) { calls.push("listen " + args[0]); super.addEventListener(...args); } get status() { calls.push("status"); return 500; } } const xhr = new Mine(); xhr.open("GET", u); xhr.send(); await new Promise((done) => { xhr.onloadend = done; }); log(calls)',
  },
  {
    name: 'XHR with properties of its own',
    code: 'const xhr = new XMLHttpRequest(); for (const name of ["status", "readyState", "statusText"]) Object.defineProperty(xhr, name, { get() { throw new Error(name); } }); xhr.open("GET", u + "?status=500"); xhr.send(); await new Promise((done) => { xhr.onloadend = done; })',
    failures: ['500 GET'],
  },
  {
    name: 'XHR of an iframe',
    code: 'const xhr = new frame.XMLHttpRequest(); xhr.open("GET", u); xhr.send(); await sent(xhr); const other = new frame.XMLHttpRequest(); XMLHttpRequest.prototype.open.call(other, "GET", u); other.send(); await sent(other)',
    traced: '00',
  },
  {
    name: 'XHR with overridden methods',
    code: 'const { open } = XMLHttpRequest.prototype; const calls = []; try { XMLHttpRequest.prototype.open = function (...args) { calls.push(args.length); return open.apply(this, args); }; const xhr = new XMLHttpRequest(); xhr.open("GET", u); xhr.send(); await sent(xhr); } finally { XMLHttpRequest.prototype.open = open; } log(calls)',
  },
  {
    name: 'XHR with events that the page makes',
    code: 'const xhr = new XMLHttpRequest(); xhr.open("GET", u + "?delay=100"); xhr.send(); for (const type of ["load", "error", "abort", "timeout", "readystatechange"]) xhr.dispatchEvent(new Event(type)); await sent(xhr)',
  },
  {
    name: 'XHR with a listener that stops others',
    code: 'const xhr = new XMLHttpRequest(); for (const type of ["load", "readystatechange"]) xhr.addEventListener(type, (event) => event.stopImmediatePropagation()); xhr.open("GET", u + "?status=500"); xhr.send(); await sent(xhr)',
    failures: ['500 GET'],
  },
  {
    name: 'what XHR looks like',
    code: 'for (const name of ["open", "send", "setRequestHeader"]) { const { value, ...rest } = Object.getOwnPropertyDescriptor(XMLHttpRequest.prototype, name); log(value.name, value.length, value.toString(), "prototype" in value, Object.getOwnPropertyNames(value), JSON.stringify(rest)); try { new value(); } catch (error) { log(String(error)); } } log(Object.getOwnPropertyNames(XMLHttpRequest.prototype), Object.getOwnPropertyNames(new XMLHttpRequest()))',
    traced: '',
  },
  {
    name: 'what XHR returns',
    code: 'const xhr = new XMLHttpRequest(); log(xhr.open("GET", u), xhr.setRequestHeader("a", "b"), xhr.send()); await sent(xhr)',
  },
  {
    name: 'XHR prefetches',
    code: 'const xhr = new XMLHttpRequest(); xhr.open("GET", u + "?status=404"); xhr.setRequestHeader("Purpose", "prefetch"); xhr.send(); await sent(xhr)',
  },
];
