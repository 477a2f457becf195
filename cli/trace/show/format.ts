/** `+3.201 s`, `+4 s` where no more is known, `+1:02:03` after an hour. */
export function offset(milliseconds: number, isExact: boolean): string {
  const sign = milliseconds < 0 ? '-' : '+';
  const all = Math.abs(milliseconds);
  if (all >= 3_600_000) return `${sign}${Math.floor(all / 3_600_000)}:${two(all / 60_000)}:${two(all / 1000)}`;
  if (all >= 600_000) return `${sign}${Math.floor(all / 60_000)}:${two(all / 1000)}`;
  return isExact ? `${sign}${(all / 1000).toFixed(3)} s` : `${sign}${Math.round(all / 1000)} s`;
}

const two = (number: number) => String(Math.floor(number) % 60).padStart(2, '0');

/** `12 ms`, `1.20 s` */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 120_000) return `${(milliseconds / 1000).toFixed(2)} s`;
  return `${(milliseconds / 60_000).toFixed(1)} min`;
}

/** `2026-11-28 23:59:58 UTC` */
export function moment(milliseconds: number): string {
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) return '(no time)';
  return `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
