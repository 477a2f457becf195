import { Lazy, Stack, Token, Tokenization } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { ClientPatterns, ClientSettings } from '../../formats/client-configuration';
import type { AppMonitor } from '../app-monitor/app-monitor';
import type { Authorization } from '../authorization/authorization';
import { dataPlaneHost } from '../data-plane';
import type { FirstPartyIngest } from '../edge/first-party-ingest';
import type { RemoteConfiguration } from '../edge/remote-configuration';
import type { ISourceMaps } from '../source-maps/source-maps';
import { escapeScript, regExp, script } from './javascript';
import type { WebClientOptions } from './web-client-options';

/** What the configuration of a browser client is made of. */
export interface ClientConfigurationSource {
  readonly appMonitor: AppMonitor;
  readonly authorization?: Authorization;
  readonly applicationName?: string;
  readonly client?: WebClientOptions;
  readonly includedPages?: string[];
  readonly excludedPages?: string[];
  readonly sourceMaps?: ISourceMaps;
  readonly firstPartyIngest?: FirstPartyIngest;
  readonly remoteConfiguration?: RemoteConfiguration;
  /** What the client loads besides itself. */
  readonly extras?: readonly { readonly name: string; readonly integrity: string }[];
}

/**
 * The configuration of a browser client as a JavaScript expression, which may hold deploy-time tokens.
 *
 * Lazy: transactions may be declared after it was asked for. What is known now is escaped so that the expression can
 * also stand inline in a page; what is known only at deployment are names, IDs and Regions, which need no escapes.
 */
export function renderClientConfiguration(scope: Construct, source: ClientConfigurationSource): string {
  const json = Stack.of(scope).toJsonString(Lazy.any({ produce: () => clientSettings(scope, source) }));
  const escaped = Token.asString(Lazy.uncachedAny({ produce: (context) => escapeLiterals(context.resolve(json)) }));
  const patterns = renderPatterns(source);
  return patterns.length === 0 ? escaped : `Object.assign(${escaped},{${patterns.join(',')}})`;
}

function escapeLiterals(resolved: unknown): unknown {
  if (typeof resolved === 'string') return escapeScript(resolved);
  const [separator, parts] = (resolved as { 'Fn::Join': [string, unknown[]] })['Fn::Join'];
  const escaped = parts.map((part) => (typeof part === 'string' ? escapeScript(part) : part));
  return { 'Fn::Join': [separator, escaped] };
}

/** What JSON can't carry; without it the expression stays plain JSON. */
function renderPatterns({ client = {}, includedPages, excludedPages }: ClientConfigurationSource): string[] {
  const { pathTemplates, ignoredErrors, ignoredErrorFiles, ignoredUrls } = client;
  const patterns: Record<keyof ClientPatterns, string[] | undefined> = {
    pathTemplates: pathTemplates?.map((path) => `[${regExp(templatePattern(path))},${script(path)}]`),
    ignoredErrors: ignoredErrors?.map(regExp),
    ignoredErrorFiles: ignoredErrorFiles?.map(regExp),
    ignoredUrls: ignoredUrls?.map(regExp),
    includedPages: includedPages?.map((page) => regExp(pagePattern(page))),
    excludedPages: excludedPages?.map((page) => regExp(pagePattern(page))),
  };
  return Object.entries(patterns).flatMap(([name, items]) => (items?.length ? [`${name}:[${items.join(',')}]`] : []));
}

/** What a browser client is told; what is undefined is left out. */
export function clientSettings(scope: Construct, source: ClientConfigurationSource): ClientSettings {
  const {
    appMonitor,
    applicationName,
    client = {},
    sourceMaps,
    firstPartyIngest,
    remoteConfiguration,
    extras,
  } = source;
  const { region } = Stack.of(scope);
  return {
    appMonitorId: appMonitor.appMonitorId,
    region,
    endpoint: firstPartyIngest?.path ?? client.endpoint ?? `https://${dataPlaneHost(region)}`,
    ...appMonitor._client,
    sessionSampleRate: appMonitor.sessionSampleRate,
    telemetries: appMonitor._telemetries,
    allowCookies: client.allowCookies ?? true,
    userIdRetentionDays: client.userIdRetention?.toDays() ?? 0,
    tracing: client.tracing ?? true,
    tracedOrigins: client.tracedOrigins,
    applicationName: applicationName ?? appMonitor.appMonitorName,
    applicationVersion: client.applicationVersion ?? '1.0.0',
    releaseId: client.releaseId ?? sourceMaps?.releaseId,
    consentRequired: client.consentRequired || undefined,
    resourceTimings: client.resourceTimings || undefined,
    consoleErrors: client.consoleErrors || undefined,
    honorDoNotTrack: client.honorDoNotTrack || undefined,
    honorGlobalPrivacyControl: client.honorGlobalPrivacyControl || undefined,
    hashRoutes: client.hashRoutes || undefined,
    frames: client.frames || undefined,
    remoteConfigurationUrl: remoteConfiguration?.path ?? client.remoteConfigurationUrl,
    interactions: client.interactions?._bind(scope),
    eventPipeline: client.eventIntake && {
      endpoint: client.eventIntake.endpoint,
      sampleRate: client.eventIntake.sampleRate ?? 1,
    },
    extras: extras?.length ? extras.map(({ name, integrity }) => [name, integrity] as const) : undefined,
    transactions: appMonitor.transactions.map(({ transactionName, abandonedAfter }) => ({
      name: transactionName,
      abandonedAfterSeconds: abandonedAfter.toSeconds({ integral: false }),
    })),
  };
}

/** The regular expression of a path template, such as `/orders/:id` or `/docs/*`. */
export function templatePattern(template: string): string {
  const segments = template.replace(/\/+$/, '').split('/');
  const last = segments[segments.length - 1];
  const fixed = last === '*' ? segments.slice(0, -1) : segments;
  const path = fixed.map((segment) => (segment.startsWith(':') ? '[^/]+' : escapeRegExp(segment))).join('/');
  return last === '*' ? `^${path}/.*$` : `^${path}/?$`;
}

/** A text as the regular expression that matches nothing else. */
function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/**
 * What matches the URL of a page as browsers show it, with or without a slash at its end.
 *
 * What is known only at deployment, such as the domain of a distribution, stands as it is: in these only "." has a
 * meaning of its own.
 */
function pagePattern(url: string): string {
  if (!Token.isUnresolved(url)) return `^${escapeRegExp(new URL(url).href.replace(/\/$/, ''))}/?$`;
  const collected: unknown = Tokenization.reverseString(url).join({
    join: (left, right) => [...(Array.isArray(left) ? left : [left]), right],
  });
  const parts = (Array.isArray(collected) ? collected : [collected]).map(String);
  const pattern = parts.map((part) => (Token.isUnresolved(part) ? part : escapeRegExp(part))).join('');
  return `^${pattern.replace(/\/$/, '')}/?$`;
}
