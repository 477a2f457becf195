import type { IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Color, type Metric, type VerticalAnnotation } from 'aws-cdk-lib/aws-cloudwatch';
import { WEB_VITALS } from '../../formats/web-vitals';
import { type IAppMonitor, Telemetry } from '../../rum';
import { reports, seesInteractions } from '../../rum/door';
import { logRows, splitRows } from './split-rows';
import { graph, lessIsGood, moreIsGood, type Rows, type Titled } from './widgets';

/** Bounds of Apdex: below the lower one `WebAppAlarms` calls it poor, from the upper one on it is called good. */
export const APDEX = { good: 0.85, poor: 0.7 };

/** What real users of a web app experience. What it doesn't report has no widget. */
export function realUserRows(
  { title, part: monitor }: Titled<IAppMonitor>,
  verticalAnnotations?: VerticalAnnotation[],
): Rows {
  const [errors, performance, http] = [Telemetry.ERRORS, Telemetry.PERFORMANCE, Telemetry.HTTP].map((one) =>
    reports(monitor, one),
  );
  const marked = (props: Parameters<typeof graph>[0]) => graph({ ...props, verticalAnnotations });
  const vital = (what: string, metric: Metric, limits: { good: number; poor: number }): IWidget =>
    marked({
      title: `${title}: ${what}`,
      left: [metric.with({ label: 'p75' })],
      leftAnnotations: lessIsGood(limits),
    });
  const traffic = [
    {
      title: `${title}: sessions and page views`,
      left: [monitor.metricSessionCount({ label: 'sessions' }), monitor.metricPageViewCount({ label: 'page views' })],
    },
    ...(errors
      ? [
          {
            title: `${title}: JavaScript errors`,
            left: [monitor.metricJsErrorCount({ label: 'JavaScript errors', color: Color.RED })],
          },
        ]
      : []),
    ...(http
      ? [
          {
            title: `${title}: failed HTTP requests`,
            left: [
              monitor.metricHttp4xxCount({ label: 'client errors (4xx)', color: Color.ORANGE }),
              monitor.metricHttp5xxCount({ label: 'server errors (5xx)', color: Color.RED }),
            ],
          },
        ]
      : []),
    ...(performance
      ? [
          {
            title: `${title}: Apdex of page loads`,
            left: [monitor.metricNavigationApdex({ label: 'Apdex' })],
            leftYAxis: { min: 0, max: 1, showUnits: false },
            leftAnnotations: moreIsGood(APDEX),
          },
        ]
      : []),
  ];
  const vitals = performance
    ? [
        vital(
          'largest content after, p75 (ms)',
          monitor.metricWebVitalsLargestContentfulPaint(),
          WEB_VITALS.largestContentfulPaint,
        ),
        vital(
          'reacts to input after, p75 (ms)',
          monitor.metricWebVitalsInteractionToNextPaint(),
          WEB_VITALS.interactionToNextPaint,
        ),
        vital('layout shift, p75', monitor.metricWebVitalsCumulativeLayoutShift(), WEB_VITALS.cumulativeLayoutShift),
      ]
    : [];
  const vain = seesInteractions(monitor)
    ? [
        marked({
          title: `${title}: clicks in vain per 100 page views`,
          left: [monitor.metricFrustratedClickPercent({ label: 'dead, rage and error clicks', color: Color.RED })],
        }),
      ]
    : [];
  return [
    traffic.map((props) => marked({ width: 24 / traffic.length, ...props })),
    vitals,
    vain,
    ...splitRows(title, monitor),
    ...logRows(title, monitor),
  ].filter((row) => row.length > 0);
}
