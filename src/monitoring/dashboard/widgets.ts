import { Duration } from 'aws-cdk-lib';
import {
  Color,
  GaugeWidget,
  GraphWidget,
  type GraphWidgetProps,
  type HorizontalAnnotation,
  type IMetric,
  type IWidget,
  Shading,
  SingleValueWidget,
  TextWidget,
  TextWidgetBackground,
} from 'aws-cdk-lib/aws-cloudwatch';

/** Columns of a dashboard. */
export const WIDTH = 24;

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

/** One number for all of the time that is shown. */
export function number(title: string, ...metrics: IMetric[]): SingleValueWidget {
  return new SingleValueWidget({ title, metrics, setPeriodToTimeRange: true, width: 6, height: 5 });
}

/** Where numbers lie of which a gauge has one for all of the time that is shown. */
export function gauge(
  title: string,
  metrics: IMetric[],
  max: number,
  annotations?: HorizontalAnnotation[],
): GaugeWidget {
  return new GaugeWidget({
    title,
    metrics,
    annotations,
    leftYAxis: { min: 0, max },
    setPeriodToTimeRange: true,
    width: Math.min(WIDTH, 3 + 3 * metrics.length),
    height: 5,
  });
}

/** Bands of what is better the less it is: good, in need of improvement, poor. */
export function lessIsGood({ good, poor }: { readonly good: number; readonly poor: number }): HorizontalAnnotation[] {
  return [
    { value: good, label: 'good up to', color: Color.GREEN, fill: Shading.BELOW },
    { value: poor, label: 'poor above', color: Color.RED, fill: Shading.ABOVE },
  ];
}

/** Bands of what is better the more it is. */
export function moreIsGood({ good, poor }: { readonly good: number; readonly poor: number }): HorizontalAnnotation[] {
  return [
    { value: good, label: 'good from', color: Color.GREEN, fill: Shading.ABOVE },
    { value: poor, label: 'poor below', color: Color.RED, fill: Shading.BELOW },
  ];
}

export function text(lines: readonly string[]): TextWidget {
  const markdown = lines.join('\n');
  // A heading takes one unit, two lines below it another one.
  const height = Math.ceil((lines.length + 1) / 2);
  return new TextWidget({ markdown, width: WIDTH, height, background: TextWidgetBackground.TRANSPARENT });
}

export function inRowsOf<T>(size: number, parts: T[]): T[][] {
  const rows: T[][] = [];
  for (let from = 0; from < parts.length; from += size) rows.push(parts.slice(from, from + size));
  return rows;
}

/** The rows of a section below its heading, which says what to do. */
export function section({ heading, advice = [], rows }: Shown): Rows {
  if (heading === undefined || rows.length === 0) return rows;
  return [[text([`## ${heading}`, ...advice])], ...rows];
}

interface Shown {
  readonly heading?: string;
  readonly advice?: readonly string[];
  readonly rows: Rows;
}
