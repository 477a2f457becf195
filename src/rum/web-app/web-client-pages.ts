import { Token, Tokenization } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { checkPattern } from '../../private/checks';
import { fail } from '../../private/errors';
import type { AppMonitorOptions } from '../app-monitor/app-monitor-options';
import { escapeRegExp } from './client-patterns';

type Pages = Pick<AppMonitorOptions, 'includedPages' | 'excludedPages'>;

/** What the app monitor takes, but the client could not follow. */
export function checkClientPages(scope: Construct, pages: Pages): void {
  for (const what of ['includedPages', 'excludedPages'] as const) {
    const urls = pages[what];
    if (urls === undefined) continue;
    if (Token.isUnresolved(urls)) {
      const expected = 'URLs of which each is stated by itself';
      fail(scope, { what, got: 'a token', expected, fix: 'write the list out; its URLs may hold tokens' });
    }
    urls.forEach((url, index) => {
      checkPattern(scope, `${what}[${index}]`, url, {
        pattern: /^[^?#]*$/,
        expected: 'a URL without query and fragment, which the client never reads',
        fix: 'end it before "?" or "#"',
      });
    });
  }
}

/**
 * What matches the URL of a page as browsers show it, with or without a slash at its end.
 *
 * What is known only at deployment, such as the domain of a distribution, stands as it is: in these only "." has a
 * meaning of its own.
 */
export function pagePattern(url: string): string {
  if (!Token.isUnresolved(url)) return `^${escapeRegExp(new URL(url).href.replace(/\/$/, ''))}/?$`;
  const collected: unknown = Tokenization.reverseString(url).join({
    join: (left, right) => [...(Array.isArray(left) ? left : [left]), right],
  });
  const parts = (Array.isArray(collected) ? collected : [collected]).map(String);
  const pattern = parts.map((part) => (Token.isUnresolved(part) ? part : escapeRegExp(part))).join('');
  return `^${pattern.replace(/\/$/, '')}/?$`;
}
