import { BUILT_IN } from '../../formats/browser-events';
import { ExtendedMetric } from './extended-metric';

/** What the service demands of the definition of an extended metric. */
interface ExtendedMetricRule {
  readonly eventType: string;
  readonly valueKey?: string;
  readonly details?: Record<string, unknown>;
}

const duration = (...numeric: unknown[]) => ({ duration: [{ numeric }] });
const status = (...numeric: unknown[]) => ({ response: { status: [{ numeric }] } });
const measured = (event: string, field: string) => ({
  eventType: `${BUILT_IN}${event}_event`,
  valueKey: `event_details.${field}`,
});
const counted = (event: string, details?: Record<string, unknown>) => ({
  eventType: `${BUILT_IN}${event}_event`,
  details,
});

/** Only these combinations of name, value and event are valid, says the reference of `MetricDefinitionRequest`. */
const RULES: Record<ExtendedMetric, ExtendedMetricRule> = {
  [ExtendedMetric.PERFORMANCE_NAVIGATION_DURATION]: measured('performance_navigation', 'duration'),
  [ExtendedMetric.PERFORMANCE_RESOURCE_DURATION]: measured('performance_resource', 'duration'),
  // The reference has ">" here, an obvious slip: its own example of satisfied page loads has "<".
  [ExtendedMetric.NAVIGATION_SATISFIED_TRANSACTION]: counted('performance_navigation', duration('<', 2000)),
  [ExtendedMetric.NAVIGATION_TOLERATED_TRANSACTION]: counted('performance_navigation', duration('>=', 2000, '<', 8000)),
  [ExtendedMetric.NAVIGATION_FRUSTRATED_TRANSACTION]: counted('performance_navigation', duration('>=', 8000)),
  [ExtendedMetric.WEB_VITALS_CUMULATIVE_LAYOUT_SHIFT]: measured('cumulative_layout_shift', 'value'),
  [ExtendedMetric.WEB_VITALS_FIRST_INPUT_DELAY]: measured('first_input_delay', 'value'),
  // Its name is in the resource's schema; the reference doesn't have its event, so it follows the other vitals.
  [ExtendedMetric.WEB_VITALS_INTERACTION_TO_NEXT_PAINT]: measured('interaction_to_next_paint', 'value'),
  [ExtendedMetric.WEB_VITALS_LARGEST_CONTENTFUL_PAINT]: measured('largest_contentful_paint', 'value'),
  [ExtendedMetric.JS_ERROR_COUNT]: counted('js_error'),
  [ExtendedMetric.HTTP_ERROR_COUNT]: counted('http'),
  [ExtendedMetric.HTTP_4XX_COUNT]: counted('http', status('>=', 400, '<', 500)),
  [ExtendedMetric.HTTP_5XX_COUNT]: counted('http', status('>=', 500, '<=', 599)),
  [ExtendedMetric.SESSION_COUNT]: counted('session_start'),
  [ExtendedMetric.PAGE_VIEW_COUNT]: counted('page_view'),
};

export function ruleOf(metric: ExtendedMetric): ExtendedMetricRule {
  return RULES[metric];
}
