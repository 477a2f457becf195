/**
 * Each canary plays in a process of its own, like in the service: with an environment of its own, and what its code
 * leaves behind ends with it.
 */
import { fork } from 'node:child_process';
import { loadPlaywright, type Playwright } from '../browser/playwright';
import { CannotRun, messageOf } from '../common/cannot-run';
import { type PlayOptions, type PlayResult, playCanary } from '../synthetics/play';
import type { StepResult } from '../synthetics/synthetics';

/** The command by which the tool starts itself. */
export const CHILD_COMMAND = '__play';

/** What the code of a canary gets beyond its timeout, to close the browser. */
const GRACE_MS = 15_000;

export interface Assignment extends Omit<PlayOptions, 'onStep'> {
  /** Where Playwright is. */
  readonly playwright: Playwright['directory'];
}

type Message = { readonly step: StepResult } | { readonly result: PlayResult } | { readonly problem: string };

export interface Listener {
  readonly onStep: (step: StepResult) => void;
  /** What the canary's own code prints. */
  readonly onOutput: (text: string) => void;
}

export function playInChild(
  assignment: Assignment,
  environment: Readonly<Record<string, string>>,
  { onStep, onOutput }: Listener,
): Promise<PlayResult> {
  return new Promise((resolve, reject) => {
    const child = fork(process.argv[1], [CHILD_COMMAND], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    let outcome: PlayResult | undefined;
    let problem = 'its process ended without a result';
    const timer = setTimeout(() => {
      problem = `it did not end ${GRACE_MS / 1000} seconds after its timeout`;
      child.kill('SIGKILL');
    }, assignment.timeoutMs + GRACE_MS);
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', onOutput);
    child.on('message', (message: Message) => {
      if ('step' in message) onStep(message.step);
      else if ('result' in message) outcome = message.result;
      else problem = message.problem;
    });
    child.on('error', (error) => {
      problem = messageOf(error);
    });
    child.on('close', () => {
      clearTimeout(timer);
      if (outcome) resolve(outcome);
      else reject(new CannotRun(problem));
    });
    child.send(assignment);
  });
}

/** The other side: waits for its assignment, plays, and tells. */
export async function playAsChild(): Promise<void> {
  const assignment = await new Promise<Assignment>((resolve) => {
    process.once('message', (message) => resolve(message as Assignment));
  });
  try {
    const onStep = (step: StepResult) => tell({ step });
    const result = await playCanary({ ...assignment, onStep }, loadPlaywright(assignment.playwright));
    await tell({ result });
  } catch (error) {
    await tell({ problem: messageOf(error) });
  }
  process.exit(0);
}

function tell(message: Message): Promise<void> {
  return new Promise((resolve) => {
    process.send?.(message, undefined, undefined, () => resolve());
  });
}
