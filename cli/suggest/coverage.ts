import type { Session } from './sessions';

export type Path = readonly string[];

/** A path and how many sessions took it. */
export interface Travelled {
  readonly path: Path;
  readonly count: number;
}

export interface Coverage {
  readonly sessions: number;
  readonly coveredSessions: number;
  readonly moves: number;
  readonly coveredMoves: number;
}

/** Of that many distinct paths, the most frequent, journeys are made. */
const CANDIDATES = 300;

/** Whether someone who goes the whole way goes the other as a part of it, page by page. */
export function contains(whole: Path, part: Path): boolean {
  const last = whole.length - part.length;
  for (let from = 0; from <= last; from++) {
    if (part.every((page, index) => whole[from + index] === page)) return true;
  }
  return false;
}

/** Distinct paths, the most travelled first. */
export function travelled(sessions: readonly Session[]): Travelled[] {
  const counts = new Map<string, { path: Path; count: number }>();
  for (const { path } of sessions) {
    const key = path.join('\n');
    const known = counts.get(key) ?? { path, count: 0 };
    known.count++;
    counts.set(key, known);
  }
  return [...counts.values()].sort((a, b) => b.count - a.count || order(a.path, b.path));
}

/**
 * How much of what users do journeys do, too: sessions of which a journey goes the whole path, and moves from one page
 * to the next.
 */
export function coverageOf(paths: readonly Travelled[], journeys: readonly Path[]): Coverage {
  const known = new Set(journeys.flatMap(movesOf));
  let [sessions, coveredSessions, moves, coveredMoves] = [0, 0, 0, 0];
  for (const { path, count } of paths) {
    sessions += count;
    if (journeys.some((journey) => contains(journey, path))) coveredSessions += count;
    for (const move of movesOf(path)) {
      moves += count;
      if (known.has(move)) coveredMoves += count;
    }
  }
  return { sessions, coveredSessions, moves, coveredMoves };
}

export interface Suggestion {
  readonly path: Path;
  /** Sessions that went this way and no further: just it, or a part of it. */
  readonly covers: number;
  /** Sessions that went all of this way, whatever they did before and afterwards. */
  readonly took: number;
}

/** The paths that cover most of the sessions which no journey covers, one after another. */
export function suggestPaths(
  paths: readonly Travelled[],
  journeys: readonly Path[],
  { top, minSessions }: { readonly top: number; readonly minSessions: number },
): Suggestion[] {
  const open = new Set(paths.filter(({ path }) => !journeys.some((journey) => contains(journey, path))));
  const candidates = [...open]
    .slice(0, CANDIDATES)
    .map(({ path }) => ({ path, took: sum(paths.filter((other) => contains(other.path, path))) }))
    .filter(({ took }) => took >= minSessions)
    .map((candidate) => ({ ...candidate, within: [...open].filter(({ path }) => contains(candidate.path, path)) }));
  const suggestions: Suggestion[] = [];
  while (suggestions.length < top) {
    const [best] = candidates
      .map(({ path, took, within }) => ({ path, took, within, covers: sum(within.filter((other) => open.has(other))) }))
      .filter(({ covers }) => covers > 0)
      .sort((a, b) => b.covers - a.covers || b.took - a.took || order(a.path, b.path));
    if (!best) break;
    suggestions.push({ path: best.path, covers: best.covers, took: best.took });
    for (const path of best.within) open.delete(path);
  }
  return suggestions;
}

function sum(paths: readonly Travelled[]): number {
  return paths.reduce((total, { count }) => total + count, 0);
}

export function movesOf(path: Path): string[] {
  return path.slice(1).map((page, index) => `${path[index]}\n${page}`);
}

/** The shorter first; then in the order of characters. */
function order(a: Path, b: Path): number {
  return a.length - b.length || (a.join('\n') < b.join('\n') ? -1 : 1);
}
