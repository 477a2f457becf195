import type { RemovalPolicy } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Authorization } from '../authorization/authorization';
import type { MetricDefinition } from '../metrics/metric-definition';
import type { Platform } from '../platform';
import type { ISourceMaps } from '../source-maps/source-maps';
import type { Telemetry } from './telemetry';

/**
 * What an app monitor is told, whether it stands alone or is part of a `WebApp`.
 */
export interface AppMonitorOptions {
  /**
   * The domains whose pages may send: 1 to 5 domain names, without scheme, port or path.
   *
   * A leading `*.` stands for any subdomain; `localhost` and IPv4 addresses are allowed. The service demands it of
   * mobile applications, too.
   */
  readonly domains: string[];

  /**
   * The name: up to 255 letters, digits, `.`, `-`, `_` or `#`, not beginning with `.`. Changing it replaces the app
   * monitor, and with it the ID that clients send to.
   *
   * @default - a name that derives from the construct's path and from `platform`
   */
  readonly appMonitorName?: string;

  /**
   * The share of sessions that are recorded, from 0 to 1.
   *
   * CloudWatch RUM charges per event, so the cost is proportional to it.
   *
   * @default 1
   */
  readonly sessionSampleRate?: number;

  /**
   * What browsers report by themselves, besides page views and sessions.
   *
   * @default - errors, performance and HTTP
   */
  readonly telemetries?: Telemetry[];

  /**
   * Who may send events.
   *
   * @default Authorization.resourcePolicy()
   */
  readonly authorization?: Authorization;

  /**
   * The revision that the resource policy must have when it is changed: 1 to 255 characters.
   *
   * Each change needs the ID of the revision before it, so a deployment that changes the policy has to state another.
   *
   * @see https://docs.aws.amazon.com/cloudwatchrum/latest/APIReference/API_PutResourcePolicy.html
   * @default - the policy is changed whatever its revision
   */
  readonly policyRevisionId?: string;

  /**
   * The only pages that are watched: up to 50 full URLs of at most 1260 characters. Excludes `excludedPages`.
   *
   * The client of a `WebApp` follows it, and so does the console's snippet; other clients follow their own configuration.
   *
   * @default - all pages are watched
   */
  readonly includedPages?: string[];

  /**
   * Pages that are not watched: up to 50 full URLs of at most 1260 characters. Excludes `includedPages`.
   *
   * The client of a `WebApp` follows it, and so does the console's snippet; other clients follow their own configuration.
   *
   * @default - all pages are watched
   */
  readonly excludedPages?: string[];

  /**
   * Pages that the console marks as favorites: up to 50.
   *
   * @default - none
   */
  readonly favoritePages?: string[];

  /**
   * Where the source maps are by which CloudWatch RUM reads minified stack traces.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-JavaScriptStackTraceSourceMaps.html
   * @default - stack traces stay as browsers report them
   */
  readonly sourceMaps?: ISourceMaps;

  /**
   * Metrics besides those that CloudWatch RUM publishes by itself: up to 2000 combinations of dimension values.
   *
   * @default - those of transactions and features that are added
   */
  readonly metricDefinitions?: MetricDefinition[];

  /**
   * Whether events are copied to Amazon CloudWatch Logs, which charges for them; CloudWatch RUM keeps them for 30 days.
   *
   * @default - true where `logRetention` or `logRemovalPolicy` is stated or `logQueries` is true, otherwise false
   */
  readonly cwLogEnabled?: boolean;

  /**
   * How long Amazon CloudWatch Logs keeps the copied events.
   *
   * CloudWatch RUM owns the log group, so this takes a custom resource with an AWS Lambda function, one per stack. It
   * defines the log group at once, so that metric filters and subscriptions can be deployed with the app monitor.
   *
   * @default - 30 days, set by CloudWatch RUM when it creates the log group
   */
  readonly logRetention?: RetentionDays;

  /**
   * What becomes of the log group when the app monitor is removed; takes a custom resource as `logRetention` does.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly logRemovalPolicy?: RemovalPolicy;

  /**
   * Whether queries on the copied events are saved in CloudWatch Logs Insights, in a folder named as the app monitor:
   * sessions, users, pages, referrers, errors, web vitals, and what is declared of transactions, features, interactions.
   *
   * Saved they cost nothing; each run is charged by the gigabytes that it scans. The log group has to be there before
   * them, so they take a custom resource as `logRetention` does, and leave `appMonitorName` 200 characters. Of web
   * applications only.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-logs-querydefinition.html
   * @default - true for a web application where `logRetention` or `logRemovalPolicy` is stated, otherwise false
   */
  readonly logQueries?: boolean;
}

/**
 * Properties of an `AppMonitor`.
 */
export interface AppMonitorProps extends AppMonitorOptions {
  /**
   * What kind of application is watched. Changing it replaces the app monitor: a name that is stated has to change, too,
   * since CloudFormation creates the new one before it deletes the former.
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
