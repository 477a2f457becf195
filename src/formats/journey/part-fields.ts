/** What parts of journey.json may say, whatever their kind: see `parts.ts` for what each kind says. */
export interface PartFields {
  readonly locator?: string;
  /**
   * Other ways to find the element. An action takes the first that matches one element, an expectation the first that
   * matches any.
   */
  readonly alternatives?: readonly string[];
  /** The indices of the frame that holds the element, from the page's own frame inwards. */
  readonly frame?: readonly number[];
  readonly value?: string | number | boolean;
  /** How long the part may take, if not as long as its kind. */
  readonly timeoutMs?: number | string;
}

export interface ActionFields extends PartFields {
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

/** An HTTP request without its address. */
export interface RequestDocument {
  readonly method: string;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: string;
  /** JSON paths, by the names of variables. */
  readonly extract?: { readonly [variable: string]: string };
}

/** What a recorded `waitForElement` waits for. */
export interface RecordedElements {
  readonly operator: '>=' | '==' | '<=';
  readonly count: number;
  readonly attributes?: { readonly [name: string]: unknown };
  /** Values, or objects of values, as the properties of the DOM hold them. */
  readonly properties?: { readonly [name: string]: unknown };
  /** Whether it waits until the rest does not hold. */
  readonly not?: boolean;
}

export interface ExpectationFields extends PartFields {
  /** The attribute or the JSON path whose value is expected. */
  readonly of?: string;
  /** Of a recording: how many elements, and what all of them have to be like. */
  readonly elements?: RecordedElements;
  /** Texts of console errors that are no matter. */
  readonly ignoring?: readonly string[];
}
