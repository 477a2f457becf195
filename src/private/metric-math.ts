/**
 * The sum of metrics in metric math, which has a value in every period: 0 where none of them has a data point, and also
 * where one has none in the whole range.
 *
 * Nothing is documented of `FILL` and of clocks such as `HOUR` on a series without any data point, which is what nobody
 * completes or what never ran. `TIME_SERIES` is documented to be "non-sparse", and a sum is the same whether what is
 * missing counts as 0 or not at all. AWS advises against `SUM` in alarms, as the sum of one series depends on how much of
 * it is retrieved; that of an array is taken period by period.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export function sum(...terms: string[]): string {
  return `SUM([${['TIME_SERIES(0)', ...terms].join(',')}])`;
}
