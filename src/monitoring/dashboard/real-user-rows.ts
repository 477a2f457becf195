import { Color, type IWidget, type Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { WEB_VITALS } from '../../formats/web-vitals';
import type { IAppMonitor } from '../../rum';
import { seesInteractions } from '../../rum/door';
import { graph, type Rows, type Titled } from './widgets';

/** What real users of a web app experience. */
export function realUserRows({ title, part: monitor }: Titled<IAppMonitor>): Rows {
  return [
    [
      graph({
        title: `${title}: sessions and page views`,
        left: [monitor.metricSessionCount({ label: 'sessions' }), monitor.metricPageViewCount({ label: 'page views' })],
      }),
      graph({
        title: `${title}: JavaScript errors`,
        left: [monitor.metricJsErrorCount({ label: 'JavaScript errors', color: Color.RED })],
      }),
      graph({
        title: `${title}: failed HTTP requests`,
        left: [
          monitor.metricHttp4xxCount({ label: 'client errors (4xx)', color: Color.ORANGE }),
          monitor.metricHttp5xxCount({ label: 'server errors (5xx)', color: Color.RED }),
        ],
      }),
    ],
    [
      vital(
        `${title}: largest content after, p75 (ms)`,
        monitor.metricWebVitalsLargestContentfulPaint(),
        WEB_VITALS.largestContentfulPaint,
      ),
      vital(
        `${title}: reacts to input after, p75 (ms)`,
        monitor.metricWebVitalsInteractionToNextPaint(),
        WEB_VITALS.interactionToNextPaint,
      ),
      vital(
        `${title}: layout shift, p75`,
        monitor.metricWebVitalsCumulativeLayoutShift(),
        WEB_VITALS.cumulativeLayoutShift,
      ),
    ],
    ...(seesInteractions(monitor)
      ? [
          [
            graph({
              title: `${title}: clicks in vain per 100 page views`,
              left: [monitor.metricFrustratedClickPercent({ label: 'dead, rage and error clicks', color: Color.RED })],
            }),
          ],
        ]
      : []),
  ];
}

function vital(title: string, metric: Metric, { good, poor }: { good: number; poor: number }): IWidget {
  return graph({
    title,
    left: [metric.with({ label: 'p75' })],
    leftAnnotations: [
      { value: good, label: 'good up to', color: Color.GREEN },
      { value: poor, label: 'poor above', color: Color.RED },
    ],
  });
}
