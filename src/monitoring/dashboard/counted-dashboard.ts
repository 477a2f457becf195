import { Dashboard, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';

// Widgets come while the constructor of the L2 runs, before a member of ours could be there.
const ADDED = new WeakMap<Dashboard, IWidget[]>();

/** A dashboard that knows what is on it, whoever put it there: the L2 keeps that to itself, and takes any number. */
export class CountedDashboard extends Dashboard {
  public addWidgets(...widgets: IWidget[]): void {
    ADDED.set(this, [...(ADDED.get(this) ?? []), ...widgets]);
    super.addWidgets(...widgets);
  }
}

/** What a dashboard shows. */
export function widgetsOf(dashboard: CountedDashboard) {
  return (ADDED.get(dashboard) ?? []).flatMap((widget) => widget.toJson());
}
