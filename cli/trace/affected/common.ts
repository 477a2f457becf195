/** What affected sessions have in common, against all others. */
import { pageOf } from '../../suggest/pages';
import type { Session } from '../session/sessions';
import { fisherExact, holm } from './fisher';

export interface Common {
  /** Such as `browser Safari`. */
  readonly what: string;
  readonly affected: number;
  readonly others: number;
  /** Fisher's exact test, two-sided, with Holm's correction. */
  readonly chance: number;
}

export interface Comparison {
  readonly affected: number;
  readonly others: number;
  /** How many properties were compared. */
  readonly compared: number;
  /** What can hardly be chance, the most telling first. */
  readonly found: readonly Common[];
  /** Why nothing was compared. */
  readonly tooFew?: string;
}

/** Of fewer sessions nothing can be told. */
export const MIN_SESSIONS = 5;
export const CHANCE = 0.05;

type Factor = (session: Session) => readonly string[];

const ofMetadata =
  (key: string): Factor =>
  ({ events }) => [
    ...new Set(events.flatMap(({ metadata }) => (typeof metadata[key] === 'string' ? [metadata[key] as string] : []))),
  ];

const FACTORS: { readonly [name: string]: Factor } = {
  page: ({ visits }) => [...new Set(visits.map(({ page }) => pageOf(page)))],
  browser: ofMetadata('browserName'),
  'operating system': ofMetadata('osName'),
  device: ofMetadata('deviceType'),
  country: ofMetadata('countryCode'),
  language: ofMetadata('browserLanguage'),
  release: ({ events }) => [...new Set(events.flatMap(({ release }) => release ?? []))],
};

export function compare(affected: readonly Session[], others: readonly Session[]): Comparison {
  const sizes = { affected: affected.length, others: others.length };
  if (affected.length < MIN_SESSIONS || others.length < MIN_SESSIONS) {
    const tooFew = `at least ${MIN_SESSIONS} affected sessions and ${MIN_SESSIONS} others are needed`;
    return { ...sizes, compared: 0, found: [], tooFew };
  }
  const counts = Object.entries(FACTORS).flatMap(([name, factor]) => {
    const [own, all] = [tally(affected, factor), tally(others, factor)];
    return [...own]
      .map(([value, count]) => ({ what: `${name} ${value}`, affected: count, others: all.get(value) ?? 0 }))
      .filter((one) => one.affected >= MIN_SESSIONS && !isOfAll(one, sizes));
  });
  const chances = holm(
    counts.map((one) =>
      fisherExact(one.affected, affected.length - one.affected, one.others, others.length - one.others),
    ),
  );
  const found = counts
    .map((one, index) => ({ ...one, chance: chances[index] }))
    .filter((one) => one.chance < CHANCE && one.affected / affected.length > one.others / others.length)
    .sort((a, b) => a.chance - b.chance || (a.what < b.what ? -1 : 1));
  return { ...sizes, compared: counts.length, found };
}

function tally(sessions: readonly Session[], factor: Factor): Map<string, number> {
  const counts = new Map<string, number>();
  for (const session of sessions) for (const value of factor(session)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** Where all are the same nothing can be told: comparing it makes the others less telling. */
function isOfAll(one: { affected: number; others: number }, all: { affected: number; others: number }): boolean {
  return one.affected === all.affected && one.others === all.others;
}
