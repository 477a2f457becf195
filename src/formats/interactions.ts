/** What browsers tell of clicks, movement and forms: the client writes it, metrics and commands read it. */

/** Some clicks of a page view, a few seconds of them. */
export const CLICKS_EVENT = 'user_telemetry.clicks';
/** What a user did on a page view; one event, and another where a page that was hidden is used again. */
export const ENGAGEMENT_EVENT = 'user_telemetry.page_engagement';
/** How a form was filled in. */
export const FORM_EVENT = 'user_telemetry.form';

/** The coarse grid over the whole page in which clicks are placed: columns and rows from 0. */
export const GRID = { columns: 20, rows: 50 } as const;

/** Nothing happened; clicked again and again although nothing happened; it threw. */
export type Frustration = 'dead' | 'rage' | 'error';

export interface Click {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly elementRole: string;
  /** As a person would call it; none inside of what is ignored, and of what is neither a control nor named. */
  readonly element?: string;
  /** The name is that of `data-telemetry`, which no assistive technology would say. */
  readonly isNamed?: true;
  readonly selector: string;
  readonly gridX?: number;
  readonly gridY?: number;
  readonly frustration?: Frustration;
  /** By a key, or by assistive technology. */
  readonly keyboard?: true;
  /** Milliseconds for which the pointer had rested. */
  readonly hesitationMs?: number;
}

export interface ClicksDetails {
  readonly version: '1.0.0';
  readonly clicks: readonly Click[];
}

export interface EngagementDetails {
  readonly version: '1.0.0';
  /** 1; 0 where it goes on with a page view that was told of before: the sum is the number of page views. */
  readonly views: number;
  readonly clicks: number;
  readonly dead: number;
  readonly rage: number;
  readonly error: number;
  /** Those three together. */
  readonly frustrated: number;
  /** Visible, in focus, and the user did something in the last 30 seconds. */
  readonly engagedMs: number;
  /** The share of the page that was seen, from 0 to 1. */
  readonly scrollDepth: number;
  /** How long the middle of the window was in each quarter of the page. */
  readonly quarterMs: readonly number[];
  /** Pixels that the pointer, or a finger, was moved. */
  readonly distance: number;
  /** How long the pointer rested between movements. */
  readonly restMs: number;
  /** How long it had rested before clicks, on average; none without a click. */
  readonly hesitationMs?: number;
  /** How many squares of 100 pixels of the window it came to. */
  readonly cells: number;
}

export interface FormField {
  /** As its label says. */
  readonly field: string;
  /** Milliseconds. */
  readonly spentMs: number;
  /** How often it was come back to. */
  readonly refocused: number;
}

export interface FormDetails {
  readonly version: '1.0.0';
  /** As `data-telemetry` or its label says. */
  readonly form: string;
  readonly selector: string;
  readonly outcome: 'submitted' | 'left';
  /** In the order in which they were first come to. */
  readonly fields: readonly FormField[];
  /** The field that was last come to. */
  readonly last: string;
  readonly spentMs: number;
}
