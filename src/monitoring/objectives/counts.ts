import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IAppMonitor, Telemetry } from '../../rum';

/** What was good and what was bad of all, as terms of metric math which have a value in every period. */
export interface Counts {
  readonly good: string;
  readonly bad: string;
  readonly total: string;
  readonly usingMetrics: Record<string, IMetric>;
}

/** What an indicator counts; of an app monitor, what that has to report. */
export interface Counted extends Counts {
  /** As a description says it after a share: "of page loads take at most 2 seconds". */
  readonly sentence: string;
  readonly from?: { readonly appMonitor: IAppMonitor; readonly telemetry: Telemetry };
}
