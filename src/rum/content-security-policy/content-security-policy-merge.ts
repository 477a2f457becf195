/** A directive that the client needs, the directives that decide in its place, most specific first, and its sources. */
export interface NeededDirective {
  readonly name: string;
  readonly decidedBy: readonly string[];
  readonly sources: readonly string[];
  /** A source beside which browsers ignore these. */
  readonly ignoredBeside?: string;
}

/**
 * Adds sources to what a `Content-Security-Policy` header says, and to nothing else.
 *
 * Browsers enforce each policy of a comma-separated list by itself, so each has to allow the client. Where a policy
 * says nothing about a kind of request, everything is allowed, and one more directive would forbid the rest.
 *
 * @see https://www.w3.org/TR/CSP3/
 */
export function mergePolicies(list: string, needed: readonly NeededDirective[]): string {
  const policies = list.split(',').map((policy) => mergePolicy(policy, needed));
  return policies.filter((policy) => policy !== '').join(', ');
}

/** The names of all directives, in lower case, as they stand there. */
export function directiveNames(list: string): string[] {
  return list.split(',').flatMap((policy) => parse(policy).map(({ name }) => name));
}

interface Directive {
  readonly name: string;
  readonly sources: readonly string[];
  readonly text: string;
}

function parse(policy: string): Directive[] {
  return policy
    .split(';')
    .map((part) => part.trim())
    .filter((text) => text !== '')
    .map((text) => {
      const [name, ...sources] = text.split(/\s+/);
      return { name: name.toLowerCase(), sources, text };
    });
}

function mergePolicy(policy: string, needed: readonly NeededDirective[]): string {
  const directives = parse(policy);
  for (const { name, decidedBy, sources, ignoredBeside } of needed) {
    const [deciding] = decidedBy.filter((candidate) => directives.some((directive) => directive.name === candidate));
    if (!deciding) continue;
    const at = directives.findIndex((directive) => directive.name === deciding); // browsers ignore all but the first
    const present = directives[at].sources;
    if (ignoredBeside && present.some((source) => source.toLowerCase() === ignoredBeside)) continue;
    const missing = sources.filter((source) => !isAllowed(present, source));
    if (missing.length === 0) continue;
    const allowed = [...present.filter((source) => source.toLowerCase() !== "'none'"), ...missing];
    const inherits = deciding === 'default-src';
    const merged = inherits ? name : deciding;
    const directive = { name: merged, sources: allowed, text: [merged, ...allowed].join(' ') };
    directives.splice(inherits ? directives.length : at, inherits ? 0 : 1, directive);
  }
  return directives.map(({ text }) => text).join('; ');
}

/** Whether a list already lets a source through. */
function isAllowed(present: readonly string[], source: string): boolean {
  const known = present.map((each) => each.toLowerCase());
  return (
    known.includes(source.toLowerCase()) ||
    known.includes('*') ||
    (source.startsWith('https:') && known.includes('https:'))
  );
}
