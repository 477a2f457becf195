import type { Duration } from 'aws-cdk-lib';
import type { PartDocument } from '../../formats/journey';

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
   * @default - 30 seconds for `Action.open`, 10 seconds for everything else
   */
  readonly timeout?: Duration;
}

/**
 * Something that a synthetic user does, or expects, in a step of a journey.
 *
 * See `Action` for what users do, and `Expect` for what they should find.
 */
export abstract class JourneyPart {
  /** @internal */
  public abstract _document(): PartDocument;
}
