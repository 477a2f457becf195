import type { Dice } from './dice';

const DAY = 1440;

/** What differs of real traffic from a curve. */
export interface Traffic {
  /** Sessions of people that are expected to begin in each minute, and how many would of all that there usually are. */
  readonly people: Float64Array;
  /** Sessions of bots, who begin no transaction. */
  readonly bots: Float64Array;
  /** The share of sessions that begin a transaction, beside what is usual: campaigns bring those who only look. */
  readonly interest: Float64Array;
}

/** Day and night, weekends, growth, holidays, campaigns, bots, and waves of minutes that nobody can explain. */
export function trafficOf(dice: Dice, minutes: number, perDay: number): Traffic {
  const people = new Float64Array(minutes);
  const bots = new Float64Array(minutes);
  const interest = new Float64Array(minutes).fill(1);
  const days = Math.ceil(minutes / DAY);
  let wave = 0;
  let sum = 0;
  const ofDay = Array.from({ length: days }, () => holiday(dice));
  for (let minute = 0; minute < minutes; minute++) {
    const day = Math.floor(minute / DAY);
    const hour = (minute % DAY) / 60;
    const curve = 0.08 + 0.92 * Math.max(0, Math.sin(((hour - 5) / 19) * Math.PI)) ** 1.5 * Number(hour >= 5);
    const weekend = day % 7 >= 5 ? 0.75 : 1;
    // Half of a wave is gone after half an hour.
    wave = 0.977 * wave + 0.0128 * dice.normal();
    people[minute] = curve * weekend * (0.9 + (0.2 * day) / days) * ofDay[day] * Math.exp(wave);
    sum += people[minute];
  }
  const scale = (perDay * days) / sum;
  for (let minute = 0; minute < minutes; minute++) people[minute] *= scale;
  for (let day = 0; day < days; day += 1) {
    if (dice.chance(2 / 30)) campaign(dice, day * DAY + Math.floor(dice.uniform(8, 20) * 60), people, interest);
    if (dice.chance(1 / 4)) crawl(dice, day * DAY + Math.floor(dice.uniform(0, 24) * 60), bots, perDay / DAY);
  }
  return { people, bots, interest };
}

function holiday(dice: Dice): number {
  if (!dice.chance(10 / 365)) return 1;
  return dice.chance(0.7) ? dice.uniform(0.4, 0.75) : dice.uniform(1.3, 1.8);
}

function campaign(dice: Dice, from: number, people: Float64Array, interest: Float64Array): void {
  const more = dice.uniform(0.5, 3);
  const length = Math.floor(dice.uniform(120, 360));
  for (let minute = 0; minute < length && from + minute < people.length; minute++) {
    const height = more * Math.exp(-minute / (length / 2));
    people[from + minute] *= 1 + height;
    interest[from + minute] = (1 + 0.4 * height) / (1 + height);
  }
}

function crawl(dice: Dice, from: number, bots: Float64Array, usual: number): void {
  const height = usual * dice.uniform(0.2, 1);
  const length = Math.floor(dice.uniform(10, 60));
  for (let minute = 0; minute < length && from + minute < bots.length; minute++) bots[from + minute] = height;
}
