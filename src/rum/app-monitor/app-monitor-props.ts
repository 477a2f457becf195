import type { AppMonitorOptions } from './app-monitor-options';
import type { Platform } from './platform';

/**
 * Properties of an `AppMonitor`.
 */
export interface AppMonitorProps extends AppMonitorOptions {
  /**
   * What kind of application is watched. Changing it replaces the app monitor.
   *
   * A mobile application has metrics of its own, and its SDK decides what is reported: props about web pages, such as
   * `telemetries` or `includedPages`, are refused.
   *
   * @default Platform.WEB
   */
  readonly platform?: Platform;

  /**
   * Whether the session lives in a cookie, so that it survives from page to page.
   *
   * @default true
   */
  readonly allowCookies?: boolean;

  /**
   * Whether requests of the page are traced with AWS X-Ray, which charges per trace.
   *
   * @default true
   */
  readonly tracing?: boolean;

  /**
   * Whether custom events are accepted. Without them there are no transactions, features or events of your own.
   *
   * @default true
   */
  readonly customEvents?: boolean;
}

/**
 * What identifies an existing app monitor.
 */
export interface AppMonitorAttributes {
  /**
   * The name of the app monitor.
   */
  readonly appMonitorName: string;

  /**
   * The ID of the app monitor, a UUID.
   */
  readonly appMonitorId: string;

  /**
   * What kind of application it watches.
   *
   * @default Platform.WEB
   */
  readonly platform?: Platform;
}
