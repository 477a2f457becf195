/** Plays a canary's code in a local Chromium, as the Synthetics runtime does in the service. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Playwright } from '../browser/playwright';
import { CannotRun, messageOf, since } from '../common/cannot-run';
import { readConfiguration } from './configuration';
import { type Staged, stage } from './staging';
import { type StepResult, Synthetics } from './synthetics';

export interface PlayOptions {
  /** The folder into which the canary's zip was unpacked. */
  readonly code: string;
  /** `<file without extension>.<function>`, as in the template. */
  readonly handler: string;
  /** Where screenshots and the HAR file go. */
  readonly out: string;
  readonly timeoutMs: number;
  /** The program of the browser. */
  readonly chromium: string;
  readonly chromiumArgs: string[];
  readonly headed?: boolean;
  readonly ignoreHttpsErrors?: boolean;
  /** What the user agent says after `CloudWatchSynthetics/`. */
  readonly canaryArn: string;
  readonly onStep?: (step: StepResult) => void;
}

export interface PlayResult {
  readonly status: 'PASSED' | 'FAILED';
  readonly reason?: string;
  readonly durationMs: number;
  readonly steps: StepResult[];
  /** Paths of screenshots and of the HAR file. */
  readonly artifacts: string[];
  /** The addresses that the pages had, in their order, without query. */
  readonly trail: string[];
  /** The version of the browser, if one was started. */
  readonly browserVersion?: string;
}

/** Resolves also if the canary fails; throws `CannotRun` if it could not be played. */
export async function playCanary(options: PlayOptions, playwright: Playwright): Promise<PlayResult> {
  mkdirSync(options.out, { recursive: true });
  const synthetics = new Synthetics({ ...options, out: resolve(options.out) }, playwright.chromium);
  const directory = mkdtempSync(join(tmpdir(), 'canary-'));
  try {
    const staged = await stage(directory, options, synthetics, playwright.directory);
    synthetics.configure(readConfiguration(staged.home));
    return await run(staged, synthetics, options.timeoutMs);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function run(staged: Staged, synthetics: Synthetics, timeoutMs: number): Promise<PlayResult> {
  const startedAt = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`timed out after ${timeoutMs / 1000} seconds`)), timeoutMs);
  });
  let reason: string | undefined;
  try {
    await Promise.race([staged.handler(), timeout]);
  } catch (error) {
    if (error instanceof CannotRun) throw error;
    reason = messageOf(error);
  } finally {
    clearTimeout(timer);
  }
  const durationMs = since(startedAt);
  // Taken before closing, which fails the step that a timeout interrupts.
  const steps = [...synthetics.steps];
  await synthetics.close();
  const { artifacts, trail, browserVersion } = synthetics;
  reason ??= steps.find((step) => step.status === 'FAILED')?.error;
  return {
    status: reason === undefined ? 'PASSED' : 'FAILED',
    reason,
    durationMs,
    steps,
    artifacts,
    trail,
    browserVersion,
  };
}
