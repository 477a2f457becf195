/** What could not be used, by reason: nothing gets lost without being told. */
export class Problems {
  private readonly byReason = new Map<string, { count: number; readonly first: string }>();

  public add(reason: string, at: string): void {
    const known = this.byReason.get(reason) ?? { count: 0, first: at };
    known.count++;
    this.byReason.set(reason, known);
  }

  public get lines(): string[] {
    return [...this.byReason]
      .sort(([a, { count: many }], [b, { count: more }]) => more - many || (a < b ? -1 : 1))
      .map(([reason, { count, first }]) => `${count} ${reason} (first: ${first})`);
  }
}
