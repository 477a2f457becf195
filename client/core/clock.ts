/** When what is being recorded happened: now, or earlier if it is made up for. */
export class Clock {
  /** Stands still while something is made up for: what came at once has to stay in its order. */
  private past: { readonly moment: number; readonly now: number } | undefined = undefined;

  /** Milliseconds since the epoch. */
  public now(): number {
    return this.past?.now ?? Date.now();
  }

  /** Milliseconds on the page's clock. */
  public moment(): number {
    return this.past?.moment ?? performance.now();
  }

  /** Runs what belongs to a moment of the page's clock. */
  public at(moment: number, act: () => void): void {
    const behind = performance.now() - moment;
    this.past = { moment, now: Date.now() - behind };
    try {
      act();
    } finally {
      this.past = undefined;
    }
  }
}
