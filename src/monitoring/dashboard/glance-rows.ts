import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { ICanaryMetrics } from '../../canaries';
import { members } from '../../canaries/door';
import type { ITransaction } from '../../events';
import { type IAppMonitor, Telemetry } from '../../rum';
import { reports } from '../../rum/door';
import { percent, sumOf } from '../ratios';
import { completionRates, minimumRate } from './behavior-rows';
import { total } from './outcomes';
import { APDEX } from './real-user-rows';
import { gauge, inRowsOf, moreIsGood, number, type Rows, type Titled } from './widgets';

/** Below this share of successful runs, in percent, `JourneyAlarms` tells. */
const SUCCESS = { good: 99, poor: 90 };
/** More are no glance: those are in their own sections only. */
const MOST_GAUGES = 14;
const GAUGES_PER_WIDGET = 7;
/** Beside their sums, of what needs three of each. */
const MOST_MONITORS = 165;

/** What the dashboard is asked for health. */
interface Watched {
  readonly appMonitors: IAppMonitor[];
  readonly journeys: Titled<ICanaryMetrics>[];
  readonly transactions: ITransaction[];
}

/** Health at a glance: one number each for all of the time that is shown, over all web apps together. */
export function glanceRows({ appMonitors, journeys, transactions }: Watched): Rows {
  const runs = journeys.flatMap(({ title, part }) =>
    members(part).map(({ canary, rate }) => canary.metricSuccessPercent({ label: rate ? `${title}, ${rate}` : title })),
  );
  const widgets = [
    ...users(appMonitors),
    ...few(inRowsOf(GAUGES_PER_WIDGET, runs)).map((some) =>
      gauge('Synthetic users: successful runs (%)', some, 100, moreIsGood(SUCCESS)),
    ),
    ...few(completionRates(transactions, appMonitors)).map((some) =>
      gauge('Transactions: completed of started (%)', some, 100, bounds(transactions)),
    ),
  ];
  return widgets.length > 0 ? [widgets] : [];
}

function few(gauges: IMetric[][]): IMetric[][] {
  return gauges.flat().length <= MOST_GAUGES ? gauges : [];
}

function users(appMonitors: IAppMonitor[]) {
  const all = appMonitors.slice(0, MOST_MONITORS);
  if (all.length === 0 || all.length < appMonitors.length) return [];
  const traffic = [
    total(
      'sessions',
      all.map((monitor) => monitor.metricSessionCount({ label: 'sessions' })),
      { label: 'sessions' },
    ),
    total(
      'views',
      all.map((monitor) => monitor.metricPageViewCount({ label: 'page views' })),
      { label: 'page views' },
    ),
  ];
  const failing = all.filter((monitor) => reports(monitor, Telemetry.ERRORS));
  if (failing.length > 0) {
    const errors = sumOf(
      'errors',
      failing.map((monitor) => monitor.metricJsErrorCount()),
    );
    const seen = sumOf(
      failing.length === all.length ? 'views' : 'seen',
      failing.map((monitor) => monitor.metricPageViewCount()),
    );
    traffic.push(percent(errors, seen, 'JS errors per 100 views'));
  }
  const timed = all.filter((monitor) => reports(monitor, Telemetry.PERFORMANCE));
  const numbers = [number('Real users', ...traffic)];
  return timed.length > 0 ? [...numbers, gauge('Apdex of page loads', [apdex(timed)], 1, moreIsGood(APDEX))] : numbers;
}

function apdex(monitors: IAppMonitor[]): MathExpression {
  const [satisfied, tolerated, frustrated] = [
    sumOf(
      'satisfied',
      monitors.map((monitor) => monitor.metricNavigationSatisfiedTransaction()),
    ),
    sumOf(
      'tolerated',
      monitors.map((monitor) => monitor.metricNavigationToleratedTransaction()),
    ),
    sumOf(
      'frustrated',
      monitors.map((monitor) => monitor.metricNavigationFrustratedTransaction()),
    ),
  ];
  return new MathExpression({
    label: 'Apdex',
    expression: `(${satisfied.expression}+${tolerated.expression}/2)/(${satisfied.expression}+${tolerated.expression}+${frustrated.expression})`,
    usingMetrics: { ...satisfied.usingMetrics, ...tolerated.usingMetrics, ...frustrated.usingMetrics },
  });
}

/** The minimum, where all that state one state the same. */
function bounds(transactions: ITransaction[]) {
  const stated = transactions.map((transaction) => minimumRate(transaction));
  const [first] = stated;
  return stated.every((one) => one?.[0].value === first?.[0].value) ? first : undefined;
}
