import type { Line } from '../body/metrics';

/** A value for each time of a grid; nothing where there is no datapoint. */
export type Values = readonly (number | undefined)[];

/** What a line shows. */
export interface Series {
  readonly label: string;
  readonly times: readonly number[];
  readonly values: Values;
  /** The upper edge, where the line is a band. */
  readonly upper?: Values;
}

/** A line of a widget with what it shows. */
export interface Drawn extends Series {
  readonly line: Line;
  readonly color: string;
}

export function present(values: Values): number[] {
  return values.filter((value): value is number => value !== undefined && Number.isFinite(value));
}
