import { Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { fail } from '../../private/errors';

const MAX_DOMAINS = 5;
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

/** Refuses what the service would refuse as a list of domains, and says which part of it is wrong. */
export function checkDomains(scope: Construct, domains: string[]): void {
  if (Token.isUnresolved(domains)) return;
  if (domains.length < 1 || domains.length > MAX_DOMAINS) {
    fail(scope, {
      what: 'domains',
      got: domains,
      expected: `1 to ${MAX_DOMAINS} domain names`,
      fix: 'name the domains that serve the pages; "*.example.com" covers all subdomains',
    });
  }
  domains.forEach((domain, index) => {
    checkDomain(scope, `domains[${index}]`, domain);
  });
}

function checkDomain(scope: Construct, what: string, domain: string): void {
  if (Token.isUnresolved(domain) || domain === 'localhost' || IPV4.test(domain) || NAME.test(domain)) return;
  fail(scope, { what, got: domain, expected: 'a domain name such as "shop.example.com"', fix: fixFor(domain) });
}

function fixFor(domain: string): string {
  const [, host = ''] = /^(?:[a-z][a-z0-9+.-]*:\/\/)?([^/:?#]*)/i.exec(domain) ?? [];
  if (host !== domain && (host === 'localhost' || IPV4.test(host) || NAME.test(host))) {
    return `pass "${host}": scheme, port and path are no part of a domain`;
  }
  const [, beforeTop] = /^(.*\.)xn--[a-z0-9-]+$/i.exec(host) ?? [];
  if (beforeTop && NAME.test(`${beforeTop}*`)) {
    return `pass "${beforeTop}*": the service takes no internationalized top-level domain, but "*" for any of them`;
  }
  return 'pass a full domain name of letters, digits, "-" and ".", with at most a leading "*."';
}
