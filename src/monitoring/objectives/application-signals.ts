import { Duration, Names, Token } from 'aws-cdk-lib';
import { CfnServiceLevelObjective } from 'aws-cdk-lib/aws-applicationsignals';
import { Metric, type MetricStatConfig, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { checkPattern } from '../../private/checks';
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
  const name = objective.name ?? Names.uniqueResourceName(scope, { maxLength: 128, separator: '-' });
  new CfnServiceLevelObjective(scope, 'Resource', {
    name,
    description,
    goal: {
      attainmentGoal: Token.isUnresolved(goal) ? goal : inPercent(goal),
      interval: { rollingInterval: { duration: interval.toDays(), durationUnit: 'DAY' } },
    },
    requestBasedSli: {
      requestBasedSliMetric: {
        totalRequestCountMetric: queries(counts.total, counts),
        monitoredRequestCountMetric: { badCountMetric: queries(counts.bad, counts) },
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

/** One expression, and the metrics that it reads, minute by minute. */
function queries(expression: string, { usingMetrics }: Counts): CfnServiceLevelObjective.MetricDataQueryProperty[] {
  const read = Object.entries(usingMetrics).filter(([id]) => new RegExp(`\\b${id}\\b`).test(expression));
  const metrics = read.map(([id, metric]) => {
    const { namespace, metricName, dimensions, statistic } = metric.toMetricConfig().metricStat as MetricStatConfig;
    return {
      id,
      metricStat: { metric: { namespace, metricName, dimensions }, period: 60, stat: statistic },
      returnData: false,
    };
  });
  return [{ id: 'counted', expression, returnData: true }, ...metrics];
}
