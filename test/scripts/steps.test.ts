import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const LIB = join(__dirname, '../../scripts/lib');

jest.setTimeout(60_000);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'steps-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What a module of scripts/lib does, which are for Node alone. */
function inNode(code: string): string {
  const args = ['--input-type=module', '-e', code];
  return execFileSync(process.execPath, args, { cwd: LIB, encoding: 'utf8' });
}

interface Event {
  readonly step: string;
  readonly ok: boolean;
  readonly beside: string[];
}

/** Runs steps that note who else is running when they are, and returns them in the order in which they end. */
function run(steps: object[]): { events: Event[]; output: string } {
  const output = inNode(`
    import { readdirSync } from 'node:fs';
    import { runAll } from './steps.mjs';
    const given = ${JSON.stringify(steps)};
    const note = (name, status) => ['bash', '-c',
      \`cd ${folder}; touch run-\${name}; sleep 0.3; echo \${name} talks; ls -x -w 0 run-* > saw-\${name}; rm run-\${name}; exit \${status}\`];
    const steps = given.map((step) => ({ title: step.name, needs: [], cores: 1, command: () => note(step.name, step.status ?? 0), ...step }));
    await runAll(steps, '${folder}', ({ name }, ok) => console.log('EVENT ' + JSON.stringify({ step: name, ok })));
    const { readFileSync, existsSync } = await import('node:fs');
    for (const { name } of given) {
      const file = '${folder}/saw-' + name;
      if (existsSync(file)) console.log('SAW ' + name + ' ' + readFileSync(file, 'utf8').trim());
    }`);
  const saw = new Map([...output.matchAll(/^SAW (\S+) (.*)$/gm)].map(([, name, all]) => [name, all.split(/\s+/)]));
  const events = [...output.matchAll(/^EVENT (.*)$/gm)].map(([, json]) => JSON.parse(json));
  return { output, events: events.map((event) => ({ ...event, beside: saw.get(event.step) ?? [] })) };
}

test('a step runs after what it needs, and not where that has failed, which counts as its failure', () => {
  const { events, output } = run([
    { name: 'last', needs: ['broken'] },
    { name: 'second', needs: ['first'] },
    { name: 'first' },
    { name: 'broken', status: 1, needs: ['of another tier'] },
  ]);
  const outcomes = Object.fromEntries(events.map(({ step, ok }) => [step, ok]));
  expect(outcomes).toEqual({ first: true, second: true, broken: false, last: false });
  expect(events.find(({ step }) => step === 'last')?.beside).toEqual([]);
  const order = events.map(({ step }) => step);
  expect(order.indexOf('first')).toBeLessThan(order.indexOf('second'));
  expect(output).toContain('broken talks'); // what fails shows its output,
  expect(output).not.toContain('first talks'); // and nothing else does
});

test('steps that look at the clock run only beside each other', () => {
  const { events } = run([
    { name: 'quiet-1', quiet: true, cores: 0.5 },
    { name: 'loud' },
    { name: 'quiet-2', quiet: true, cores: 0.5 },
  ]);
  const beside = Object.fromEntries(events.map(({ step, beside: others }) => [step, others]));
  expect(beside.loud).toEqual(['run-loud']);
  for (const name of ['quiet-1', 'quiet-2']) expect(beside[name]).not.toContain('run-loud');
});

test('tests, suites that could not start, and checks are added up', () => {
  const jest = {
    numPassedTests: 5,
    numFailedTests: 1,
    numRuntimeErrorTestSuites: 2,
    numPendingTests: 1,
    numTodoTests: 0,
  };
  writeFileSync(join(folder, 'unit.json'), JSON.stringify(jest));
  const suite = '<testsuite name="pytest" errors="1" failures="2" skipped="1" tests="10" time="2.1"/>';
  writeFileSync(join(folder, 'lab.xml'), `<?xml version="1.0"?><testsuites name="pytest tests">${suite}</testsuites>`);
  writeFileSync(join(folder, 'checks'), 'passed\nfailed\npassed\n');
  const sum = inNode(`import { count } from './count.mjs'; console.log(JSON.stringify(count('${folder}')))`);
  expect(JSON.parse(sum)).toEqual({ passed: 5 + 6 + 2, failed: 3 + 3 + 1, skipped: 2 });
});
