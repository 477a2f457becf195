import type { Configuration } from './config';

/** Whether requests and resources with the URL are the client's own, or ones that are not reported. */
export function ignored(config: Configuration): (url: string) => boolean {
  const { ignoredUrls = [], remoteConfigurationUrl } = config;
  const endpoint = endpointOf(config).href;
  return (url) =>
    ignoredUrls.some((pattern) => pattern.test(url)) ||
    url.startsWith(endpoint) ||
    /^https:\/\/(cognito-identity|sts)\.[^/]*\.amazonaws\.com\//.test(url) ||
    url === remoteConfigurationUrl;
}

export function endpointOf({ endpoint }: Configuration): URL {
  return new URL(endpoint, location.href);
}
