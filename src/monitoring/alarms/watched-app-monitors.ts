import { Stack, Token } from 'aws-cdk-lib';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { describe, fail } from '../../private/errors';
import type { IAppMonitor } from '../../rum';
import type { AlarmSet } from './alarm-set';
import { checkMetrics } from './limits';

/** What the app monitors of an alarm set are to it. */
export interface Watching {
  /** What errors call them. */
  readonly what: string;
  /** All that an alarm reads of some of them. */
  metricsOf(appMonitors: IAppMonitor[]): IMetric[];
  /** What to do if there is none. */
  readonly ifNone: string;
  /** What to do if there is more than an alarm reads. */
  readonly ifTooMany: string;
}

/** The app monitors that each alarm of a set reads together. Some may be added until synthesis, when one has to be there. */
export class WatchedAppMonitors {
  private readonly added: IAppMonitor[] = [];

  constructor(
    private readonly scope: Construct,
    private readonly set: AlarmSet,
    private readonly watching: Watching,
  ) {
    scope.node.addValidation({ validate: () => this.validate() });
  }

  /** A copy. */
  public get all(): IAppMonitor[] {
    return [...this.added];
  }

  /** Once the alarms are defined: without any, nothing is wrong. */
  public add(appMonitor: IAppMonitor): void {
    this.added.push(appMonitor);
    if (this.set.alarms.length === 0) return;
    const { what, ifTooMany } = this.watching;
    this.checkRegion(appMonitor);
    checkMetrics(this.scope, `metrics of the ${what}`, this.watching.metricsOf(this.added).length, ifTooMany);
  }

  private checkRegion(appMonitor: IAppMonitor): void {
    const { region } = Stack.of(this.scope);
    const other = this.watching.metricsOf([appMonitor])[0].toMetricConfig().metricStat?.region;
    if (other === undefined || other === region || Token.isUnresolved(other) || Token.isUnresolved(region)) return;
    fail(this.scope, {
      what: `Region of app monitor ${appMonitor.node.path}`,
      got: other,
      expected: `${region}, as an alarm sees the metrics of its own Region only`,
      fix: "define the alarm in a stack of the app monitor's Region",
    });
  }

  private validate(): string[] {
    if (this.added.length > 0 || this.set.alarms.length === 0) return [];
    const { what, ifNone: fix } = this.watching;
    return [describe({ what, got: 0, expected: 'at least one', fix })];
  }
}
