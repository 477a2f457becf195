import { type Duration, Token, Tokenization } from 'aws-cdk-lib';
import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { CanaryRate, WeekHours } from '../../canaries/door';
import { fail } from '../../private/errors';
import { sum } from '../../private/metric-math';
import { MAX_METRICS } from './limits';

const DAY = 24 * 60;
const LABEL = 'successful runs (%)';

/** What is judged, and in which periods. */
export interface Judged {
  readonly rate: CanaryRate;
  readonly period: Duration;
  readonly datapointsToAlarm: number;
}

/**
 * The share of successful runs at one rate of a journey: 100 where no run is due, 0 where one is and none finished.
 *
 * It has a value in every period. An alarm retrieves more than it evaluates and prefers what is there, so that a few
 * periods without a value, as runs that time out leave them, would not count.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export function successMetric(scope: Construct, judged: Judged): IMetric {
  const runs = togetherOf(judged, 0);
  const success = average(Object.keys(runs));
  const due = dueOf(scope, judged, runs);
  const expression = due ? `IF(${due.condition}, ${success}, 100)` : success;
  return new MathExpression({
    expression,
    usingMetrics: { ...runs, ...due?.usingMetrics },
    period: judged.period,
    label: LABEL,
  });
}

/**
 * In how many locations too few runs succeed at one rate of a journey; one without any counts.
 *
 * Where no location tells anything, all of them together are judged: the dimension `Location` is not documented, and
 * metrics that don't exist are no outage. For that an alarm has to be able to read as many metrics more.
 */
export function failingLocationsMetric(scope: Construct, regions: string[], minimum: number, judged: Judged): IMetric {
  const { rate, period } = judged;
  const runs: Record<string, IMetric> = {};
  const tooFew = (ids: string[]) => `(${average(ids)} < ${Tokenization.stringifyNumber(minimum)})`;
  const failing = regions.map((region, location) => {
    const ids = rate.members.map(({ canary }, member) => {
      const id = `l${location}m${member}`;
      const dimensionsMap = { CanaryName: canary.canaryName, Location: region };
      runs[id] = canary.metricSuccessPercent({ period, dimensionsMap });
      return id;
    });
    return tooFew(ids);
  });
  const due = dueOf(scope, judged, runs);
  const together = togetherOf(judged, Object.keys(runs).length);
  const all = Object.keys(together);
  const told = `${sum(...Object.keys(runs))} > 0`;
  const known = failing.join(' + ');
  const count = all.length > 0 ? `IF(${told}, ${known}, ${regions.length} * ${tooFew(all)})` : known;
  const expression = due ? `IF(${due.condition}, ${count}, 0)` : count;
  const usingMetrics = { ...runs, ...together, ...due?.usingMetrics };
  return new MathExpression({ expression, usingMetrics, period, label: 'failing locations' });
}

/** The runs in all locations together; nothing if an alarm can't read them besides those of each location. */
function togetherOf({ rate, period }: Judged, others: number): Record<string, IMetric> {
  if (others + rate.members.length > MAX_METRICS) return {};
  return Object.fromEntries(
    rate.members.map(({ canary }, index) => [`m${index}`, canary.metricSuccessPercent({ period })]),
  );
}

/**
 * The average of those that have a value; 0 if none has. `AVG` won't do: what is missing counts as 0 in it, and canaries
 * that share a week run at different hours.
 */
function average(ids: string[]): string {
  if (ids.length === 1) return sum(...ids);
  const count = sum(...ids.map((id) => `(FILL(${id}, -1) >= 0)`)); // 0 as well where one is empty in the whole range
  return `${sum(...ids)} / IF(${count} > 0, ${count}, 1)`;
}

/** What holds in the periods in which a run is due. */
interface Due {
  readonly condition: string;
  readonly usingMetrics: Record<string, IMetric>;
}

/** Undefined: always. */
function dueOf(scope: Construct, judged: Judged, runs: Record<string, IMetric>): Due | undefined {
  const { rate, period } = judged;
  if (rate.traffic) {
    const usingMetrics = { watching: rate.traffic.metricWatching({ period }) };
    return { condition: `${sum('watching')} >= 1`, usingMetrics };
  }
  const { hours } = rate.plan;
  if (!hours || hours.count === 168) return undefined;
  const [[id, metric]] = Object.entries(runs);
  const clock = sum(id); // a series of its period that is never empty
  const ofDay = `HOUR(${clock}) * 60 + MINUTE(${clock})`;
  const minute = new MathExpression({
    expression: hours.daily ? ofDay : `(DAY(${clock}) - 1) * ${DAY} + ${ofDay}`,
    usingMetrics: { [id]: metric },
    label: 'minute (UTC)',
    period,
  });
  return { condition: withinHours(scope, judged, hours), usingMetrics: { minute } };
}

/** Holds for periods that lie within some hours. */
function withinHours(scope: Construct, { rate, period, datapointsToAlarm }: Judged, hours: WeekHours): string {
  const length = period.toMinutes();
  const cycle = hours.daily ? DAY : 7 * DAY;
  const conditions = hours.stretches().map(({ from, to }) => {
    checkStretch(scope, to - from, length, datapointsToAlarm, rate.plan.label);
    const last = to - length; // the latest beginning of a period that ends within
    return last < cycle
      ? `(minute >= ${from} AND minute <= ${last})`
      : `(minute >= ${from} OR minute <= ${last - cycle})`;
  });
  return conditions.join(' OR ');
}

function checkStretch(scope: Construct, minutes: number, period: number, datapoints: number, label: string): void {
  if (Token.isUnresolved(datapoints) || minutes >= period * datapoints) return;
  fail(scope, {
    what: `success.period * datapointsToAlarm (in minutes)`,
    got: period * datapoints,
    expected: `at most ${minutes}, as long as the journey runs ${label} at a time`,
    fix: 'lengthen the window, run the journey more often in it, or alarm on fewer datapoints',
  });
}
