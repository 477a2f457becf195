/** Minutes of a week, from Monday 00:00. */
export const WEEK = 7 * 24 * 60;

const DAY = 24 * 60;
const HOUR = 60;
const NAMES = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];

/** A part of the day or of the week in minutes: from the first inclusive to the last exclusive. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Hours on some days of the week that one cron expression can hold. */
export interface HoursOnDays {
  readonly hour: string;
  /** Left out: every day. */
  readonly weekDay?: string;
}

/** Some of the 168 hours of a week, in UTC: what cron expressions can hold, which have no other time zone. */
export class WeekHours {
  /** The hours in UTC in which at least one of some minutes of the local week lies, under any of some offsets. */
  public static touchedBy(isIn: (localMinute: number) => boolean, offsets: readonly number[]): WeekHours {
    const minutes = range(0, WEEK).filter(isIn);
    const inUtc = offsets.flatMap((offset) => minutes.map((minute) => (minute - offset + WEEK) % WEEK));
    return new WeekHours(new Set(inUtc.map((minute) => Math.floor(minute / HOUR))));
  }

  public constructor(private readonly hours: ReadonlySet<number>) {}

  public get count(): number {
    return this.hours.size;
  }

  public has(hour: number): boolean {
    return this.hours.has(hour);
  }

  public complement(): WeekHours {
    return new WeekHours(new Set(range(0, 168).filter((hour) => !this.hours.has(hour))));
  }

  /** Whether all days are alike. */
  public get daily(): boolean {
    return range(0, 168).every((hour) => this.has(hour) === this.has(hour % 24));
  }

  /**
   * The uninterrupted stretches, in minutes of the day if all days are alike, else of the week. One that goes on at the
   * beginning of the next day or week is one stretch, and ends beyond it.
   */
  public stretches(): Stretch[] {
    const cycle = this.daily ? 24 : 168;
    if (this.count === 168) return [{ from: 0, to: cycle * HOUR }];
    const starts = range(0, cycle).filter((hour) => this.has(hour) && !this.has((hour + 167) % 168));
    return starts.map((from) => {
      let to = from;
      while (this.has(to % 168)) to++;
      return { from: from * HOUR, to: to * HOUR };
    });
  }

  /** As few cron expressions as it takes: days whose hours are the same share one. */
  public onDays(): HoursOnDays[] {
    const days = new Map<string, number[]>();
    for (const day of range(0, 7)) {
      const hour = ranges(range(0, 24).filter((each) => this.has(day * 24 + each)));
      if (hour !== '') days.set(hour, [...(days.get(hour) ?? []), day]);
    }
    return [...days].map(([hour, some]) => ({
      hour: hour === '0-23' ? '*' : hour,
      weekDay: some.length === 7 ? undefined : some.map((day) => NAMES[day]).join(','),
    }));
  }
}

/** Numbers from the first inclusive to the last exclusive. */
export function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}

/** Sorted numbers as cron writes them, such as `0-3,22-23`. */
function ranges(numbers: number[]): string {
  const starts = numbers.filter((number) => !numbers.includes(number - 1));
  return starts
    .map((from) => {
      let to = from;
      while (numbers.includes(to + 1)) to++;
      return from === to ? `${from}` : `${from}-${to}`;
    })
    .join(',');
}

/** How long a stretch of the local clock is that goes on to the next day if it has to. */
export function clockStretch(from: number, to: number): Stretch {
  return { from, to: to > from ? to : to + DAY };
}
