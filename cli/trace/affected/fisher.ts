/**
 * Fisher's exact test, two-sided: how likely a table of four counts, or a less likely one, is by chance alone, where its
 * sums are given.
 *
 * @param a affected, with it
 * @param b affected, without it
 * @param c others, with it
 * @param d others, without it
 */
export function fisherExact(a: number, b: number, c: number, d: number): number {
  const [row, rest, column, all] = [a + b, c + d, a + c, a + b + c + d];
  const logs = logFactorials(all);
  const log = (x: number) =>
    logs[row] +
    logs[rest] +
    logs[column] +
    logs[all - column] -
    logs[all] -
    (logs[x] + logs[row - x] + logs[column - x] + logs[rest - column + x]);
  const own = log(a);
  let sum = 0;
  for (let x = Math.max(0, column - rest); x <= Math.min(row, column); x++) {
    const likelihood = log(x);
    if (likelihood <= own + 1e-7) sum += Math.exp(likelihood);
  }
  return Math.min(1, sum);
}

const known: number[] = [0];

function logFactorials(upTo: number): readonly number[] {
  for (let n = known.length; n <= upTo; n++) known.push(known[n - 1] + Math.log(n));
  return known;
}

/** Holm's correction: of many comparisons some look telling by chance alone. In the order of what was given. */
export function holm(chances: readonly number[]): number[] {
  const order = chances.map((chance, index) => ({ chance, index })).sort((x, y) => x.chance - y.chance);
  const corrected: number[] = [];
  let most = 0;
  for (const [rank, { chance, index }] of order.entries()) {
    most = Math.max(most, Math.min(1, chance * (chances.length - rank)));
    corrected[index] = most;
  }
  return corrected;
}
