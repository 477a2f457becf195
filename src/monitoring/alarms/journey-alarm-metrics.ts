import { type Duration, Token, Tokenization } from 'aws-cdk-lib';
import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { CanaryRate } from '../../canaries/door';
import { fail } from '../../private/errors';

const DAY = 24 * 60;
const LABEL = 'successful runs (%)';

/** What is judged, and in which periods. */
export interface Judged {
  readonly rate: CanaryRate;
  readonly period: Duration;
  readonly datapointsToAlarm: number;
}

/**
 * The share of successful runs at one rate of a journey.
 *
 * It is 100 where no run is due. Where one is, there is no value if none finished.
 */
export function successMetric(scope: Construct, judged: Judged): IMetric {
  const { rate, period } = judged;
  const metrics = rate.members.map(({ canary }) => canary.metricSuccessPercent({ period }));
  if (rate.traffic) {
    const watching = rate.traffic.metricWatching({ period });
    const usingMetrics = { success: metrics[0], watching };
    return new MathExpression({ expression: 'IF(watching >= 1, success, 100)', usingMetrics, period, label: LABEL });
  }
  const inHours = hoursOf(scope, judged);
  if (!inHours) return metrics[0];
  const usingMetrics = Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric]));
  const expression = `IF(${inHours('m0')}, ${average(Object.keys(usingMetrics))}, 100)`;
  return new MathExpression({ expression, usingMetrics, period, label: LABEL });
}

/** In how many locations too few runs succeed at one rate of a journey; one without any counts. */
export function failingLocationsMetric(scope: Construct, regions: string[], minimum: number, judged: Judged): IMetric {
  const { rate, period } = judged;
  const usingMetrics: { [id: string]: IMetric } = {};
  const failing = regions.map((region, location) => {
    const ids = rate.members.map(({ canary }, member) => {
      const id = `l${location}m${member}`;
      const dimensionsMap = { CanaryName: canary.canaryName, Location: region };
      usingMetrics[id] = canary.metricSuccessPercent({ period, dimensionsMap });
      return id;
    });
    return `(FILL(${average(ids)}, 0) < ${Tokenization.stringifyNumber(minimum)})`;
  });
  const inHours = hoursOf(scope, judged);
  const count = failing.join(' + ');
  const expression = inHours ? `IF(${inHours('l0m0')}, ${count}, 0)` : count;
  return new MathExpression({ expression, usingMetrics, period, label: 'failing locations' });
}

function average(ids: string[]): string {
  return ids.length === 1 ? ids[0] : `AVG([${ids.join(', ')}])`;
}

/** A condition that holds for periods that lie within the hours of a rate; undefined if all do. */
function hoursOf(scope: Construct, { rate, ...judged }: Judged): ((id: string) => string) | undefined {
  const { hours, label } = rate.plan;
  if (!hours || hours.count === 168) return undefined;
  const period = judged.period.toMinutes();
  const cycle = hours.daily ? DAY : 7 * DAY;
  const conditions = hours.stretches().map(({ from, to }) => {
    checkStretch(scope, to - from, period, judged.datapointsToAlarm, label);
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
    what: `success.period * datapointsToAlarm (in minutes)`,
    got: period * datapoints,
    expected: `at most ${minutes}, as long as the journey runs ${label} at a time`,
    fix: 'lengthen the window, run the journey more often in it, or alarm on fewer datapoints',
  });
}
