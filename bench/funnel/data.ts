import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

const CACHE = resolve(__dirname, '../../.cache/bench-events');
/** Of this file: what is changed is made anew. */
const VERSION = 2;
const FIRST_MS = Date.UTC(2026, 10, 1);
export const PERIOD = { first: '2026-11-01', last: '2026-11-30' };

/** As long, and as hard to compress, as a UUID. */
const id = (kind: string, number: string) => `CAST(CAST(md5('${kind}' || (${number})) AS UUID) AS VARCHAR)`;

/**
 * Parquet files by day, as a pipeline stores them: sessions of ten events within minutes, two for each browser. Of an eighth
 * the time is cut to ten seconds, so that steps coincide; one of fifty arrived twice; half of the browsers know their user
 * at some events; one browser of forty is a bot's.
 */
export async function eventsOf(count: number): Promise<string> {
  const folder = join(CACHE, `${VERSION}-${count}`);
  const complete = join(folder, '.complete');
  if (existsSync(complete)) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const connection = await (await DuckDBInstance.create()).connect();
  await connection.run(`
    COPY (
      WITH numbers AS (
        SELECT i, i // 10 AS session, i % 10 AS place, hash(i) AS h, hash(i // 10 + 7) AS s FROM range(${count}) x(i)
      ),
      timed AS (
        SELECT *, s % ${Math.ceil(count / 20)} AS browser,
          ${FIRST_MS} + CAST(s % 2505600000 AS bigint) + place * 30000 + CAST(h % 30000 AS bigint) AS exact
        FROM numbers
      ),
      events AS (
        SELECT ${id('e', 'i')} AS event_id,
          CASE WHEN h % 100 < 50 THEN 'page_view' WHEN h % 100 < 70 THEN 'cart.added' WHEN h % 100 < 80 THEN 'checkout.started'
            ELSE 'click' END AS event_name,
          CASE WHEN h % 8 = 0 THEN exact // 10000 * 10000 ELSE exact END AS event_time,
          ${id('s', 'session')} AS session_id, ${id('b', 'browser')} AS anonymous_id,
          CASE WHEN browser % 2 = 0 AND h % 5 = 0 THEN ${id('u', 'browser // 4')} END AS user_id,
          CASE WHEN browser % 100 = 3 THEN 7200000 ELSE 0 END AS clock_skew_ms,
          browser % 40 = 1 AS is_bot, false AS is_synthetic, '/products/' || h % 300 AS page,
          unnest(CASE WHEN h % 50 = 7 THEN [1000, 3600000] ELSE [1000] END) AS late
        FROM timed
      )
      SELECT * EXCLUDE (late, event_time), event_time + late AS received_time,
        event_time + CASE WHEN clock_skew_ms <> 0 THEN late % 997 ELSE 0 END AS event_time,
        strftime(make_timestamp(event_time * 1000), '%Y-%m-%d') AS dt
      FROM events
    ) TO '${folder}' (FORMAT parquet, PARTITION_BY (dt), OVERWRITE_OR_IGNORE, COMPRESSION snappy)`);
  connection.closeSync();
  writeFileSync(complete, '');
  return folder;
}
