import type { ClientConfiguration } from '../../src/formats/client-configuration';

/** Whether requests and resources with the URL are the client's own, or ones that are not reported. */
export function ignored(config: ClientConfiguration): (url: string, written?: string) => boolean {
  const { ignoredUrls = [], remoteConfigurationUrl: remote } = config;
  const own = new URL('appmonitors/', endpointOf(config).href.replace(/\/?$/, '/')).href;
  const remoteUrl = remote && new URL(remote, location.href).href;
  return (url, written = url) =>
    ignoredUrls.some((pattern) => pattern.test(url) || pattern.test(written)) ||
    url.startsWith(own) ||
    /^https:\/\/(cognito-identity|sts)\.[^/]*\.amazonaws\.com\//.test(url) ||
    url === remoteUrl;
}

export function endpointOf({ endpoint }: ClientConfiguration): URL {
  return new URL(endpoint, location.href);
}
