// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of the collector
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { readYaml } from '../../src/collector/config/document/read-yaml';
import { problemsOf } from '../../src/collector/config/rules/collector-rules';
import { ENVIRONMENT } from './collector';
import { type Mutation, mutations, SEEDS } from './mutations';

/** What judges many configurations as the collector judges one; scripts/test builds it. */
const JUDGE = resolve(__dirname, '../../.cache/judge/judge');

/** Where we differ from the collector, each with its reason. */
const LISTED: readonly { readonly reason: string; readonly what: RegExp; readonly ours: boolean }[] = [
  {
    reason: 'only the environment of the task tells what a variable without a default is',
    what: /\$\{env:UNSET\}/,
    ours: true,
  },
  { reason: 'conditions in OTTL are not parsed here', what: /filter\.traces\.span/, ours: true },
  { reason: 'a port is bound here, not in the task', what: /a quote too few in seed 1/, ours: true },
  { reason: 'an extension that is not listed is never started', what: /\.service\.extensions/, ours: false },
  { reason: 'an authenticator that is not there is found at start', what: /auth\.authenticator/, ours: false },
  {
    reason: 'a policy that no extension of ADOT has samples nothing',
    what: /tail_sampling\.policies.*x for/,
    ours: false,
  },
];

function verdictsOfCollector(all: readonly Mutation[]): string[] {
  const input = all.map(({ text }) => JSON.stringify(text)).join('\n');
  const { stdout, error } = spawnSync(JUDGE, { input, env: ENVIRONMENT, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (error) throw error;
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

function ourVerdict(text: string): string {
  let document: ReturnType<typeof readYaml>;
  try {
    document = readYaml(text);
  } catch (error) {
    return (error as Error).message;
  }
  return problemsOf(document)
    .map(({ what, expected }) => `${what}: expected ${expected}`)
    .join('; ');
}

/** All of them take a minute on a machine that has nothing else to do: `ALL_VERDICTS=1` asks for them. */
const all = mutations(parse);
const asked = process.env.ALL_VERDICTS ? all : all.filter((_, index) => index % 8 === 0);

test('there are enough configurations to be right about', () => {
  expect(all.length).toBeGreaterThan(2000);
});

test('a collector takes the valid ones, and so do we', () => {
  const valid = SEEDS.map((text, index) => ({ what: `seed ${index}`, text }));
  expect(verdictsOfCollector(valid)).toEqual(SEEDS.map(() => ''));
  expect(SEEDS.map(ourVerdict)).toEqual(SEEDS.map(() => ''));
});

test('we refuse what the collector refuses, and nothing else, but for what is listed', () => {
  const theirs = verdictsOfCollector(asked);
  const differences = asked.flatMap(({ what, text }, index) => {
    const ours = ourVerdict(text);
    if ((ours === '') === (theirs[index] === '')) return [];
    if (LISTED.some((one) => one.what.test(what) && one.ours === (ours === ''))) return [];
    return [`${what}: ${ours || `the collector says ${theirs[index]}`}`];
  });
  expect(theirs.filter((verdict) => verdict === '').length).toBeGreaterThan(asked.length / 10);
  expect(differences).toEqual([]);
}, 300_000);
