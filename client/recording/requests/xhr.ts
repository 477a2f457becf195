import { safely } from '../../core/safely';
import { outside } from '../../core/zone';
import { type Answer, Exchange, type RequestWatcher } from './exchange';
import { natives, standInFor } from './natives';
import { text } from './overheard';
import { TRACE_HEADER } from './trace-header';

const OPENED = 1;
const DONE = 4;

const prototype = () => XMLHttpRequest.prototype;
const [readyStateOf, statusOf, statusTextOf] = natives(prototype, 'readyState', 'status', 'statusText');
const [setHeader] = natives(prototype, 'setRequestHeader');
const [listen] = natives(() => EventTarget.prototype, 'addEventListener');

const EVENTS = ['readystatechange', 'load', 'error', 'timeout', 'abort', 'loadend'];

const answerOf = (xhr: unknown): Answer | undefined =>
  readyStateOf(xhr) === DONE
    ? { status: statusOf<number>(xhr) ?? 0, statusText: statusTextOf<string>(xhr) ?? '' }
    : undefined;

/** What an XMLHttpRequest does since it was opened last. */
interface Use {
  readonly exchange: Exchange;
  readonly isAsync: boolean;
  /** It was sent, and nothing is known of its end. */
  isUnderWay: boolean;
}

export function watchXhr(watcher: RequestWatcher): void {
  const uses = new WeakMap<object, Use>();
  const listening = new WeakSet<object>();

  const end = (use: Use, answer: Answer, type: string, error?: unknown) => {
    use.isUnderWay = false;
    if (type === 'abort') return;
    if (answer.status || type === 'load') use.exchange.answered(answer);
    else use.exchange.failed(error ?? { name: `XMLHttpRequest ${type}`, message: 'no answer' });
  };
  const settle = (xhr: object, type: string, error?: unknown) => {
    const use = uses.get(xhr);
    const answer = answerOf(xhr); // none yet if the event is that of a use before
    if (!use?.isUnderWay || !answer) return;
    if (answer.status || !/^ready|end$/.test(type)) end(use, answer, type, error); // otherwise another event says why
  };
  const heard = ({ isTrusted, type, currentTarget }: Event) =>
    isTrusted && currentTarget && safely(() => settle(currentTarget, type));

  standInFor(prototype(), 'open', (pass, self, args, isNative) => {
    const exchange = new Exchange(watcher);
    const given = overheard(args, isNative, [(name) => (exchange.method = name), (url) => exchange.to(url)]);
    const answer = answerOf(self);
    const result = pass(given);
    safely(() => {
      const before = uses.get(self as object);
      uses.set(self as object, { exchange, isAsync: args.length < 3 || !!args[2], isUnderWay: false });
      // The browser ends what was under way without an event; or it has just ended, and used again before we heard.
      if (before?.isUnderWay && answer) end(before, answer, 'error');
    });
    return result;
  });

  standInFor(prototype(), 'setRequestHeader', (pass, self, args, isNative) => {
    let name = '';
    let value = '';
    const result = pass(overheard(args, isNative, [(text) => (name = text), (text) => (value = text)]));
    safely(() => uses.get(self as object)?.exchange.hear(name, value));
    return result;
  });

  standInFor(prototype(), 'send', (pass, self, args, isNative) => {
    const use = safely(() => outside(() => begin(self as object, isNative)));
    try {
      const result = pass(args);
      if (use && !use.isAsync) safely(() => settle(self as object, 'load'));
      return result;
    } catch (error) {
      // Without an answer a synchronous one throws; an asynchronous one has not been sent.
      if (use?.isAsync) use.isUnderWay = false;
      else if (use) safely(() => settle(self as object, 'error', error));
      throw error;
    }
  });

  /** If the browser is going to send it, as far as can be told. */
  function begin(xhr: object, isNative: boolean): Use | undefined {
    const use = uses.get(xhr);
    if (!use || use.isUnderWay || !use.exchange.isWatched || readyStateOf(xhr) !== OPENED) return undefined;
    const { exchange } = use;
    if (!listening.has(xhr)) for (const type of EVENTS) listen(xhr, type, heard, true);
    listening.add(xhr);
    const header = isNative && !exchange.traced && exchange.header;
    if (header) {
      setHeader(xhr, TRACE_HEADER, header);
      exchange.traced = true;
    }
    exchange.begin();
    use.isUnderWay = true;
    return use;
  }
}

/** What the browser turns into texts; another script in its place gets what the page gave. */
function overheard(args: unknown[], isNative: boolean, hear: readonly ((text: string) => void)[]): unknown[] {
  return args.map((value, index) =>
    hear[index] && (isNative || typeof value === 'string') ? text(value, hear[index]) : value,
  );
}
