import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogDocument } from '../../../../formats/events/catalog';

/** What the construct tells the ingest, in a file beside its code and in variables. */
export interface IngestSettings {
  readonly catalog: CatalogDocument;
  /** Whether personal properties are stored. */
  readonly personal: boolean;
  /** Whose pages may post, as browsers write origins; all where it is left out. */
  readonly allowedOrigins?: readonly string[];
}

export const SETTINGS_FILE = 'settings.json';

/** The variable with the origins that were not known when the file was written, with spaces between them. */
export const ORIGINS = 'ALLOWED_ORIGINS';

export function readSettings(folder: string, variables: NodeJS.ProcessEnv): IngestSettings {
  const settings: IngestSettings = JSON.parse(readFileSync(join(folder, SETTINGS_FILE), 'utf8'));
  const late = variables[ORIGINS]?.split(' ').filter(Boolean) ?? [];
  return { ...settings, allowedOrigins: settings.allowedOrigins && [...settings.allowedOrigins, ...late] };
}
