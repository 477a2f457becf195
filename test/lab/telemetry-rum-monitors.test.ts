import { Driver } from './telemetry/driver';
import { batch, deployMonitor, event, MONITOR, monitorOf } from './telemetry/monitor';

const driver = new Driver();
afterAll(() => driver.end());

const RUM = 'com.amazon.rum';
const send = (id: string, events: object[]) => driver.call('send', { id, body: batch(events) });
const metric = (
  name: string,
  monitor: string,
  stat: string,
  more: Record<string, string> = {},
  namespace = 'AWS/RUM',
) => driver.call('metric', { namespace, name, stat, dimensions: { application_name: monitor, ...more } });

describe('an app monitor', () => {
  test('has its name as Ref and a UUID as Id, and is listed', async () => {
    const made = await driver.call('deploy', { type: MONITOR, properties: monitorOf('Named') });
    expect(made).toEqual({ ref: 'Named', attributes: { Id: expect.stringMatching(/^[0-9a-f-]{36}$/) } });
    const listed = (await driver.call('control', { method: 'POST', path: '/appmonitors' })).body.AppMonitorSummaries;
    expect(listed).toEqual([expect.objectContaining({ Name: 'Named', Id: made.attributes.Id })]);
    const { AppMonitor } = (await driver.call('control', { method: 'GET', path: '/appmonitor/Named' })).body;
    expect(AppMonitor).toMatchObject({ CustomEvents: { Status: 'ENABLED' }, Platform: 'Web' });
    expect(AppMonitor.AppMonitorConfiguration.SessionSampleRate).toBe(0.1);
  });

  test('is replaced when its name or platform changes, else updated', async () => {
    const old = monitorOf('Named');
    const update = (change: object) =>
      driver.call('update', { type: MONITOR, ref: 'Named', old, new: { ...old, ...change } });
    expect(await update({ Name: 'Other' })).toBe('replaced');
    expect(await update({ Platform: 'iOS' })).toBe('replaced');
    expect(await update({ CwLogEnabled: 'true' })).toBe('updated');
  });

  test('is gone after its deletion', async () => {
    const id = await deployMonitor(driver, 'Gone');
    await driver.call('remove', { type: MONITOR, ref: 'Gone' });
    expect((await send(id, [])).status).toBe(404);
  });

  const custom = (definition: object) => ({
    AppMonitorConfiguration: {
      MetricDestinations: [
        { Destination: 'CloudWatch', MetricDefinitions: [{ Name: 'Mine', Namespace: 'Shop', ...definition }] },
      ],
    },
  });
  const pattern = (value: unknown) => custom({ EventPattern: JSON.stringify(value) });
  test.each<[string, Record<string, unknown>, string]>([
    ['a slash in the name', { Name: 'a/b' }, 'Name'],
    ['a domain with a scheme', { DomainList: ['https://shop.example.com'] }, 'no host name'],
    ['a domain with a port', { DomainList: ['localhost:3000'] }, 'no host name'],
    ['six domains', { DomainList: Array(6).fill('a.example.com') }, 'expected 1 to 5'],
    ['Domain and DomainList', { Domain: 'a.example.com' }, 'exactly one'],
    ['a sample rate of 2', { AppMonitorConfiguration: { SessionSampleRate: 2 } }, 'SessionSampleRate'],
    ['the telemetry replay', { AppMonitorConfiguration: { Telemetries: ['replay'] } }, 'replay'],
    ['an unknown property', { Domains: [] }, 'Domains'],
    [
      'source maps without a place',
      { DeobfuscationConfiguration: { JavaScriptSourceMaps: { Status: 'ENABLED' } } },
      'S3Uri',
    ],
    [
      'the destination Evidently',
      { AppMonitorConfiguration: { MetricDestinations: [{ Destination: 'Evidently' }] } },
      'Evidently',
    ],
    ['a namespace of AWS', custom({ Namespace: 'AWS/Shop' }), 'AWS/'],
    ['a custom metric without namespace', custom({ Namespace: undefined }), 'Namespace'],
    [
      'a dimension that is not in the pattern',
      custom({ DimensionKeys: { 'metadata.pageId': 'Page' } }),
      'not in the EventPattern',
    ],
    ['an unknown first-level key', pattern({ color: ['red'] }), 'no field of a RUM event'],
    ['two values in an array', pattern({ event_type: ['a', 'b'] }), 'hold one value'],
    ['details without a type', pattern({ event_details: { a: ['b'] } }), 'needs an event_type'],
    ['an unknown filter', pattern({ event_type: [{ cidr: '10.0.0.0/8' }] }), 'cidr'],
    ['a pattern that is no JSON', custom({ EventPattern: '{' }), 'not JSON'],
    ['a pattern over 4000 characters', pattern({ event_type: ['x'.repeat(4000)] }), 'at most 4000'],
  ])('is refused with %s', async (_, more, message) => {
    const properties = monitorOf('Refused', more);
    await expect(driver.call('deploy', { type: MONITOR, properties })).rejects.toThrow(message);
  });

  test('that is refused on update stays as it was', async () => {
    const id = await deployMonitor(driver, 'Stays');
    const old = monitorOf('Stays');
    const call = { type: MONITOR, ref: 'Stays', old, new: { ...old, CustomEvents: {}, DomainList: ['*'] } };
    await expect(driver.call('update', call)).rejects.toThrow('no host name');
    await send(id, [event('still.custom')]);
    expect((await driver.call('refused', { name: 'Stays' })).accepted).toEqual({ 'still.custom': 1 });
  });
});

describe('accepted events become metrics', () => {
  test('of the documented names, units and values', async () => {
    const id = await deployMonitor(driver, 'Metrics');
    await send(id, [
      event(`${RUM}.session_start_event`),
      event(`${RUM}.page_view_event`, { timeOnParentPage: 900 }),
      event(`${RUM}.page_view_event`),
      event(`${RUM}.js_error_event`, { message: 'x' }),
      event(`${RUM}.http_event`, { response: { status: 404 } }),
      event(`${RUM}.http_event`, { response: { status: 503 } }),
      event(`${RUM}.http_event`, { response: { status: 200 } }),
      event(`${RUM}.performance_navigation_event`, { duration: 1999 }),
      event(`${RUM}.performance_navigation_event`, { duration: 2000 }),
      event(`${RUM}.performance_navigation_event`, { duration: 8000 }),
      event(`${RUM}.largest_contentful_paint_event`, { value: 1200 }),
      event(`${RUM}.cumulative_layout_shift_event`, { value: 0.07 }),
    ]);
    const sums = { SessionCount: 1, PageViewCount: 2, JsErrorCount: 1, Http4xxCount: 1, Http5xxCount: 1 };
    for (const [name, sum] of Object.entries(sums))
      expect([name, await metric(name, 'Metrics', 'Sum')]).toEqual([name, sum]);
    expect(await metric('PerformanceNavigationDuration', 'Metrics', 'Average')).toBeCloseTo((1999 + 2000 + 8000) / 3);
    for (const verdict of ['Satisfied', 'Tolerated', 'Frustrated'])
      expect(await metric(`Navigation${verdict}Transaction`, 'Metrics', 'Sum')).toBe(1);
    expect(await metric('WebVitalsLargestContentfulPaint', 'Metrics', 'Maximum')).toBe(1200);
    expect(await metric('WebVitalsCumulativeLayoutShift', 'Metrics', 'Maximum')).toBe(0.07);
    expect(await metric('TimeOnPage', 'Metrics', 'Sum')).toBe(900);
    expect(await metric('RumEventPayloadSize', 'Metrics', 'SampleCount')).toBe(12);
    const unit = (name: string) =>
      driver.call('unit_of', { namespace: 'AWS/RUM', name, dimensions: { application_name: 'Metrics' } });
    expect(await unit('SessionCount')).toBe('Count');
    expect(await unit('WebVitalsLargestContentfulPaint')).toBe('Milliseconds');
    expect(await unit('WebVitalsCumulativeLayoutShift')).toBe('None');
    expect(await unit('RumEventPayloadSize')).toBe('Bytes');
  });

  test('of the monitor’s own definitions, one data point per match', async () => {
    const definition = (Name: string, EventPattern: object, more: object = {}) => ({
      Name,
      Namespace: 'UserTelemetry',
      EventPattern: JSON.stringify(EventPattern),
      ...more,
    });
    const type = 'user_telemetry.transaction_started';
    const MetricDefinitions = [
      definition(
        'TransactionStarted',
        { event_type: [type], event_details: { transaction: ['Checkout'] } },
        { UnitLabel: 'Count', DimensionKeys: { 'event_details.transaction': 'Transaction' } },
      ),
      definition(
        'CartValue',
        { event_type: [type], event_details: { value: [{ exists: true }] } },
        { ValueKey: 'event_details.value' },
      ),
    ];
    const AppMonitorConfiguration = { MetricDestinations: [{ Destination: 'CloudWatch', MetricDefinitions }] };
    const id = await deployMonitor(driver, 'Own', { AppMonitorConfiguration });
    await send(id, [
      event(type, { transaction: 'Checkout', value: 42.5 }),
      event(type, { transaction: 'Checkout' }),
      event(type, { transaction: 'Other' }),
      event('user_telemetry.transaction_completed', { transaction: 'Checkout' }),
    ]);
    const namespace = 'RUM/CustomMetrics/UserTelemetry';
    expect(await metric('TransactionStarted', 'Own', 'Sum', { Transaction: 'Checkout' }, namespace)).toBe(2);
    expect(await metric('CartValue', 'Own', 'Sum', {}, namespace)).toBe(42.5);
    expect(await metric('CartValue', 'Own', 'SampleCount', {}, namespace)).toBe(1);
  });
});

describe('event patterns', () => {
  const found = { event_type: 'shop.bought', event_details: { value: 250, tags: ['a', 'b'], ok: true }, metadata: {} };
  test.each<[string, object, boolean]>([
    ['an exact value', { event_type: ['shop.bought'] }, true],
    ['another value', { event_type: ['shop.left'] }, false],
    ['any value of a list', { event_type: ['shop.left', 'shop.bought'] }, true],
    ['a prefix', { event_type: [{ prefix: 'shop.' }] }, true],
    ['a prefix that only is inside', { event_type: [{ prefix: 'bought' }] }, false],
    ['a suffix', { event_type: [{ suffix: '.bought' }] }, true],
    ['anything but a value', { event_type: [{ 'anything-but': 'shop.bought' }] }, false],
    ['anything but a list', { event_type: [{ 'anything-but': ['shop.left'] }] }, true],
    ['anything but a prefix', { event_type: [{ 'anything-but': { prefix: 'shop' } }] }, false],
    ['a number in a range', { event_details: { value: [{ numeric: ['>=', 200, '<', 300] }] } }, true],
    ['a number at an open end', { event_details: { value: [{ numeric: ['>', 250] }] } }, false],
    ['a number that is text', { event_type: [{ numeric: ['>', 0] }] }, false],
    ['a field that exists', { event_details: { value: [{ exists: true }] } }, true],
    ['a field that must not exist', { metadata: { pageId: [{ exists: false }] } }, true],
    ['a missing field', { metadata: { pageId: ['/'] } }, false],
    ['an element of an array', { event_details: { tags: ['b'] } }, true],
    ['true, which is not 1', { event_details: { ok: [1] } }, false],
    ['all fields at once', { event_type: ['shop.bought'], event_details: { value: [1] } }, false],
  ])('match %s', async (_, pattern, expected) => {
    expect(await driver.call('matches', { pattern, event: found })).toBe(expected);
  });

  test.each([
    [{ event_type: 'shop' }, 'must be an array'],
    [{ event_type: [] }, 'empty array'],
    [{}, 'at least one field'],
    [{ event_type: [{ wildcard: '*' }] }, 'wildcard'],
    [{ event_type: [{ numeric: ['~', 1] }] }, 'no argument of numeric'],
  ])('%j is refused', async (pattern, message) => {
    await expect(driver.call('matches', { pattern, event: found })).rejects.toThrow(message);
  });
});
