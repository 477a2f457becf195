import { type Duration, Tokenization } from 'aws-cdk-lib';
import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { IAppMonitor } from '../../rum';
import { type Sum, sumOf } from '../ratios';

/** Of what may be unused, and in which web apps. */
interface Use {
  /** What is counted, as graphs call it. */
  readonly label: string;
  readonly counts: Sum;
  readonly appMonitors: IAppMonitor[];
  readonly minimumSessions: number;
  readonly period: Duration;
}

/** What begins in some web apps, to be added up. */
export function sessionsOf(appMonitors: IAppMonitor[]): IMetric[] {
  return appMonitors.map((monitor) => monitor.metricSessionCount());
}

/** How often something is used, in each period in which sessions enough begin; 1 in all others, which is not unused. */
export function unusedMetric({ label, counts, appMonitors, minimumSessions, period }: Use): MathExpression {
  const sessions = sumOf('sessions', sessionsOf(appMonitors));
  return new MathExpression({
    label: `${label}, where there are sessions enough`,
    expression: `IF(${sessions.expression} >= ${Tokenization.stringifyNumber(minimumSessions)},${counts.expression},1)`,
    usingMetrics: { ...sessions.usingMetrics, ...counts.usingMetrics },
    period,
  });
}
