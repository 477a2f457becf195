/**
 * The format of journey.json, which the construct writes and runner/ plays.
 *
 * The two ship in one asset, so there is never a document of another version than the runner's; the version is for
 * everything else that reads one, such as a local run.
 */
export const JOURNEY_FORMAT = 1;

/** A value known only at deployment, carried by the environment variable of this name. */
export const PLACEHOLDER = /\$\{(JOURNEY_VALUE_\d+)\}/g;

/** The name of a factory of `Action`. */
export type ActionName = 'open' | 'click' | 'fill' | 'type' | 'select' | 'press' | 'hover' | 'wait';

/** The name of a factory of `Expect`. */
export type ExpectationName = 'visible' | 'hidden' | 'text' | 'value' | 'url' | 'title' | 'status' | 'count';

export interface PartFields {
  readonly locator?: string;
  readonly value?: string | number;
  /** How long the part may take; the runner has a default for each kind. */
  readonly timeoutMs?: number | string;
}

export interface ActionDocument extends PartFields {
  readonly action: ActionName;
}

export interface ExpectationDocument extends PartFields {
  readonly expect: ExpectationName;
}

export type PartDocument = ActionDocument | ExpectationDocument;

export interface StepDocument {
  readonly name: string;
  readonly parts: PartDocument[];
}

export interface JourneyDocument {
  readonly version: number;
  readonly startUrl: string;
  /** When the journey has to be over, counted from its start. */
  readonly budgetMs: number;
  readonly steps: StepDocument[];
}

/** A part as the user wrote it, such as `Expect.text("h1", "Thank you")`. */
export function describePart(part: PartDocument): string {
  const name = 'action' in part ? `Action.${part.action}` : `Expect.${part.expect}`;
  const given = [part.locator, part.value].filter((argument) => argument !== undefined);
  return `${name}(${given.map((argument) => JSON.stringify(argument)).join(', ')})`;
}
