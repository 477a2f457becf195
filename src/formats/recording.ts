/**
 * What the Recorder of Chrome's developer tools exports, as far as it is read or written here.
 *
 * @see https://github.com/puppeteer/replay/blob/main/docs/api/interfaces/Schema.UserFlow.md
 */
export interface Recording {
  readonly title: string;
  readonly timeout?: number;
  readonly steps: readonly RecordingStep[];
}

/** A selector: a text, or a path through shadow roots. */
export type RecordedSelector = string | string[];

/** A step of any type: which properties it has is checked by its type. */
export interface RecordingStep {
  readonly type: string;
  readonly timeout?: number;
  readonly target?: string;
  readonly frame?: number[];
  readonly selectors?: RecordedSelector[];
  readonly assertedEvents?: { readonly type: string; readonly url?: string; readonly title?: string }[];
  readonly url?: string;
  readonly value?: string;
  readonly key?: string;
  readonly button?: string;
  readonly duration?: number;
  readonly offsetX?: number;
  readonly offsetY?: number;
  readonly deviceType?: string;
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
  readonly deviceScaleFactor?: number;
  readonly isMobile?: boolean;
  readonly hasTouch?: boolean;
  readonly isLandscape?: boolean;
  readonly expression?: string;
  readonly operator?: string;
  readonly count?: number;
  readonly visible?: boolean;
  readonly attributes?: { readonly [name: string]: unknown };
  readonly properties?: { readonly [name: string]: unknown };
}
