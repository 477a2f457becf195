import type { PartFields } from '../../formats/journey';
import type { JourneyPartOptions } from './journey-part';

/** The fields that options add to a part. */
export function optionFields(options: JourneyPartOptions): PartFields {
  return options.timeout === undefined ? {} : { timeoutMs: options.timeout.toMilliseconds() };
}
