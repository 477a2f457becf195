import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached, installedVersion, ROOT } from './helpers/cache';
import { generateBindings, libraryBindings } from './helpers/package';
import { need, run } from './helpers/run';
import { SAMPLE, synthesize, synthesized } from './helpers/sample';

/** Packages with Go bindings that the library depends on. */
const DEPENDENCIES = [
  'aws-cdk-lib',
  'constructs',
  '@aws-cdk/asset-awscli-v1',
  '@aws-cdk/asset-node-proxy-agent-v6',
  '@aws-cdk/cloud-assembly-schema',
];

/**
 * The Go modules of the dependencies, generated from the npm packages as their publishers do.
 *
 * Not every version reaches every Go proxy, and the versions have to be those that the other languages run with.
 */
async function dependencyModules(): Promise<string> {
  const versions = [...DEPENDENCIES, 'jsii-pacmak'].map((name) => `${name}@${installedVersion(name)}`);
  const dir = await cached('godeps', versions, async (made) => {
    // One by one: to pacmak their development dependencies make a circle.
    for (const name of DEPENDENCIES) await generateBindings('go', [join(ROOT, 'node_modules', name)], made);
  });
  return join(dir, 'go');
}

/** Points each module in a folder of modules to where it lies: a `-replace` and a `-require` of `go mod edit`. */
function edits(modules: string): string[] {
  return readdirSync(modules).flatMap((name) => {
    const dir = join(modules, name);
    const [, path] = /^module (\S+)$/m.exec(readFileSync(join(dir, 'go.mod'), 'utf8')) ?? [];
    const version = readFileSync(join(dir, 'version'), 'utf8').trim();
    return [`-replace=${path}=${dir}`, `-require=${path}@v${version}`];
  });
}

describe('Go', () => {
  const app = join(SAMPLE, 'go');
  const program = join(app, 'retail');
  // -mod=mod writes go.sum; two at a time: a compiler of the large CDK packages takes up to 1 GB.
  const flags = ['-mod=mod', '-buildvcs=false', '-p', '2'];

  beforeAll(async () => {
    await need('go', 'version', 'Install Go 1.25 or newer.');
    const dependencies = await dependencyModules();
    const library = await libraryBindings('go');
    await run('go', ['mod', 'edit', ...edits(dependencies), ...edits(library)], { cwd: app });
  });

  test('every package of the module compiles', async () => {
    const { targets } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).jsii;
    const module = `${targets.go.moduleName}/${targets.go.packageName}`;
    await run('go', ['build', ...flags, `${module}/...`], { cwd: app });
  });

  test('the sample synthesizes the template of the TypeScript sample', async () => {
    await run('go', ['build', ...flags, '-o', program, '.'], { cwd: app });
    await synthesize('go', (env) => run(program, [], { cwd: app, env }));
    expect(synthesized('go')).toEqual(synthesized('typescript'));
  });
});
