import { safely } from './safely';

/** As long as a task goes on with the next step: on a phone a step may take ten times as much by itself. */
const TASK_MS = 1;
/** How long the page may keep the client from a step. */
const PATIENCE_MS = 500;
/** A page that goes on loading for so long, such as one with a hanging image, is taken for one that has loaded. */
const LONGEST_LOAD_MS = 5_000;

/**
 * Work that does not block the page: each step runs when the browser is idle, and all at once if the page is left.
 *
 * Tasks of more than 50 ms delay what users do; the whole start of the client would be one on a slow phone.
 */
export class Steps {
  private started = false;
  private running = false;
  private hurried = false;
  private cancelled = false;

  constructor(private readonly steps: Iterator<unknown>) {}

  public start(): void {
    if (this.started) return;
    this.started = true;
    whenIdle(() => this.proceed());
  }

  /** Does now whatever is left; within a step, as soon as that has ended. */
  public finish(): void {
    this.hurried = true;
    this.run(() => true);
  }

  /** Leaves out whatever is left. */
  public cancel(): void {
    this.cancelled = true;
  }

  private proceed(): void {
    const begun = performance.now();
    if (this.run(() => performance.now() - begun < TASK_MS)) whenIdle(() => this.proceed());
  }

  /** Whether something is left. */
  private run(goesOn: () => boolean): boolean {
    if (this.running) return false;
    this.running = true;
    try {
      do {
        if (this.cancelled || this.steps.next().done) return false;
      } while (this.hurried || goesOn());
      return true;
    } finally {
      this.running = false;
    }
  }
}

/** Calls back once the page has loaded, when the script does not compete with what the user waits for. */
export function whenLoaded(act: () => void): void {
  if (document.readyState === 'complete') {
    act();
  } else {
    safely(() => addEventListener('load', act, { once: true }));
    safely(() => setTimeout(act, LONGEST_LOAD_MS));
  }
}

function whenIdle(act: () => void): void {
  safely(() => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(act, { timeout: PATIENCE_MS });
    else setTimeout(act);
  });
}
