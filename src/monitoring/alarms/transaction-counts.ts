import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { TransactionOutcome } from '../../events';
import type { IAppMonitor } from '../../rum';
import { bothReadings } from '../../rum/door';
import { MAX_METRICS } from './limits';

/** What counts an outcome of a transaction in some web apps, to be added up; an alarm reads two of these. */
export function transactionCounts(name: string, outcome: TransactionOutcome, appMonitors: IAppMonitor[]): Metric[] {
  const own = appMonitors.map((monitor) => monitor.metricTransaction(name, outcome));
  return bothReadings(own, MAX_METRICS / 2);
}
