import { type Duration, Token } from 'aws-cdk-lib';
import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { IScheduledCanary } from '../../canaries';
import { type CanaryRate, watched } from '../../canaries/door';
import { fail } from '../../private/errors';

const DAY = 24 * 60;

/** What is judged, and in which periods. */
export interface Judged {
  readonly period: Duration;
  readonly datapointsToAlarm: number;
}

/**
 * The share of successful runs at one rate of a journey.
 *
 * It is 100 where no run is due. Where one is, there is no value if none finished.
 */
export function successMetric(journey: IScheduledCanary, rate: CanaryRate, judged: Judged): IMetric {
  const { period } = judged;
  const metrics = rate.members.map(({ canary }) => canary.metricSuccessPercent({ period }));
  if (rate.traffic) {
    const watching = rate.traffic.metricWatching({ period });
    const usingMetrics = { success: metrics[0], watching };
    return new MathExpression({ expression: 'IF(watching >= 1, success, 100)', usingMetrics, period, label: LABEL });
  }
  const clock = clockOf(journey, rate, judged);
  if (!clock) return metrics[0];
  const usingMetrics = Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric]));
  const ids = Object.keys(usingMetrics);
  const success = ids.length === 1 ? ids[0] : `AVG([${ids.join(', ')}])`;
  return new MathExpression({ expression: `IF(${clock('m0')}, ${success}, 100)`, usingMetrics, period, label: LABEL });
}

/** In how many locations too few runs succeed at one rate of a journey; one without any counts. */
export function failingLocationsMetric(
  journey: IScheduledCanary,
  rate: CanaryRate,
  minimum: number,
  judged: Judged,
): IMetric {
  const { period } = judged;
  const usingMetrics: { [id: string]: IMetric } = {};
  const failing = watched(journey).regions.map((region, location) => {
    const ids = rate.members.map(({ canary }, member) => {
      const id = `l${location}m${member}`;
      const dimensionsMap = { CanaryName: canary.canaryName, Location: region };
      usingMetrics[id] = canary.metricSuccessPercent({ period, dimensionsMap });
      return id;
    });
    const success = ids.length === 1 ? ids[0] : `AVG([${ids.join(', ')}])`;
    return `(FILL(${success}, 0) < ${Token.isUnresolved(minimum) ? Token.asString(minimum) : minimum})`;
  });
  const clock = clockOf(journey, rate, judged);
  const count = failing.join(' + ');
  const expression = clock ? `IF(${clock('l0m0')}, ${count}, 0)` : count;
  return new MathExpression({ expression, usingMetrics, period, label: 'failing locations' });
}

/** The most metrics that an alarm may read. */
export const METRICS_PER_ALARM = 10;

const LABEL = 'successful runs (%)';

/** A condition that holds for periods that lie within the hours of a rate; undefined if all do. */
function clockOf(scope: Construct, { plan }: CanaryRate, judged: Judged): ((id: string) => string) | undefined {
  const { hours } = plan;
  if (!hours || hours.count === 168) return undefined;
  const period = judged.period.toMinutes();
  const cycle = hours.daily ? DAY : 7 * DAY;
  const conditions = hours.stretches().map(({ from, to }) => {
    checkStretch(scope, to - from, period, judged.datapointsToAlarm, plan.label);
    const last = to - period; // the latest beginning of a period that ends within
    return last < cycle ? `(TIME >= ${from} AND TIME <= ${last})` : `(TIME >= ${from} OR TIME <= ${last - cycle})`;
  });
  return (id) => {
    const minute = `HOUR(${id}) * 60 + MINUTE(${id})`;
    const time = hours.daily ? `(${minute})` : `((DAY(${id}) - 1) * ${DAY} + ${minute})`;
    return conditions.join(' OR ').replaceAll('TIME', time);
  };
}

function checkStretch(scope: Construct, minutes: number, period: number, datapoints: number, label: string): void {
  if (Token.isUnresolved(datapoints) || minutes >= period * datapoints) return;
  fail(scope, {
    what: `successPeriod * datapointsToAlarm (in minutes)`,
    got: period * datapoints,
    expected: `at most ${minutes}, as long as the journey runs ${label} at a time`,
    fix: 'lengthen the window, run the journey more often in it, or alarm on fewer datapoints',
  });
}
