import { Duration, Tokenization } from 'aws-cdk-lib';
import {
  Alarm,
  AlarmRule,
  ComparisonOperator,
  CompositeAlarm,
  type IAlarmRule,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { fail } from '../../private/errors';
import { regionProblem } from '../alarms/metric-regions';
import { type JudgedWindow, label } from './burn-rate';
import type { Counts } from './counts';

/** What the windows of an objective are judged by. */
export interface Burning {
  readonly counts: Counts;
  /** The share that may be bad, as a term of metric math. */
  readonly budget: string;
  readonly minimumEvents: number;
  readonly minimumBadEvents: number;
}

/** On where the budget burns too fast in both windows of any pair. Its children have no actions. */
export function burnRateAlarm(
  scope: Construct,
  id: string,
  windows: JudgedWindow[],
  { burning, alarmDescription }: { readonly burning: Burning; readonly alarmDescription: string },
): CompositeAlarm {
  const pairs = windows.map((window) => pairOf(scope, id, window, burning));
  return new CompositeAlarm(scope, id, { alarmDescription, alarmRule: AlarmRule.anyOf(...pairs) });
}

function pairOf(scope: Construct, id: string, { long, short, threshold }: JudgedWindow, burning: Burning): IAlarmRule {
  const [whole, end] = [label(long), label(short)];
  const child = (childId: string, minutes: number, expression: string, alarmDescription: string) => {
    const metric = burnRate(burning.counts, expression, label(minutes), Duration.minutes(minutes));
    const problem = regionProblem(scope, metric);
    if (problem) fail(scope, problem);
    return new Alarm(scope, childId, {
      alarmDescription,
      metric,
      threshold,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  };
  const judgedLong = child(
    `${id}${whole}`,
    long,
    longRate(burning),
    `A part of a composite alarm: the burn rate of the last ${whole}.`,
  );
  const judgedShort = child(
    `${id}${whole}Last${end}`,
    short,
    shortRate(burning),
    `A part of a composite alarm: the burn rate of the last ${end}. It is on, too, where there are too few events to tell.`,
  );
  return AlarmRule.allOf(judgedLong, judgedShort);
}

/** The burn rate of a window; 0 where too little happened for it to matter. It has a value in every period. */
function longRate({ counts: { bad, total }, budget, minimumEvents, minimumBadEvents }: Burning): string {
  const [events, badEvents] = [minimumEvents, minimumBadEvents].map((count) => Tokenization.stringifyNumber(count));
  const matters = `${total} >= ${events} AND ${bad} >= ${badEvents}`;
  return `IF(${matters},${bad},0)/IF(${matters},${total},1)/${budget}`;
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
