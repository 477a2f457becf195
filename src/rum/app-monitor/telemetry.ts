/**
 * What the browser reports by itself, besides page views and sessions.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-datacollected.html
 */
export enum Telemetry {
  /** Unhandled JavaScript errors and promise rejections. */
  ERRORS = 'errors',

  /** Page load timing, resource timing and web vitals. */
  PERFORMANCE = 'performance',

  /** Failed HTTP requests of the page; with tracing also the traces of its requests. */
  HTTP = 'http',
}
