import type { IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { Section } from './pages';

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
    const more = { ...section, advice: rows.length > 0 ? whole[at]?.advice : undefined, rows: [...rows, widgets] };
    if (at < 0) whole.push(more);
    else whole[at] = more;
  }
  return whole;
}
