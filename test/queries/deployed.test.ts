import type { Stack } from 'aws-cdk-lib';
import * as events from '../../src/events';
import { defineEvents, putEvents } from '../lab/helpers/event-stack';
import { Lab } from '../lab/helpers/lab';
import { Trino } from './engines';

/** The very table that a pipeline deploys, over files as Firehose leaves them, read by Trino where Athena would. */
const STACK = 'DeployedEvents';

function define(stack: Stack): void {
  defineEvents(stack);
  const pipeline = stack.node.findChild('Pipeline') as events.EventPipeline;
  const transaction = new events.Transaction(stack, 'Checkout');
  const { EventMatch } = events;
  const steps = [
    { name: 'saw', match: EventMatch.page('/') },
    { name: 'wanted', match: EventMatch.named('cart.added', events.EventCondition.atLeast('price', 8)) },
  ];
  new events.Funnel(stack, 'funnel', {
    pipeline,
    steps,
    viewName: 'funnel',
    breakdown: events.FunnelBreakdown.last('os'),
  });
  new events.Funnel(stack, 'strict', { pipeline, steps, viewName: 'strict', order: events.FunnelOrder.STRICT });
  new events.Retention(stack, 'retention', { pipeline, viewName: 'retention', timeZone: 'Europe/Berlin' });
  new events.Paths(stack, 'paths', { pipeline, viewName: 'paths', endingAt: EventMatch.page('/cart') });
  new events.Sessions(stack, 'sessions', { pipeline, viewName: 'sessions', timeZone: 'America/New_York' });
  new events.ActiveUsers(stack, 'active_users', { pipeline, viewName: 'active_users' });
  new events.FeatureAdoption(stack, 'features', { pipeline, viewName: 'features' });
  new events.Campaigns(stack, 'campaigns', { pipeline, viewName: 'campaigns', transaction });
  new events.Frustration(stack, 'frustration', { pipeline, viewName: 'frustration' });
  new events.ReleaseComparison(stack, 'release', { pipeline, viewName: 'release', release: '2' });
  new events.TransactionOutcomes(stack, 'outcomes', { pipeline, viewName: 'outcomes', transaction });
}
let lab: Lab;
let trino: Trino;
let database: string;
beforeAll(async () => {
  lab = await Lab.start();
  const { status, output } = await lab.deploy(STACK, define);
  if (status !== 0) throw new Error(output);
  database = await lab.physicalId(STACK, 'AWS::Glue::Database');
  trino = await Trino.onAws(lab.awsUrl);
});
afterAll(async () => {
  await trino?.end();
  await lab?.stop();
});

const DAY = 86_400_000;
const NOW = Date.now();
const event = (id: string, at: number, more: object = {}) => ({
  ...{ event_id: id, event_name: 'page_view', event_time: at, received_time: at + 1, is_bot: false },
  ...{ dt: new Date(at).toISOString().slice(0, 10), ...more },
});

test('Trino and the lab give the same rows, of every day up to tomorrow', async () => {
  await putEvents(
    lab,
    STACK,
    [event('first', Date.UTC(2020, 0, 1)), event('year', NOW - 365 * DAY, { p_sku: 'mug', p_price: 8.5 })],
    [event('now', NOW, { page: 'é\n"', scroll_depth: 1, properties: '{"a":1}' }), event('ahead', NOW + DAY / 2)],
    [event('before', Date.UTC(2019, 11, 31))], // of a clock that is wrong: the ingest refuses it
  );
  await lab.deliveries();
  const sql = `SELECT event_id, event_time, received_time, is_bot, page, scroll_depth, p_sku, p_price, properties, dt
    FROM events ORDER BY event_time, event_id`;
  const { rows } = await trino.run(sql, database);
  expect(rows.map(([id]) => id)).toEqual(['first', 'year', 'now', 'ahead']);
  const asText = rows.map((row) => row.map((value) => (value === null ? null : String(value))));
  const numbers = (text: string | null) => (text === null || Number.isNaN(Number(text)) ? text : String(Number(text)));
  expect((await lab.query(STACK, sql)).map((row) => row.map(numbers))).toEqual(asText);
});

test('the days that are asked for are those that are read', async () => {
  const today = new Date(NOW).toISOString().slice(0, 10);
  const { rows } = await trino.run(`SELECT DISTINCT "$path" FROM events WHERE dt >= '${today}'`, database);
  expect(rows.length).toBeGreaterThan(0);
  for (const [path] of rows)
    expect(String(path).slice(-200)).toMatch(/\/events\/dt=\d{4}-\d\d-\d\d\/\d\d-[^/]+\.parquet$/);
  const { rows: plan } = await trino.run(`EXPLAIN SELECT count(*) FROM events WHERE dt >= '${today}'`, database);
  expect(String(plan[0][0])).toMatch(/dt:string:PARTITION_KEY/);
});

test('rejected events are lines of JSON', async () => {
  const { rows } = await trino.run('SELECT count(*) FROM rejected_events', database);
  expect(rows).toEqual([[0]]);
});

const VIEWS = [
  ...['funnel', 'strict', 'retention', 'paths', 'sessions', 'active_users', 'features', 'campaigns', 'frustration'],
  ...['release', 'outcomes'],
];

test.each(VIEWS)('the view %s, as AWS Glue has it: Trino and the lab give the same rows', async (view) => {
  const people = ['a', 'b', 'c'].flatMap((who, i) => {
    const of = (name: string, minutes: number, more: object = {}) => {
      const at = NOW - (3 - i) * DAY + minutes * 60_000;
      const ids = { anonymous_id: who, session_id: `s${who}`, os: i > 0 ? 'iOS' : 'Windows', release: String(i) };
      return { ...event(`${who}${minutes}`, at, { event_name: name, sender: 'browser', ...ids }), ...more };
    };
    const sale = { transaction_name: 'Checkout', attempt: `t${who}` };
    return [
      of('page_view', 0, { page: '/', utm_source: 'mail' }),
      of('click', 1, { page: '/', element: 'buy', element_role: 'button', frustration: 'dead' }),
      of('feature_used', 2, { feature: 'gifts' }),
      of('cart.added', 3, { p_price: 8 + i / 2 }),
      of('page_view', 4, { page: '/cart', engaged_ms: 1500 }),
      of('transaction_started', 5, sale),
      of('transaction_completed', 6 + i, sale),
    ];
  });
  if (view === VIEWS[0]) {
    await putEvents(lab, STACK, people);
    await lab.deliveries();
  }
  // Trino itself wants to know as whom a view is run, which Athena does not keep: its text is asked as the view would be.
  const { Table } = await lab.aws<{ Table: { ViewOriginalText: string } }>(
    ...['glue', 'get-table', '--database-name', database, '--name', view],
  );
  const [, encoded = ''] = /^\/\* Presto View: (\S+) \*\/$/.exec(Table.ViewOriginalText) ?? [];
  const definition = JSON.parse(Buffer.from(encoded, 'base64').toString());
  expect(definition).toMatchObject({ catalog: 'awsdatacatalog', schema: database });
  const { columns, types, rows } = await trino.run(definition.originalSql, definition.schema);
  expect(rows.length).toBeGreaterThan(0);
  expect(columns.map((name, i) => ({ name, type: types[i] }))).toEqual(definition.columns);
  const asText = (value: unknown) =>
    value === null || value === '' || Number.isNaN(Number(value))
      ? value
      : String(Number(Number(value).toPrecision(12)));
  const text = (row: readonly unknown[]) =>
    row.map((value) => asText(typeof value === 'boolean' ? String(value) : value));
  expect((await lab.query(STACK, definition.originalSql)).map(text)).toEqual(rows.map(text));
});
