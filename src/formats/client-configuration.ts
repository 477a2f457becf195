/** What `rum.WebApp` tells the browser client: it writes this around the bundle, as a JavaScript expression. */
export interface ClientConfiguration extends ClientSettings, ClientPatterns {}

/** What JSON can carry. What is left out means that the client does without. */
export interface ClientSettings extends ClientAuthorization {
  readonly appMonitorId: string;
  readonly region: string;
  /** Absolute, or a path on the page's own origin. */
  readonly endpoint: string;
  readonly sessionSampleRate: number;
  readonly telemetries: readonly string[];
  readonly allowCookies: boolean;
  readonly userIdRetentionDays: number;
  readonly tracing: boolean;
  readonly tracedOrigins?: readonly string[];
  readonly applicationName: string;
  readonly applicationVersion: string;
  readonly releaseId?: string;
  readonly transactions: readonly TransactionSettings[];
  readonly resourceTimings?: boolean;
  readonly consoleErrors?: boolean;
  readonly consentRequired?: boolean;
  readonly honorDoNotTrack?: boolean;
  readonly honorGlobalPrivacyControl?: boolean;
  readonly hashRoutes?: boolean;
  /** Whether frames of the site's own pages are recorded, too. */
  readonly frames?: boolean;
  /** Where the client finds {@link RemoteSettings}. */
  readonly remoteConfigurationUrl?: string;
  readonly interactions?: InteractionSettings;
  readonly eventPipeline?: EventPipelineSettings;
  /** What else the client loads once it is idle, from beside its own file. */
  readonly extras?: readonly ExtraFile[];
}

/** What is seen of what users do on a page, and where it is told. */
export interface InteractionSettings {
  /** Whether each click is told, beside their number. */
  readonly clicks: boolean;
  readonly forms: boolean;
  /** Of the sessions of each destination, from 0 to 1. */
  readonly sampleRate: number;
  /** Events of CloudWatch RUM in a session. */
  readonly budget: number;
  readonly toRum: boolean;
  readonly toPipeline: boolean;
}

/** Where events are posted as batches, beside CloudWatch RUM. */
export interface EventPipelineSettings {
  /** A URL, or a path of the page's own origin. */
  readonly endpoint: string;
  /** Of all sessions, from 0 to 1. */
  readonly sampleRate: number;
}

/** Its content is the same wherever it is deployed. */
export type ExtraFile = readonly [name: string, integrity: string];

/** What the client has to know to be let in. */
export interface ClientAuthorization {
  readonly alias?: string;
  /** Only for the client that signs: the pool that gives guests their credentials. */
  readonly identityPoolId?: string;
}

/** What JSON can't carry: regular expressions. */
export interface ClientPatterns {
  readonly pathTemplates?: readonly PathTemplate[];
  readonly ignoredErrors?: readonly RegExp[];
  readonly ignoredErrorFiles?: readonly RegExp[];
  readonly ignoredUrls?: readonly RegExp[];
  /** What matches the URLs of pages, without query and fragment; only these are reported. */
  readonly includedPages?: readonly RegExp[];
  readonly excludedPages?: readonly RegExp[];
}

/** A path that matches the pattern is reported as the template, such as `/orders/:id`. */
export type PathTemplate = readonly [pattern: RegExp, template: string];

export interface TransactionSettings {
  readonly name: string;
  readonly abandonedAfterSeconds: number;
}

/** What can be changed without a deployment: JSON, of which anything may be left out. */
export interface RemoteSettings {
  readonly enabled: boolean;
  readonly sessionSampleRate: number;
}
