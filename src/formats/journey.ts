/**
 * The format of journey.json, which the construct writes and runner/ plays.
 *
 * The two ship in one asset, so there is never a document of another version than the runner's; the version is for
 * everything else that reads one, such as a local run.
 */
export const JOURNEY_FORMAT = 1;

/** A value known only at deployment, carried by the environment variable of this name. */
export const PLACEHOLDER = /\$\{(JOURNEY_VALUE_\d+)\}/g;

/** A secret, whose ARN the environment variable of this name carries; only the runner ever has its value. */
export const SECRET = /\$\{(JOURNEY_SECRET_\d+)\}/g;

/** What a part of the journey has extracted from a response under this name. */
export const VARIABLE = /\$\{JOURNEY_VARIABLE_(\w+)\}/g;

/** The name of a factory of `Action`. */
export type ActionName =
  | 'open'
  | 'click'
  | 'doubleClick'
  | 'fill'
  | 'type'
  | 'change'
  | 'select'
  | 'press'
  | 'keyDown'
  | 'keyUp'
  | 'hover'
  | 'scroll'
  | 'scrollTo'
  | 'upload'
  | 'viewport'
  | 'request'
  | 'script'
  | 'wait';

/** The name of a factory of `Expect`. */
export type ExpectationName =
  | 'visible'
  | 'hidden'
  | 'text'
  | 'value'
  | 'attribute'
  | 'property'
  | 'accessibleName'
  | 'url'
  | 'title'
  | 'status'
  | 'count'
  | 'json'
  | 'responseTime'
  | 'noConsoleErrors'
  | 'script';

export interface PartFields {
  readonly locator?: string;
  /** Other ways to find the element: the first that matches one element is taken. */
  readonly alternatives?: readonly string[];
  /** The indices of the frame that holds the element, from the page's own frame inwards. */
  readonly frame?: readonly number[];
  readonly value?: string | number | boolean;
  /** How long the part may take; the runner has a default for each kind. */
  readonly timeoutMs?: number | string;
}

/** An HTTP request without its address. */
export interface RequestDocument {
  readonly method: string;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: string;
  /** JSON paths, by the names of variables. */
  readonly extract?: { readonly [variable: string]: string };
}

export interface ActionDocument extends PartFields {
  readonly action: ActionName;
  readonly button?: string;
  /** How long the button is held down. */
  readonly holdMs?: number;
  /** Where in its element, or on the page: in CSS pixels from the upper left corner. */
  readonly position?: { readonly x: number; readonly y: number };
  readonly request?: RequestDocument;
  readonly size?: { readonly width: number; readonly height: number };
  /** A file of the asset, once the journey is bound; the user's own file before. */
  readonly file?: string;
}

export interface ExpectationDocument extends PartFields {
  readonly expect: ExpectationName;
  /** The attribute, the property or the JSON path whose value is expected. */
  readonly of?: string;
  /** How many: `equal` by default. */
  readonly operator?: '>=' | '<=';
  /** Texts of console errors that are no matter. */
  readonly ignoring?: readonly string[];
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
  /** A journey that is a script of the user's own: then the steps have names only. */
  readonly script?: ScriptDocument;
}

export interface ScriptDocument {
  /** The bundled module in the asset. */
  readonly file: string;
  /** What the script gets, by name. */
  readonly values: { readonly [name: string]: string };
}

/** A part as the user wrote it, such as `Expect.text("h1", "Thank you")`. */
export function describePart(part: PartDocument): string {
  const name = 'action' in part ? `Action.${part.action}` : `Expect.${part.expect}`;
  return `${name}(${given(part)
    .map((argument) => JSON.stringify(argument))
    .join(', ')})`;
}

function given(part: PartDocument): unknown[] {
  const first = part.locator ?? part.alternatives?.[0];
  const own =
    'action' in part
      ? [part.file, part.size?.width, part.size?.height, ...(first ? [] : [part.position?.x, part.position?.y])]
      : [part.of];
  return [first, ...own, part.value].filter((argument) => argument !== undefined);
}
