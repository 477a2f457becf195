import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

// A busy machine takes seconds to start Python and to load moto.
jest.setTimeout(60_000);

const ROOT = join(__dirname, '../../..');

/** The lab's telemetry modules in a Python process of their own; see driver.py for what can be called. */
export class Driver {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly waiting: ((line: string) => void)[] = [];
  private readonly complaints: string[] = [];

  constructor() {
    this.child = spawn(join(ROOT, 'lab/.venv/bin/python'), [join(__dirname, 'driver.py')], {
      cwd: ROOT,
      env: { ...process.env, PYTHONPATH: ROOT, AWS_DEFAULT_REGION: 'us-east-1', MOTO_ACCOUNT_ID: '123456789012' },
    });
    createInterface({ input: this.child.stdout }).on('line', (line) => this.waiting.shift()?.(line));
    this.child.stderr.on('data', (data) => this.complaints.push(String(data)));
    this.child.on('exit', () => {
      for (const answer of this.waiting) answer(JSON.stringify({ error: `driver ended: ${this.complaints.join('')}` }));
    });
  }

  // biome-ignore lint/suspicious/noExplicitAny: what comes back depends on what is called
  public call(call: string, args: Record<string, unknown> = {}): Promise<any> {
    return new Promise((resolve, reject) => {
      this.waiting.push((line) => {
        const answer = JSON.parse(line);
        if ('error' in answer) reject(new Error(answer.error));
        else resolve(answer.value);
      });
      this.child.stdin.write(`${JSON.stringify({ call, arguments: args })}\n`);
    });
  }

  public async end(): Promise<void> {
    this.child.stdin.end();
    if (this.child.exitCode === null) await new Promise((resolve) => this.child.once('exit', resolve));
  }
}
