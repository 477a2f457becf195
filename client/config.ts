/** What the construct `rum.WebApp` writes around the bundle; keep in step with src/rum/web-app.ts. */
export interface Configuration {
  readonly appMonitorId: string;
  readonly region: string;
  readonly endpoint: string;
  readonly alias?: string;
  readonly sessionSampleRate: number;
  readonly telemetries: readonly string[];
  readonly allowCookies: boolean;
  readonly userIdRetentionDays: number;
  readonly tracing: boolean;
  readonly applicationName: string;
  readonly applicationVersion: string;
  readonly transactions: readonly TransactionConfiguration[];
}

export interface TransactionConfiguration {
  readonly name: string;
  readonly abandonedAfterSeconds: number;
}

declare const __USER_TELEMETRY__: Configuration;

/** The configuration is a parameter of the function that surrounds the bundle: nothing global, nothing inline. */
export function configuration(): Configuration {
  return __USER_TELEMETRY__;
}
