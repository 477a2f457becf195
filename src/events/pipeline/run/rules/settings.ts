import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogDocument } from '../../../../formats/events/catalog';

/** What the construct tells the ingest, in a file beside its code. */
export interface IngestSettings {
  readonly catalog: CatalogDocument;
  /** Whether personal properties are stored. */
  readonly personal: boolean;
  /** Whose pages may post, as browsers write origins; all where it is left out. */
  readonly allowedOrigins?: readonly string[];
}

export const SETTINGS_FILE = 'settings.json';

export function readSettings(folder: string): IngestSettings {
  return JSON.parse(readFileSync(join(folder, SETTINGS_FILE), 'utf8'));
}
