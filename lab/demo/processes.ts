import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

const GRACE_MS = 30_000; // a busy machine takes its time to end what the lab has started
const running = new Set<ChildProcess>();

export interface Run {
  readonly command: string;
  readonly args: string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Takes stdout and stderr. */
  readonly log: string;
}

/** Starts a program that goes on running. `stopAll` ends it. */
export function start(run: Run): ChildProcess {
  const output = openSync(run.log, 'a');
  // A group of its own: Ctrl-C reaches only this process, which then stops the others in order.
  const options: SpawnOptions = { cwd: run.cwd, env: run.env, stdio: ['ignore', output, output], detached: true };
  const child = spawn(run.command, run.args, options);
  closeSync(output);
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/** Runs a program to its end. */
export function finish(run: Run): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = start(run);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`${run.command} ended with ${signal ?? `status ${code}`}; its output: ${run.log}`));
    });
  });
}

/** Ends everything that was started here, by process id, the last one first. */
export async function stopAll(): Promise<void> {
  for (const child of [...running].reverse()) await stop(child);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM'); // to the program alone: it ends what it started itself
  const timer = setTimeout(() => killGroup(child.pid), GRACE_MS);
  await gone;
  clearTimeout(timer);
  killGroup(child.pid);
}

/** Ends what a program left behind, or the program that would not end. */
function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
