// The steps of scripts/test, what each needs, and how they add up; steps.mjs runs them. The more urgent come first: what
// takes longest, and what others wait for.
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { count, ofJest, ofJUnit } from './count.mjs';
import { runAll, say } from './steps.mjs';

const DEFAULT_TIERS = ['unit', 'collector', 'lab', 'languages'];
const TIERS = [...DEFAULT_TIERS, 'frameworks', 'queries', 'losses'];
const RESULTS = '.cache/results';
const reportOf = (name, kind) => join(RESULTS, `${name}.${kind}`);

/** A function of setup.sh; it counts only where it fails. */
const make = (name, task, title, tiers, more) => ({
  ...{ name, title, tiers, cores: 0, needs: ['npm'], counts: 'failure' },
  ...{ command: () => ['bash', 'scripts/lib/setup.sh', ...task.split(' ')], ...more },
});

/** Passes or fails as one. */
const check = (name, line, title, tiers, more) => ({
  ...{ name, title, tiers, cores: 1, needs: ['npm'], counts: 'one', command: () => line.split(' '), ...more },
});

/** Counts tests by jest's own report. `workers`: of what waits, more than there are cores can run. */
const jest = (name, config, title, tiers, more) => ({
  ...{ name, title, tiers, cores: 1, spreads: true, counts: 'json' },
  command: (cores) => [
    ...['npx', 'jest', '--ci', '--json', '--outputFile', reportOf(name, 'json')],
    ...[`--maxWorkers=${Math.max(more.workers ?? 1, Math.floor(cores))}`, ...(config ? ['--config', config] : [])],
  ],
  ...more,
});

/** Looks at the clock: only beside others that do, and each waits more than it works. */
const QUIET = { quiet: true, spreads: false, cores: 0.5 };
const LAB = { needs: ['python'], cores: 0 };

const STEPS = [
  make('npm', 'install_node_modules', 'npm packages', TIERS, { needs: [] }),
  make('collector-build', 'build_collector', 'a collector, built from its Go modules', ['collector', 'lab', 'losses'], {
    ...{ needs: [], cores: 1 },
  }),
  make('judge-build', 'build_judge', 'what judges many configurations as that collector does', ['collector'], {
    ...{ needs: ['collector-build'], cores: 1 },
  }),
  make('python', 'install_lab_python', 'Python packages of the lab', ['lab', 'queries'], { needs: [] }),
  make('trino', 'build_trino', 'a Trino, from its Maven artifacts', ['queries'], { needs: [] }),
  make('chromium', 'install_chromium', 'Chromium', ['lab', 'frameworks'], { needs: [] }),
  make('framework', 'build_framework solid 20.19.0', 'an application of Solid', ['lab', 'frameworks'], { cores: 1 }),
  make('framework-builds', 'build_frameworks', 'applications of all frameworks', ['frameworks'], {
    ...{ needs: ['framework'], cores: 2 },
  }),
  make('sdks', 'build_sdks', "applications with OpenTelemetry's SDKs", ['losses'], { needs: [], cores: 1 }),
  make('assets', 'bundle_assets', 'bundles of the client, the runner, the CLI and the handlers', TIERS, { cores: 1 }),
  make('package', 'build_package', 'the package, built by jsii', ['unit', 'languages'], {
    needs: ['assets'],
    cores: 1,
  }),
  make('newest-cdk', 'install_newest_cdk', 'the newest aws-cdk-lib', ['languages']),

  jest('unit', '', 'unit tests', ['unit'], { needs: ['package'] }),
  jest('languages', 'test/languages/jest.config.cjs', 'Python, Java, Go and .NET', ['languages'], {
    ...{ needs: ['package'], spreads: false, workers: 2 },
  }),
  jest('newest', 'test/newest/jest.config.cjs', 'unit tests with the newest aws-cdk-lib', ['languages'], {
    needs: ['package', 'newest-cdk'],
  }),
  make('examples', 'check_examples', 'examples in docstrings and README.md', ['unit'], {
    ...{ needs: ['package'], cores: 1, counts: 'one' },
  }),
  check('api', 'git diff --exit-code --stat -- API.md', 'API.md is what the sources generate', ['unit'], {
    ...{ needs: ['package'], cores: 0 },
  }),
  check('types', 'npx tsc --noEmit -p test/tsconfig.json', 'types of tests, lab, examples and scripts', ['unit']),
  check('style', 'npx biome check', 'code style (biome)', ['unit']),
  check('house', 'npx tsx scripts/lib/house.ts', 'the house (scripts/lib/house.ts)', ['unit']),
  check('docs', 'npx tsx scripts/lib/docs.ts', 'examples in docs/', ['languages']),
  check('ruff', 'lab/.venv/bin/ruff check lab test/lab', 'code style of the lab (ruff)', ['lab'], LAB),
  check('ruff-format', 'lab/.venv/bin/ruff format --check lab test/lab', 'format of the lab (ruff)', ['lab'], LAB),
  check(
    'lab-server',
    `lab/.venv/bin/python -m pytest test/lab/server -q --junitxml ${reportOf('lab-server', 'xml')}`,
    'the lab by itself (pytest)',
    ['lab'],
    { needs: ['python', 'npm'], counts: 'xml' }, // some modules run Node.js
  ),

  jest('lab', 'test/lab/jest.config.cjs', 'in the lab', ['lab'], {
    ...QUIET,
    ...{ needs: ['assets', 'python', 'chromium', 'collector-build', 'framework'], cores: 1.5, workers: 2 },
  }),
  jest('frameworks', 'test/frameworks/jest.config.cjs', 'in frameworks', ['frameworks'], {
    ...{ needs: ['assets', 'chromium', 'framework-builds'], spreads: false, workers: 2 },
  }),
  jest('queries', 'test/queries/jest.config.cjs', 'on Trino and DuckDB', ['queries'], {
    ...{ needs: ['assets', 'python', 'trino'], spreads: false, cores: 2, workers: 1 },
  }),
  jest('collector', 'test/collector-real/jest.config.cjs', 'with a real collector', ['collector'], {
    ...QUIET,
    needs: ['assets', 'judge-build'],
  }),
  jest('losses', 'test/losses/jest.config.cjs', 'what is counted while something goes wrong', ['losses'], {
    ...QUIET,
    needs: ['assets', 'collector-build', 'sdks'],
  }),
];

const READ = { json: (text) => ofJest(JSON.parse(text)), xml: ofJUnit };

/** What a step adds to the sum beside what its report says. */
function ownOutcome({ name, counts }, ok) {
  if (counts === 'one') return ok ? 'passed' : 'failed';
  if (ok) return undefined;
  // A failure that the report does not know: there is none, or something went wrong after it.
  const report = counts === 'failure' ? '' : reportOf(name, counts);
  return existsSync(report) && READ[counts](readFileSync(report, 'utf8')).failed > 0 ? undefined : 'failed';
}

async function main(given) {
  const unknown = given.find((tier) => !TIERS.includes(tier));
  if (unknown) {
    console.error(`unknown tier: ${unknown} (${TIERS.join(', ')})`);
    process.exit(1);
  }
  const tiers = given.length > 0 ? given : DEFAULT_TIERS;
  rmSync(RESULTS, { recursive: true, force: true });
  mkdirSync(RESULTS, { recursive: true });
  const since = Date.now();
  await runAll(
    STEPS.filter((step) => step.tiers.some((tier) => tiers.includes(tier))),
    RESULTS,
    (step, ok) => {
      const outcome = ownOutcome(step, ok);
      if (outcome) appendFileSync(join(RESULTS, 'checks'), `${outcome}\n`);
    },
  );
  say(`${tiers.join(', ')}: ${Math.round((Date.now() - since) / 1000)} s`);
  const { passed, failed, skipped } = count(RESULTS);
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  process.exit(failed > 0 || passed === 0 ? 1 : 0);
}

main(process.argv.slice(2));
