import { type JourneyDocument, leadingValue } from '../../src/formats/journey';
import { CannotRun } from '../common/cannot-run';

const ADDRESS = /^(https?:\/\/[^/?#]+)(.*)$/s;

export interface Aimed {
  readonly journey: JourneyDocument;
  /** Variables whose values follow from the base URL. */
  readonly values: Readonly<Record<string, string>>;
}

/** Aims a journey at another origin: wherever it names the one that it starts at, it names the other. */
export function aim(journey: JourneyDocument, baseUrl: string): Aimed {
  const base = origin(baseUrl);
  const start = journey.startUrl;
  // The whole address may be one value of the deployment, such as the URL of a function.
  const whole = leadingValue(start);
  if (whole) return { journey, values: { [whole.variable]: whole.rest.startsWith('/') ? base : `${base}/` } };
  const [, from] = ADDRESS.exec(start) ?? [];
  if (!from) throw new CannotRun(`--base-url: the journey starts at ${start}, which is no address to replace`);
  const host = leadingValue(from.replace(/^https?:\/\//, ''));
  return {
    journey: replaced(journey, from, base),
    values: host?.rest === '' ? { [host.variable]: new URL(base).host } : {},
  };
}

function origin(baseUrl: string): string {
  if (!URL.canParse(baseUrl) || !/^https?:$/.test(new URL(baseUrl).protocol)) {
    throw new CannotRun(`--base-url: got ${baseUrl}, expected an address such as http://localhost:3000`);
  }
  const { origin: found, pathname, search, hash } = new URL(baseUrl);
  if (pathname !== '/' || search || hash) {
    throw new CannotRun(`--base-url: got ${baseUrl}, expected no path: a journey has its own. Pass ${found}`);
  }
  return found;
}

/** A copy in which every text that begins with the one origin begins with the other. */
function replaced<T>(value: T, from: string, to: string): T {
  const change = (item: unknown): unknown => {
    if (typeof item === 'string') {
      const after = item.slice(from.length);
      return item.startsWith(from) && /^([/?#]|$)/.test(after) ? to + after : item;
    }
    if (Array.isArray(item)) return item.map(change);
    if (typeof item !== 'object' || item === null) return item;
    return Object.fromEntries(Object.entries(item).map(([key, entry]) => [key, change(entry)]));
  };
  return change(value) as T;
}
