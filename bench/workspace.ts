import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..');
const CACHE = join(ROOT, '.cache');

export const OURS = 'cdk-user-telemetry';
export const PEERS = ['cdk-monitoring-constructs', 'datadog-cdk-constructs-v2'];

/** A folder with the peers installed as their lockfile says, the library as it is packed, and the scenarios. */
export function prepareWorkspace(): string {
  if (!existsSync(join(ROOT, 'lib/index.js')))
    throw new Error('lib/ is missing: build the package first (scripts/bench does)');
  const workspace = installPeers();
  const library = join(workspace, 'node_modules', OURS);
  const scratch = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', scratch], { cwd: ROOT, stdio: 'pipe' });
    rmSync(library, { recursive: true, force: true });
    mkdirSync(library);
    const [tarball] = readdirSync(scratch);
    execFileSync('tar', ['-xzf', join(scratch, tarball), '--strip-components=1', '-C', library]);
  } finally {
    rmSync(scratch, { recursive: true });
  }
  rmSync(join(workspace, 'scenarios'), { recursive: true, force: true });
  cpSync(join(ROOT, 'bench/scenarios'), join(workspace, 'scenarios'), { recursive: true });
  return workspace;
}

function installPeers(): string {
  const manifests = ['package.json', 'package-lock.json'].map((name) => join(ROOT, 'bench', name));
  const hash = createHash('sha256');
  for (const path of manifests) hash.update(readFileSync(path));
  const workspace = join(CACHE, `bench-${hash.digest('hex').slice(0, 16)}`);
  const complete = join(workspace, '.complete');
  if (existsSync(complete)) return workspace;
  mkdirSync(CACHE, { recursive: true });
  for (const old of readdirSync(CACHE)) if (old.startsWith('bench-')) rmSync(join(CACHE, old), { recursive: true });
  mkdirSync(workspace);
  for (const path of manifests) cpSync(path, join(workspace, path.split(/[\\/]/).at(-1) as string));
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: workspace, stdio: 'pipe' });
  writeFileSync(complete, '');
  return workspace;
}
