import { Token } from 'aws-cdk-lib';
import {
  Color,
  GraphWidgetView,
  type HorizontalAnnotation,
  type IMetric,
  MathExpression,
  Shading,
  type VerticalAnnotation,
} from 'aws-cdk-lib/aws-cloudwatch';
import { type IFeature, type ITransaction, TransactionOutcome } from '../../events';
import type { IAppMonitor } from '../../rum';
import { bothReadings } from '../../rum/door';
import { inPercent, percent, type Sum, sumOf } from '../ratios';
import { look, OUTCOMES, total } from './outcomes';
import { MAX_METRICS_PER_WIDGET } from './pages';
import { graph, inRowsOf, PERCENT, type Rows } from './widgets';

/** Beside their sum. */
const MAX_METRICS_PER_OUTCOME = Math.floor(MAX_METRICS_PER_WIDGET / OUTCOMES.length) - 1;

/** What real users of all web apps together set out to do, and whether they got there. */
export function behaviorRows(
  transactions: ITransaction[],
  appMonitors: IAppMonitor[],
  verticalAnnotations?: VerticalAnnotation[],
): Rows {
  if (appMonitors.length === 0) return [];
  return transactions.map((transaction) => {
    const name = transaction.transactionName;
    const counts = OUTCOMES.map((outcome) =>
      total(outcome, metricsOf(transaction, appMonitors, outcome), look(outcome)),
    );
    const share = (outcome: TransactionOutcome, label: string) =>
      shareOf(transaction, appMonitors, outcome, label, { of: TransactionOutcome.STARTED, prefix: '' });
    const rates = [share(TransactionOutcome.COMPLETED, 'completion rate (%)')];
    const abandoned = share(TransactionOutcome.ABANDONED, 'abandoned (%)');
    if (Object.keys({ ...rates[0].usingMetrics, ...abandoned.usingMetrics }).length <= MAX_METRICS_PER_WIDGET - 2) {
      rates.push(colored(abandoned, TransactionOutcome.ABANDONED));
    }
    return [
      graph({ title: name, view: GraphWidgetView.BAR, left: counts, setPeriodToTimeRange: true, width: 6 }),
      graph({ title: `${name}: started, completed, abandoned`, left: counts, width: 9, verticalAnnotations }),
      graph({
        title: `${name}: completed and abandoned of started`,
        left: rates,
        leftYAxis: PERCENT,
        leftAnnotations: minimumRate(transaction),
        width: 9,
        verticalAnnotations,
      }),
    ];
  });
}

/** How many of those who started completed, one number for each transaction; as many as one widget holds. */
export function completionRates(transactions: ITransaction[], appMonitors: IAppMonitor[]): IMetric[][] {
  if (appMonitors.length === 0 || transactions.length === 0) return [];
  const rates = transactions.map((transaction, index) => {
    const at = { of: TransactionOutcome.STARTED, prefix: `t${index}_` };
    return shareOf(transaction, appMonitors, TransactionOutcome.COMPLETED, transaction.transactionName, at);
  });
  const size = 1 + Object.keys(rates[0].usingMetrics).length;
  return inRowsOf(Math.max(1, Math.min(7, Math.floor(MAX_METRICS_PER_WIDGET / size))), rates);
}

/** How often real users of all web apps together use what they may use. */
export function featureRows(features: IFeature[], appMonitors: IAppMonitor[]): Rows {
  if (features.length === 0 || appMonitors.length === 0) return [];
  const metrics = ({ featureName }: IFeature) =>
    bothReadings(
      appMonitors.map((monitor) => monitor.metricFeatureUsed(featureName)),
      MAX_METRICS_PER_WIDGET - 1,
    );
  const sessions = sumOf(
    'sessions',
    appMonitors.map((monitor) => monitor.metricSessionCount()),
  );
  const uses = (some: IFeature[]) =>
    some.map((feature, index) => total(`feature${index}_`, metrics(feature), { label: feature.featureName }));
  const adoption = (some: IFeature[]) =>
    some.map((feature, index) => percent(sumOf(`feature${index}_`, metrics(feature)), sessions, feature.featureName));
  // Each is these metrics, and their sum; and all are compared with the sessions.
  const room = MAX_METRICS_PER_WIDGET - appMonitors.length;
  const most = Math.max(1, Math.floor(room / (metrics(features[0]).length + 1)));
  return inRowsOf(most, features).map((some) => [
    graph({ title: 'Features: how often they are used', left: uses(some), width: 12 }),
    graph({ title: 'Features: uses per 100 new sessions', left: adoption(some), width: 12 }),
  ]);
}

function metricsOf({ transactionName }: ITransaction, appMonitors: IAppMonitor[], outcome: TransactionOutcome) {
  return bothReadings(
    appMonitors.map((monitor) => monitor.metricTransaction(transactionName, outcome)),
    MAX_METRICS_PER_OUTCOME,
  );
}

function shareOf(
  transaction: ITransaction,
  appMonitors: IAppMonitor[],
  outcome: TransactionOutcome,
  label: string,
  { of, prefix }: { readonly of: TransactionOutcome; readonly prefix: string },
): MathExpression {
  const sum = (one: TransactionOutcome): Sum => sumOf(`${prefix}${one}`, metricsOf(transaction, appMonitors, one));
  return percent(sum(outcome), sum(of), label);
}

function colored(metric: MathExpression, outcome: TransactionOutcome): MathExpression {
  const { expression, usingMetrics, label } = metric;
  return new MathExpression({ expression, usingMetrics, label, color: look(outcome).color });
}

/** Below what a transaction is not to fall. */
export function minimumRate({ minimumCompletionRate: rate }: ITransaction): HorizontalAnnotation[] | undefined {
  if (rate === undefined || Token.isUnresolved(rate)) return undefined;
  return [{ value: inPercent(rate), label: 'minimum', color: Color.RED, fill: Shading.BELOW }];
}
