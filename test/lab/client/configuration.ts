import type { ClientSettings } from '../../../src/formats/client-configuration';

export const MONITOR = '8a5f3f0e-4c1d-4a53-9d36-6a1d6f0a1b2c';

/** The configuration of a client that reports all it can to a stand-in for the data plane. */
export function clientConfiguration(endpoint: string, more: Record<string, unknown> = {}): ClientSettings {
  return {
    appMonitorId: MONITOR,
    region: 'us-east-1',
    endpoint,
    sessionSampleRate: 1,
    telemetries: ['errors', 'performance', 'http'],
    allowCookies: true,
    userIdRetentionDays: 0,
    tracing: false,
    applicationName: 'shop',
    applicationVersion: '1.0.0',
    transactions: [{ name: 'Checkout', abandonedAfterSeconds: 1_800 }],
    ...more,
  };
}
