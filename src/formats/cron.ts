/** What the fields of a cron expression of AWS hold. */

/** What a field may hold. */
export interface CronField {
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

export const CRON_FIELDS = {
  minute: { min: 0, max: 59 },
  hour: { min: 0, max: 23 },
  day: { min: 1, max: 31 },
  month: {
    min: 1,
    max: 12,
    names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
  },
  /** Cron counts from Sunday as 1. */
  weekDay: { min: 1, max: 7, names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] },
} as const satisfies { [name: string]: CronField };

/** The numbers that a field stands for, in ascending order; undefined if it stands for none. */
export function numbersOf(text: string, { min, max, names = [] }: CronField): number[] | undefined {
  const number = (word: string): number => {
    const named = names.indexOf(word.toUpperCase());
    return named >= 0 ? named + min : /^\d{1,2}$/.test(word) ? Number(word) : Number.NaN;
  };
  const found = new Set<number>();
  for (const part of text.split(',')) {
    const [, first, last, step] = /^([^/-]+)(?:-([^/-]+))?(?:\/(\d{1,2}))?$/.exec(part) ?? [];
    if (first === undefined || Number(step ?? 1) === 0) return undefined;
    const all = last === undefined && (first === '*' || first === '?');
    const from = all ? min : number(first);
    const to = all || (last === undefined && step !== undefined) ? max : number(last ?? first);
    if (!(min <= from && from <= to && to <= max)) return undefined;
    for (let at = from; at <= to; at += Number(step ?? 1)) found.add(at);
  }
  return [...found].sort((a, b) => a - b);
}
