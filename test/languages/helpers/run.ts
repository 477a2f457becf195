import { spawn } from 'node:child_process';

export interface RunOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a command to its end. Throws with the end of what it printed where it fails. */
export async function run(command: string, args: string[], options: RunOptions): Promise<void> {
  await output(command, args, options);
}

/** The same, with all that it printed. */
export function output(command: string, args: string[], options: RunOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: options.cwd, env: { ...process.env, ...options.env } });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) return resolve(output);
      const tail = output.trimEnd().split('\n').slice(-60).join('\n');
      reject(new Error(`${[command, ...args].join(' ')}\nin ${options.cwd}: exit ${code ?? signal}\n${tail}`));
    });
  });
}

/** Fails, rather than skips, where the machine lacks a tool: a tier that checks nothing must not pass. */
export async function need(command: string, versionFlag: string, install: string): Promise<void> {
  try {
    await run(command, [versionFlag], { cwd: process.cwd() });
  } catch (error) {
    throw new Error(`missing: ${command}. ${install} (${(error as Error).message.split('\n')[0]})`);
  }
}
