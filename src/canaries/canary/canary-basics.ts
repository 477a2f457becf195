import { Duration, Size } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { physicalName } from '../../private/names';

/** What any canary may be told about itself. */
interface Stated {
  readonly canaryName?: string;
  readonly memory?: Size;
  readonly retention?: Duration;
}

/** What a canary of this library is unless something else is stated. */
export function canaryBasics(scope: Construct, { canaryName, memory, retention }: Stated) {
  return {
    name: canaryName ?? physicalName(scope, 128).toLowerCase(),
    memory: memory ?? Size.mebibytes(1024),
    retention: retention ?? Duration.days(31),
  };
}

/** What all canaries of this library have in common: results of one lifetime, and a function that goes with the canary. */
export function commonProps(of: {
  readonly name: string;
  readonly timeout: Duration;
  readonly memory: Size;
  readonly retention: Duration;
  readonly role: Role;
  readonly bucket: IBucket;
}) {
  const { name, timeout, memory, retention, role, bucket } = of;
  return {
    timeout,
    memory,
    role,
    artifactsBucketLocation: { bucket, prefix: name },
    successRetentionPeriod: retention,
    failureRetentionPeriod: retention,
    provisionedResourceCleanup: true,
  };
}
