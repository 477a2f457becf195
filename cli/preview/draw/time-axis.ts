import type { Range } from '../body/range';

const DAY = 86_400_000;
const MINUTES = 10 * 60_000;

/** Of a moment on the axis of a graph: the time of the day, with seconds where it shows minutes, or the day where it shows many; as far from UTC as the widget says. */
export function timeLabel(time: number, { start, end }: Range, zone: string): string {
  const [, sign, hours, minutes] = /^([+-])(\d\d)(\d\d)$/.exec(zone) ?? ['', '+', '0', '0'];
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1);
  const local = new Date(time + offset).toISOString();
  const isMidnight = local.slice(11, 16) === '00:00';
  if (end - start > 4 * DAY || (isMidnight && end - start > DAY / 2)) return local.slice(5, 10).replace('-', '/');
  return local.slice(11, end - start > MINUTES ? 16 : 19);
}
