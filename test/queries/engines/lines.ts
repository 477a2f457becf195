import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A process that answers each line of JSON by one: engines that don't run in Node.js. */
export class Lines {
  private readonly waiting: { resolve(answer: unknown): void; reject(error: Error): void }[] = [];
  private readonly process: ChildProcessWithoutNullStreams;
  private readonly said: string[] = [];

  constructor(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    this.process = spawn(command, args, { env: { ...process.env, ...env } });
    createInterface({ input: this.process.stdout }).on('line', (line) =>
      this.waiting.shift()?.resolve(JSON.parse(line)),
    );
    createInterface({ input: this.process.stderr }).on('line', (line) => {
      this.said.push(line);
      if (this.said.length > 30) this.said.shift();
    });
    const ended = (why: unknown) => {
      const error = new Error(`${command} ended: ${why}\n${this.said.join('\n')}`);
      for (const { reject } of this.waiting.splice(0)) reject(error);
    };
    this.process.on('error', ended).on('exit', ended);
    this.process.stdin.on('error', () => {}); // it has ended, which is told above
  }

  ask<T>(request: object): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.process.exitCode !== null) return reject(new Error(`has ended:\n${this.said.join('\n')}`));
      this.waiting.push({ resolve: (answer) => resolve(answer as T), reject });
      this.process.stdin.write(`${JSON.stringify(request)}\n`);
    });
  }

  async end(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.stdin.end();
    await ended;
  }
}
