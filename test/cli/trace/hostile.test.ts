import { readFileSync } from 'node:fs';
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
