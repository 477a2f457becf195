/** Servers that outlive a suite: each process of jest starts its own once, and the global teardown ends all of them. */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../..');
const PID = 'pid';

/** Where a server that the suites of this process share keeps its state. */
export function sharedFolder(name: string): string {
  const folder = join(String(process.env.LAB_SHARED), `${name}-${process.env.JEST_WORKER_ID}`);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Starts a server, and waits for the file in which it says where it listens. */
export async function startServer(folder: string, [command, ...args]: string[], file: string): Promise<void> {
  const log = join(folder, 'server.log');
  const output = openSync(log, 'a');
  const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', output, output] });
  closeSync(output);
  child.unref();
  writeFileSync(join(folder, PID), String(child.pid));
  // A busy machine takes many seconds to load Python's modules.
  for (let waited = 0; !existsSync(join(folder, file)); waited += 50) {
    if (child.exitCode !== null || waited > 120_000) {
      await endServer(folder);
      throw new Error(`it did not start: ${command} ${args.join(' ')}\n${readFileSync(log, 'utf8')}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Ends a server in order: what it has started itself, it ends. */
export async function endServer(folder: string): Promise<void> {
  if (!existsSync(join(folder, PID))) return;
  const pid = Number(readFileSync(join(folder, PID), 'utf8'));
  rmSync(join(folder, PID));
  for (let waited = 0; isAlive(pid); waited += 50) {
    if (waited === 0) process.kill(pid, 'SIGTERM');
    if (waited === 10_000) process.kill(pid, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** All that were started below a folder. */
export async function endServers(folder: string): Promise<void> {
  await Promise.all(readdirSync(folder).map((name) => endServer(join(folder, name))));
  rmSync(folder, { recursive: true, force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
