import fc from 'fast-check';
import {
  mergePolicies,
  type NeededDirective,
} from '../../../src/rum/content-security-policy/content-security-policy-merge';

const PLANE = 'https://dataplane.rum.us-east-1.amazonaws.com';
const NEEDED: NeededDirective[] = [
  {
    name: 'script-src',
    decidedBy: ['script-src-elem', 'script-src', 'default-src'],
    sources: ["'self'"],
    ignoredBeside: "'strict-dynamic'",
  },
  { name: 'connect-src', decidedBy: ['connect-src', 'default-src'], sources: [PLANE] },
];
const merge = (policy: string) => mergePolicies(policy, NEEDED);

test.each<[string, string, string]>([
  [
    'what is there is extended',
    "script-src 'self'; connect-src 'self'",
    `script-src 'self'; connect-src 'self' ${PLANE}`,
  ],
  [
    'what is missing inherits from default-src',
    "default-src 'self'; img-src *",
    `default-src 'self'; img-src *; connect-src 'self' ${PLANE}`,
  ],
  [
    "'none' gives way, also where it is inherited",
    "default-src 'none'; connect-src 'NONE'",
    `default-src 'none'; connect-src ${PLANE}; script-src 'self'`,
  ],
  ['an empty list is like none', 'connect-src;script-src', `connect-src ${PLANE}; script-src 'self'`],
  ['what nothing is said of stays allowed', 'frame-ancestors *', 'frame-ancestors *'],
  ['nothing stays nothing', ' ; ', ''],
  [
    'only the first of two equal directives counts',
    "connect-src 'self'; connect-src https:; script-src 'self'",
    `connect-src 'self' ${PLANE}; connect-src https:; script-src 'self'`,
  ],
  [
    'each policy of a list is extended by itself',
    "default-src 'self', connect-src a.example",
    `default-src 'self'; connect-src 'self' ${PLANE}, connect-src a.example ${PLANE}`,
  ],
  [
    'names and sources have no case',
    `CONNECT-SRC ${PLANE.toUpperCase()}; Script-Src 'SELF'`,
    `CONNECT-SRC ${PLANE.toUpperCase()}; Script-Src 'SELF'`,
  ],
  ['wildcards and schemes are enough', 'script-src *; connect-src https:', 'script-src *; connect-src https:'],
  [
    'the most specific directive decides on scripts',
    "script-src 'none'; script-src-elem a.example",
    "script-src 'none'; script-src-elem a.example 'self'",
  ],
  [
    "origins mean nothing to scripts beside 'strict-dynamic'",
    "default-src 'nonce-a' 'strict-dynamic'",
    `default-src 'nonce-a' 'strict-dynamic'; connect-src 'nonce-a' 'strict-dynamic' ${PLANE}`,
  ],
  [
    'white space of any kind separates',
    "default-src\t'self'  a.example\n;",
    `default-src\t'self'  a.example; connect-src 'self' a.example ${PLANE}`,
  ],
])('%s', (_, policy, merged) => {
  expect(merge(policy)).toBe(merged);
});

/** What a browser decides: the sources that apply to a kind of request, or undefined where all is allowed. */
function applying(policy: string, names: string[]): string[] | undefined {
  const directives = new Map<string, string[]>();
  for (const part of policy.split(';')) {
    const [name, ...sources] = part.trim().split(/\s+/);
    if (!directives.has(name.toLowerCase())) directives.set(name.toLowerCase(), sources);
  }
  const deciding = names.find((name) => directives.has(name));
  return deciding === undefined ? undefined : directives.get(deciding);
}

test('whatever a policy says, the client is allowed after it, nothing else is, and once is enough', () => {
  const source = fc.constantFrom("'self'", "'none'", '*', 'https:', 'a.example', PLANE, "'nonce-a'");
  const name = fc.constantFrom('default-src', 'connect-src', 'script-src', 'script-src-elem', 'img-src', 'Connect-Src');
  const policy = fc
    .array(fc.tuple(name, fc.array(source, { maxLength: 3 })), { minLength: 1, maxLength: 6 })
    .map((directives) => directives.map(([key, sources]) => [key, ...sources].join(' ')).join(';'));
  const property = fc.property(policy, (before) => {
    const after = merge(before);
    for (const { decidedBy, sources } of NEEDED) {
      const was = applying(before, [...decidedBy])?.filter((each) => each !== "'none'");
      const is = applying(after, [...decidedBy])?.filter((each) => each !== "'none'");
      if (!was) expect(is).toBeUndefined();
      else expect(is).toEqual([...was, ...(is ?? []).slice(was.length)]);
      const added = (is ?? []).slice(was?.length);
      expect(sources).toEqual(expect.arrayContaining(added));
      if (is) expect(is.some((each) => ['*', 'https:', ...sources].includes(each))).toBe(true);
    }
    expect(applying(after, ['img-src', 'default-src'])).toEqual(applying(before, ['img-src', 'default-src']));
    expect(merge(after)).toBe(after);
  });
  fc.assert(property, { numRuns: 2000 });
});
