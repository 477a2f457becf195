/** What the construct `rum.WebApp` writes around the bundle; keep in step with src/rum/client-configuration.ts. */
export interface Configuration {
  readonly appMonitorId: string;
  readonly region: string;
  /** Absolute, or a path on the page's own origin. */
  readonly endpoint: string;
  readonly alias?: string;
  /** Only for the signed client: the pool that gives guests their credentials. */
  readonly identityPoolId?: string;
  readonly sessionSampleRate: number;
  readonly telemetries: readonly string[];
  readonly allowCookies: boolean;
  readonly userIdRetentionDays: number;
  readonly tracing: boolean;
  readonly tracedOrigins?: readonly string[];
  readonly applicationName: string;
  readonly applicationVersion: string;
  readonly releaseId?: string;
  readonly transactions: readonly TransactionConfiguration[];
  readonly resourceTimings?: boolean;
  readonly consentRequired?: boolean;
  readonly honorDoNotTrack?: boolean;
  readonly honorGlobalPrivacyControl?: boolean;
  readonly hashRoutes?: boolean;
  readonly remoteConfigurationUrl?: string;
  /** What JSON can't carry: the generated script has these as regular expressions. */
  readonly pathTemplates?: readonly PathTemplate[];
  readonly ignoredErrors?: readonly RegExp[];
  readonly ignoredUrls?: readonly RegExp[];
  /** What matches the URLs of pages, without query and fragment; only these are reported. */
  readonly includedPages?: readonly RegExp[];
  readonly excludedPages?: readonly RegExp[];
}

/** A path that matches the pattern is reported as the template, such as `/orders/:id`. */
export type PathTemplate = readonly [pattern: RegExp, template: string];

export interface TransactionConfiguration {
  readonly name: string;
  readonly abandonedAfterSeconds: number;
}

declare const __USER_TELEMETRY__: Configuration;

/** The configuration is a parameter of the function that surrounds the bundle: nothing global, nothing inline. */
export function configuration(): Configuration {
  return __USER_TELEMETRY__;
}
