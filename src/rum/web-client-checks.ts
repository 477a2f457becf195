import type { Construct } from 'constructs';
import { checkPattern, checkRange, fail } from '../private/errors';
import type { WebClientOptions } from './web-client-options';

/** Refuses what the client or the service would not take. */
export function checkClientOptions(scope: Construct, options: WebClientOptions = {}): void {
  checkText(scope, 'client.applicationVersion', options.applicationVersion);
  checkPattern(scope, 'client.endpoint', options.endpoint, {
    pattern: /^(https:\/\/[^\s/?#]+|http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?)(\/[^\s?#]*)?$/,
    expected: 'an https URL (http only to localhost), without query',
    fix: 'pass such a URL, or leave endpoint out',
  });
  const retention = options.userIdRetention;
  if (retention && !retention.isUnresolved()) {
    const days = retention.toDays({ integral: false });
    checkRange(scope, 'client.userIdRetention (in days)', days, {
      min: 0,
      max: 400,
      fix: 'pass a Duration of at most 400 days',
    });
    if (!Number.isInteger(days)) {
      fail(scope, {
        what: 'client.userIdRetention (in days)',
        got: days,
        expected: 'whole days',
        fix: 'pass Duration.days()',
      });
    }
  }
}

/** A text that the service shows, such as a name. */
export function checkText(scope: Construct, what: string, value: string | undefined): void {
  checkPattern(scope, what, value, {
    pattern: /^(?=.*\S).{1,256}$/,
    expected: '1 to 256 characters on one line, not only blanks',
    fix: 'pass such a text, or leave it out',
  });
}
