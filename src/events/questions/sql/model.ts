import type { ColumnType } from '../../../formats/events/fields';

/** What of an event has to hold besides its name. A column without a value fulfills none. */
export interface Condition {
  readonly column: string;
  readonly operator: 'one of' | 'at least' | 'at most' | 'begins with';
  readonly values: readonly (string | number | boolean)[];
}

/** Which events. */
export interface Match {
  /** Any event without. */
  readonly name?: string;
  readonly conditions: readonly Condition[];
  /** Only events that show that their person was there. */
  readonly present?: boolean;
}

/** Whatever shows that a person was there. */
export const PRESENCE: Match = { conditions: [], present: true };

/** Days of the time zone, both included; or the last ones, today included. */
export type Period = { readonly first: string; readonly last: string } | { readonly days: number };

/** What all questions have. */
export interface Asked {
  readonly table: string;
  readonly period: Period;
  readonly timeZone: string;
  /** Of all events that are looked at. */
  readonly where: readonly Condition[];
  readonly bots: boolean;
  readonly synthetic: boolean;
}

/** A column of an answer. */
export interface AnswerColumn {
  readonly name: string;
  readonly type: ColumnType;
}

export interface Statement {
  readonly sql: string;
  readonly columns: readonly AnswerColumn[];
}
