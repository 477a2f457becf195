const UNITS: { readonly [unit: string]: number } = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};
const PART = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/y;

/**
 * The seconds of a duration as Go writes it, such as `1m30s`; a number is nanoseconds. Nothing where it is none.
 *
 * @see https://pkg.go.dev/time#ParseDuration
 */
export function durationOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value * UNITS.ns;
  if (typeof value !== 'string') return undefined;
  const [, sign, text] = /^([-+]?)(.*)$/s.exec(value) as RegExpExecArray;
  if (text === '0') return 0;
  if (text === '') return undefined;
  let seconds = 0;
  for (PART.lastIndex = 0; PART.lastIndex < text.length; ) {
    const part = PART.exec(text);
    if (!part) return undefined;
    seconds += Number(part[1]) * UNITS[part[2]];
  }
  return sign === '-' ? -seconds : seconds;
}
