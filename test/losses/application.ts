import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { until } from '../collector-real/running-collector';

/**
 * A program that counts on and on: a purchase each 50 ms, by one of three persons, or first as many as there are SETS of attributes, within half a second. It prints how many it has counted; at a
 * line on its input it exports, and prints `exported` when its SDK is done with that; at SIGTERM it ends as a container does.
 */
export class Application {
  counted = 0;
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown>;
  private readonly waiting: (() => void)[] = [];

  constructor(command: readonly string[], env: Record<string, string>) {
    const [program, ...words] = command;
    this.child = spawn(program, words, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'ignore'] });
    this.ended = once(this.child, 'close');
    this.child.stdin?.on('error', () => {}); // it may have been killed
    createInterface({ input: this.child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      if (line === 'exported') this.waiting.shift()?.();
      else this.counted = Number(line);
    });
  }

  /** Until its SDK has exported, or given up. */
  export(): Promise<void> {
    const exported = new Promise<void>((resolve) => this.waiting.push(resolve));
    this.child.stdin?.write('export\n');
    return Promise.race([exported, this.ended]) as Promise<void>;
  }

  /** Until it has counted some more. */
  async countsOn(): Promise<void> {
    const enough = this.counted + 6;
    await until(() => this.counted >= enough);
  }

  async end(): Promise<void> {
    this.child.kill('SIGTERM');
    await this.ended;
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }
}
