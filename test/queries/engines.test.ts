import { type Column, Engines } from './engines';

const COLUMNS: Column[] = [
  { column: 'event_id', type: 'string' },
  { column: 'event_time', type: 'bigint' },
  { column: 'scroll_depth', type: 'double' },
  { column: 'is_bot', type: 'boolean' },
];

let engines: Engines;
beforeAll(async () => {
  engines = await Engines.start();
});
afterAll(() => engines?.end());

test('all engines read the rows that were written, of the days that are asked for', async () => {
  await engines.table('events', COLUMNS, [
    { event_id: 'a', event_time: 1795910400000, scroll_depth: 0.25, is_bot: false, dt: '2026-11-28' },
    { event_id: 'b', event_time: null, scroll_depth: null, is_bot: null, dt: '2026-11-28' },
    { event_id: 'c', event_time: 2 ** 53 - 1, scroll_depth: 1, is_bot: true, dt: '2026-11-27' },
    { event_id: 'é\n"', event_time: -1, scroll_depth: 1e-9, is_bot: true, dt: '2026-11-29' },
  ]);
  const { rows } = await engines.agree(
    "SELECT event_id, event_time, scroll_depth, is_bot, dt FROM events WHERE dt >= '2026-11-28' ORDER BY event_id",
  );
  expect(rows).toEqual([
    ['a', 1795910400000, 0.25, false, '2026-11-28'],
    ['b', null, null, null, '2026-11-28'],
    ['é\n"', -1, 1e-9, true, '2026-11-29'],
  ]);
});

test('a table that is made again has only its new rows, and may have none', async () => {
  await engines.table('again', COLUMNS, [{ event_id: 'a', dt: '2026-11-28' }]);
  expect((await engines.agree('SELECT count(*) FROM again')).rows).toEqual([[1]]);
  await engines.table('again', COLUMNS, []);
  expect((await engines.agree('SELECT count(*), max(event_time) FROM again')).rows).toEqual([[0, null]]);
});

test('says where engines differ, and what an engine refuses', async () => {
  await expect(engines.agree('SELECT 7 / 2')).rejects.toThrow(
    /Trino 483, row 1 of 1: \[3\]\nDuckDB 1\.5\.6, .*\[3\.5\]/,
  );
  await expect(engines.agree('SELECT nothing')).rejects.toThrow(/^Trino 483: .*'nothing' cannot be resolved/);
  expect(await engines.each('SELECT 7 / 2')).toMatchObject([{ rows: [[3]] }, { rows: [[3.5]] }, { rows: [[3.5]] }]);
});
