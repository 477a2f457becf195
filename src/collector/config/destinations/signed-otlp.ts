import type { Components, Placement, Settings } from '../collector-document';

/** The services of CloudWatch that take OTLP, by the first part of their host, which is also what is signed for. */
export type SignedService = 'xray' | 'monitoring' | 'logs';

/**
 * An exporter to one of CloudWatch's OTLP endpoints, with the extension that signs its requests.
 *
 * The endpoint is given per signal: of a base URL the exporter would make a path that AWS does not have.
 */
export function cloudWatchOtlp(
  { region, urlSuffix }: Placement,
  service: SignedService,
  signal: 'traces' | 'metrics' | 'logs',
  more: Settings = {},
): { exporters: Components; extensions: Components } {
  const authenticator = `sigv4auth/${service}`;
  return {
    extensions: { [authenticator]: { region, service } },
    exporters: {
      [`otlphttp/${service}`]: {
        [`${signal}_endpoint`]: `https://${service}.${region}.${urlSuffix}/v1/${signal}`,
        compression: 'gzip',
        auth: { authenticator },
        ...more,
      },
    },
  };
}
