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

/** The origin of an address that a browser can open, such as `https://shop.example.com`. */
export function httpOrigin(text: unknown): string | undefined {
  return typeof text === 'string' && isHttpUrl(text) && URL.canParse(text) ? new URL(text).origin : undefined;
}

/** Refuses what is more or less than the origin of an address; passes one that is known only at deployment. */
export function checkHttpOrigin(scope: IConstruct, what: string, got: string | undefined): void {
  if (got === undefined || Token.isUnresolved(got) || (isHttpUrl(got) && !/[/?#]/.test(got.replace('://', '')))) return;
  fail(scope, {
    what,
    got,
    expected: 'an origin with http:// or https://, and no path',
    fix: 'write it such as https://staging.example.com',
  });
}
