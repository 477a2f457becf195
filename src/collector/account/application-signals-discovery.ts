import { RemovalPolicy } from 'aws-cdk-lib';
import { CfnDiscovery } from 'aws-cdk-lib/aws-applicationsignals';
import { Construct } from 'constructs';
import { checkOnlyOne } from './account-switches';

/**
 * Properties of `ApplicationSignalsDiscovery`.
 */
export interface ApplicationSignalsDiscoveryProps {
  /**
   * What becomes of the switch when it leaves its stack.
   *
   * `RemovalPolicy.DESTROY` switches discovery off for all that is in the account and Region.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * Lets CloudWatch Application Signals discover services: in the whole account, in the Region of the stack.
 *
 * It creates the service-linked role `AWSServiceRoleForCloudWatchApplicationSignals`, which reads service graphs, logs,
 * metrics and tags of the account. What Application Signals sees is billed by volume. No other construct of this library
 * defines it for you, and none needs it: it is for whoever owns the account. Define it once.
 *
 * By default it stays when its stack is deleted, since others may rely on it.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-applicationsignals-discovery.html
 *
 * @example
 * new collector.ApplicationSignalsDiscovery(this, 'ApplicationSignals');
 */
export class ApplicationSignalsDiscovery extends Construct {
  constructor(scope: Construct, id: string, props: ApplicationSignalsDiscoveryProps = {}) {
    super(scope, id);
    checkOnlyOne(this, ApplicationSignalsDiscovery);
    const discovery = new CfnDiscovery(this, 'Resource');
    discovery.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.RETAIN);
  }
}
