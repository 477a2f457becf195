/** The command line tool as a user has it: the bundled file, in a project of its own with playwright-core beside it. */
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { WINDOWLESS } from '../../../lab/cast/browser';

const ROOT = join(__dirname, '../../..');
const ANSI = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, 'g');

export interface Output {
  readonly status: number | null;
  readonly output: string;
}

export class Project {
  /** Takes the tool as it is bundled in assets/, which scripts/test sees to. */
  public static async create(): Promise<Project> {
    const folder = mkdtempSync(join(tmpdir(), 'cli-project-'));
    const modules = join(folder, 'node_modules');
    mkdirSync(modules);
    symlinkSync(dirname(require.resolve('playwright-core/package.json')), join(modules, 'playwright-core'), 'junction');
    cpSync(join(ROOT, 'assets/cli'), join(modules, 'cdk-user-telemetry/assets/cli'), { recursive: true });
    return new Project(folder);
  }

  private constructor(public readonly folder: string) {}

  public path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  public run(args: string[], env: NodeJS.ProcessEnv = {}): Promise<Output> {
    const tool = this.path('node_modules/cdk-user-telemetry/assets/cli/user-telemetry.js');
    const { NODE_OPTIONS: _, ...own } = process.env;
    const child = spawn(process.execPath, [tool, ...args], {
      cwd: this.folder,
      env: { ...own, CHROMIUM: WINDOWLESS, ...env },
    });
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
