import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const PYTHON = join(__dirname, '../../../lab/.venv/bin/python');

interface Answer {
  readonly status: number;
  readonly output: string;
  readonly complaints: string;
}

/** The AWS CLI in one process for all commands: it takes a second to start. */
export class AwsCli {
  private child?: ChildProcessWithoutNullStreams;
  private readonly waiting: ((line: string) => void)[] = [];

  constructor(private readonly env: NodeJS.ProcessEnv) {}

  /** What a command prints. */
  async run(args: string[]): Promise<string> {
    const line = await new Promise<string>((resolve) => {
      this.waiting.push(resolve);
      this.started().stdin.write(`${JSON.stringify(args)}\n`);
    });
    const { status, output, complaints }: Answer = JSON.parse(line);
    if (status !== 0) throw new Error(`aws ${args.join(' ')}\n${output}${complaints}`);
    return output;
  }

  async end(): Promise<void> {
    if (!this.child) return;
    const ended = this.child.exitCode !== null || once(this.child, 'exit');
    this.child.stdin.end();
    await ended;
  }

  private started(): ChildProcessWithoutNullStreams {
    if (this.child) return this.child;
    this.child = spawn(PYTHON, [join(__dirname, 'aws-cli.py')], { env: this.env });
    createInterface({ input: this.child.stdout }).on('line', (line) => this.waiting.shift()?.(line));
    this.child.stderr.pipe(process.stderr);
    this.child.once('exit', (code) => {
      const answer: Answer = { status: code ?? 1, output: '', complaints: 'the process of the AWS CLI has ended' };
      for (const resolve of this.waiting.splice(0)) resolve(JSON.stringify(answer));
    });
    return this.child;
  }
}
