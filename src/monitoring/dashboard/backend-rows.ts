import { Duration } from 'aws-cdk-lib';
import { Color, MathExpression, type Metric, Stats, Unit } from 'aws-cdk-lib/aws-cloudwatch';
import type { IBackend, ICollector } from '../../collector';
import type { ITransaction, TransactionOutcome } from '../../events';
import { look, OUTCOMES, total } from './outcomes';
import { graph, inRowsOf, type Rows, type Titled } from './widgets';

const SYMBOLS: ReadonlyMap<Unit, string> = new Map([
  [Unit.SECONDS, 's'],
  [Unit.MILLISECONDS, 'ms'],
]);

/** The requests and transactions that services report. */
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

/** Services with a collector count the transactions of an application in one and the same metric. */
function distinct(metrics: Metric[]): Metric[] {
  return [...new Map(metrics.map((metric) => [JSON.stringify(metric.toMetricConfig().metricStat), metric])).values()];
}
