import { Driver } from './telemetry/driver';
import { batch, deployMonitor, event } from './telemetry/monitor';

const driver = new Driver();
afterAll(() => driver.end());

const RUM = 'com.amazon.rum';
const NAMESPACE = 'UserTelemetry';

async function deployTransaction(monitor: string): Promise<string> {
  const MetricDefinitions = ['Started', 'Completed', 'Abandoned'].map((outcome) => ({
    Name: `Transaction${outcome}`,
    Namespace: NAMESPACE,
    EventPattern: JSON.stringify({
      event_type: [`user_telemetry.transaction_${outcome.toLowerCase()}`],
      event_details: { transaction: ['Checkout'] },
    }),
    DimensionKeys: { 'event_details.transaction': 'Transaction' },
  }));
  const AppMonitorConfiguration = { MetricDestinations: [{ Destination: 'CloudWatch', MetricDefinitions }] };
  return deployMonitor(driver, monitor, { AppMonitorConfiguration });
}

describe('the report', () => {
  test('is all zeros before anything arrives', async () => {
    expect(await driver.call('layers')).toEqual({
      realUsers: { sessions: 0, pageViews: 0, jsErrors: 0, customEvents: 0, refused: 0 },
      syntheticUsers: { runs: 0, passed: 0, failed: 0, steps: 0 },
      backends: { spans: 0, metrics: 0 },
      behavior: { started: 0, completed: 0, abandoned: 0 },
      watch: { dashboards: 0, alarms: 0, alarmsInAlarm: 0 },
    });
  });

  test('counts what the emulated services hold, over all app monitors', async () => {
    const outcome = (name: string) => event(`user_telemetry.transaction_${name}`, { transaction: 'Checkout' });
    for (const monitor of ['one', 'two']) {
      const id = await deployTransaction(monitor);
      const events = [
        event(`${RUM}.session_start_event`),
        event(`${RUM}.page_view_event`),
        event(`${RUM}.page_view_event`),
        event(`${RUM}.js_error_event`),
        outcome('started'),
        outcome('started'),
        outcome('completed'),
        outcome('abandoned'),
      ];
      await driver.call('send', { id, body: batch(events) });
      await driver.call('send', { id, body: batch([event('bad type')]) });
    }
    await driver.call('send', { id: 'nobody', body: batch([]) });
    const { realUsers, behavior } = await driver.call('layers');
    expect(realUsers).toEqual({ sessions: 2, pageViews: 4, jsErrors: 2, customEvents: 8, refused: 3 });
    expect(behavior).toEqual({ started: 4, completed: 2, abandoned: 2 });
    expect((await driver.call('more')).refusedByRum).toEqual({
      'one: bad event type': 1,
      'two: bad event type': 1,
      'bad app monitor id': 1,
    });
  });

  test('counts alarms and dashboards as deployed', async () => {
    const alarm = (AlarmName: string, TreatMissingData: string) => ({
      AlarmName,
      TreatMissingData,
      Namespace: 'Test',
      MetricName: 'Nothing',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    });
    for (const mode of ['breaching', 'notBreaching'])
      await driver.call('deploy', { type: 'AWS::CloudWatch::Alarm', properties: alarm(mode, mode) });
    const properties = { DashboardName: 'Shop', DashboardBody: JSON.stringify({ widgets: [] }) };
    await driver.call('deploy', { type: 'AWS::CloudWatch::Dashboard', properties });
    expect((await driver.call('layers')).watch).toEqual({ dashboards: 1, alarms: 2, alarmsInAlarm: 1 });
  });

  test('tells canaries’ events apart', async () => {
    const id = await deployMonitor(driver, 'three');
    const headers = { 'User-Agent': 'Mozilla/5.0 CloudWatchSynthetics/arn:aws:synthetics:us-east-1:1:canary:buy' };
    await driver.call('send', { id, body: batch([event(`${RUM}.page_view_event`)]), headers });
    expect((await driver.call('more')).eventsFromCanaries).toBe(1);
  });
});

describe('the drawn dashboard', () => {
  const widget = (properties: object, type = 'metric') => ({ type, x: 0, y: 0, width: 12, height: 6, properties });
  const draw = (...widgets: object[]): Promise<string> =>
    driver.call('dashboard', { body: { start: '-PT8H', widgets } });
  const put = (name: string, values: number[], ago: number) =>
    driver.call('put_metric', { namespace: 'Draw', name, values, dimensions: { Shop: 'a' }, unit: 'Count', ago });

  test('says that it is emulated and asks nothing of the network', async () => {
    const html = await draw();
    expect(html).toContain('emulated CloudWatch (lab)');
    expect(html).not.toMatch(/(src|href)="(https?:)?\/\/|@import|url\(/);
  });

  test('shows metrics with their shorthands, and math', async () => {
    await put('Started', [1, 1, 1, 1], 30);
    await put('Completed', [1, 1, 1], 20);
    const html = await draw(
      widget({
        view: 'singleValue',
        setPeriodToTimeRange: true,
        stat: 'Sum',
        metrics: [
          ['Draw', 'Started', 'Shop', 'a', { id: 's', label: 'started' }],
          ['.', 'Completed', '.', '.', { id: 'c', label: 'completed' }],
          [{ expression: '100*c/s', label: 'rate' }],
        ],
      }),
    );
    const values = [...html.matchAll(/<b>([^<]+)<\/b><span><i[^>]*><\/i>(\w+)/g)].map(([, value, label]) => [
      label,
      value,
    ]);
    expect(values).toEqual([
      ['started', '4'],
      ['completed', '3'],
      ['rate', '75'],
    ]);
  });

  test('zooms to where data is, and says so', async () => {
    const html = await draw(widget({ metrics: [['Draw', 'Started', 'Shop', 'a']], stat: 'Sum' }));
    expect(html).toContain('zoomed to where data is');
    expect(html).toContain('the dashboard itself shows the last 8 h');
  });

  test.each<[string, object, string]>([
    ['a widget type that it does not know', widget({}, 'log'), 'widgets of type &#x27;log&#x27;'],
    ['a view that it does not know', widget({ view: 'pie', metrics: [] }), 'the view &#x27;pie&#x27;'],
    ['math that it cannot evaluate', widget({ metrics: [[{ expression: 'RATE(a)' }]] }), 'RATE()'],
  ])('shows %s as refused', async (_, refused, message) => {
    const html = await draw(refused);
    expect(html).toContain('Refused by the lab');
    expect(html).toContain(message);
  });

  test('writes text as text: markup in it stays visible', async () => {
    const html = await draw(widget({ markdown: '# Shop <b>\n**bold** [x](javascript:alert(1)) `a*b*`' }, 'text'));
    expect(html).toContain('<h1>Shop &lt;b&gt;</h1>');
    expect(html).toContain('<strong>bold</strong>');
    expect(html).not.toContain('javascript:');
    expect(html).toContain('<code>a*b*</code>');
  });

  test('shows the state of every alarm', async () => {
    const alarms = ['breaching', 'gone'].map((name) => `arn:aws:cloudwatch:us-east-1:123456789012:alarm:${name}`);
    const html = await draw(widget({ alarms }, 'alarm'));
    expect(html).toMatch(/class="tile alarm"[^>]*><b>breaching<\/b><span>Alarm/);
    expect(html).toContain('does not exist');
  });
});
