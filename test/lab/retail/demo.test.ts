import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../..');
const OUT = join(ROOT, 'lab/out');

interface Layers {
  readonly [layer: string]: { readonly [count: string]: number };
}

/** The demo as a person runs it; scripts/demo only installs before it starts this. */
function demo(): { status: number | null; output: string; layers: Layers } {
  rmSync(join(OUT, 'report.json'), { force: true });
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'lab/demo/main.ts'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const output = stdout + stderr;
  if (!existsSync(join(OUT, 'report.json'))) throw new Error(output);
  return { status, output, layers: JSON.parse(readFileSync(join(OUT, 'report.json'), 'utf8')).layers };
}

describe('the demo', () => {
  let result: ReturnType<typeof demo>;
  beforeAll(() => {
    result = demo();
  });

  test('succeeds', () => {
    expect(result.output).not.toContain('failed:');
    expect(result.status).toBe(0);
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
    expect(watch).toMatchObject({ dashboards: 1, alarms: 5 });
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

  test('counts no session of the canary as a real one', () => {
    // The cast lets twelve people visit; the canary opens the same pages with the same client in them.
    expect(result.layers.realUsers.sessions).toBe(12);
    expect(result.layers.syntheticUsers.runs).toBe(1);
  });
});
