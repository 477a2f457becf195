import { type Duration, Tokenization } from 'aws-cdk-lib';
import { Schedule } from 'aws-cdk-lib/aws-synthetics';
import type { Construct } from 'constructs';
import { fail } from '../private/errors';

/**
 * When a journey runs.
 *
 * Every run is billed: one every 5 minutes makes 8,640 runs in 30 days.
 *
 * @see https://aws.amazon.com/cloudwatch/pricing/
 */
export class JourneySchedule {
  /**
   * Runs at equal intervals, day and night.
   *
   * @param interval whole minutes, from 1 to 60
   */
  public static every(interval: Duration): JourneySchedule {
    return new JourneySchedule(interval);
  }

  private constructor(
    /**
     * The longest time between the starts of two runs.
     */
    public readonly interval: Duration,
  ) {}

  /** @internal */
  public _bind(scope: Construct): Schedule {
    const minutes = this.interval.toMinutes({ integral: false });
    if (this.interval.isUnresolved()) {
      return Schedule.expression(`rate(${Tokenization.stringifyNumber(minutes)} minutes)`);
    }
    if (!Number.isInteger(minutes) || minutes < 1 || minutes > 60) {
      fail(scope, {
        what: 'schedule interval (in minutes)',
        got: minutes,
        expected: 'a whole number from 1 to 60',
        fix: 'pass JourneySchedule.every() a Duration such as Duration.minutes(5)',
      });
    }
    return Schedule.rate(this.interval);
  }
}
