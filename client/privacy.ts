/** Fields that hold one URL. */
const URL_FIELDS = new Set(['url', 'targetUrl', 'filename', 'referrer']);

/** A URL inside of a text, such as a stack trace: keeps the line and column that may follow its query. */
const QUERY_IN_TEXT = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s?#"'()]+)[?#][^\s"'()]*?(?=(?::\d+){0,2}(?:[\s"'()]|$))/gi;

/** A copy without query strings and fragments of URLs: these hold search terms, addresses and tokens. */
export function withoutQueries(value: unknown, field = ''): unknown {
  if (typeof value === 'string') {
    return URL_FIELDS.has(field) ? value.replace(/[?#].*$/s, '') : value.replace(QUERY_IN_TEXT, '$1');
  }
  if (Array.isArray(value)) return value.map((item) => withoutQueries(item, field));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutQueries(item, key)]));
}

/** The same for what is already JSON; leaves alone what isn't. */
export function withoutQueriesInJson(json: string): string {
  try {
    return JSON.stringify(withoutQueries(JSON.parse(json)));
  } catch {
    return json;
  }
}
