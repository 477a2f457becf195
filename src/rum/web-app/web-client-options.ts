import type { Duration } from 'aws-cdk-lib';
import type { Interactions } from './interactions';

/**
 * Where browsers send events besides CloudWatch RUM.
 */
export interface EventIntakeOptions {
  /**
   * What takes batches of events: a path of the page's own origin, an `https` URL, or `http` to a loopback host for a
   * trial.
   *
   * A URL of another origin has to answer CORS preflights.
   */
  readonly endpoint: string;

  /**
   * The share of all sessions whose events are sent there, from 0 to 1, whatever is recorded by CloudWatch RUM.
   *
   * @default 1
   */
  readonly sampleRate?: number;
}

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
   * Where events are sent: an `https` URL, a path of the page's own origin, or `http` to a loopback host for a trial.
   *
   * Whatever answers there has to pass requests on to the data plane; `FirstPartyIngest` does. Signed requests name the
   * host that they are for, so a proxy can't pass them on.
   *
   * @default - the data plane of CloudWatch RUM in the stack's Region
   */
  readonly endpoint?: string;

  /**
   * Whether nothing is stored or sent until the page calls `userTelemetry.consent(true)`.
   *
   * No cookie, no storage, no request; what happens before is not made up for. The user's agreement is remembered in
   * the browser, until `userTelemetry.consent(false)` removes it with all else that was stored. Without this option
   * recording begins at once, and `consent(false)` ends it for this browser.
   *
   * @default false
   */
  readonly consentRequired?: boolean;

  /**
   * Whether browsers that send Do Not Track are left alone: nothing is stored or sent, whatever the page calls.
   *
   * @default false
   */
  readonly honorDoNotTrack?: boolean;

  /**
   * Whether browsers that send Global Privacy Control are left alone: nothing is stored or sent, whatever the page calls.
   *
   * @see https://globalprivacycontrol.org/
   *
   * @default false
   */
  readonly honorGlobalPrivacyControl?: boolean;

  /**
   * Paths that hold names or numbers, such as `/orders/:id`: up to 100, each up to 256 characters, beginning with `/`.
   *
   * A segment that begins with `:` stands for any one segment, and `*` at the end for any rest; placeholders that other
   * routers have, such as `{id}`, `[id]` or `$id`, are refused. A page whose path
   * matches has the template as its page ID, and so has the path of every URL that events hold, those of requests and
   * stack traces too; titles of such pages are not sent. The first template that matches applies. Query strings and
   * fragments are never sent.
   *
   * @default - paths are reported as they are
   */
  readonly pathTemplates?: string[];

  /**
   * Whether the routes of a single-page application are in the fragment, as in `/#/cart`, `/#!/cart` or `/#cart`: it is
   * then part of page IDs.
   *
   * Up to its parameters, which begin with `?`, `&` or `;`. A fragment that begins with a parameter, such as
   * `#access_token=…`, is no route. Every other one is, anchors within a page too.
   *
   * @default false
   */
  readonly hashRoutes?: boolean;

  /**
   * Whether documents in frames of the site's own pages are recorded as pages are.
   *
   * A frame is no page: without this option the client is silent in it, and what it calls is reported as a call of the page
   * that holds it. With the option a frame has page views, errors, requests and vitals, which cost as those of pages do;
   * `frame` is `true` in the metadata of these events. Frames of pages of another origin are recorded in any case, because
   * nobody else can.
   *
   * @default false
   */
  readonly frames?: boolean;

  /**
   * Whether each image, style sheet, script and font that a page loads is reported, for `metricPerformanceResourceDuration()`.
   *
   * In the sample shop they were half of all events, and so half of what RUM costs and half of its quota of 50 events a
   * second.
   *
   * @default false
   */
  readonly resourceTimings?: boolean;

  /**
   * Errors that are not reported: regular expressions of JavaScript, of which one matches the message or, as consoles show
   * it, the type and the message: `^Login failed$` and `^TypeError: ` both do; up to 100. The message is matched as it
   * would be reported: 1,000 characters at most, without query strings, with path templates.
   *
   * @default - all errors are reported, at most 50 per page view
   */
  readonly ignoredErrors?: string[];

  /**
   * Errors that are not reported: regular expressions of JavaScript, of which one matches the URL of the file that threw,
   * without query; up to 100. It is the file that the browser names, or that of the first call in the stack.
   *
   * Errors of browser extensions are never reported.
   *
   * @default - errors of all files are reported but for those of browser extensions
   */
  readonly ignoredErrorFiles?: string[];

  /**
   * Whether what pages and frameworks write with `console.error()` is reported as an error: the `Error` that is among the
   * arguments, or else their text.
   *
   * For frameworks that catch the errors of components, print them and go on; where yours has a hook for that, calling
   * `userTelemetry.error()` there says more. Each call that is no repetition is an event that CloudWatch RUM charges for,
   * at most 50 errors per page view. Browsers then show a line of the client as the place of the call.
   *
   * @default false
   */
  readonly consoleErrors?: boolean;

  /**
   * Requests and resources that are not reported: regular expressions of JavaScript, of which one matches the URL; up to
   * 100. The URL of a request is matched both as the page wrote it, which may be relative, and as an absolute one. Such
   * requests carry no trace either.
   *
   * @default - all failed requests and missing resources, and all traced requests, are reported
   */
  readonly ignoredUrls?: string[];

  /**
   * Other origins than the page's own whose requests carry the trace, such as `https://api.example.com`.
   *
   * They have to allow the header `traceparent` in their answer to the CORS preflight: otherwise the browser refuses the
   * request.
   *
   * @default - only the page's own origin
   */
  readonly tracedOrigins?: string[];

  /**
   * Where the client finds what can be changed without a deployment: an `https` URL, or a path of the page's own origin.
   *
   * The object there is JSON, such as `{ "enabled": true, "sessionSampleRate": 0.5 }`; what it leaves out stays as stated
   * here. A page asks once, in the background, and holds events back until the answer is there, for 2 seconds at most;
   * a tab asks again after 5 minutes. When anything goes wrong, what is stated here applies.
   *
   * @default - nothing can be changed without a deployment
   */
  readonly remoteConfigurationUrl?: string;

  /**
   * The release that the pages belong to, which finds their source maps: 1 to 200 letters, digits, `_`, `-`, `:`, `/` or
   * `.`.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-JavaScriptStackTraceSourceMaps.html
   *
   * @default - events name no release
   */
  readonly releaseId?: string;

  /**
   * Whether clicks, movement and forms are seen, at which rate, and where they are told.
   *
   * @default - not at all
   */
  readonly interactions?: Interactions;

  /**
   * Where events go besides CloudWatch RUM: page views with their campaign, transactions, features, your own events,
   * requests, types of errors, and what `interactions` sees.
   *
   * @default - to CloudWatch RUM only
   */
  readonly eventIntake?: EventIntakeOptions;
}
