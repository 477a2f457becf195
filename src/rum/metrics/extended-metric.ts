/**
 * A metric of CloudWatch RUM that can have more dimensions than `application_name`.
 *
 * @see https://docs.aws.amazon.com/cloudwatchrum/latest/APIReference/API_MetricDefinitionRequest.html
 */
export enum ExtendedMetric {
  /** How long pages take to load. */
  PERFORMANCE_NAVIGATION_DURATION = 'PerformanceNavigationDuration',

  /** How long the files of pages take to load. */
  PERFORMANCE_RESOURCE_DURATION = 'PerformanceResourceDuration',

  /** Page loads below 2 seconds. */
  NAVIGATION_SATISFIED_TRANSACTION = 'NavigationSatisfiedTransaction',

  /** Page loads from 2 to 8 seconds. */
  NAVIGATION_TOLERATED_TRANSACTION = 'NavigationToleratedTransaction',

  /** Page loads of 8 seconds and more. */
  NAVIGATION_FRUSTRATED_TRANSACTION = 'NavigationFrustratedTransaction',

  /** Cumulative layout shift. */
  WEB_VITALS_CUMULATIVE_LAYOUT_SHIFT = 'WebVitalsCumulativeLayoutShift',

  /** First input delay. */
  WEB_VITALS_FIRST_INPUT_DELAY = 'WebVitalsFirstInputDelay',

  /** Interaction to next paint. */
  WEB_VITALS_INTERACTION_TO_NEXT_PAINT = 'WebVitalsInteractionToNextPaint',

  /** Largest contentful paint. */
  WEB_VITALS_LARGEST_CONTENTFUL_PAINT = 'WebVitalsLargestContentfulPaint',

  /** JavaScript errors. */
  JS_ERROR_COUNT = 'JsErrorCount',

  /** Failed HTTP requests. */
  HTTP_ERROR_COUNT = 'HttpErrorCount',

  /** HTTP responses with a 4xx status code. */
  HTTP_4XX_COUNT = 'Http4xxCount',

  /** HTTP responses with a 5xx status code. */
  HTTP_5XX_COUNT = 'Http5xxCount',

  /** New sessions. */
  SESSION_COUNT = 'SessionCount',

  /** Page views. */
  PAGE_VIEW_COUNT = 'PageViewCount',
}
