import { Duration, Token } from 'aws-cdk-lib';
import { Color, type HorizontalAnnotation, SingleValueWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { IServiceLevelObjective } from '../objectives/service-level-objective';
import { inPercent } from '../ratios';
import { graph, type Rows, type Titled } from './widgets';

/** How an objective stands, what is left of its budget, how each day went, and how fast the budget is spent now. */
export function objectiveRows({ title, part }: Titled<IServiceLevelObjective>): Rows {
  const days = part.interval.toDays();
  const start = `-P${days}D`;
  return [
    [
      new SingleValueWidget({
        title: `${title}: ${days} days`,
        metrics: [part.metricAttainment(), part.metricRemainingBudget()],
        start,
        setPeriodToTimeRange: true,
        width: 6,
        height: 6,
      }),
      graph({
        title: `${title}: good of all, day by day (%)`,
        left: [part.metricAttainment({ period: Duration.days(1) })],
        leftYAxis: { max: 100, showUnits: false },
        leftAnnotations: goal(part),
        period: Duration.days(1),
        start,
        width: 9,
      }),
      graph({
        title: `${title}: how fast the error budget is spent`,
        left: [part.metricBurnRate()],
        leftAnnotations: [{ value: 1, label: 'lasts for the interval', color: Color.ORANGE }],
        period: Duration.hours(1),
        width: 9,
      }),
    ],
  ];
}

function goal({ goal: share }: IServiceLevelObjective): HorizontalAnnotation[] | undefined {
  return Token.isUnresolved(share) ? undefined : [{ value: inPercent(share), label: 'goal', color: Color.RED }];
}
