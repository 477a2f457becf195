import type { IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { Rows } from './widgets';

/**
 * What one dashboard holds.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
 */
export const MAX_WIDGETS = 500;
export const MAX_METRICS = 2_500;
/** What one widget holds. */
export const MAX_METRICS_PER_WIDGET = 500;

/** Rows under a heading, if it has one. */
export interface Section {
  readonly heading?: string;
  readonly rows: Rows;
}

/** How many metrics a widget shows, those that it only computes with included. */
export function metricsOf(widget: IWidget): number {
  return widget.toJson().reduce((sum, { properties }) => sum + (properties.metrics?.length ?? 0), 0);
}

/** Divides sections, row by row and in their order, among as many dashboards as it takes: at least one. */
export function pagesOf(sections: readonly Section[]): Section[][] {
  const pages: Section[][] = [[]];
  let widgets = 1; // the title
  let metrics = 0;
  for (const { heading, rows } of sections) {
    let section: { heading?: string; rows: Rows } | undefined;
    for (const row of rows) {
      const counted = row.reduce((sum, widget) => sum + metricsOf(widget), 0);
      const headings = heading === undefined || section !== undefined ? 0 : 1;
      if (widgets + headings + row.length > MAX_WIDGETS || metrics + counted > MAX_METRICS) {
        pages.push([]);
        section = undefined;
        widgets = 1;
        metrics = 0;
      }
      if (section === undefined) {
        section = { heading, rows: [] };
        pages[pages.length - 1].push(section);
        if (heading !== undefined) widgets++;
      }
      section.rows.push(row);
      widgets += row.length;
      metrics += counted;
    }
  }
  return pages;
}
