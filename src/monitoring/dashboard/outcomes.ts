import { Color, type IMetric, MathExpression, type Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { TransactionOutcome } from '../../events';
import { sumOf } from '../ratios';

const COLORS = {
  [TransactionOutcome.STARTED]: Color.BLUE,
  [TransactionOutcome.COMPLETED]: Color.GREEN,
  [TransactionOutcome.ABANDONED]: Color.ORANGE,
};

/** In the order in which they are shown. */
export const OUTCOMES = Object.values(TransactionOutcome);

/** How a line looks. */
export interface Look {
  readonly label: string;
  readonly color?: string;
}

/** How an outcome looks wherever it is shown. */
export function look(outcome: TransactionOutcome): Look {
  return { label: outcome, color: COLORS[outcome] };
}

/** What several of the same sort count together. */
export function total(id: string, metrics: Metric[], shown: Look): IMetric {
  if (metrics.length === 1) return metrics[0];
  return new MathExpression({ ...sumOf(id, metrics), ...shown });
}
