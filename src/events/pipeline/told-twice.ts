import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * What comes by two ways: the pages of an app monitor post their events, and its log group has them, too. An event has
 * another id in each, so that no question can tell that it is one.
 */
export class ToldTwice {
  private readonly posting = new Set<IConstruct>();
  private readonly logGroups = new Set<IConstruct>();

  constructor(private readonly pipeline: IConstruct) {}

  public addLogGroup(logGroup: IConstruct): void {
    this.logGroups.add(logGroup);
    for (const appMonitor of this.posting) this.warn(appMonitor, logGroup);
  }

  public addPosting(appMonitor: IConstruct): void {
    this.posting.add(appMonitor);
    for (const logGroup of this.logGroups) this.warn(appMonitor, logGroup);
  }

  private warn({ node }: IConstruct, logGroup: IConstruct): void {
    if (!logGroup.node.scopes.some((scope) => scope.node === node)) return;
    Validations.of(this.pipeline).addWarning(
      `cdk-user-telemetry:events-twice-${node.addr}`,
      `The pages of ${node.path} send their events here, and addRumLogGroup() takes the same ones from its log group: all ` +
        'would count twice. Leave out addRumLogGroup(), or add the web app before the pipeline, so that its pages send to ' +
        'CloudWatch RUM alone.',
    );
  }
}
