/** Plays a canary's code in a local Chromium. See USAGE. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Options, readOptions, USAGE } from './options';
import { type Staged, stage } from './staging';
import { messageOf, NotCarriedOut, type StepResult, Synthetics, since } from './synthetics';
import { readConfiguration } from './synthetics-configuration';

interface Result {
  readonly status: 'PASSED' | 'FAILED';
  readonly reason?: string;
  readonly durationMs: number;
  readonly steps: StepResult[];
  readonly artifacts: string[];
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  mkdirSync(options.out, { recursive: true });
  const synthetics = new Synthetics({ ...options, out: resolve(options.out) }, process.env.CANARY_ARN ?? 'unknown');
  const directory = mkdtempSync(join(tmpdir(), 'canary-'));
  try {
    const staged = await stage(directory, options, synthetics);
    synthetics.configure(readConfiguration(staged.home));
    const result = await run(staged, synthetics, options);
    process.stdout.write(`${JSON.stringify(result)}\n`);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function run(staged: Staged, synthetics: Synthetics, { timeoutMs }: Options): Promise<Result> {
  const startedAt = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`timed out after ${timeoutMs / 1000} seconds`)), timeoutMs);
  });
  let reason: string | undefined;
  try {
    await Promise.race([staged.handler(), timeout]);
  } catch (error) {
    if (error instanceof NotCarriedOut) throw error;
    reason = messageOf(error);
  } finally {
    clearTimeout(timer);
  }
  const durationMs = since(startedAt);
  // Taken before closing, which fails the step that a timeout interrupts.
  const steps = [...synthetics.steps];
  await synthetics.close();
  const { artifacts } = synthetics;
  reason ??= steps.find((step) => step.status === 'FAILED')?.error;
  return { status: reason === undefined ? 'PASSED' : 'FAILED', reason, durationMs, steps, artifacts };
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(`${messageOf(error)}\n\n${USAGE}`);
    process.exit(2);
  },
);
