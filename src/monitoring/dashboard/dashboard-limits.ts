import { describe, type Problem } from '../../private/errors';
import { type CountedDashboard, widgetsOf } from './counted-dashboard';
import { MAX_METRICS, MAX_METRICS_PER_WIDGET, MAX_WIDGETS, sizeOf } from './pages';

const SPLIT = 'split the parts between several TelemetryDashboards';

/** What CloudWatch would refuse of dashboards, with all widgets that anyone put onto them. */
export function limitProblems(dashboards: readonly CountedDashboard[], pagesOfSegment: number): string[] {
  const sizes = dashboards.map((dashboard) => sizeOf(widgetsOf(dashboard)));
  const problems: Problem[] = [];
  const check = (what: string, got: number, most: number, fix: string) => {
    if (got > most) problems.push({ what, got, expected: `at most ${most}`, fix });
  };
  const largest = (counted: keyof (typeof sizes)[number]) => Math.max(...sizes.map((size) => size[counted]));
  check(
    'metrics of one widget',
    largest('most'),
    MAX_METRICS_PER_WIDGET,
    `show fewer app monitors or backends together: ${SPLIT}`,
  );
  check(
    'widgets of one dashboard',
    largest('widgets'),
    MAX_WIDGETS,
    'add widgets of yours by addWidgets() of TelemetryDashboard, which divides them',
  );
  check(
    'metrics of one dashboard',
    largest('metrics'),
    MAX_METRICS,
    'add widgets of yours by addWidgets() of TelemetryDashboard, which divides them',
  );
  check('dashboards that segment() would take', pagesOfSegment, 1, `a segment is part of one dashboard: ${SPLIT}`);
  return problems.map(describe);
}
