export type State = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** Of one period: whether it breaches, or has no data point. */
export const FINE = 0;
export const BREACHING = 1;
export const MISSING = 2;

/**
 * CloudWatch retrieves more periods than an alarm evaluates, "depending on the period"; its documented example gives two.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export const MORE_RETRIEVED = 2;

export type MissingData = 'missing' | 'ignore' | 'breaching' | 'notBreaching';

/**
 * The state after M of N periods; undefined: the one that it had.
 *
 * @param periods all that are retrieved, newest first
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export function decide(periods: Uint8Array, n: number, m: number, missing: MissingData): State | undefined {
  let known = 0;
  let bad = 0;
  let oldest = 0;
  for (let age = 0; age < periods.length && known < n; age++) {
    if (periods[age] === MISSING) continue;
    known++;
    oldest = age + 1;
    if (periods[age] === BREACHING) bad++;
  }
  if (known === n) return bad >= m ? 'ALARM' : 'OK';
  if (missing === 'breaching') return bad + n - known >= m ? 'ALARM' : 'OK';
  if (missing === 'notBreaching') return bad >= m ? 'ALARM' : 'OK';
  if (known === 0) return missing === 'missing' ? 'INSUFFICIENT_DATA' : undefined;
  if (bad >= m) return 'ALARM';
  if (bad < known) return 'OK';
  // All that is known breaches, but is too little: premature, unless it is as old as M.
  return missing === 'missing' && oldest >= m ? 'ALARM' : undefined;
}
