import type { Locator } from 'playwright-core';
import type { ActionDocument } from '../src/formats/journey';
import type { Visit } from './visit';

/** An action that is to be done. */
export interface Turn {
  readonly visit: Visit;
  readonly part: ActionDocument;
  /** The value of the part with its secrets. */
  readonly value: string;
  /** Whether a page may answer with an error status, because an expectation of the step judges it. */
  readonly anyStatus: boolean;
}

/** As Playwright takes it: in milliseconds. */
export interface Time {
  readonly timeout: number;
}

/** Acts on the element that the part's locator finds; kinds without a locator leave the element alone. */
export type Player = (element: Locator, time: Time, turn: Turn) => Promise<unknown>;
