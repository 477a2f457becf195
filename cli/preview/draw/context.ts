import type { Draw } from '../../page/charts';
import type { Widget } from '../body/body';
import type { Range } from '../body/range';
import type { Given } from '../series/given';
import type { Alarms } from '../source/alarms';
import type { Size } from './size';

/** What widgets are drawn with. */
export interface Context {
  readonly draw: Draw;
  readonly alarms: Alarms;
  readonly given: Given | undefined;
  readonly range: Range;
  /** Tells what can't be drawn as it is meant. */
  readonly problem: (widget: Widget, text: string) => void;
}

/** The content of a widget as HTML, for the room that it has. */
export type DrawWidget = (widget: Widget, context: Context, size: Size) => string;
