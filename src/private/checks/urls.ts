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
