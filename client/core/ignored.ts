import type { ClientConfiguration } from '../../src/formats/client-configuration';

/** Whether requests and resources with the URL are the client's own, or ones that are not reported. */
export function ignored(config: ClientConfiguration): (url: string) => boolean {
  const { ignoredUrls = [], remoteConfigurationUrl } = config;
  const endpoint = endpointOf(config).href;
  return (url) =>
    ignoredUrls.some((pattern) => pattern.test(url)) ||
    url.startsWith(endpoint) ||
    /^https:\/\/(cognito-identity|sts)\.[^/]*\.amazonaws\.com\//.test(url) ||
    url === remoteConfigurationUrl;
}

export function endpointOf({ endpoint }: ClientConfiguration): URL {
  return new URL(endpoint, location.href);
}
