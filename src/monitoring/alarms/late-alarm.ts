import { ArnFormat, Lazy, Stack } from 'aws-cdk-lib';
import {
  AlarmBase,
  type AlarmProps,
  CfnAlarm,
  type ComparisonOperator,
  type MathExpression,
  type MetricStatConfig,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

/** What an alarm judges, made at synthesis. */
export interface LateMetric {
  /** Of the expression in the alarm. Default: as the L2 calls it */
  readonly id?: string;
  /** Makes the expression, on metrics, not on further expressions. */
  readonly produce: () => MathExpression;
}

/** Properties of a {@link LateAlarm}. */
export interface LateAlarmProps extends Omit<AlarmProps, 'metric' | 'period' | 'statistic'> {
  readonly metric: LateMetric;
  readonly comparisonOperator: ComparisonOperator;
}

/** An alarm on metrics that may be added until synthesis: the L2 reads its metric at once. */
export class LateAlarm extends AlarmBase {
  private readonly resource: CfnAlarm;

  constructor(scope: Construct, id: string, { metric, ...props }: LateAlarmProps) {
    super(scope, id, { physicalName: props.alarmName });
    this.resource = new CfnAlarm(this, 'Resource', {
      ...props,
      alarmName: this.physicalName,
      metrics: Lazy.any({ produce: () => this.render(metric) }),
      alarmActions: Lazy.list({ produce: () => this.alarmActionArns }),
      insufficientDataActions: Lazy.list({ produce: () => this.insufficientDataActionArns }),
      okActions: Lazy.list({ produce: () => this.okActionArns }),
    });
  }

  public get alarmArn(): string {
    return this.getResourceArnAttribute(this.resource.attrArn, {
      service: 'cloudwatch',
      resource: 'alarm',
      resourceName: this.physicalName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }

  public get alarmName(): string {
    return this.getResourceNameAttribute(this.resource.ref);
  }

  /** As the L2 renders it, of any unit: an app monitor that is imported may count without one. */
  private render({ id = 'expr_1', produce }: LateMetric): CfnAlarm.MetricDataQueryProperty[] {
    const { expression, label, usingMetrics } = produce();
    const metrics = Object.entries(usingMetrics).map(([id, metric]) => {
      const stat = metric.toMetricConfig().metricStat as MetricStatConfig;
      const { namespace, metricName, dimensions, period, statistic, account } = stat;
      return {
        id,
        accountId: account === Stack.of(this).account ? undefined : account,
        metricStat: {
          metric: { namespace, metricName, dimensions },
          period: period.toSeconds(),
          stat: statistic,
        },
        returnData: false,
      };
    });
    return [{ id, expression, label, returnData: true }, ...metrics];
  }
}
