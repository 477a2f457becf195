import { Duration, Token } from 'aws-cdk-lib';
import { AwsLogDriverMode, LogDrivers } from 'aws-cdk-lib/aws-ecs';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IConstruct } from 'constructs';
import { checkCount } from '../../private/checks';
import { fail } from '../../private/errors';

/** The hard limit of a container beside those of the application, in MiB. */
export function checkMemory(scope: IConstruct, what: string, memoryLimitMiB: number, min: number): void {
  if (Token.isUnresolved(memoryLimitMiB)) {
    const expected = 'MiB that are known at synth: limits of the collector are computed of them';
    fail(scope, { what, got: 'a token', expected, fix: 'write the number out' });
  }
  checkCount(scope, what, memoryLimitMiB, { min, max: 30_720, fix: 'leave it out, or pass MiB' });
}

/** What the collector and the log router have in common: they restart, reserve half of their memory, and never block. */
export function companionOptions({
  memoryLimitMiB,
  enableRestartPolicy = true,
  healthCommand,
  logGroup,
  streamPrefix,
}: {
  readonly memoryLimitMiB: number;
  readonly enableRestartPolicy?: boolean;
  readonly healthCommand: string[];
  readonly logGroup: ILogGroup;
  readonly streamPrefix: string;
}) {
  return {
    enableRestartPolicy,
    // The shortest that ECS allows: it does not restart what exits before it has run this long.
    restartAttemptPeriod: enableRestartPolicy ? Duration.seconds(60) : undefined,
    memoryLimitMiB,
    memoryReservationMiB: Math.floor(memoryLimitMiB / 2),
    healthCheck: {
      command: healthCommand,
      interval: Duration.seconds(10),
      timeout: Duration.seconds(5),
      retries: 3,
      startPeriod: Duration.seconds(10),
    },
    logging: LogDrivers.awsLogs({ logGroup, streamPrefix, mode: AwsLogDriverMode.NON_BLOCKING }),
  };
}
