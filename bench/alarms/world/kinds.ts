import type { Dice } from './dice';
import type { Effects } from './effects';

/** What somebody should be told. */
export type Expected = 'page' | 'ticket' | 'nothing';

/** A kind of incident. */
interface Kind {
  readonly name: string;
  /** The share of users who are hurt, of those incidents of which not few are. */
  readonly hurt: readonly [least: number, most: number];
  /** Of incidents that users see. */
  readonly expected: Expected;
  readonly ramp: readonly [number, number];
  /** How many of a hundred are small ones, which hurt 1 to 10 % of users. */
  readonly small: number;
  readonly effects: (hurt: number, dice: Dice) => Effects;
}

/** Of each journey: whether it meets what is broken. */
function meets(dice: Dice, share: number, height: number): readonly [number, number] {
  return [dice.chance(share) ? height : 0, dice.chance(share) ? height : 0];
}

const NONE: readonly [number, number] = [0, 0];

/** Written before any alarm was looked at: severities are what each kind can be, not what alarms see. */
export const KINDS: readonly Kind[] = [
  {
    ...{ name: 'outage', hurt: [0.7, 1], expected: 'page', ramp: [0, 3], small: 0 },
    // Either pages don't load any more, or they do and what they ask for fails.
    effects: (hurt, dice) => {
      const failing = [hurt, hurt] as const;
      return dice.chance(0.5)
        ? { lost: hurt, serverErrors: 0.5, failing, abandoned: hurt }
        : { serverErrors: dice.uniform(0.8, 3) * hurt, jsErrors: 0.2 * hurt, failing, abandoned: hurt };
    },
  },
  {
    ...{ name: 'partial outage', hurt: [0.1, 0.5], expected: 'page', ramp: [0, 3], small: 0.2 },
    // Of a page, which a journey may visit, or of a browser, which canaries are not.
    effects: (hurt, dice) => {
      const isPage = dice.chance(0.5);
      return {
        ...(isPage ? { serverErrors: hurt * dice.uniform(0.7, 2) } : { jsErrors: hurt * dice.uniform(0.7, 2) }),
        failing: isPage ? meets(dice, 0.5, 1) : NONE,
        abandoned: hurt * dice.uniform(0.3, 1),
      };
    },
  },
  {
    ...{ name: 'slow', hurt: [0.3, 1], expected: 'ticket', ramp: [0, 15], small: 0.1 },
    effects: (hurt, dice) => {
      const slower = dice.uniform(2.5, 8);
      return { slow: hurt, slower, longer: slower, failing: slower > 6 ? [0.3, 0.3] : NONE, abandoned: 0.1 * hurt };
    },
  },
  {
    ...{ name: 'broken release', hurt: [0.1, 1], expected: 'page', ramp: [1, 10], small: 0.2 },
    effects: (hurt, dice) => ({
      jsErrors: hurt * dice.uniform(0.7, 3),
      failing: meets(dice, 0.5, 1),
      abandoned: hurt * dice.uniform(0.2, 1),
    }),
  },
  {
    ...{ name: 'abandoned checkout', hurt: [0.3, 0.95], expected: 'page', ramp: [0, 5], small: 0 },
    effects: (hurt, dice) => ({ abandoned: hurt, failing: [dice.chance(0.3) ? 1 : 0, 0] }),
  },
  {
    ...{ name: 'dead canary', hurt: [0, 0], expected: 'ticket', ramp: [0, 0], small: 0 },
    effects: (_, dice) => (dice.chance(0.5) ? { dead: [true, false] } : { dead: [false, true] }),
  },
  {
    ...{ name: 'silent client', hurt: [0, 0], expected: 'ticket', ramp: [0, 20], small: 0 },
    effects: (_, dice) => ({ unseen: dice.uniform(0.8, 1) }),
  },
  {
    ...{ name: 'region', hurt: [0.1, 0.6], expected: 'page', ramp: [0, 5], small: 0.2 },
    // Users of a part of the world: what they ask for fails, or their pages don't load.
    effects: (hurt, dice) => ({
      ...(dice.chance(0.5) ? { serverErrors: hurt * dice.uniform(0.8, 2) } : { lost: hurt, serverErrors: 0.05 * hurt }),
      failing: dice.chance(0.35) ? [1, 1] : NONE,
      abandoned: hurt,
    }),
  },
  {
    ...{ name: 'DNS', hurt: [0.5, 1], expected: 'page', ramp: [3, 20], small: 0 },
    effects: (hurt) => ({ lost: hurt, failing: [hurt, hurt] }),
  },
  {
    ...{ name: 'third party', hurt: [0.1, 0.7], expected: 'page', ramp: [0, 10], small: 0.2 },
    // Its script fails, or what it does in a checkout.
    effects: (hurt, dice) =>
      dice.chance(0.6)
        ? { jsErrors: hurt * dice.uniform(0.7, 2), failing: meets(dice, 0.3, 1), abandoned: hurt * 0.5 }
        : { abandoned: Math.max(hurt, 0.3), failing: [dice.chance(0.5) ? 1 : 0, 0] },
  },
  {
    ...{ name: 'data late', hurt: [0, 0], expected: 'nothing', ramp: [0, 0], small: 0 },
    effects: (_, dice) => ({ delay: Math.round(dice.uniform(10, 60)) }),
  },
  {
    ...{ name: 'collector', hurt: [0, 0], expected: 'ticket', ramp: [0, 2], small: 0 },
    effects: (_, dice) =>
      dice.chance(0.5) ? { failedExports: dice.uniform(3, 200) } : { refusedTelemetry: dice.uniform(3, 200) },
  },
];
