import type { Band } from './evaluation/metric-alarm';

// Read once: what is global is slow to reach in jest.
const { max, sqrt } = Math;
const { isNaN: isNone } = Number;

const DAY = 1440;
const WEEK = 7 * DAY;

/**
 * A stand-in for CloudWatch's model of anomaly detection, which is not documented beyond that it learns hours, days and weeks
 * from up to two weeks: the mean and the spread of the same time of the two weeks before, half an hour around it.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Anomaly_Detection.html
 */
export function hourOfWeek(deviations: number, period: number): Band {
  const offsets = [WEEK, 2 * WEEK].flatMap((week) =>
    [-2, -1, 0, 1, 2].map((step) => step * Math.max(15, period) - week),
  );
  return (valueAt, end) => {
    let [count, sum, squares] = [0, 0, 0];
    for (const offset of offsets) {
      const value = valueAt(end + offset);
      if (isNone(value)) continue;
      count++;
      sum += value;
      squares += value * value;
    }
    if (count < offsets.length) return undefined;
    const mean = sum / count;
    // Of so few values it is known badly; what is counted varies at least as counts do.
    const spread = sqrt(max(squares / count - mean * mean, mean));
    return { low: mean - deviations * spread, high: mean + deviations * spread };
  };
}
