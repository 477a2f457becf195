import type { Problem } from '../../../private/errors';
import type { Settings } from '../document/collector-document';
import { known } from './variables';

/** Headers have no case. */
export function metadataKeys(what: string, settings: Settings | undefined): Problem[] {
  const keys = known<string[] | string>(settings, 'metadata_keys') ?? [];
  const lower = (typeof keys === 'string' ? keys.split(',') : keys).map((key) => String(key).toLowerCase());
  const got = lower.find((key, index) => lower.indexOf(key) !== index);
  if (got === undefined) return [];
  return [{ what: `${what}.metadata_keys`, got, expected: 'each once, in whatever case', fix: 'remove one' }];
}
