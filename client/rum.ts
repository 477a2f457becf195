import { AwsRum, type AwsRumConfig } from '@aws-rum/web-slim';
import type { Configuration } from './config';
import { pluginsFor } from './plugins';
import { buildClient } from './transport';

export function startRum(configuration: Configuration): AwsRum {
  const { appMonitorId, applicationVersion, region, tracing } = configuration;
  const settings: AwsRumConfig = {
    endpoint: configuration.endpoint,
    alias: configuration.alias,
    signing: false,
    clientBuilder: buildClient,
    sessionSampleRate: configuration.sessionSampleRate,
    sessionEventLimit: 0, // the default, 200, drops the events of long sessions, transactions among them
    allowCookies: configuration.allowCookies,
    userIdRetentionDays: configuration.userIdRetentionDays,
    cookieAttributes: { unique: true, secure: location.protocol === 'https:' },
    enableXRay: tracing,
    enableW3CTraceId: true,
    eventPluginsToLoad: pluginsFor(configuration.telemetries),
    applicationAttributes: { application: configuration.applicationName },
    sessionAttributes: browser(),
  };
  return new AwsRum(appMonitorId, applicationVersion, region, settings);
}

interface Brand {
  readonly brand: string;
  readonly version: string;
}

/** In Chromium without a vendor the web client reports the placeholder brand, such as "Not:A-Brand", as the browser. */
function browser(): Record<string, string> {
  const { brands } = (navigator as { userAgentData?: { brands?: Brand[] } }).userAgentData ?? {};
  const named = brands?.filter(({ brand }) => !/not.?a.?brand/i.test(brand)) ?? [];
  const chromium = named.length === 1 && named[0].brand === 'Chromium' ? named[0] : undefined;
  return chromium ? { browserName: chromium.brand, browserVersion: chromium.version } : {};
}
