import { Duration, Names, Stack } from 'aws-cdk-lib';
import { CfnServiceLevelObjective } from 'aws-cdk-lib/aws-applicationsignals';
import { type IMetric, Metric, type MetricStatConfig, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { checkPattern, checkUnique } from '../../private/checks';
import { fail } from '../../private/errors';
import { regionProblem } from '../alarms/metric-regions';
import { inPercent } from '../ratios';
import type { Counts } from './counts';

/** An objective as CloudWatch Application Signals is told it. */
export interface SignalledObjective {
  readonly name?: string;
  readonly description: string;
  readonly counts: Counts;
  readonly goal: number;
  readonly interval: Duration;
  /** In minutes, each once. */
  readonly windows: number[];
}

/**
 * Defines the objective in CloudWatch Application Signals, which counts requests as our own metrics do.
 *
 * @see https://docs.aws.amazon.com/applicationsignals/latest/APIReference/API_CreateServiceLevelObjective.html
 */
export function defineSignals(scope: Construct, objective: SignalledObjective): string {
  const { counts, goal, interval, windows, description } = objective;
  checkPattern(scope, 'applicationSignals.objectiveName', objective.name, {
    pattern: /^[0-9A-Za-z][-._0-9A-Za-z ]{0,126}[0-9A-Za-z]$/,
    expected: '2 to 128 letters, digits, "-", ".", "_" or spaces, the first and the last of them letters or digits',
    fix: 'rename it or leave it out',
  });
  for (const metric of Object.values(counts.usingMetrics)) checkMetric(scope, metric);
  const name = objective.name ?? Names.uniqueResourceName(scope, { maxLength: 128, separator: '-' });
  const others = Stack.of(scope)
    .node.findAll()
    .flatMap((node) => (node instanceof CfnServiceLevelObjective ? [node.name] : []));
  checkUnique(scope, 'applicationSignals.objectiveName', [...others, name], {
    expected: 'a name that no other objective of the account and Region has',
    fix: 'rename it or leave it out',
  });
  new CfnServiceLevelObjective(scope, 'Resource', {
    name,
    description,
    goal: {
      attainmentGoal: inPercent(goal),
      interval: { rollingInterval: { duration: interval.toDays(), durationUnit: 'DAY' } },
    },
    requestBasedSli: {
      requestBasedSliMetric: {
        totalRequestCountMetric: queries(scope, counts.total, counts),
        monitoredRequestCountMetric: { badCountMetric: queries(scope, counts.bad, counts) },
      },
    },
    burnRateConfigurations: windows.map((lookBackWindowMinutes) => ({ lookBackWindowMinutes })),
  });
  return name;
}

/**
 * The burn rate that Application Signals publishes of a window.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-ServiceLevelObjectives.html
 */
export function signalledBurnRate(name: string, minutes: number): Metric {
  return new Metric({
    namespace: 'AWS/ApplicationSignals',
    metricName: 'BurnRate',
    dimensionsMap: { SloName: name, BurnRateWindowMinutes: `${minutes}` },
    statistic: Stats.MAXIMUM,
    period: Duration.minutes(1),
  });
}

/** Refuses what has its value from further metrics, and what is elsewhere: alarms would refuse that, if there are any. */
function checkMetric(scope: Construct, metric: IMetric): void {
  const problem = regionProblem(scope, metric);
  if (problem) fail(scope, problem);
  const { mathExpression } = metric.toMetricConfig();
  if (!mathExpression) return;
  fail(scope, {
    what: 'indicator with applicationSignals',
    got: `the expression ${mathExpression.expression}`,
    expected: 'one that counts by metrics',
    fix: 'pass metrics to it, or leave out applicationSignals',
  });
}

/** One expression, and the metrics that it reads, minute by minute. */
function queries(
  scope: Construct,
  expression: string,
  { usingMetrics }: Counts,
): CfnServiceLevelObjective.MetricDataQueryProperty[] {
  const read = Object.entries(usingMetrics).filter(([id]) => new RegExp(`\\b${id}\\b`).test(expression));
  const metrics = read.map(([id, metric]) => {
    const config = metric.toMetricConfig().metricStat as MetricStatConfig;
    const { namespace, metricName, dimensions, statistic, account, unitFilter: unit } = config;
    return {
      id,
      accountId: account === Stack.of(scope).account ? undefined : account,
      metricStat: { metric: { namespace, metricName, dimensions }, period: 60, stat: statistic, unit },
      returnData: false,
    };
  });
  return [{ id: 'counted', expression, returnData: true }, ...metrics];
}
