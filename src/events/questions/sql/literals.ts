/** Parts of SQL that Trino and DuckDB read alike. */

/** What no text of a statement may hold: engines and consoles disagree on it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for
export const NOT_IN_SQL = /[\u0000-\u001f\u007f\ud800-\udfff]/u;

/** A text between quotes. Neither engine knows another escape in it than the doubled quote. */
export function text(value: string): string {
  if (NOT_IN_SQL.test(value)) throw new Error(`control characters can't be in SQL: ${JSON.stringify(value)}`);
  return `'${value.replaceAll("'", "''")}'`;
}

/** A name between quotes, for whatever it is called. */
export function name(value: string): string {
  if (NOT_IN_SQL.test(value)) throw new Error(`control characters can't be in SQL: ${JSON.stringify(value)}`);
  return `"${value.replaceAll('"', '""')}"`;
}

/** Whole numbers; Trino reads those beyond 32 bits as bigint by itself. */
export function whole(value: number): string {
  if (!Number.isSafeInteger(value)) throw new Error(`no whole number: ${value}`);
  return String(value);
}

/** Of a column with a type, what a value is written as. */
export function literal(value: string | number | boolean): string {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  return Number.isSafeInteger(value) ? whole(value) : `CAST(${text(String(value))} AS double)`;
}

/** The part of a whole: NULL of nothing. Both sides are counts; integers are divided as integers by Trino only. */
export function share(part: string, of: string): string {
  return `CASE WHEN ${of} > 0 THEN CAST(${part} AS double) / CAST(${of} AS double) END`;
}

/**
 * Of ranked rows, the least value that so many percent don't exceed. `place` begins with 1 in the order of values. Trino's
 * approx_percentile and DuckDB's quantiles differ on few values, so that ranks are counted.
 */
export function percentile(percent: number, value: string, place: string, count: string): string {
  return `max(CASE WHEN ${place} * 100 >= ${count} * ${percent} AND (${place} - 1) * 100 < ${count} * ${percent} THEN ${value} END)`;
}

/** Division that rounds down, of a number that is not negative: `7 / 2` is 3 in Trino and 3.5 in DuckDB. */
export function dividedBy(value: string, by: number): string {
  return `CAST((${value} - mod(${value}, ${by})) / ${by} AS bigint)`;
}
