import { Duration } from 'aws-cdk-lib';
import { GraphWidget, type GraphWidgetProps, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';

/** A part under the title that a person knows it by. */
export interface Titled<T> {
  readonly title: string;
  readonly part: T;
}

/** Rows of widgets, each at most 24 units wide. */
export type Rows = IWidget[][];

/** The axis of a share. */
export const PERCENT = { min: 0, max: 100, showUnits: false };

export function graph(props: GraphWidgetProps): GraphWidget {
  return new GraphWidget({
    width: 8,
    height: 6,
    leftYAxis: { min: 0, showUnits: false },
    period: Duration.minutes(5),
    ...props,
  });
}

export function inRowsOf<T>(size: number, parts: T[]): T[][] {
  const rows: T[][] = [];
  for (let from = 0; from < parts.length; from += size) rows.push(parts.slice(from, from + size));
  return rows;
}
