import { BUILT_IN } from '../../../src/formats/browser-events';
import { WEB_VITALS } from '../../../src/formats/web-vitals';
import { type Event, numberOf } from './events';

interface Vital {
  readonly name: string;
  /** Otherwise milliseconds. */
  readonly isScore?: boolean;
  readonly limits?: { readonly good: number; readonly poor: number };
}

const VITALS: ReadonlyMap<string, Vital> = new Map(
  Object.entries({
    time_to_first_byte_event: { name: 'TTFB' },
    first_contentful_paint_event: { name: 'FCP' },
    largest_contentful_paint_event: { name: 'LCP', limits: WEB_VITALS.largestContentfulPaint },
    interaction_to_next_paint_event: { name: 'INP', limits: WEB_VITALS.interactionToNextPaint },
    cumulative_layout_shift_event: { name: 'CLS', isScore: true, limits: WEB_VITALS.cumulativeLayoutShift },
    first_input_delay_event: { name: 'FID' },
    performance_navigation_event: { name: 'load' },
  } satisfies Record<string, Vital>).map(([type, vital]) => [BUILT_IN + type, vital]),
);

/** What was measured of a page view: `LCP 4200 ms (poor)`. The last of each counts. */
export function vitalsOf(events: readonly Event[]): string[] {
  const shown = new Map<string, string>();
  for (const { type, details } of events) {
    const vital = VITALS.get(type);
    const value = numberOf(details.value ?? details.duration);
    if (!vital || value === undefined) continue;
    const { name, isScore, limits } = vital;
    const verdict = limits && value > limits.good ? (value > limits.poor ? ' (poor)' : ' (needs improvement)') : '';
    shown.set(name, `${name} ${isScore ? value.toFixed(2) : `${Math.round(value)} ms`}${verdict}`);
  }
  return [...shown.values()];
}
