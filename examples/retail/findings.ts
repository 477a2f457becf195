import { type CfnElement, Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** What cdk-nag's AwsSolutions pack finds in the shop, and why a sample leaves it so. */
export function acknowledgeFindings(shop: IConstruct): void {
  acknowledge(shop, 'S1', 'Access logs would outlive the sample and cost money; a real shop switches them on');
  acknowledge(shop, 'CFR1', 'The shop sells to everybody');
  acknowledge(shop, 'CFR2', 'A web ACL costs money each month; a real shop adds one');
  acknowledge(shop, 'CFR3', 'Access logs would outlive the sample and cost money; a real shop switches them on');
  acknowledge(shop, 'CFR4', 'The sample has no domain of its own, and the default certificate sets its TLS versions');
  acknowledge(shop, 'VPC7', 'Flow logs cost money and nothing in this VPC accepts connections from outside');
  acknowledge(
    shop,
    'EC23',
    'The load balancer is internal: only the VPC reaches it, and CloudFront through its origin',
  );
  acknowledge(shop, 'ELB2', 'CloudFront is the only caller; a real shop keeps its access logs');
  acknowledge(shop, 'ECS2', 'The variables hold a port and OpenTelemetry settings, nothing secret');
  acknowledge(shop, 'L1', 'The ADOT layer supports Node.js up to 22');
  acknowledge(shop, `IAM4[Policy::${BASIC_EXECUTION}]`, 'What every function needs: to write its own logs');
}

/** What it finds in the provider that the CDK itself defines for BucketDeployment. */
export function acknowledgeProviderFindings(provider: IConstruct, bucket: IConstruct): void {
  const logicalId = Stack.of(bucket).getLogicalId(bucket.node.defaultChild as CfnElement);
  const reason = 'Defined by the CDK: it copies assets to the site and invalidates the cache';
  acknowledge(provider, 'L1', reason);
  acknowledge(provider, `IAM4[Policy::${BASIC_EXECUTION}]`, reason);
  for (const action of ['GetObject*', 'GetBucket*', 'List*', 'DeleteObject*', 'Abort*']) {
    acknowledge(provider, `IAM5[Action::s3:${action}]`, reason);
  }
  for (const resource of [ASSETS, `<${logicalId}.Arn>/*`, '*']) {
    acknowledge(provider, `IAM5[Resource::${resource}]`, reason);
  }
}

const BASIC_EXECUTION = 'arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
const ASSETS = 'arn:<AWS::Partition>:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-<AWS::Region>/*';

function acknowledge(scope: IConstruct, rule: string, reason: string): void {
  Validations.of(scope).acknowledge({ id: `AwsSolutions::AwsSolutions-${rule}`, reason });
}
