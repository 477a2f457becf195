import { Duration, Tokenization } from 'aws-cdk-lib';
import {
  Alarm,
  AlarmRule,
  ComparisonOperator,
  type CompositeAlarm,
  type IAlarmRule,
  type IMetric,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { fail } from '../../private/errors';
import { compositeAlarm } from '../alarms/composite-alarm';
import { regionProblem } from '../alarms/metric-regions';
import { signalledBurnRate } from './application-signals';
import { type JudgedWindow, label } from './burn-rate';
import type { Counts } from './counts';

/** What the windows of an objective are judged by. */
export interface Burning {
  readonly counts: Counts;
  /** The share that may be bad, as a term of metric math. */
  readonly budget: string;
  readonly minimumEvents: number;
  readonly minimumBadEvents: number;
  /** The name of the objective in Application Signals, if the burn rates of short windows are taken from there. */
  readonly signalled?: string;
}

/** On where the budget burns too fast in both windows of any pair. Its children have no actions. */
export function burnRateAlarm(
  scope: Construct,
  id: string,
  windows: JudgedWindow[],
  { burning, alarmDescription }: { readonly burning: Burning; readonly alarmDescription: string },
): CompositeAlarm {
  const pairs = windows.map((window) => pairOf(scope, id, window, burning));
  return compositeAlarm(scope, id, { alarmDescription, alarmRule: AlarmRule.anyOf(...pairs) });
}

function pairOf(scope: Construct, id: string, window: JudgedWindow, burning: Burning): IAlarmRule {
  const { long, short, threshold } = window;
  const [whole, end] = [label(long), label(short)];
  const define = (childId: string, metric: IMetric, limit: number, missing: TreatMissingData, what: string) => {
    const problem = regionProblem(scope, metric);
    if (problem) fail(scope, problem);
    return new Alarm(scope, childId, {
      alarmDescription: `A part of a composite alarm: ${what}`,
      metric,
      threshold: limit,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: missing,
    });
  };
  const { counts, signalled } = burning;
  const { BREACHING, NOT_BREACHING } = TreatMissingData;
  const ofLong = `the burn rate of the last ${whole}.`;
  const ofShort = `the burn rate of the last ${end}. It is on, too, where there are too few events to tell.`;
  const computed = (expression: string, minutes: number) =>
    burnRate(counts, expression, label(minutes), Duration.minutes(minutes));
  // Never that of Application Signals, which publishes nothing in an account where it is not enabled.
  const longAlarm = define(`${id}${whole}`, computed(longRate(burning), long), threshold, NOT_BREACHING, ofLong);
  const shortId = `${id}${whole}Last${end}`;
  const shortAlarm =
    signalled === undefined
      ? define(shortId, computed(shortRate(burning), short), threshold, NOT_BREACHING, ofShort)
      : // Nothing is published where nothing happened: then the long window decides.
        define(shortId, signalledBurnRate(signalled, short), threshold, BREACHING, ofShort);
  return AlarmRule.allOf(longAlarm, shortAlarm);
}

/** The burn rate of a window; 0 where too little happened for it to matter. It has a value in every period. */
function longRate(burning: Burning): string {
  const { bad, total } = burning.counts;
  return `IF(${matters(burning)},${bad},0)/IF(${matters(burning)},${total},1)/${burning.budget}`;
}

/** Whether so much happened that it is no bad luck. */
function matters({ counts: { bad, total }, minimumEvents, minimumBadEvents }: Burning): string {
  const [events, badEvents] = [minimumEvents, minimumBadEvents].map((count) => Tokenization.stringifyNumber(count));
  return `${total} >= ${events} AND ${bad} >= ${badEvents}`;
}

/**
 * The burn rate of a window; that of a total outage where too little happened to tell. Otherwise the alarm would go off and on
 * with each of a few events.
 */
function shortRate({ counts: { bad, total }, budget, minimumEvents }: Burning): string {
  const enough = `${total} >= ${Tokenization.stringifyNumber(minimumEvents)}`;
  return `IF(${enough},${bad},1)/IF(${enough},${total},1)/${budget}`;
}

/** A burn rate as a metric. */
export function burnRate(
  { usingMetrics }: Counts,
  expression: string,
  window: string,
  period: Duration,
): MathExpression {
  return new MathExpression({ expression, usingMetrics, label: `burn rate (${window})`, period });
}
