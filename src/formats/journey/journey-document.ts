/**
 * The format of journey.json, which the construct writes and runner/ plays.
 *
 * The two ship in one asset, so there is never a document of another version than the runner's; the version is for
 * everything else that reads one, such as a local run.
 */
import type { PartDocument } from './parts';

export const JOURNEY_FORMAT = 1;

/** The name of the document in a canary's code. */
export const JOURNEY_FILE = 'journey.json';

export interface StepDocument {
  readonly name: string;
  readonly parts: PartDocument[];
}

/** A journey as the user wrote or recorded it. */
export interface WrittenJourney {
  readonly startUrl: string;
  readonly steps: StepDocument[];
  /** A journey that is a script of the user's own: then the steps have names only. */
  readonly script?: ScriptDocument;
}

export interface JourneyDocument extends WrittenJourney {
  readonly version: number;
  /** When the journey has to be over, counted from its start. */
  readonly budgetMs: number;
}

export interface ScriptDocument {
  /** The bundled module in the asset, once the journey is bound; the user's own file before. */
  readonly file: string;
  /** What the script gets, by name. */
  readonly values: { readonly [name: string]: string };
}
