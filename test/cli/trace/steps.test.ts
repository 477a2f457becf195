import { App, Stack } from 'aws-cdk-lib';
import { event, FAILED_ORDER, SESSION, START, TRACE, TRACES, USER } from './shop-events';
import { lines, told, useFolder } from './told';

const { file, path } = useFolder();

/** The steps alone: offsets and texts, without what is told of the session. */
const timeline = (output: string) => output.match(/^ .*$/gm)?.map((line) => line.trim().replace(/ {2,}/g, ' ')) ?? [];

const STEPS = [
  '+0 s / (Shop)',
  'LCP 4321 ms (poor)',
  '1 file loaded',
  '+0 s · session starts',
  '+5 s /checkout',
  '+5 s · transaction Checkout started',
  '+6.123 s · click button "Place order"',
  '+6.130 s ✗ POST /api/orders → 500 160 ms',
  "+6 s ✗ TypeError: Cannot read properties of undefined (reading 'id')",
  'at https://shop.example.com/assets/app.js:1:30',
  '+7 s · feature GiftCards',
  '+8.050 s ✗ click button "Place order" (again and again, and nothing happened)',
  '+25 s ✗ transaction Checkout abandoned (the user left)',
];

describe('the steps of a session', () => {
  test('stand in their order, page by page, across midnight, with what was measured and how it ended', async () => {
    const { status, output } = await told(SESSION, file('events.jsonl', lines(FAILED_ORDER)));
    expect(status).toBe(0);
    expect(output).toContain(`User ${USER}`);
    expect(output).toContain('2026-11-28 23:59:50 UTC, for 25.00 s; 2 page views, 12 events');
    expect(output).toContain('Chrome 142, Linux, desktop, DE, release 2026.11.3');
    expect(output).toContain('The last event: 2026-11-29 00:00:15 UTC, 25.00 s after the first');
    expect(timeline(output)).toEqual(STEPS);
  });

  test('are the same in any order of events, and events that came twice count once, and are told', async () => {
    const twice = [...FAILED_ORDER].reverse().concat(FAILED_ORDER.slice(0, 3));
    const { output } = await told(SESSION, file('events.jsonl', lines(twice)));
    expect(output).toContain('12 events of 1 file');
    expect(output).toContain('3 events left out that had been delivered before');
    expect(timeline(output)).toEqual(STEPS);
  });

  test.each([
    ['the pseudonym of the user', USER, `1 session of user ${USER}`],
    ['a trace of W3C', TRACE, `1 session of trace ${TRACE}`],
    ['a trace of X-Ray', `1-${TRACE.slice(0, 8)}-${TRACE.slice(8)}`, '1 session of trace 1-'],
  ])('are found by %s', async (_, id, title) => {
    const other = event({ type: 'com.amazon.rum.page_view_event', at: 0, session: 'another', user: 'somebody' });
    const { status, output } = await told(id, file('events.jsonl', lines([...FAILED_ORDER, other])));
    expect(status).toBe(0);
    expect(output).toContain(title);
    expect(timeline(output)).toEqual(STEPS);
  });

  test('of a user are those of all sessions, from the first on', async () => {
    const view = { type: 'com.amazon.rum.page_view_event', page: '/' };
    const events = [event({ ...view, at: 90_000_000, session: 'later' }), event({ ...view, at: 0, session: 'first' })];
    const { output } = await told(USER, file('events.jsonl', lines(events)));
    expect(output.match(/^Session .*$/gm)).toEqual(['Session first', 'Session later']);
  });

  test('of nobody are none, with exit status 1', async () => {
    const { status, output } = await told('nobody', file('events.jsonl', lines(FAILED_ORDER)));
    expect([status, output]).toEqual([1, expect.stringContaining('No session, user or trace nobody')]);
  });

  test('of a synthetic user are marked', async () => {
    const metadata = { 'user_agent.synthetic.type': 'test' };
    const events = [event({ type: 'com.amazon.rum.page_view_event', at: 0, metadata })];
    const { output } = await told(SESSION, file('events.jsonl', lines(events)));
    expect(output).toContain(`Session ${SESSION} (synthetic user)`);
  });

  test('of two tabs stay apart, and the page that goes on beside the other is told', async () => {
    const click = (at: number) => ({ time: START + at, elementRole: 'link', element: `at ${at}`, selector: 'a' });
    const on = (page: string, interaction: number, at: number, clicks: number[]) => [
      event({ type: 'com.amazon.rum.page_view_event', at, page, interaction }),
      event({ type: 'user_telemetry.clicks', at, page, interaction, details: { clicks: clicks.map(click) } }),
    ];
    const events = [...on('/a', 0, 0, [1_000, 9_000]), ...on('/b', 1, 4_000, [5_000])];
    const { output } = await told(SESSION, file('events.jsonl', lines(events)));
    expect(timeline(output)).toEqual([
      '+0 s /a',
      'It is used after the next page was viewed: in another tab, or once more',
      '+1.000 s · click link "at 1000"',
      '+9.000 s · click link "at 9000"',
      '+4 s /b',
      '+5.000 s · click link "at 5000"',
    ]);
  });

  test('begin a transaction between the click and the request of the same millisecond', async () => {
    const moment = (START + 2_400) / 1000;
    const request = { method: 'GET', url: 'https://shop.example.com/api' };
    const segment = { id: '53995c3f42cd8ad8', http: { request, response: { status: 200 } } };
    const details = { trace_id: TRACE, start_time: moment, end_time: moment + 0.1, subsegments: [segment] };
    const events = [
      event({ type: 'com.amazon.rum.xray_trace_event', at: 2_500, details }),
      event({
        type: 'user_telemetry.transaction_started',
        at: 2_400,
        details: { transaction: 'Checkout', attempt: 'a' },
      }),
      event({
        type: 'user_telemetry.clicks',
        at: 3_000,
        details: { clicks: [{ time: START + 2_400, selector: 'a' }] },
      }),
    ];
    const { output } = await told(SESSION, file('events.jsonl', lines(events)));
    expect(
      timeline(output)
        .slice(-3)
        .map((line) => line.replace(/^\S+ s · /, '')),
    ).toEqual(['click a', 'transaction Checkout started', 'GET /api → 200 100 ms']);
  });

  test('are those since a time, counted back from the last event', async () => {
    const { output } = await told(SESSION, '--since', '1m', file('events.jsonl', lines(FAILED_ORDER)));
    expect(output).toContain('12 events of 1 file, since 2026-11-28 23:59:15 UTC');
    const late = event({ type: 'com.amazon.rum.page_view_event', at: 70_000, page: '/late', interaction: 2 });
    const cut = await told(SESSION, '--since', '1m', file('events.jsonl', lines([...FAILED_ORDER, late])));
    expect(cut.output).not.toContain('transaction Checkout started');
    expect(cut.output).toContain('Its beginning is not among these events');
    expect(output).not.toContain('Its beginning');
  });

  test('are counted back from no time that a single clock tells wrongly', async () => {
    const many = Array.from({ length: 200 }, (_, at) => event({ type: 'own', at: at * 1000 }));
    const wrong = event({ type: 'own', at: 400 * 86_400_000, session: 'hostile' });
    const { output } = await told(SESSION, '--since', '1h', file('events.jsonl', lines([...many, wrong])));
    expect(output).toContain('201 events of 1 file, since 2026-11-28 23:03:09 UTC');
    expect(output).toContain('--since counts back from 2026-11-29 00:03:09 UTC: 1 event of a later time by the');
    // When it was received is known better.
    const events = [wrong].map((each) => ({ message: JSON.stringify(each), ingestionTime: START + 1_000 }));
    const received = await told('hostile', '--since', '1h', file('events.json', { events }));
    expect(received.output).toContain('counts back from 2026-11-28 23:59:51 UTC: 1 event');
  });

  test('tell of a browser whose clock is ahead of the time at which its events were received', async () => {
    const message = (at: number) => JSON.stringify(event({ type: 'com.amazon.rum.page_view_event', at }));
    const events = { events: [{ message: message(60_000), ingestionTime: START + 1_000 }] };
    const { output } = await told(SESSION, file('events.json', events));
    expect(output).toContain("The browser's clock is ahead of that of CloudWatch Logs, by 59 s at least");
    expect(output).toContain('not corrected');
  });

  test('tell of a transaction that did not end, and of events that the client lost', async () => {
    const events = [
      event({ type: 'user_telemetry.transaction_started', at: 0, details: { transaction: 'Checkout', attempt: 'a' } }),
      event({ type: 'user_telemetry.client_dropped', at: 1_000, details: { queueFull: 3 } }),
    ];
    const { output } = await told(SESSION, file('events.jsonl', lines(events)));
    expect(output).toContain('Transaction Checkout neither completed nor was abandoned in these events');
    expect(output).toContain('✗ events that never arrived: 3 queueFull');
  });

  test("of AWS's own web client are shown, too", async () => {
    const rum = (type: string, at: number, details: object) => event({ type: `com.amazon.rum.${type}`, at, details });
    const events = [
      rum('page_view_event', 0, { pageId: '/' }),
      rum('dom_event', 1_000, { event: 'click', elementId: 'buy', element: 'BUTTON' }),
      rum('http_event', 2_000, {
        request: { method: 'GET', url: 'https://other.example.com/x' },
        error: { type: 'TypeError', message: 'Failed to fetch' },
      }),
      event({ type: 'my.own_event', at: 3_000, details: { size: 3 } }),
    ];
    const { output } = await told(SESSION, file('events.jsonl', lines(events)));
    expect(timeline(output)).toEqual([
      '+0 s /',
      '+1 s · click #buy',
      '+2 s ✗ GET https://other.example.com/x → TypeError: Failed to fetch',
      '+3 s · event my.own_event',
      '{"size":3}',
    ]);
  });
});

describe('the spans of backends', () => {
  const order = (traces: object, ...args: string[]) =>
    told(SESSION, file('events.jsonl', lines(FAILED_ORDER)), '--traces', file('traces.json', traces), ...args);

  test('stand below their request, each below what called it, with what failed', async () => {
    const { output } = await order(TRACES);
    const [, below] = /→ 500 {2}160 ms\n([\s\S]*?)\n {5}.*TypeError: Cannot/.exec(output) ?? [];
    expect(below.split('\n').map((line) => line.replace(/^ {17}/, ''))).toEqual([
      '✗ orders  POST /api/orders → 500  130 ms (+0 ms)  fault',
      '  └ stock  20 ms (+5 ms)',
      '    └ stock  GET http://stock/mug → 200  10 ms (+10 ms)',
      '  ✗ DynamoDB  PutItem Orders  90 ms (+30 ms)  fault',
      '      TimeoutError: no answer (orders.js:12)',
    ]);
  });

  test('of a clock that differs from that of the browser are told, and not moved', async () => {
    const [trace] = TRACES.Traces;
    const early = { id: '1', name: 'orders', start_time: (START + 1_130) / 1000, end_time: (START + 1_140) / 1000 };
    const { output } = await order({ Traces: [{ ...trace, Segments: [{ Document: early }] }] });
    expect(output).toContain('orders  10 ms (+0 ms)');
    expect(output).toContain('began 5000 ms before the browser sent it: clocks differ, not corrected');
  });

  test('whose parents go round in a circle, or are no spans, do no harm', async () => {
    const [trace] = TRACES.Traces;
    const times = { start_time: 1, end_time: 2 };
    const round = [
      { id: 'a', parent_id: 'b', name: 'one', ...times },
      { id: 'b', parent_id: 'a', name: 'two', ...times },
      { name: 'none' },
      'no JSON',
    ].map((Document) => ({ Document }));
    const { status, output } = await order({ Traces: [{ ...trace, Segments: round }] });
    expect(status).toBe(0);
    expect(output).toMatch(/└ one[\s\S]*└ two/);
  });

  test('of a file that holds something else are refused', async () => {
    await expect(order({ Services: [] })).rejects.toThrow('has no Traces');
  });

  test('of another format are refused: they would be shown as if there was none', async () => {
    const Id = TRACES.Traces[0].Id;
    const Document = JSON.stringify({ traceId: TRACE, spanId: '1', startTimeUnixNano: 1, name: 'orders' });
    await expect(order({ Traces: [{ Id, Spans: [{ Id: '1', Document }] }] })).rejects.toThrow('--trace-format XRAY');
    await expect(order({ TraceFormat: 'OTEL', Traces: [] })).rejects.toThrow('of X-Ray: OpenTelemetry');
  });
});

describe('options', () => {
  test.each([
    [[], 'expected an ID'],
    [[SESSION], 'expected files of events, or --app'],
    [[SESSION, 'events', '--app', 'cdk.out'], 'expected files of events or --app'],
    [[SESSION, 'events', '--since', 'yesterday'], '--since: got yesterday'],
    [[SESSION, 'events', '--stack', 'Shop'], '--stack and --region are for --app'],
    [['--errors', '--app', 'cdk.out', '--html', 'x.html'], 'not with --errors'],
    [['--errors', '--app', 'cdk.out', '--top', '0'], '--top: got 0'],
  ])('%j are refused', async (args, message) => {
    await expect(told(...args)).rejects.toThrow(message);
  });

  test('of an app without an app monitor, or a stack that is none, are refused before anybody is asked', async () => {
    const app = new App({ outdir: path('cdk.out'), analyticsReporting: false });
    new Stack(app, 'Empty');
    app.synth();
    await expect(told(SESSION, '--app', path('cdk.out'))).rejects.toThrow('has no app monitor');
    await expect(told(SESSION, '--app', path('cdk.out'), '--stack', 'Shop')).rejects.toThrow('it has: Empty');
  });
});
