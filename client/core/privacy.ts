import type { PathTemplate } from '../../src/formats/client-configuration';
import { cut, LONGEST_URL } from './text';

/** Fields that hold one URL, absolute or relative. */
const URL_FIELDS = new Set(['url', 'targetUrl', 'filename', 'referrer']);

/** More of a text is never sent, nor looked at: expressions see it that are the user's own. */
const LONGEST_TEXT = 4_096;

/** A URL inside of a text from the end of its scheme on; a blank or a quotation mark always ends it. */
const URL_IN_TEXT = /:\/\/[^\s"]*/g;

/** A query behind a path, without the rest of its URL. */
const QUERY_IN_TEXT = /\?[\w.~%[\]-]+=[^\s"'`<>]*/g;

/** What no query is taken for: the line and column behind it in a stack trace, and what closes a sentence. */
const AFTER_QUERY = /(?::\d{1,7}:\d{1,7})?[\])'>,;.]{0,3}$/;

const PLACE = /(?::\d{1,7}){1,2}$/;

/** The path as a template, if one matches: `/orders/42` becomes `/orders/:id`. */
export function templated(path: string, templates: readonly PathTemplate[] = []): string {
  const seen = cut(path, LONGEST_URL);
  return templates.find(([pattern]) => pattern.test(seen))?.[1] ?? seen;
}

/**
 * A copy without query strings and fragments of URLs: these hold search terms, addresses and tokens.
 *
 * The paths of URLs become templates where one matches.
 */
export function scrubbed(value: unknown, templates?: readonly PathTemplate[], field = ''): unknown {
  if (typeof value === 'string') {
    return URL_FIELDS.has(field) ? scrubbedUrl(value, templates) : scrubbedText(value, templates);
  }
  if (Array.isArray(value)) return value.map((item) => scrubbed(item, templates, field));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, scrubbed(item, templates, key)]));
}

/** The text is cut before its URLs are found: a query of which the end is missing is one still. */
export function scrubbedText(text: string, templates?: readonly PathTemplate[]): string {
  const withoutUrls = cut(text, LONGEST_TEXT).replace(URL_IN_TEXT, (url) => {
    const end = url.search(/[?#]/);
    const bare = end < 0 ? url : url.slice(0, end) + (AFTER_QUERY.exec(url.slice(end))?.[0] ?? '');
    // Quotes and brackets may belong to a URL, or end it and begin another.
    return bare.replace(/:\/\/[^'()]*/g, (part) => `:${withTemplate(part.slice(1), templates)}`);
  });
  return withoutUrls.replace(QUERY_IN_TEXT, '');
}

function scrubbedUrl(url: string, templates?: readonly PathTemplate[]): string {
  if (/^data:/i.test(url)) return `${url.slice(0, 100).split(',')[0]},…`;
  return withTemplate(cut(url, LONGEST_URL).replace(/[?#].*$/s, ''), templates);
}

/** Without the name and password that may stand before the host. */
function withTemplate(url: string, templates?: readonly PathTemplate[]): string {
  const [origin = ''] = /^(?:[a-z][\w+.-]*:)?\/\/[^/]*/i.exec(url) ?? [];
  const [place = ''] = PLACE.exec(url.slice(origin.length)) ?? [];
  const path = url.slice(origin.length, url.length - place.length);
  return `${origin.replace(/^([^/]*\/\/).*@/s, '$1')}${templated(path, templates)}${place}`;
}
