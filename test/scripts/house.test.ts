import { placesToLook } from '../../scripts/lib/house/places';
import { RULES } from '../../scripts/lib/house/rules';
import { parse } from '../../scripts/lib/house/sources';

/** What a rule finds in files, given by path and text. */
const found = (rule: string, files: { [path: string]: string }) =>
  RULES[rule](parse(new Map(Object.entries(files)))).map(({ where, what }) => `${where}: ${what}`);

const imports = (path: string) => `import type { X } from '${path}';`;

describe('the house', () => {
  test('order: no room imports one above or beside it', () => {
    const files = {
      'src/rum/index.ts': '',
      'src/collector/index.ts': imports('../rum'),
      'src/canaries/index.ts': imports('../rum'),
      'src/formats/a.ts': imports('../private/b'),
      'src/private/b.ts': '',
      'src/attic/c.ts': imports('../rum'),
      'src/user-telemetry.ts': imports('./canaries'),
    };
    expect(found('order', files)).toEqual([
      expect.stringContaining('src/collector/index.ts: collector imports rum'),
      expect.stringContaining('src/formats/a.ts: formats imports private'),
      expect.stringContaining('src/attic/c.ts: attic is no room'),
    ]);
  });

  test('doors: other rooms come in by index.ts and door.ts only', () => {
    const files = {
      'src/rum/index.ts': '',
      'src/rum/door.ts': '',
      'src/rum/metrics/metrics.ts': imports('../app-monitor/monitor'),
      'src/rum/app-monitor/monitor.ts': '',
      'src/private/names.ts': '',
      'src/canaries/a.ts': [imports('../rum'), imports('../rum/door'), imports('../private/names')].join('\n'),
      'src/canaries/b.ts': imports('../rum/metrics/metrics'),
      'src/user-telemetry.ts': "const x: import('./rum/metrics/metrics').X;",
    };
    expect(found('doors', files)).toEqual([
      'src/canaries/b.ts: imports src/rum/metrics/metrics.ts of another room',
      'src/user-telemetry.ts: imports src/rum/metrics/metrics.ts of another room',
    ]);
  });

  test('circles: neither files nor folders go round, also by types alone; the shortest way is shown', () => {
    const files = {
      'src/rum/index.ts': "export * from './a/one'; export * from './b/three';",
      'src/rum/a/one.ts': imports('./two'),
      'src/rum/a/two.ts': `${imports('./one')} ${imports('../b/three')}`,
      'src/rum/b/three.ts': imports('./four'),
      'src/rum/b/four.ts': imports('../a/five'),
      'src/rum/a/five.ts': '',
    };
    expect(found('circles', files)).toEqual([
      expect.stringContaining('circle of files: src/rum/a/one.ts > src/rum/a/two.ts > src/rum/a/one.ts'),
      expect.stringContaining('circle of folders: src/rum/a > src/rum/b > src/rum/a (src/rum/a/two.ts > src/rum/b'),
    ]);
  });

  test('circles: a folder and one within it are two', () => {
    const files = {
      'cli/index.ts': imports('./run/run'),
      'cli/run/run.ts': imports('../problem'),
      'cli/problem.ts': '',
    };
    expect(found('circles', files)).toEqual([expect.stringContaining('circle of folders: cli > cli/run > cli')]);
  });

  test('withoutCdk: formats and what runs elsewhere know no constructs', () => {
    const files = {
      'src/formats/a.ts': imports('constructs'),
      'src/canaries/gate/run/b.ts': imports('aws-cdk-lib/aws-lambda'),
      'src/canaries/gate/run/c.ts': imports('@aws-sdk/client-cloudwatch'),
      'src/canaries/gate/d.ts': imports('aws-cdk-lib'),
      'src/canaries/gate/run/e.ts': [imports('../d'), imports('./c'), imports('../../../formats/a')].join('\n'),
    };
    expect(found('withoutCdk', files)).toEqual([
      'src/formats/a.ts: imports constructs',
      'src/canaries/gate/run/b.ts: imports aws-cdk-lib/aws-lambda',
      'src/canaries/gate/run/e.ts: imports src/canaries/gate/d.ts',
    ]);
  });

  test('outsiders: client, runner and command line tool know formats, and what is run on both sides', () => {
    const files = {
      'src/formats/a.ts': '',
      'src/private/run/b.ts': '',
      'src/private/names.ts': '',
      'client/c.ts': imports('../src/formats/a'),
      'runner/d.ts': imports('../src/private/run/b'),
      'cli/e.ts': imports('../src/private/names'),
    };
    expect(found('outsiders', files)).toEqual(['cli/e.ts: imports src/private/names.ts']);
  });

  test('members: those that begin with _ stay in their room, whatever others are called', () => {
    const files = {
      'src/rum/index.ts': 'export class Monitor { public _bind(): void {} public _name = 1; }',
      'src/rum/door.ts': "import { Monitor } from './index'; export const name = (m: Monitor) => m._name;",
      'src/canaries/a.ts': `import { Monitor } from '../rum';
        class Canary { _bind(): void {} }
        export const go = (c: Canary, m: Monitor) => { c._bind(); m._bind(); const { _name } = m; return _name; };`,
    };
    expect(found('members', files)).toEqual([
      'src/canaries/a.ts:3: uses _bind of src/rum/index.ts',
      'src/canaries/a.ts:3: uses _name of src/rum/index.ts',
    ]);
  });

  test('paths: one file knows where the package lies; a text may speak of it', () => {
    const files = {
      'src/private/assets.ts': 'export const assets = __dirname;',
      'src/rum/a.ts': 'export const site = __dirname;',
      'src/rum/b.ts': "export const fix = 'pass path.join(__dirname, …)';",
    };
    expect(found('paths', files)).toEqual(['src/rum/a.ts: uses __dirname']);
  });

  test('places to look: full folders and long files, comments not counted', () => {
    const line = 'export const a = 1;\n';
    const sources = parse(
      new Map([
        ['src/rum/long.ts', line.repeat(251)],
        ['src/rum/told.ts', `${line.repeat(250)}${'// why\n\n'.repeat(100)}/** how\n * so */\n`],
      ]),
    );
    const paths = Array.from({ length: 16 }, (_, i) => `test/rum/${i}.ts`);
    expect(placesToLook(paths, sources)).toEqual(['test/rum/: 16 files', 'src/rum/long.ts: 251 lines of code']);
  });
});
