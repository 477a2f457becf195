import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';

/** AWS X-Ray has no resources to name in a policy. */
export function putTraceSegments(): PolicyStatement {
  return new PolicyStatement({ actions: ['xray:PutTraceSegments'], resources: ['*'] });
}

/** What asks AWS X-Ray which traces to keep. */
export function readSamplingRules(): PolicyStatement {
  return new PolicyStatement({ actions: ['xray:GetSamplingRules', 'xray:GetSamplingTargets'], resources: ['*'] });
}

/** To a log group that is there, in streams that may not be. */
export function writeLogs({ logGroupArn }: ILogGroup): PolicyStatement {
  return new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroupArn] });
}
