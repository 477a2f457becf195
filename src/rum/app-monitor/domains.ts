import type { Construct } from 'constructs';
import { checkList, checkPattern } from '../../private/checks';

const IPV4 = /^((25[0-5]|2[0-4]\d|[01]?\d\d?)\.){3}(25[0-5]|2[0-4]\d|[01]?\d\d?)$/;

/**
 * The pattern that the API and CloudFormation have in common: `--` may be in any label but the last.
 *
 * So it takes internationalized domain names, but no internationalized top-level domain: `*` stands for any of those.
 *
 * @see https://docs.aws.amazon.com/cloudwatchrum/latest/APIReference/API_CreateAppMonitor.html
 */
const NAME =
  /(?=^[a-zA-Z0-9.*-]{4,253}$)(?!.*\.-)(?!.*-\.)(?!.*\.\.)(?!.*[^.]{64,})^(\*\.)?(?![-.*])[^*]+\.(\*|(?!.*--)(?=.*[a-zA-Z])[^*]+[^*-])$/;

const DOMAIN = new RegExp(`^localhost$|${IPV4.source}|${NAME.source}`);

/** Refuses what the service would refuse as a list of domains, and says which part of it is wrong. */
export function checkDomains(scope: Construct, domains: string[]): void {
  const fix = 'name the domains that serve the pages; "*.example.com" covers all subdomains';
  checkList(scope, 'domains', domains, { min: 1, max: 5, fix }, (what, domain) => {
    const expected = 'a domain name such as "shop.example.com"';
    checkPattern(scope, what, domain, { pattern: DOMAIN, expected, fix: fixFor(domain) });
  });
}

function fixFor(domain: string): string {
  const [, host = ''] = /^(?:[a-z][a-z0-9+.-]*:\/\/)?([^/:?#]*)/i.exec(domain) ?? [];
  if (host !== domain && DOMAIN.test(host)) {
    return `pass "${host}": scheme, port and path are no part of a domain`;
  }
  const [, beforeTop] = /^(.*\.)xn--[a-z0-9-]+$/i.exec(host) ?? [];
  if (beforeTop && NAME.test(`${beforeTop}*`)) {
    return `pass "${beforeTop}*": the service takes no internationalized top-level domain, but "*" for any of them`;
  }
  return 'pass a full domain name of letters, digits, "-" and ".", with at most a leading "*."';
}
