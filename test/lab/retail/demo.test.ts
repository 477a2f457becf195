import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Report as Seen, untrue } from '../../../lab/demo/report';

const ROOT = join(__dirname, '../../..');
const OUT = join(ROOT, 'lab/out');

interface Report {
  readonly layers: Layers;
  readonly answers: { readonly funnel: { units: number }[]; readonly paths: { sessions: number }[] };
}

interface Layers {
  readonly [layer: string]: { readonly [count: string]: number };
}

/** The demo as a person runs it; scripts/demo only installs before it starts this. */
function demo(): { status: number | null; output: string } & Report {
  rmSync(join(OUT, 'report.json'), { force: true });
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'lab/demo/main.ts'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const output = stdout + stderr;
  if (!existsSync(join(OUT, 'report.json'))) throw new Error(output);
  return { status, output, ...(JSON.parse(readFileSync(join(OUT, 'report.json'), 'utf8')) as Report) };
}

describe('what would fail the demo', () => {
  const WAYS: [number, ...string[]][] = [
    [4, '/', '/product.html', '/cart.html', '/checkout.html', '/thanks.html'],
    [3, '/', '/product.html', '/cart.html', '/checkout.html'],
    [4, '/', '/product.html'],
    [1, '/'],
  ];
  const funnel = [11, 7, 7, 4].map((units, i) => ({ step_name: `${i}`, units, share_of_previous: 1, median_ms: 1 }));
  const paths = WAYS.map(([sessions, ...points]) => ({
    ...Object.fromEntries(points.map((point, i) => [`step_${i + 1}`, point])),
    sessions,
  }));
  const seen = (behavior: object, answers: object = {}): Seen => ({
    layers: {
      realUsers: { repeatedIds: 0 },
      behavior: { started: 7, completed: 4, abandoned: 3, completedByServices: 4, ...behavior },
    },
    answers: { funnel, paths, ...answers },
    ways: WAYS.flatMap(([users, ...points]) => Array.from({ length: users }, () => points)),
  });
  const counted = (step: number, units: number) => ({
    funnel: funnel.map((each, i) => (i === step - 1 ? { ...each, units } : each)),
  });

  test('nothing, where browsers, services and the files of events agree', () => {
    expect(untrue(seen({}))).toEqual([]);
  });

  test.each([
    [
      'a service that has told less',
      seen({ completedByServices: 3 }),
      'browsers saw 4 transactions completed, services 3',
    ],
    ['files that have less', seen({}, counted(4, 3)), 'browsers saw 4 transactions completed, the funnel 3'],
    ['files that have none', seen({}, { funnel: [] }), 'the funnel none'],
    ['a product that was seen and not told', seen({}, counted(1, 10)), '11 users saw a product, in the funnel 10'],
    ['a cart that was filled twice', seen({}, counted(2, 8)), '7 users put one into the cart, in the funnel 8'],
    ['no paths', seen({}, { paths: [] }), '4 users went / → /product.html, of the paths 0 sessions did'],
    ['a way that nobody went', seen({}, { paths: [...paths, { step_1: '/a', sessions: 1 }] }), '0 users went /a, of'],
    [
      'a transaction without an end',
      seen({ abandoned: 2 }),
      '7 transactions were started, 4 completed and 2 abandoned',
    ],
  ])('%s', (_, report, told) => {
    expect(untrue(report).join()).toContain(told);
  });
});

describe('the demo', () => {
  let result: ReturnType<typeof demo>;
  beforeAll(() => {
    result = demo();
  });

  test('succeeds', () => {
    expect(result.output).not.toContain('failed:');
    expect(result.status).toBe(0);
  });

  test('ends with what verify finds: all is there', () => {
    expect(result.output).toMatch(/Real users\n +✓ ok .*Storefront +events/);
    expect(result.output).toMatch(/\n +\d+ ok\n/);
  });

  test('hears from every kind of user', () => {
    const { realUsers, syntheticUsers, backends, watch } = result.layers;
    for (const count of [realUsers.sessions, realUsers.pageViews, realUsers.jsErrors, realUsers.customEvents]) {
      expect(count).toBeGreaterThan(0);
    }
    expect(syntheticUsers.passed).toBe(syntheticUsers.runs);
    expect(syntheticUsers.steps).toBeGreaterThan(0);
    expect(backends.spans).toBeGreaterThan(0);
    expect(backends.metrics).toBeGreaterThan(0);
    expect(watch).toMatchObject({ dashboards: 1, alarms: 22 });
  });

  test('has no event refused by the data plane', () => {
    expect(result.layers.realUsers.refused).toBe(0);
  });

  test('counts each started checkout as completed or abandoned, exactly once', () => {
    const { started, completed, abandoned, completedByServices } = result.layers.behavior;
    expect(completed).toBeGreaterThan(0);
    expect(abandoned).toBeGreaterThan(0);
    expect(started).toBe(completed + abandoned);
    expect(completedByServices).toBe(completed);
  });

  test('tells by the files of events what its users did, as the dashboard does', () => {
    const { started, completed } = result.layers.behavior;
    // Of the cast, 11 look at products and 7 put one into the cart.
    expect(result.answers.funnel.map(({ units }) => units)).toEqual([11, 7, started, completed]);
    expect(result.answers.paths.reduce((sum, { sessions }) => sum + sessions, 0)).toBe(12);
    expect(result.output).toMatch(/paid +█+ +4 /);
  });

  test('counts no session of the canary as a real one', () => {
    // The cast lets twelve people visit; the canary opens the same pages with the same client in them.
    expect(result.layers.realUsers.sessions).toBe(12);
    expect(result.layers.syntheticUsers.runs).toBe(1);
  });
});
