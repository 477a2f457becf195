import { Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { fail } from '../errors';

/** Whether a browser can open it. A token within it may be anything. */
export function isHttpUrl(text: string): boolean {
  return /^https?:\/\/./i.test(text) && (Token.isUnresolved(text) || URL.canParse(text));
}

/** Refuses an address that browsers can't open; passes one that is known only at deployment. */
export function checkHttpUrl(scope: IConstruct, what: string, got: string, alternative = ''): void {
  if (isHttpUrl(got) || (Token.isUnresolved(got) && /^\$\{Token\[/.test(got))) return;
  fail(scope, {
    what,
    got,
    expected: `an address that starts with http:// or https://${alternative}`,
    fix: 'write it as a browser shows it, such as "https://shop.example.com/"',
  });
}

/**
 * Refuses an address of the machine that asks for it: what runs in AWS asks itself, not the developer's machine. Passes
 * what is known only at deployment.
 */
export function checkRemoteHttpUrl(scope: IConstruct, what: string, got: string, alternative = ''): void {
  checkHttpUrl(scope, what, got, alternative);
  if (URL.canParse(got)) checkRemoteHost(scope, what, new URL(got).hostname, got);
}

/** Refuses a host that stands for the machine itself: RFC 6761 (localhost), RFC 1122 (127/8, 0/8), RFC 4291 (::1, ::). */
export function checkRemoteHost(scope: IConstruct, what: string, host: string, got = host): void {
  if (!/^(?:(?:.+\.)?localhost\.?|(?:127|0)(?:\.\d+){3}|\[::1?\])$/i.test(host)) return;
  fail(scope, {
    what,
    got,
    expected: 'a host that AWS can reach: in the cloud this one is the machine of the canary itself',
    fix: 'pass where the site is deployed, of a recording as origin; npx user-telemetry run --base-url aims elsewhere',
  });
}

/** The origin of an address that a browser can open, such as `https://shop.example.com`. */
export function httpOrigin(text: unknown): string | undefined {
  return typeof text === 'string' && isHttpUrl(text) && URL.canParse(text) ? new URL(text).origin : undefined;
}

/**
 * Refuses what is no origin as browsers write it: they compare origins as texts, without a default port and in lower case.
 * Passes what is known only at deployment, and what was left out.
 */
export function checkHttpOrigin(scope: IConstruct, what: string, got: string | undefined): void {
  if (got === undefined || Token.isUnresolved(got)) return;
  const origin = httpOrigin(got);
  if (origin === got && !origin.includes('*')) return; // an asterisk is no error to URL, and matches nothing
  fail(scope, {
    what,
    got,
    expected: 'an origin as browsers write it: http:// or https://, a host, a port if it is not the default; no path',
    fix: `pass one such as ${JSON.stringify(origin?.replaceAll('*', 'shop') ?? 'https://shop.example.com')}`,
  });
}
