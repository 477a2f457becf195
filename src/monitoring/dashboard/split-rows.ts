import { Stack } from 'aws-cdk-lib';
import {
  Color,
  type IMetric,
  LogQueryVisualizationType,
  LogQueryWidget,
  MathExpression,
} from 'aws-cdk-lib/aws-cloudwatch';
import { APPLICATION_DIMENSION, RUM_NAMESPACE } from '../../formats/namespaces';
import type { IAppMonitor } from '../../rum';
import { eventLogOf, type SplitMetric, splitMetrics } from '../../rum/door';
import { graph, inRowsOf, type Rows } from './widgets';

/** The dimension of the variable by which a reader chooses a page. */
export const PAGE_DIMENSION = 'PageId';

const TITLES: ReadonlyMap<string, string> = new Map([
  ['JsErrorCount', 'JavaScript errors'],
  ['HttpErrorCount', 'failed HTTP requests'],
  ['Http4xxCount', 'client errors (4xx)'],
  ['Http5xxCount', 'server errors (5xx)'],
  ['SessionCount', 'sessions'],
  ['PageViewCount', 'page views'],
  ['PerformanceNavigationDuration', 'page loads, p75 (ms)'],
  ['PerformanceResourceDuration', 'files of pages, p75 (ms)'],
  ['NavigationSatisfiedTransaction', 'page loads below 2 s'],
  ['NavigationToleratedTransaction', 'page loads of 2 to 8 s'],
  ['NavigationFrustratedTransaction', 'page loads above 8 s'],
  ['WebVitalsLargestContentfulPaint', 'largest content after, p75 (ms)'],
  ['WebVitalsInteractionToNextPaint', 'reacts to input after, p75 (ms)'],
  ['WebVitalsCumulativeLayoutShift', 'layout shift, p75'],
  ['WebVitalsFirstInputDelay', 'first input delay, p75 (ms)'],
]);

/** What tells pages, browsers, countries apart: whatever the app monitor was told to publish. */
export function splitRows(title: string, monitor: IAppMonitor): Rows {
  const widgets = splitMetrics(monitor).map((split) => {
    const { metricName } = split.definition;
    return graph({
      title: `${title}: ${TITLES.get(metricName) ?? metricName} by ${split.by.join(' and ')}`,
      left: [...found(monitor, split), ...chosenPage(monitor, split)],
    });
  });
  return inRowsOf(3, widgets);
}

/** What only the events themselves tell, where they are logged. Each look at it is a query, which CloudWatch charges for. */
export function logRows(title: string, monitor: IAppMonitor): Rows {
  const log = eventLogOf(monitor);
  if (!log) return [];
  const widgets = log.queries.map(
    (query) =>
      new LogQueryWidget({
        title: `${title}: ${query.title}`,
        logGroupNames: [log.name],
        region: Stack.of(monitor).region,
        view: LogQueryVisualizationType.TABLE,
        queryLines: [...query.lines],
        width: 12,
        height: 6,
      }),
  );
  return inRowsOf(2, widgets);
}

/** The pages that can be chosen: those that a metric is split by. */
export function pageSearch(monitors: readonly IAppMonitor[]): string | undefined {
  const [split] = monitors.flatMap(splitMetrics).filter(({ page }) => page !== undefined);
  if (!split) return undefined;
  const { metricNamespace, metricName } = split.definition;
  return `${schema(metricNamespace, [PAGE_DIMENSION, APPLICATION_DIMENSION])} MetricName="${metricName}"`;
}

/** Whatever values users bring; and which these are is known at no synth. */
function found(monitor: IAppMonitor, { definition, statistic, dimensions }: SplitMetric): IMetric[] {
  const { metricNamespace, metricName } = definition;
  const search = (names: string[], term: string) =>
    new MathExpression({
      expression: `SEARCH('${schema(metricNamespace, names)} MetricName="${metricName}"${term}', '${statistic}')`,
      label: '',
      searchRegion: Stack.of(monitor).region,
    });
  const own = search([...dimensions, APPLICATION_DIMENSION], ` ${APPLICATION_DIMENSION}="${monitor.appMonitorName}"`);
  // Whether others than those of AWS have the dimension of the application is documented nowhere: one of both finds nothing.
  return metricNamespace === RUM_NAMESPACE ? [own] : [own, search(dimensions, '')];
}

/** The line that a variable of the dashboard moves to another page. */
function chosenPage(monitor: IAppMonitor, { definition, page }: SplitMetric): IMetric[] {
  if (page === undefined) return [];
  const options = { dimensionsMap: { [PAGE_DIMENSION]: page }, label: 'the chosen page', color: Color.RED };
  return [monitor.metricOf(definition, options)];
}

/**
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
 */
function schema(...[namespace, dimensions]: [string, readonly string[]]): string {
  const quoted = [namespace, ...dimensions].map((name) => (/^[A-Za-z0-9/]+$/.test(name) ? name : `"${name}"`));
  return `{${quoted.join(',')}}`;
}
