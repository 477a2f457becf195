import { Annotations } from 'aws-cdk-lib';
import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { fail } from '../../private/errors';

/** Where in a network a canary runs. */
interface Network {
  readonly vpc?: IVpc;
  readonly vpcSubnets?: SubnetSelection;
  readonly securityGroups?: ISecurityGroup[];
  readonly ipv6AllowedForDualStack?: boolean;
}

/** Refuses a network in which a canary reaches nothing, and warns of one in which it might. */
export function checkNetwork(scope: Construct, network: Network): void {
  const { vpc, vpcSubnets, securityGroups, ipv6AllowedForDualStack } = network;
  if (!vpc) {
    const got = Object.entries({ vpcSubnets, securityGroups, ipv6AllowedForDualStack });
    const [option] = got.find(([, value]) => value !== undefined) ?? [];
    if (option)
      fail(scope, { what: option, got: 'no vpc', expected: 'a vpc, too', fix: `pass vpc, or leave ${option} out` });
    return;
  }
  if (securityGroups?.length === 0) {
    const expected = 'at least one security group';
    fail(scope, { what: 'securityGroups', got: [], expected, fix: 'leave securityGroups out to get one' });
  }
  const selected = vpc.selectSubnets(vpcSubnets);
  if (selected.isPendingLookup) return;
  if (selected.hasPublic) {
    fail(scope, {
      what: 'vpcSubnets',
      got: 'public subnets',
      expected: 'private or isolated subnets, since a canary gets no public address',
      fix: 'pass { subnetType: SubnetType.PRIVATE_WITH_EGRESS }',
    });
  }
  const isolated = new Set(vpc.isolatedSubnets.map(({ subnetId }) => subnetId));
  if (selected.subnetIds.every((id) => isolated.has(id))) {
    Annotations.of(scope).addWarningV2(
      'cdk-user-telemetry:canary-without-internet',
      'The canary runs in isolated subnets. It publishes no results unless the VPC has an interface endpoint for ' +
        'CloudWatch (monitoring) and a gateway endpoint for Amazon S3, and reaches only sites within the VPC.',
    );
  }
}
