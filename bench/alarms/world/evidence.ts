/**
 * What somebody who knows all could tell of an incident: how much likelier each published number is with it than without it.
 *
 * They know how many users there would be, how many errors are usual, and what exactly the incident does to each metric; and
 * they want to be wrong once in 90 days. So they add up the logarithms of likelihood ratios, minute by minute and never below
 * 0 (Page's cumulative sum), and are sure when the sum reaches the logarithm of the minutes of 90 days: on average it takes
 * a sum at least so long to get there when nothing happens (Lorden, 1971).
 */
export const SURE = Math.log(90 * 1440);

/** One minute of one signal proves no more than this: there are reasons that nobody thought of. */
const MOST_OF_A_MINUTE = 5;

export type Signal = 'errors' | 'canary' | 'sessions' | 'speed' | 'transactions' | 'telemetry';

/** What one signal tells of one incident. */
export class Evidence {
  private readonly pieces: {
    readonly signal: Signal;
    readonly at: number;
    readonly published: number;
    nats: number;
  }[] = [];

  constructor(
    private readonly start: number,
    /** What else looks the same: how likely it is to begin in a minute, and how long it lasts at most. */
    private readonly otherwise: { readonly [signal in Signal]?: { readonly likely: number; readonly lasts: number } },
  ) {}

  add(signal: Signal, at: number, published: number, nats: number): void {
    if (nats !== 0) this.pieces.push({ signal, at, published, nats: Math.min(nats, MOST_OF_A_MINUTE) });
  }

  /** The first minute at the end of which one can be sure; undefined: never. */
  detectable(): number | undefined {
    const open = new Map<string, { readonly until: number; left: number }>();
    for (const [signal, { likely, lasts }] of Object.entries(this.otherwise)) {
      open.set(signal, { until: this.start + lasts, left: Math.log(1 / Math.min(0.5, likely)) });
    }
    let sum = 0;
    const pieces = [...this.pieces].sort((one, other) => one.published - other.published);
    for (let index = 0; index < pieces.length; index++) {
      const { signal, at, published, nats } = pieces[index];
      const cap = open.get(signal);
      let counted = nats;
      if (cap && at < cap.until && nats > 0) {
        counted = Math.min(nats, cap.left);
        cap.left -= counted;
      }
      sum = Math.max(0, sum + counted);
      if (sum >= SURE && pieces[index + 1]?.published !== published) return published;
    }
    return undefined;
  }
}

/** Of a count with a variance of `mean + dispersion * mean²` (negative binomial). */
export function natsOfCount(count: number, mean: number, usual: number, dispersion: number): number {
  const [with_, without] = [Math.max(mean, 1e-6), Math.max(usual, 1e-6)];
  if (with_ === without) return 0;
  const r = 1 / dispersion;
  return count * Math.log(with_ / without) - (count + r) * Math.log((r + with_) / (r + without));
}

/** Of something that happens or doesn't. */
export function natsOfChance(happened: boolean, share: number, usual: number): number {
  if (share === usual) return 0;
  const [with_, without] = [share, usual].map((one) => Math.min(0.999, Math.max(0.001, one)));
  return happened ? Math.log(with_ / without) : Math.log((1 - with_) / (1 - without));
}
