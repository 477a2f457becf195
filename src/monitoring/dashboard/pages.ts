import type { IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { Rows } from './widgets';

/**
 * What one dashboard holds.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
 */
export const MAX_WIDGETS = 500;
export const MAX_METRICS = 2_500;
export const MAX_VARIABLES = 25;
/** What one widget holds. */
export const MAX_METRICS_PER_WIDGET = 500;

/** Rows under a heading, if it has one. */
export interface Section {
  readonly heading?: string;
  /** What to do, line by line, below the heading. */
  readonly advice?: readonly string[];
  readonly rows: Rows;
}

/** The number of widgets, and of the metrics that they show, those that they only compute with included. */
export function sizeOf(widgets: ReturnType<IWidget['toJson']>) {
  const metrics: number[] = widgets.map(({ properties }) => properties?.metrics?.length ?? 0);
  return {
    widgets: metrics.length,
    metrics: metrics.reduce((sum, one) => sum + one, 0),
    most: Math.max(0, ...metrics),
  };
}

/** Divides sections, row by row and in their order, among as many dashboards as it takes: at least one. */
export function pagesOf(sections: readonly Section[]): Section[][] {
  const pages: Section[][] = [[]];
  let widgets = 1; // the title
  let metrics = 0;
  for (const { heading, advice, rows } of sections) {
    let section: { heading?: string; advice?: readonly string[]; rows: Rows } | undefined;
    let begun = false;
    for (const row of rows) {
      const sizes = row.map((widget) => sizeOf(widget.toJson()));
      const counted = { widgets: 0, metrics: 0 };
      for (const size of sizes) {
        counted.widgets += size.widgets;
        counted.metrics += size.metrics;
      }
      const headings = heading === undefined || section !== undefined ? 0 : 1;
      if (widgets + headings + counted.widgets > MAX_WIDGETS || metrics + counted.metrics > MAX_METRICS) {
        pages.push([]);
        section = undefined;
        widgets = 1;
        metrics = 0;
      }
      if (section === undefined) {
        section = { heading, advice: begun ? undefined : advice, rows: [] };
        begun = true;
        pages[pages.length - 1].push(section);
        if (heading !== undefined) widgets++;
      }
      section.rows.push(row);
      widgets += counted.widgets;
      metrics += counted.metrics;
    }
  }
  return pages;
}
