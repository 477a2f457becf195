import type { PathTemplate } from '../../src/formats/client-configuration';

/** Fields that hold one URL, absolute or relative. */
const URL_FIELDS = new Set(['url', 'targetUrl', 'filename', 'referrer']);

/** A URL inside of a text, such as a stack trace: keeps the line and column that may follow its query. */
const URL_IN_TEXT = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s?#"'()]+)([?#][^\s"'()]*?(?=(?::\d+){0,2}(?:[\s"'()]|$)))?/gi;

/** The path as a template, if one matches: `/orders/42` becomes `/orders/:id`. */
export function templated(path: string, templates: readonly PathTemplate[] = []): string {
  return templates.find(([pattern]) => pattern.test(path))?.[1] ?? path;
}

/**
 * A copy without query strings and fragments of URLs: these hold search terms, addresses and tokens.
 *
 * The paths of URLs become templates where one matches.
 */
export function scrubbed(value: unknown, templates?: readonly PathTemplate[], field = ''): unknown {
  if (typeof value === 'string') {
    if (URL_FIELDS.has(field)) return scrubbedUrl(value.replace(/[?#].*$/s, ''), templates);
    return value.replace(URL_IN_TEXT, (_, url: string) => scrubbedUrl(url, templates));
  }
  if (Array.isArray(value)) return value.map((item) => scrubbed(item, templates, field));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, scrubbed(item, templates, key)]));
}

function scrubbedUrl(url: string, templates?: readonly PathTemplate[]): string {
  const [, origin, path, place] = /^((?:[a-z][a-z0-9+.-]*:)?\/\/[^/]*)?(.*?)((?::\d+)*)$/is.exec(url) ?? [];
  return path === undefined ? url : `${origin ?? ''}${templated(path, templates)}${place}`;
}
