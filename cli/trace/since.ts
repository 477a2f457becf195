import { CannotRun } from '../common/cannot-run';

const UNITS: { readonly [unit: string]: number } = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** From when on: so long before the end, or a moment of its own. */
export interface Since {
  readonly text: string;
  from(end: number): number;
}

export function readSince(text: string): Since {
  const [, count, unit] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  if (count !== undefined) return { text, from: (end) => end - Number(count) * UNITS[unit] };
  const moment = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isFinite(moment)) {
    throw new CannotRun(`--since: got ${text}, expected such as 30m, 2h, 3d, or 2026-11-28T20:00Z`);
  }
  return { text, from: () => moment };
}
