/**
 * Whether an app monitor takes events of pages of a host: exactly, or by a wildcard at either end.
 *
 * @see https://docs.aws.amazon.com/cloudwatchrum/latest/APIReference/API_CreateAppMonitor.html
 */
export function isDomain(host: string, domains: readonly string[]): boolean {
  return domains.some((domain) => {
    const [first, ...rest] = domain.toLowerCase().split('*').map(escaped);
    return new RegExp(`^${[first, ...rest].join('.*')}$`).test(host.toLowerCase());
  });
}

function escaped(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
}
