import type { Duration } from 'aws-cdk-lib';
import type { PartDocument, PartFields } from '../../formats/journey';
import { durationIn } from '../../private/checks';

/**
 * Options of every part of a step.
 */
export interface JourneyPartOptions {
  /**
   * How long the synthetic user waits for it: above 0 and at most the time of the journey, see `timeout` of the canary.
   *
   * Actions wait until the element can be acted on, expectations until they hold. The time that is left of the run
   * bounds it, too.
   *
   * @default - 30 seconds for `Action.open` and `Action.request`, what is left of the run for `Action.script`, 10 seconds
   * for everything else
   */
  readonly timeout?: Duration;
}

/**
 * Something that a synthetic user does, or expects, in a step of a journey.
 *
 * See `Action` for what users do, and `Expect` for what they should find.
 */
export abstract class JourneyPart {
  /**
   * The fields that options add to a part.
   * @internal
   */
  protected static _options({ timeout }: JourneyPartOptions): PartFields {
    return timeout === undefined
      ? {}
      : { timeoutMs: durationIn('milliseconds', 'part of a journey', 'timeout', timeout) };
  }

  /** @internal */
  public abstract _document(): PartDocument;
}
