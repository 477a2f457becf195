import type { IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { Section } from './pages';
import { WIDTH } from './widgets';

/** A row of widgets of the user, and what it stands under. */
interface OwnWidgets {
  readonly heading: string;
  readonly widgets: IWidget[];
}

/** The sections with the user's widgets: below the rows of the section that is meant, or in one of their own. */
export function withOwnWidgets(sections: readonly Section[], own: readonly OwnWidgets[]): Section[] {
  const whole = [...sections];
  for (const { heading, widgets } of own) {
    const at = whole.findIndex((section) => section.heading === heading);
    const { rows, ...section } = whole[at] ?? { heading, rows: [] };
    const more = {
      ...section,
      advice: rows.length > 0 ? whole[at]?.advice : undefined,
      rows: [...rows, ...linesOf(widgets)],
    };
    if (at < 0) whole.push(more);
    else whole[at] = more;
  }
  return whole;
}

/** As a row breaks them: lines can go on in another dashboard. */
function linesOf(widgets: readonly IWidget[]): IWidget[][] {
  const lines: IWidget[][] = [[]];
  let used = 0;
  for (const widget of widgets) {
    if (used + widget.width > WIDTH && used > 0) {
      lines.push([]);
      used = 0;
    }
    lines[lines.length - 1].push(widget);
    used += widget.width;
  }
  return lines;
}
