import { readFileSync, writeFileSync } from 'node:fs';
import { event, FAILED_ORDER, SESSION, TRACE, TRACES } from './shop-events';
import { lines, told, useFolder } from './told';

/** Whoever has a browser writes into events what they like. */
const { file, path } = useFolder();

const ESCAPE = '\u001b[31mred\u001b]0;title\u0007\u009b1A\r\n\u202eevil\u2028';
const MARKUP = '"><img src=x onerror=alert(1)></textarea><script>alert(2)</script>\'';
const BAD = MARKUP + ESCAPE;

const rum = (type: string, details: object) =>
  event({ type: `com.amazon.rum.${type}`, at: 0, page: BAD, details, metadata: { title: BAD, browserName: BAD } });
const own = (type: string, details: object) => event({ type: `user_telemetry.${type}`, at: 0, page: BAD, details });

const EVENTS = [
  rum('page_view_event', { pageId: BAD }),
  rum('js_error_event', { type: BAD, message: BAD, filename: BAD, lineno: 1, stack: BAD, unminifiedStack: BAD }),
  rum('dom_event', { event: BAD, elementId: BAD }),
  rum('http_event', { request: { method: BAD, url: BAD }, error: { type: BAD, message: BAD }, trace_id: TRACE }),
  own('clicks', {
    clicks: [{ time: 1, elementRole: BAD, element: BAD, frustration: BAD }, null, 'x', { element: {} }],
  }),
  own('form', { form: BAD, outcome: BAD, last: BAD }),
  own('feature', { feature: BAD, [BAD]: BAD }),
  own('transaction_abandoned', { transaction: BAD, reason: BAD }),
  own('client_dropped', { [BAD]: BAD }),
  own('page_engagement', { engagedMs: BAD }),
  event({ type: `own${BAD}`, at: 0, page: BAD, details: { [BAD]: BAD } }),
];
const [trace] = TRACES.Traces;
const HOSTILE_TRACES = {
  Traces: [
    {
      ...trace,
      Segments: [
        { Document: { id: BAD, name: BAD, start_time: 1, end_time: 2, http: { request: { method: BAD, url: BAD } } } },
        {
          Document: {
            id: 'x',
            name: BAD,
            start_time: 1,
            cause: { exceptions: [{ type: BAD, message: BAD, stack: [{ path: BAD }] }] },
          },
        },
      ],
    },
  ],
};

const CONTROLS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

test('a terminal gets no control character that an event holds, neither of steps nor of errors', async () => {
  const events = file('events.jsonl', lines(EVENTS));
  const steps = await told(SESSION, events, '--traces', file('traces.json', HOSTILE_TRACES));
  const errors = await told('--errors', events);
  for (const { output } of [steps, errors]) {
    expect(output).toContain('\\u{1b}[31mred');
    for (const line of output.split('\n')) expect(line).not.toMatch(CONTROLS);
  }
});

test('a page holds what events hold as text, loads nothing and runs nothing', async () => {
  const args = ['--traces', file('traces.json', HOSTILE_TRACES), '--html', path('page.html')];
  await told(SESSION, file('events.jsonl', lines(EVENTS)), ...args);
  const page = readFileSync(path('page.html'), 'utf8');
  expect(page).toContain('&#60;img src=x onerror=alert(1)&#62;');
  expect(page).not.toMatch(/<(img|script|textarea|iframe|link|object|a)\b/i);
  expect(page.replace(/\n/g, '')).not.toMatch(CONTROLS);
  expect(page).toContain("default-src 'none'");
  // Of attributes none has a value from an event.
  const values = [...page.matchAll(/<\w+(?:\s[^<>]*)?>/g)].map(([tag]) => tag).join('');
  expect(values).not.toContain('onerror');
});

test('a page has the steps, the spans with their bars, and what needs somebody to look at it', async () => {
  const args = ['--traces', file('traces.json', TRACES), '--html', path('page.html')];
  await told(SESSION, file('events.jsonl', lines(FAILED_ORDER)), ...args);
  const page = readFileSync(path('page.html'), 'utf8');
  expect(page).toMatch(/<li class="bad">.*\n.*✗.*\n.*POST \/api\/orders → 500/);
  expect(page).toMatch(/DynamoDB <span class="note">PutItem Orders<\/span> <strong>✗ fault/);
  // Begins 30 ms after the first of 130 ms, and takes 90.
  expect(page).toContain('left:23.08%;width:69.23%');
});

test('a session with thousands of steps, and a message of a megabyte, are told all the same', async () => {
  const error = { type: 'Error', message: 'x'.repeat(1_000_000) };
  const events = [
    event({ type: 'com.amazon.rum.js_error_event', at: 0, details: error }),
    ...Array.from({ length: 5_000 }, (_, at) => event({ type: 'user_telemetry.event.seen', at, details: { at } })),
  ];
  const { output } = await told(SESSION, file('events.jsonl', lines(events)));
  expect(output.length).toBeLessThan(1_000_000);
  expect(output).toContain('more characters');
});

describe('values that are none', () => {
  const STRANGE = { toString: 1, valueOf: 1 };
  const DEEP = 'DEEP';
  /** 20,000 brackets: JSON can be read so deep, and not be written. */
  const written = (events: readonly object[]) =>
    lines(events).replaceAll(`"${DEEP}"`, '['.repeat(20_000) + ']'.repeat(20_000));

  test.each<[string, object]>([
    ['of a feature', own('feature', { feature: STRANGE })],
    ['of a feature, nested without end', own('feature', { feature: DEEP, size: DEEP })],
    ['of an event of its own', event({ type: 'own', at: 0, details: { deep: DEEP } })],
    ['of a page view', event({ type: 'own', at: 0, metadata: { interaction: STRANGE, domain: STRANGE } })],
    ['of its time', { ...event({ type: 'own', at: 0 }), event_timestamp: STRANGE }],
    [
      'of what marks synthetic users',
      event({ type: 'own', at: 0, session: 'other', metadata: { synthetic: STRANGE } }),
    ],
    ['of a trace', rum('xray_trace_event', { trace_id: STRANGE, subsegments: [{ cause: { exceptions: 5 } }] })],
    ['of a request', rum('http_event', { trace_id: STRANGE, request: 5, response: { status: STRANGE } })],
    ['of a click', own('clicks', { clicks: [{ time: STRANGE, element: STRANGE, frustration: STRANGE }] })],
    ['of a form', own('form', { form: STRANGE, outcome: STRANGE })],
    ['of what was lost', own('client_dropped', { queueFull: STRANGE })],
    ['of a transaction', own('transaction_started', { transaction: STRANGE, attempt: STRANGE, reason: STRANGE })],
  ])('%s keep no other event from being shown', async (_, strange) => {
    const events = file('events.jsonl', written([...FAILED_ORDER, strange]));
    for (const args of [[SESSION], ['--errors'], ['--errors', 'checkout']]) {
      const { status, output } = await told(...args, events);
      expect([status, output]).toEqual([0, expect.stringContaining("reading 'id'")]);
    }
  });

  test('of spans keep no other span from being shown, and thousands may lie within each other', async () => {
    const frame = { exceptions: [{ type: 'E', stack: [{ path: STRANGE, line: STRANGE }] }] };
    const http = { request: { method: STRANGE, url: STRANGE }, response: { status: STRANGE } };
    const strange = { id: 'x', name: STRANGE, start_time: 1, cause: frame, http };
    const seen = { id: 'y', name: 'seen', start_time: 1, cause: 5, aws: { operation: STRANGE } };
    const chain = Array.from({ length: 30_000 }, (_, id) => {
      return { id: `f${id}`, parent_id: `f${id - 1}`, name: 'f', start_time: 3 };
    });
    const Segments = [strange, seen, ...chain].map((Document) => ({ Document }));
    const { status, output } = await told(
      SESSION,
      file('events.jsonl', lines(FAILED_ORDER)),
      '--traces',
      file('traces.json', { Traces: [{ ...trace, Segments }] }),
    );
    expect([status, output]).toEqual([0, expect.stringContaining('seen')]);
  });

  test('that are texts of the language itself are shown as they are', async () => {
    const details = { transaction: 'Checkout', attempt: 'a', reason: 'constructor' };
    const clicks = [{ time: 1, element: 'x', frustration: 'toString' }];
    const events = [own('transaction_abandoned', details), own('clicks', { clicks })];
    const { output } = await told(SESSION, file('events.jsonl', lines(events)));
    expect(output).toContain('transaction Checkout abandoned (constructor)');
    expect(output).toContain('click "x" (toString)');
  });
});

test('what is long hides neither how a request ended, nor how long it took, nor that a span failed', async () => {
  const url = `https://shop.example.com/search?q=${'x'.repeat(900)}`;
  const request = { method: 'GET', url };
  const segment = { id: '53995c3f42cd8ad8', http: { request, response: { status: 500 } } };
  const details = { trace_id: TRACE, start_time: 1.5, end_time: 1.62, subsegments: [segment] };
  const Document = { id: 'x', name: 'orders', start_time: 1.5, end_time: 1.6, fault: true, http: { request } };
  const events = [
    rum('xray_trace_event', details),
    own('transaction_abandoned', { transaction: 'T'.repeat(900), reason: 'left' }),
  ];
  const traces = file('traces.json', { Traces: [{ ...trace, Segments: [{ Document }] }] });
  const { output } = await told(SESSION, file('events.jsonl', lines(events)), '--traces', traces);
  expect(output).toMatch(/GET \/search.*more characters\) → 500 {2}120 ms/);
  expect(output).toMatch(/orders {2}GET .*more characters\) {2}100 ms \(\+0 ms\) {2}fault/);
  expect(output).toMatch(/transaction T+… .* abandoned \(the user left\)/);
});

test('a stack of a megabyte is read in no time', async () => {
  const stack = `a:${'/'.repeat(500_000)}\n${'at f (https://a/b.js:1:1)\n'.repeat(20_000)}`;
  const error = { type: 'Error', message: 'x', stack };
  const events = file('events.jsonl', lines([rum('js_error_event', error)]));
  writeFileSync(path('b.js.map'), JSON.stringify({ version: 3, sources: ['b.ts'], names: [], mappings: 'AAAA' }));
  const { output } = await told(SESSION, '--source-maps', path('.'), events);
  expect(output).toContain('at b.ts:1:1');
});
