import { Duration } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { checkDuration } from '../../private/checks';

/** After how long a silence another session begins, where the sender does not tell: in milliseconds. */
export function sessionGap(scope: IConstruct, gap: Duration = Duration.minutes(30)): number {
  checkDuration(scope, 'sessionGap', gap, 'milliseconds', {
    min: 60_000,
    max: 86_400_000,
    multipleOf: 1,
    fix: 'pass a Duration from 1 minute to 1 day',
    calculated: true,
  });
  return gap.toMilliseconds();
}
