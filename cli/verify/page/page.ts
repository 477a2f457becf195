import { messageOf } from '../../common/cannot-run';
import type { Cause } from '../evidence/finding';
import { blockedBy } from './content-security-policy';
import { isDomain } from './domains';

export interface Wanted {
  readonly url: string;
  readonly monitorId: string;
  readonly domains: readonly string[];
  /** Where the client sends unless it is told otherwise. */
  readonly endpoint: string;
  readonly sampleRate: number;
}

const SCRIPTS = 20;
const META = /<meta\b[^>]*http-equiv=["']?content-security-policy["']?[^>]*>/gi;
const SCRIPT = /<script\b[^>]*\bsrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/gi;

/** What of a page keeps its client from sending: what was seen, and nothing else. */
export async function causesOnPage(
  wanted: Wanted,
  get: typeof fetch,
): Promise<{ causes: Cause[]; hasClient: boolean }> {
  const { url, monitorId } = wanted;
  let response: Response;
  let html: string;
  try {
    response = await get(url, { headers: { accept: 'text/html' } });
    html = await response.text();
  } catch (error) {
    const why = `${url} can't be opened from here: ${messageOf(error)}`;
    return { causes: [{ seen: true, why, next: 'check the address, and whether the site is up' }], hasClient: false };
  }
  if (!response.ok) {
    const why = `${url} answers ${response.status}`;
    return {
      causes: [{ seen: true, why, next: 'mend the page, or pass the --url of one that users see' }],
      hasClient: false,
    };
  }
  const page = new URL(response.url || url);
  const causes: Cause[] = [];
  if (!isDomain(page.hostname, wanted.domains)) {
    causes.push({
      seen: true,
      why: `the page is of ${page.hostname}, and the app monitor takes events of ${wanted.domains.join(', ')} only`,
      next: `add ${page.hostname} to the \`domains\` of the web app, and deploy`,
    });
  }
  const policies = [...inHeader(response), ...metas(html)].filter(Boolean);
  const { script, text } = await findClient(html, page, monitorId, get);
  if (script === undefined) {
    causes.push({
      why: `none of the scripts that ${page} names holds the ID of the app monitor, ${monitorId}`,
      tell: `pages that load it later can't be seen from here: look for requests to ${hostOf(wanted.endpoint)} in a browser`,
      next: 'deploy `clientSource()` with the site, and add <script src="/telemetry.js"> to its pages; or invalidate what a CDN keeps',
    });
  }
  if (script instanceof URL) {
    const directive = blockedBy(policies, 'script', script, page);
    if (directive) causes.push(blocked(script.href, directive));
  }
  const told = endpointIn(text);
  const endpoint = new URL(told !== undefined && URL.canParse(told, page.href) ? told : wanted.endpoint, page);
  const directive = blockedBy(policies, 'connect', endpoint, page);
  if (directive) causes.push(blocked(endpoint.origin, directive));
  return { causes, hasClient: script !== undefined };
}

function blocked(what: string, directive: string): Cause {
  return {
    seen: true,
    why: `the content security policy of the page blocks ${what}: \`${directive}\``,
    next: 'add what `contentSecurityPolicy` of the web app names to the policy (docs/content-security-policy.md)',
  };
}

/** Several headers come as one, as a list with commas; a `<meta>` is one policy. @see https://www.w3.org/TR/CSP3/#parse-response-csp */
function inHeader({ headers }: Response): string[] {
  return (headers.get('content-security-policy') ?? '').split(',').map((policy) => policy.trim());
}

function metas(html: string): string[] {
  return [...html.matchAll(META)].map(([tag]) => {
    const [, double, single] = /content\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(tag) ?? [];
    return (double ?? single ?? '').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
  });
}

/** The script that has the configuration of the client: its address, or the page itself. */
async function findClient(
  html: string,
  page: URL,
  monitorId: string,
  get: typeof fetch,
): Promise<{ script: URL | 'inline' | undefined; text: string }> {
  if (html.includes(monitorId)) return { script: 'inline', text: html };
  const sources = [...html.matchAll(SCRIPT)].map(([, a, b, c]) => (a ?? b ?? c).replaceAll('&amp;', '&'));
  for (const source of sources.slice(0, SCRIPTS)) {
    if (!URL.canParse(source, page.href)) continue;
    const script = new URL(source, page);
    try {
      const response = await get(script.href);
      const text = response.ok ? await response.text() : '';
      if (text.includes(monitorId)) return { script, text };
    } catch {
      // A script that can't be loaded is not that of the client.
    }
  }
  return { script: undefined, text: '' };
}

/** As the configuration of the client has it: absolute, or a path on the page's own origin. */
function endpointIn(text: string): string | undefined {
  return /"endpoint":"((?:https?:\/\/|\/)[^"\\]+)"/.exec(text)?.[1];
}

function hostOf(endpoint: string): string {
  return URL.canParse(endpoint) ? new URL(endpoint).host : endpoint;
}
