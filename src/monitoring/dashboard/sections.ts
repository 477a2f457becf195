import { Duration, Token } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Color,
  GraphWidget,
  type GraphWidgetProps,
  type HorizontalAnnotation,
  type IMetric,
  type IWidget,
  MathExpression,
  type Metric,
  SingleValueWidget,
  Stats,
  Unit,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { aws_cloudwatch } from 'aws-cdk-lib/interfaces';
import type { ICanaryMetrics } from '../../canaries';
import { members, stepsOf } from '../../canaries/door';
import type { IBackend, ICollector } from '../../collector';
import { type IFeature, type ITransaction, TransactionOutcome } from '../../events';
import type { IAppMonitor } from '../../rum';
import { percent, sumOf } from '../ratios';

/** The most alarms that CloudWatch shows in one widget. */
const ALARMS_PER_WIDGET = 100;
const COLORS = {
  [TransactionOutcome.STARTED]: Color.BLUE,
  [TransactionOutcome.COMPLETED]: Color.GREEN,
  [TransactionOutcome.ABANDONED]: Color.ORANGE,
};
const OUTCOMES = Object.values(TransactionOutcome);
const FROM_ZERO = { min: 0, showUnits: false };
const PERCENT = { min: 0, max: 100, showUnits: false };

/** A part under the title that a person knows it by. */
export interface Titled<T> {
  readonly title: string;
  readonly part: T;
}

/** Rows of widgets, each at most 24 units wide. */
export type Rows = IWidget[][];

export function alarmRows(alarms: aws_cloudwatch.IAlarmRef[]): Rows {
  const rows: Rows = [];
  for (let from = 0; from < alarms.length; from += ALARMS_PER_WIDGET) {
    const some = alarms.slice(from, from + ALARMS_PER_WIDGET);
    const height = Math.min(12, 1 + Math.ceil(some.length / 4));
    rows.push([new AlarmStatusWidget({ title: 'Alarms', alarms: some, width: 24, height: Math.max(3, height) })]);
  }
  return rows;
}

/** What real users of all web apps together set out to do, and whether they got there. */
export function behaviorRows(transactions: ITransaction[], appMonitors: IAppMonitor[]): Rows {
  if (appMonitors.length === 0) return [];
  return transactions.map((transaction) => {
    const name = transaction.transactionName;
    const metrics = (outcome: TransactionOutcome) =>
      appMonitors.map((monitor) => monitor.metricTransaction(name, outcome, look(outcome)));
    const counts = OUTCOMES.map((outcome) => total(outcome, metrics(outcome), look(outcome)));
    const sum = (outcome: TransactionOutcome) => sumOf(outcome, metrics(outcome));
    const rate = percent(sum(TransactionOutcome.COMPLETED), sum(TransactionOutcome.STARTED), 'completion rate (%)');
    return [
      new SingleValueWidget({ title: name, metrics: counts, setPeriodToTimeRange: true, width: 6, height: 6 }),
      graph({ title: `${name}: started, completed, abandoned`, left: counts, width: 9 }),
      graph({
        title: `${name}: completed of started`,
        left: [rate],
        leftYAxis: PERCENT,
        leftAnnotations: minimumRate(transaction),
        width: 9,
      }),
    ];
  });
}

/** How often real users of all web apps together use what they may use. */
export function featureRows(features: IFeature[], appMonitors: IAppMonitor[]): Rows {
  if (features.length === 0 || appMonitors.length === 0) return [];
  const uses = features.map(({ featureName }, index) =>
    total(
      `feature${index}_`,
      appMonitors.map((monitor) => monitor.metricFeatureUsed(featureName, { label: featureName })),
      { label: featureName },
    ),
  );
  return [[graph({ title: 'Features: how often they are used', left: uses, width: 24 })]];
}

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
      vital(`${title}: largest content after, p75 (ms)`, monitor.metricWebVitalsLargestContentfulPaint(), 2500, 4000),
      vital(`${title}: reacts to input after, p75 (ms)`, monitor.metricWebVitalsInteractionToNextPaint(), 200, 500),
      vital(`${title}: layout shift, p75`, monitor.metricWebVitalsCumulativeLayoutShift(), 0.1, 0.25),
    ],
  ];
}

export function syntheticUserRows({ title, part }: Titled<ICanaryMetrics>): Rows {
  const shown = members(part).map(({ canary, rate }) => ({ canary, label: rate }));
  const named = (what: string, label: string) => (label ? `${what}, ${label}` : what);
  const steps = stepsOf(part).flatMap((step) =>
    shown.map(({ canary, label }) => canary.metricStepSuccessPercent(step, { label: named(step, label) })),
  );
  const width = steps.length > 0 ? 8 : 12;
  const row = [
    graph({
      title: `${title}: successful runs (%)`,
      left: shown.map(({ canary, label }) => canary.metricSuccessPercent({ label: named('successful', label) })),
      leftYAxis: PERCENT,
      width,
    }),
    graph({
      title: `${title}: duration (ms)`,
      left: shown.map(({ canary, label }) => canary.metricDuration({ label: named('duration', label) })),
      width,
    }),
  ];
  if (steps.length > 0) row.push(graph({ title: `${title}: successful steps (%)`, left: steps, leftYAxis: PERCENT }));
  return [row];
}

const SYMBOLS: ReadonlyMap<Unit, string> = new Map([
  [Unit.SECONDS, 's'],
  [Unit.MILLISECONDS, 'ms'],
]);

export function backendRows(backends: Titled<IBackend>[], transactions: ITransaction[]): Rows {
  if (backends.length === 0) return [];
  const services = backends.map(({ title, part }) => [
    graph({
      title: `${title}: requests`,
      left: [part.metricRequestDuration({ statistic: Stats.SAMPLE_COUNT, label: 'requests' })],
      width: 12,
    }),
    graph({
      title: `${title}: request duration (${SYMBOLS.get(part.requestDurationUnit) ?? part.requestDurationUnit})`,
      left: [
        part.metricRequestDuration({ statistic: Stats.AVERAGE, label: 'average' }),
        part.metricRequestDuration({ statistic: Stats.MAXIMUM, label: 'longest', color: Color.ORANGE }),
      ],
      leftYAxis: { min: 0 },
      width: 12,
    }),
  ]);
  const counted = (name: string, outcome: TransactionOutcome) =>
    total(
      outcome,
      distinct(backends.map(({ part }) => part.metricTransactions(name, outcome, look(outcome)))),
      look(outcome),
    );
  const outcomes = transactions.map(({ transactionName: name }) =>
    graph({ title: `${name}: counted by services`, left: OUTCOMES.map((outcome) => counted(name, outcome)) }),
  );
  return [...services, ...inRowsOf(3, outcomes)];
}

/** What is lost on the way from a service to its dashboards. */
export function collectorRows({ title, part: collector }: Titled<ICollector>): Rows {
  const period = Duration.minutes(5);
  const running = new MathExpression({
    label: 'running, on average',
    expression: `uptime/${period.toSeconds()}`,
    usingMetrics: { uptime: collector.metricCollectorUptime({ period }) },
    period,
  });
  const losses = [
    collector.metricCollectorFailedExports({ label: 'could not be sent', color: Color.RED }),
    collector.metricCollectorRefusedTelemetry({ label: 'refused', color: Color.ORANGE }),
  ];
  return [
    [
      graph({ title: `${title}: telemetry that is lost (spans, data points, log records)`, left: losses, width: 12 }),
      graph({
        title: `${title}: collectors`,
        left: [running, collector.metricCollectorStarts({ label: 'starts' })],
        width: 12,
      }),
    ],
  ];
}

function total(id: string, metrics: Metric[], shown: Look): IMetric {
  if (metrics.length === 1) return metrics[0];
  return new MathExpression({ ...sumOf(id, metrics), ...shown });
}

interface Look {
  readonly label: string;
  readonly color?: string;
}

function look(outcome: TransactionOutcome): Look {
  return { label: outcome, color: COLORS[outcome] };
}

function minimumRate({ minimumCompletionRate: rate }: ITransaction): HorizontalAnnotation[] | undefined {
  if (rate === undefined || Token.isUnresolved(rate)) return undefined;
  return [{ value: Number((rate * 100).toFixed(6)), label: 'minimum', color: Color.RED }];
}

function vital(title: string, metric: Metric, good: number, poor: number): IWidget {
  return graph({
    title,
    left: [metric.with({ label: 'p75' })],
    leftAnnotations: [
      { value: good, label: 'good up to', color: Color.GREEN },
      { value: poor, label: 'poor above', color: Color.RED },
    ],
  });
}

function graph(props: GraphWidgetProps): GraphWidget {
  return new GraphWidget({ width: 8, height: 6, leftYAxis: FROM_ZERO, period: Duration.minutes(5), ...props });
}

/** Services with a collector count the transactions of an application in one and the same metric. */
function distinct(metrics: Metric[]): Metric[] {
  return [...new Map(metrics.map((metric) => [JSON.stringify(metric.toMetricConfig().metricStat), metric])).values()];
}

function inRowsOf(size: number, widgets: IWidget[]): Rows {
  const rows: Rows = [];
  for (let from = 0; from < widgets.length; from += size) rows.push(widgets.slice(from, from + size));
  return rows;
}
