/** Whether a content security policy lets a page load and send. @see https://www.w3.org/TR/CSP3/#match-url-to-source-list */

const FALLBACKS = {
  script: ['script-src-elem', 'script-src', 'default-src'],
  connect: ['connect-src', 'default-src'],
} as const;

/** The directive that blocks the URL; nothing if all policies let it. */
export function blockedBy(policies: readonly string[], kind: keyof typeof FALLBACKS, url: URL, page: URL) {
  for (const policy of policies) {
    const directives = parse(policy);
    const name = FALLBACKS[kind].find((one) => directives.has(one));
    const sources = name && directives.get(name);
    if (name && sources && !allows(sources, kind, url, page)) return `${name} ${sources.join(' ')}`;
  }
  return undefined;
}

function parse(policy: string): Map<string, string[]> {
  const directives = new Map<string, string[]>();
  for (const part of policy.split(';')) {
    const [name, ...sources] = part.trim().split(/\s+/);
    const key = name.toLowerCase();
    // The first of a name counts.
    if (key && !directives.has(key)) directives.set(key, sources);
  }
  return directives;
}

function allows(sources: readonly string[], kind: string, url: URL, page: URL): boolean {
  // Nonces and hashes are of elements, which are not looked at: what they let is not told to be blocked.
  if (kind === 'script' && sources.some((source) => /^'(nonce-|sha\d+-|strict-dynamic')/i.test(source))) return true;
  return sources.some((source) => matches(source, url, page));
}

const SOURCE = /^(?:([a-z][a-z0-9+.-]*):\/\/)?([^/:]+)(?::(\d+|\*))?(\/.*)?$/i;

function matches(source: string, url: URL, page: URL): boolean {
  if (source === '*') return /^(https?|wss?):$/.test(url.protocol) || url.protocol === page.protocol;
  if (source.toLowerCase() === "'self'") return url.host === page.host && isScheme(page.protocol, url.protocol);
  if (/^[a-z][a-z0-9+.-]*:$/i.test(source)) return isScheme(source.toLowerCase(), url.protocol);
  const [, scheme, given = '', port, path] = SOURCE.exec(source) ?? [];
  const host = given.toLowerCase();
  if (host === '' || source.startsWith("'")) return false;
  if (!isScheme(scheme ? `${scheme.toLowerCase()}:` : page.protocol, url.protocol)) return false;
  const isHost = host.startsWith('*.') ? url.hostname.endsWith(host.slice(1)) : url.hostname === host || host === '*';
  const own = url.port || { 'https:': '443', 'http:': '80' }[url.protocol];
  const isPort = port === undefined ? url.port === '' : port === '*' || port === own;
  const isPath = !path || path === '/' || (path.endsWith('/') ? url.pathname.startsWith(path) : url.pathname === path);
  return isHost && isPort && isPath;
}

/** What is allowed for http is for https, too. */
function isScheme(allowed: string, scheme: string): boolean {
  return allowed === scheme || (allowed === 'http:' && scheme === 'https:');
}
