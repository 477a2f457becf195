import type { Construct } from 'constructs';
import type { StepDocument } from '../../formats/journey';

/** Where a journey comes from. It is read when the journey is bound, so that errors have a path. */
export interface JourneySource {
  /** How the user began it, for errors. */
  readonly what: string;
  readonly read: (scope: Construct) => SourceDocument;
}

export interface SourceDocument {
  readonly startUrl: string;
  readonly steps: StepDocument[];
  readonly script?: SourceScript;
}

/** A script of the user's own. */
export interface SourceScript {
  readonly path: string;
  readonly values: { readonly [name: string]: string };
}
