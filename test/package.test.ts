import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

const root = join(__dirname, '..');

interface PackedFile {
  readonly path: string;
}

/** What `npm publish` would send: read from the built package (`scripts/test` builds before this tier). */
function pack(): { size: number; files: PackedFile[] } {
  const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
  });
  const packed = JSON.parse(output);
  return Object.values<{ size: number; files: PackedFile[] }>(packed)[0]; // an array or an object, by npm's version
}

/** The modules that a fresh process has loaded after the given code, by path. */
function loadedAfter(code: string): string[] {
  const script = `${code}; console.log(JSON.stringify(Object.keys(require.cache)))`;
  return JSON.parse(execFileSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' }));
}

describe('the published package', () => {
  const packed = pack();
  const paths = packed.files.map((file) => file.path);

  // The jsii assembly 144; clients of AWS for the command line tool 126, the tool itself 129, of which 44 draw dashboards and
  // answers; canaries 110, monitoring 109, events and their questions 104, collectors 93, real users 86, what all of them
  // agree on 36; clients of pages 65; YAML 31; functions and runner 30.
  test('is at most 985 KB', () => {
    expect(packed.size).toBeLessThanOrEqual(985_000);
  });

  test('has the clients of AWS once, beside the command line tool', () => {
    const tool = readFileSync(join(root, 'assets/cli/user-telemetry.js'), 'utf8');
    const clients = readFileSync(join(root, 'assets/cli/aws.js'), 'utf8');
    expect(tool).toContain('require("./aws.js")');
    const version = '2010-05-15'; // of the API of CloudFormation
    expect([tool.includes(version), clients.includes(version)]).toEqual([false, true]);
    expect(clients).not.toMatch(/AssumeRoleWithWebIdentity|GetRoleCredentials/); // of the chain of credentials
  });

  test('holds the library, what ships to browser and canary, and the jsii assembly', () => {
    expect(paths).toEqual(
      expect.arrayContaining([
        '.jsii',
        'lib/index.js',
        'lib/index.d.ts',
        'assets/THIRD-PARTY-LICENSES.txt',
        'assets/client/telemetry.js',
        'assets/runner/index.js',
        'README.md',
        'LICENSE',
      ]),
    );
  });

  test('holds nothing else', () => {
    const strangers = paths.filter(
      (path) => !/^(lib|assets)\/|^client\.(d\.)?m?[jt]s$|^(\.jsii|README\.md|LICENSE|package\.json)$/.test(path),
    );
    expect(strangers).toEqual([]);
  });

  // What a page loads once it is idle, for those who ask for it.
  test('sees what users do in at most 6 KB', () => {
    const script = readFileSync(join(root, 'assets/client/interactions.js'));
    expect(brotliCompressSync(script).length).toBeLessThanOrEqual(6_144);
  });

  test('has no dependency beyond its peers', () => {
    const { dependencies, bundledDependencies, peerDependencies } = require('../package.json');
    expect({ dependencies, bundledDependencies }).toEqual({});
    expect(Object.keys(peerDependencies)).toEqual(['aws-cdk-lib', 'constructs']);
  });
});

describe('requiring the package', () => {
  test('loads nothing of aws-cdk-lib', () => {
    const loaded = loadedAfter("require('./lib')");
    expect(loaded.length).toBeGreaterThan(0);
    expect(loaded.filter((path) => path.includes('aws-cdk-lib'))).toEqual([]);
  });

  test('and using one room loads no service of another', () => {
    const loaded = loadedAfter("require('./lib').canaries.JourneyCanary");
    expect(loaded.filter((path) => /aws-cdk-lib\/aws-(ecs|rum|pinpoint)\//.test(path))).toEqual([]);
  });
});
