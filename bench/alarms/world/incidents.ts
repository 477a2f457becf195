import type { Dice } from './dice';
import type { Effects } from './effects';
import { type Expected, KINDS } from './kinds';

export interface Incident {
  readonly kind: string;
  /** In minutes. */
  readonly start: number;
  readonly end: number;
  /** In how many minutes it reaches its height. */
  readonly ramp: number;
  /** The share of users who are hurt. */
  readonly hurt: number;
  readonly expected: Expected;
  readonly effects: Effects;
}

/** Below it, an incident is not called one that users see. */
export const VISIBLE_FROM = 0.1;

/** After the end of an incident, until nothing is left of it in any window; what comes meanwhile is nobody's fault. */
export const RECOVERY = 240;
const LONGEST = 240;

/** As many of each kind, in an order by chance, one in each stretch of time, at any hour. */
export function incidentsOf(dice: Dice, from: number, to: number, ofEach: number): Incident[] {
  const kinds = Array.from({ length: ofEach }, () => KINDS).flat();
  for (let at = kinds.length - 1; at > 0; at--) {
    const other = Math.floor(dice.uniform(0, at + 1));
    [kinds[at], kinds[other]] = [kinds[other], kinds[at]];
  }
  const stretch = (to - from) / kinds.length;
  if (stretch < LONGEST + RECOVERY + 60) throw new Error(`${kinds.length} incidents don't fit into that time`);
  return kinds.map((kind, index) => {
    const start = Math.round(from + stretch * index + dice.uniform(0, stretch - LONGEST - RECOVERY));
    const duration = Math.round(Math.min(LONGEST, Math.max(20, dice.logNormal(50, 0.6))));
    const isSmall = dice.chance(kind.small);
    const hurt = isSmall ? dice.uniform(0.01, VISIBLE_FROM) : dice.uniform(...kind.hurt);
    return {
      kind: kind.name,
      start,
      end: start + duration,
      ramp: Math.round(dice.uniform(...kind.ramp)),
      hurt,
      expected: isSmall ? 'ticket' : kind.expected,
      effects: kind.effects(hurt, dice),
    };
  });
}

export function isVisible({ hurt }: Incident): boolean {
  return hurt >= VISIBLE_FROM;
}
