import { Duration, Token } from 'aws-cdk-lib';
import { GraphWidget, type IMetric, MathExpression, SingleValueWidget, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { ICanaryMetrics } from '../../canaries';
import { members } from '../../canaries/door';
import type { EventPipeline } from '../../events';
import { DAYS_OF_MONTH } from '../../formats/cost/assumptions';
import { usdPerPipelineEvent } from '../../formats/cost/event-pipelines';
import { type PriceName, priceIn, REFERENCE } from '../../formats/cost/prices';
import { type IAppMonitor, Platform } from '../../rum';
import { sumOf } from '../ratios';
import type { Rows, Titled } from './widgets';

/** What is billed by what happens. */
interface Billed {
  readonly appMonitors: readonly IAppMonitor[];
  readonly journeys: readonly Titled<ICanaryMetrics>[];
  readonly pipelines: readonly Titled<EventPipeline>[];
}

/** A widget of all three has up to 500 metrics; more are no row. */
const MOST_METRICS = 150;
const PACE_DAYS = 7;

/** What users cause, in USD at list prices: of 30 days, of a month at the pace of a week, and day by day. */
export function costRows(billed: Billed, region: string): Rows {
  const kinds = kindsOf(billed, Token.isUnresolved(region) ? undefined : region);
  const all = kinds.flatMap(({ metrics }) => metrics);
  if (all.length === 0 || all.length > MOST_METRICS) return [];
  const lines = (factor: number, period?: Duration) => kinds.map((kind) => line(kind, factor, period));
  const number = (title: string, days: number) =>
    new SingleValueWidget({
      title,
      metrics: lines(DAYS_OF_MONTH / days),
      setPeriodToTimeRange: true,
      start: `-P${days}D`,
      width: 6,
      height: 5,
    });
  return [
    [
      number('The last 30 days (USD)', DAYS_OF_MONTH),
      number('A month at the pace of the last 7 days (USD)', PACE_DAYS),
      new GraphWidget({
        title: 'Each day (USD)',
        left: lines(1, Duration.days(1)),
        leftYAxis: { min: 0, showUnits: false },
        stacked: true,
        start: `-P${DAYS_OF_MONTH}D`,
        period: Duration.days(1),
        width: 12,
        height: 5,
      }),
    ],
  ];
}

/** What the row leaves out, and at whose prices it is. */
export function costAdvice(region: string): string[] {
  const isKnown = !Token.isUnresolved(region) && !priceIn('rumEvent', region).standsIn;
  const whose = isKnown ? region : `${REFERENCE}, a lower bound as far as is known`;
  return [
    `List prices of ${whose}. Alarms, metrics, dashboards, logs and traces are not in it: \`npx user-telemetry cost\` tells all, and what would be cheaper.`,
  ];
}

interface Kind {
  readonly id: string;
  readonly label: string;
  readonly usd: number;
  readonly metrics: IMetric[];
}

function kindsOf({ appMonitors, journeys, pipelines }: Billed, region: string | undefined): Kind[] {
  const price = (name: PriceName) => priceIn(name, region).tiers[0].usd;
  const kinds = [
    {
      id: 'events',
      label: 'events of CloudWatch RUM',
      usd: price('rumEvent'),
      metrics: appMonitors.filter(({ platform }) => platform === Platform.WEB).map((one) => one.metricEventCount()),
    },
    {
      id: 'runs',
      label: 'runs of canaries',
      usd: price('canaryRun'),
      // One value for each run.
      metrics: journeys.flatMap(({ part }) =>
        members(part).map(({ canary }) => canary.metricSuccessPercent({ statistic: Stats.SAMPLE_COUNT })),
      ),
    },
    {
      id: 'stored',
      label: 'events of the pipeline',
      usd: usdPerPipelineEvent(region),
      metrics: pipelines.map(({ part }) => part.metricAccepted()),
    },
  ];
  return kinds.filter(({ metrics }) => metrics.length > 0);
}

function line({ id, label, usd, metrics }: Kind, factor: number, period?: Duration): MathExpression {
  const { expression, usingMetrics } = sumOf(id, metrics);
  return new MathExpression({
    expression: `${factorOf(usd * factor)}*${expression}`,
    usingMetrics,
    label,
    period,
  });
}

/** Without an exponent, which metric math is not documented to read. */
function factorOf(usd: number): string {
  return usd.toFixed(12).replace(/0+$/, '');
}
