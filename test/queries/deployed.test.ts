import { defineEvents, putEvents } from '../lab/helpers/event-stack';
import { Lab } from '../lab/helpers/lab';
import { Trino } from './engines';

/** The very table that a pipeline deploys, over files as Firehose leaves them, read by Trino where Athena would. */
const STACK = 'DeployedEvents';
let lab: Lab;
let trino: Trino;
let database: string;
beforeAll(async () => {
  lab = await Lab.start();
  const { status, output } = await lab.deploy(STACK, defineEvents);
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
