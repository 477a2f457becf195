import type { IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { LazyColumn } from './lazy-column';
import type { Rows } from './widgets';

/**
 * What a `TelemetryDashboard` shows, for a dashboard of another library.
 *
 * It has the members that [cdk-monitoring-constructs](https://github.com/cdklabs/cdk-monitoring-constructs) asks of an
 * `IDashboardSegment`, so that TypeScript hands it to `MonitoringFacade.addSegment()` as it is. Each of its lists holds one
 * widget, which contains the others, of parts that come later, too.
 *
 * @example
 * const segment = telemetry.dashboard.segment();
 * const dashboard = new cloudwatch.Dashboard(this, 'Ours');
 * dashboard.addWidgets(segment.summaryWidgets()[0]);
 */
export class DashboardSegment {
  /** @internal */
  public static _of(detail: () => Rows, summary: () => Rows, alarms: () => Rows): DashboardSegment {
    return new DashboardSegment(detail, summary, alarms);
  }

  private constructor(
    private readonly detail: () => Rows,
    private readonly summary: () => Rows,
    private readonly alarms: () => Rows,
  ) {}

  /**
   * Everything.
   */
  public widgets(): IWidget[] {
    return [new LazyColumn(this.detail)];
  }

  /**
   * Health at a glance, the alarms and the objectives.
   */
  public summaryWidgets(): IWidget[] {
    return [new LazyColumn(this.summary)];
  }

  /**
   * The alarms.
   */
  public alarmWidgets(): IWidget[] {
    return [new LazyColumn(this.alarms)];
  }
}
