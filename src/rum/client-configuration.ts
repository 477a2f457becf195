import { Aws, Lazy, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { AppMonitor } from './app-monitor';
import type { WebClientOptions } from './web-client-options';

/** What the configuration of a browser client is made of. */
export interface ClientConfigurationSource {
  readonly appMonitor: AppMonitor;
  readonly applicationName?: string;
  readonly client?: WebClientOptions;
}

/**
 * The configuration of a browser client as a JavaScript expression, which may hold deploy-time tokens.
 *
 * Lazy: transactions may be declared after it was asked for.
 */
export function renderClientConfiguration(scope: Construct, source: ClientConfigurationSource): string {
  return Stack.of(scope).toJsonString(Lazy.any({ produce: () => collect(scope, source) }));
}

/** Keep in step with client/config.ts. */
function collect(scope: Construct, { appMonitor, applicationName, client = {} }: ClientConfigurationSource) {
  const { region } = Stack.of(scope);
  return {
    appMonitorId: appMonitor.appMonitorId,
    region,
    endpoint: client.endpoint ?? `https://dataplane.rum.${region}.${Aws.URL_SUFFIX}`,
    ...appMonitor._client,
    sessionSampleRate: appMonitor.sessionSampleRate,
    telemetries: appMonitor._telemetries,
    allowCookies: client.allowCookies ?? true,
    userIdRetentionDays: client.userIdRetention?.toDays() ?? 0,
    tracing: client.tracing ?? true,
    applicationName: applicationName ?? appMonitor.appMonitorName,
    applicationVersion: client.applicationVersion ?? '1.0.0',
    transactions: appMonitor.transactions.map(({ transactionName, abandonedAfter }) => ({
      name: transactionName,
      abandonedAfterSeconds: abandonedAfter.toSeconds({ integral: false }),
    })),
  };
}
