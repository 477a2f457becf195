import { Aws, Lazy, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { AppMonitor } from '../app-monitor/app-monitor';
import type { FirstPartyIngest } from '../edge/first-party-ingest';
import type { RemoteConfiguration } from '../edge/remote-configuration';
import type { ISourceMaps } from '../source-maps/source-maps-ref';
import { escapeScript, regExp, script, templatePattern } from './client-patterns';
import type { WebClientOptions } from './web-client-options';
import { pagePattern } from './web-client-pages';

/** What the configuration of a browser client is made of. */
export interface ClientConfigurationSource {
  readonly appMonitor: AppMonitor;
  readonly applicationName?: string;
  readonly client?: WebClientOptions;
  readonly includedPages?: string[];
  readonly excludedPages?: string[];
  readonly sourceMaps?: ISourceMaps;
  readonly firstPartyIngest?: FirstPartyIngest;
  readonly remoteConfiguration?: RemoteConfiguration;
}

/** What a browser client is told, apart from patterns. */
export type ClientConfiguration = ReturnType<typeof clientConfiguration>;

/**
 * The configuration of a browser client as a JavaScript expression, which may hold deploy-time tokens.
 *
 * Lazy: transactions may be declared after it was asked for. What is known now is escaped so that the expression can
 * also stand inline in a page; what is known only at deployment are names, IDs and Regions, which need no escapes.
 */
export function renderClientConfiguration(scope: Construct, source: ClientConfigurationSource): string {
  const json = Stack.of(scope).toJsonString(Lazy.any({ produce: () => clientConfiguration(scope, source) }));
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
  const { pathTemplates, ignoredErrors, ignoredUrls } = client;
  const list = (name: string, items: string[] | undefined, render: (item: string) => string) =>
    items?.length ? [`${name}:[${items.map(render).join(',')}]`] : [];
  return [
    ...list('pathTemplates', pathTemplates, (path) => `[${regExp(templatePattern(path))},${script(path)}]`),
    ...list('ignoredErrors', ignoredErrors, regExp),
    ...list('ignoredUrls', ignoredUrls, regExp),
    ...list('includedPages', includedPages, (page) => regExp(pagePattern(page))),
    ...list('excludedPages', excludedPages, (page) => regExp(pagePattern(page))),
  ];
}

/** Keep in step with client/config.ts; what is undefined is left out, and means that the client does without. */
export function clientConfiguration(scope: Construct, source: ClientConfigurationSource) {
  const { appMonitor, applicationName, client = {}, sourceMaps, firstPartyIngest, remoteConfiguration } = source;
  const { region } = Stack.of(scope);
  return {
    appMonitorId: appMonitor.appMonitorId,
    region,
    endpoint: firstPartyIngest?.path ?? client.endpoint ?? `https://dataplane.rum.${region}.${Aws.URL_SUFFIX}`,
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
    honorDoNotTrack: client.honorDoNotTrack || undefined,
    honorGlobalPrivacyControl: client.honorGlobalPrivacyControl || undefined,
    hashRoutes: client.hashRoutes || undefined,
    remoteConfigurationUrl: remoteConfiguration?.path ?? client.remoteConfigurationUrl,
    transactions: appMonitor.transactions.map(({ transactionName, abandonedAfter }) => ({
      name: transactionName,
      abandonedAfterSeconds: abandonedAfter.toSeconds({ integral: false }),
    })),
  };
}
