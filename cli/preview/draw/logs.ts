import type { Json } from '../body/body';
import { randomOf } from '../series/random';

/** A query of CloudWatch Logs Insights, in its parts. */
export interface LogQuery {
  readonly sources: readonly string[];
  /** What is asked, line by line. */
  readonly text: string;
  readonly columns: readonly string[];
  /** Those of `stats … by …`, of which the others are counts. */
  readonly groups: readonly string[];
  /** The width of `bin(5m)`, in milliseconds. */
  readonly bin?: number;
}

const SOURCE = /^\s*SOURCE\s+(?:'([^']*)'|"([^"]*)"|(logGroups\([^)]*\)|\S+))\s*/i;
const UNITS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html */
export function logQueryOf({ query = '', queryLanguage }: Json): LogQuery {
  const sources: string[] = [];
  let rest = String(query);
  for (let match = SOURCE.exec(rest); match; match = SOURCE.exec(rest)) {
    sources.push(match[1] ?? match[2] ?? match[3]);
    rest = rest.slice(match[0].length).replace(/^\|\s*/, '');
  }
  const text = rest.trim();
  if (queryLanguage === 'SQL' || /^\s*SELECT\b/i.test(text))
    return { sources, text, columns: selected(text), groups: [] };
  const commands = splitOutside(text, '|').map((command) => command.trim());
  const last = (name: RegExp) =>
    commands
      .filter((command) => name.test(command))
      .at(-1)
      ?.replace(name, '')
      .trim();
  const stats = last(/^stats\s+/i);
  if (stats === undefined) {
    const columns = last(/^(display|fields)\s+/i);
    return {
      sources,
      text,
      columns: columns === undefined ? ['@timestamp', '@message'] : splitOutside(columns, ',').map(nameOf),
      groups: [],
    };
  }
  const [, computed, by = ''] = /^([\s\S]*?)(?:\s+by\s+([\s\S]*))?$/i.exec(stats) ?? ['', stats];
  const groups = splitOutside(by, ',').map(nameOf);
  const [, size, unit] = /\bbin\(\s*(\d+)\s*([smhdw])/i.exec(by) ?? [];
  return {
    sources,
    text,
    columns: [...groups, ...splitOutside(computed, ',').map(nameOf)],
    groups: groups.filter((group) => !/^bin\(/i.test(group)),
    bin: size === undefined ? undefined : Number(size) * UNITS[unit.toLowerCase()],
  };
}

/** Values for the columns of a table, made up. */
export function madeUpRows({ columns, groups, text, bin }: LogQuery, rows: number, end: number): string[][] {
  const random = randomOf(text);
  let count = 40 + Math.floor(random() * 60);
  return Array.from({ length: rows }, (_, row) => {
    count = Math.max(1, Math.round(count * (0.45 + random() * 0.4)));
    return columns.map((column, at) => {
      const time = new Date(end - row * (bin ?? 97_000));
      if (/^bin\(|time/i.test(column)) return time.toISOString().slice(0, 19).replace('T', ' ');
      if (
        groups.includes(column) ||
        /^@(message|logstream|log|requestid)|name|message|reason|code|path|page|url|id$/i.test(column)
      ) {
        return `${column.replace(/^@/, '')} ${'abcdefgh'[row]}`;
      }
      const value = Math.max(1, Math.round(count / (1 + at * 0.37)));
      return String(/avg|pct|duration|latency|percent/i.test(column) ? Number((count * 3.7).toPrecision(3)) : value);
    });
  });
}

/** `count(*) as errors` is called errors. */
function nameOf(expression: string): string {
  return (/\s+as\s+(\S+)\s*$/i.exec(expression)?.[1] ?? expression).trim().replace(/^[`"]|[`"]$/g, '');
}

function selected(text: string): string[] {
  const [, columns = ''] = /SELECT\s+([\s\S]*?)\s+FROM\b/i.exec(text) ?? [];
  return columns === '' || columns === '*' ? ['@timestamp', '@message'] : splitOutside(columns, ',').map(nameOf);
}

/** Splits where no parenthesis, quotation mark or pattern is open. */
function splitOutside(text: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = '';
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (quote) {
      if (character === '\\') at++;
      else if (character === quote) quote = '';
    } else if ('"\'`'.includes(character)) quote = character;
    // A pattern follows such as `like`; elsewhere the same sign divides.
    else if (character === '/' && /(like|=~|parse|regex|@\w+)\s*$/i.test(text.slice(Math.max(0, at - 20), at)))
      quote = '/';
    else if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    else if (character === separator && depth <= 0) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, text.slice(from)].filter((part) => part.trim() !== '');
}
