import type { ClientConfiguration } from '../../src/formats/client-configuration';
import { safely } from '../core/safely';

interface Brand {
  readonly brand: string;
  readonly version: string;
}

interface UserAgentData {
  readonly brands?: readonly Brand[];
  readonly mobile?: boolean;
  readonly platform?: string;
}

/** What every event of a session has in common; the web client of AWS names these attributes. */
export function sessionAttributes(config: ClientConfiguration): Record<string, unknown> {
  return {
    version: '1.0.0',
    browserLanguage: navigator.language,
    ...(safely(browser) ?? { deviceType: 'desktop' }),
    platformType: 'web',
    domain: location.hostname,
    application: config.applicationName,
    'aws:releaseId': config.releaseId,
    // The events are those of this version of the web client of AWS.
    'aws:client': 'arw-module',
    'aws:clientVersion': '3.2.1',
  };
}

/** Where the browser says nothing, the service reads the user agent. */
function browser(): Record<string, unknown> {
  const { userAgentData: data } = navigator as { userAgentData?: UserAgentData };
  if (!data) return { deviceType: 'desktop', 'aws:userAgent': navigator.userAgent };
  // "Not:A-Brand" and the like stand in the list so that nobody relies on its order.
  const named = data.brands?.filter((one) => one && !/not.?a.?brand/i.test(one.brand)) ?? [];
  const best = named.find(({ brand }) => brand !== 'Chromium') ?? named[0];
  return {
    browserName: best?.brand,
    browserVersion: best?.version,
    osName: data.platform,
    deviceType: data.mobile ? 'mobile' : 'desktop',
  };
}
