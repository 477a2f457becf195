import type { Duration } from 'aws-cdk-lib';

/**
 * How the browser client behaves.
 */
export interface WebClientOptions {
  /**
   * The version of the application that the pages belong to, 1 to 256 characters; events carry it.
   *
   * @default '1.0.0'
   */
  readonly applicationVersion?: string;

  /**
   * Whether the session lives in a first-party cookie, so that it survives from page to page.
   *
   * The cookie holds a random session ID, is sent to your own site only, and ends after 30 minutes without activity.
   * Without it every page view is a session of its own, and is sampled on its own.
   *
   * @default true
   */
  readonly allowCookies?: boolean;

  /**
   * How long a visitor is recognized by a random ID in a cookie: whole days, at most 400, the limit of browsers.
   *
   * @default - visitors are not recognized; sessions are anonymous
   */
  readonly userIdRetention?: Duration;

  /**
   * Whether requests of the page are traced with AWS X-Ray.
   *
   * Requests to the page's own origin, and only these, carry a W3C `traceparent` header, so that the traces of browser
   * and backends join. It asks the backends to sample the trace, which AWS X-Ray charges for; CloudWatch RUM charges
   * one event per request. Needs the telemetry `http`.
   *
   * @default true
   */
  readonly tracing?: boolean;

  /**
   * Where events are sent: an `https` URL, or `http` to a loopback host for a trial.
   *
   * @default - the data plane of CloudWatch RUM in the stack's Region
   */
  readonly endpoint?: string;
}
