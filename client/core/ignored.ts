import type { ClientConfiguration } from '../../src/formats/client-configuration';
import { cut, LONGEST_URL } from './text';

/** Whether requests and resources with the URL are the client's own, or ones that are not reported. */
export function ignored(config: ClientConfiguration): (url: string, written?: string) => boolean {
  const { ignoredUrls = [], remoteConfigurationUrl: remote } = config;
  const own = new URL('appmonitors/', endpointOf(config).href.replace(/\/?$/, '/')).href;
  const remoteUrl = remote && new URL(remote, location.href).href;
  return (url, written = url) =>
    ignoredUrls.some((pattern) => pattern.test(cut(url, LONGEST_URL)) || pattern.test(cut(written, LONGEST_URL))) ||
    url.startsWith(own) ||
    /^https:\/\/(cognito-identity|sts)\.[^/]*\.amazonaws\.(com|eu)\//.test(url) ||
    url === remoteUrl;
}

export function endpointOf({ endpoint }: ClientConfiguration): URL {
  return new URL(endpoint, location.href);
}
