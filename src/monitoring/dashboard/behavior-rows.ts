import { Token } from 'aws-cdk-lib';
import { Color, type HorizontalAnnotation, SingleValueWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { type IFeature, type ITransaction, TransactionOutcome } from '../../events';
import type { IAppMonitor } from '../../rum';
import { bothReadings } from '../../rum/door';
import { inPercent, percent, sumOf } from '../ratios';
import { look, OUTCOMES, total } from './outcomes';
import { MAX_METRICS_PER_WIDGET } from './pages';
import { graph, inRowsOf, PERCENT, type Rows } from './widgets';

/** Beside their sum. */
const MAX_METRICS_PER_OUTCOME = Math.floor(MAX_METRICS_PER_WIDGET / OUTCOMES.length) - 1;

/** What real users of all web apps together set out to do, and whether they got there. */
export function behaviorRows(transactions: ITransaction[], appMonitors: IAppMonitor[]): Rows {
  if (appMonitors.length === 0) return [];
  return transactions.map((transaction) => {
    const name = transaction.transactionName;
    const metrics = (outcome: TransactionOutcome) =>
      bothReadings(
        appMonitors.map((monitor) => monitor.metricTransaction(name, outcome)),
        MAX_METRICS_PER_OUTCOME,
      );
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
  const metrics = ({ featureName }: IFeature) =>
    bothReadings(
      appMonitors.map((monitor) => monitor.metricFeatureUsed(featureName)),
      MAX_METRICS_PER_WIDGET - 1,
    );
  const uses = (some: IFeature[]) =>
    some.map((feature, index) => total(`feature${index}_`, metrics(feature), { label: feature.featureName }));
  // Each is these metrics, and their sum.
  const most = Math.max(1, Math.floor(MAX_METRICS_PER_WIDGET / (metrics(features[0]).length + 1)));
  return inRowsOf(most, features).map((some) => [
    graph({ title: 'Features: how often they are used', left: uses(some), width: 24 }),
  ]);
}

function minimumRate({ minimumCompletionRate: rate }: ITransaction): HorizontalAnnotation[] | undefined {
  if (rate === undefined || Token.isUnresolved(rate)) return undefined;
  return [{ value: inPercent(rate), label: 'minimum', color: Color.RED }];
}
