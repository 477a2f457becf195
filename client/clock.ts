/** When what is being recorded happened: now, or earlier if it is made up for. */
export class Clock {
  private behind = 0;

  public get isLate(): boolean {
    return this.behind > 0;
  }

  /** Milliseconds since the epoch. */
  public now(): number {
    return Date.now() - this.behind;
  }

  /** Milliseconds on the page's clock. */
  public moment(): number {
    return performance.now() - this.behind;
  }

  /** Runs what belongs to a moment of the page's clock. */
  public at(moment: number, act: () => void): void {
    this.behind = performance.now() - moment;
    try {
      act();
    } finally {
      this.behind = 0;
    }
  }
}
