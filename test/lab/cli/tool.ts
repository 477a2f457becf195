/** The command line tool as a user has it: the bundled file, in a project of its own with playwright-core beside it. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

const ROOT = join(__dirname, '../../..');
const ANSI = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, 'g');

export interface Output {
  readonly status: number | null;
  readonly output: string;
}

export class Project {
  /** Bundles the tool and the runner from today's sources, as scripts/lib/bundle.ts does. */
  public static async create(): Promise<Project> {
    const folder = mkdtempSync(join(tmpdir(), 'cli-project-'));
    const modules = join(folder, 'node_modules');
    mkdirSync(modules);
    symlinkSync(dirname(require.resolve('playwright-core/package.json')), join(modules, 'playwright-core'), 'junction');
    await build({
      entryPoints: { 'user-telemetry': join(ROOT, 'cli/index.ts') },
      outdir: join(modules, 'cdk-user-telemetry/assets/cli'),
      bundle: true,
      minify: true,
      format: 'cjs',
      platform: 'node',
      target: 'node20',
      external: ['playwright-core'],
    });
    return new Project(folder);
  }

  private constructor(public readonly folder: string) {}

  public path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  public run(args: string[], env: NodeJS.ProcessEnv = {}): Promise<Output> {
    const tool = this.path('node_modules/cdk-user-telemetry/assets/cli/user-telemetry.js');
    const { NODE_OPTIONS: _, ...own } = process.env;
    const child = spawn(process.execPath, [tool, ...args], { cwd: this.folder, env: { ...own, ...env } });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    return new Promise((resolve) => {
      child.on('close', (status) => resolve({ status, output: output.replace(ANSI, '') }));
    });
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
