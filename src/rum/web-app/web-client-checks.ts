import { Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { checkNumber, checkPattern } from '../../private/checks';
import { fail } from '../../private/errors';
import type { WebClientOptions } from './web-client-options';

/** Each costs a comparison per event. */
const MAX_ITEMS = 100;

/** What a page can fetch: another host only by a secure connection, its own origin by a path. */
const URL_OR_PATH =
  /^(https:\/\/[^\s/\\?#]+|http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?|(?=\/)(?!\/[/\\]))(\/[^\s\\?#]*)?$/;

/** Refuses what the client or the service would not take. */
export function checkClientOptions(scope: Construct, options: WebClientOptions = {}): void {
  checkText(scope, 'client.applicationVersion', options.applicationVersion);
  checkPattern(scope, 'client.endpoint', options.endpoint, {
    pattern: URL_OR_PATH,
    expected: 'an https URL (http only to localhost) or a path that begins with "/", without query',
    fix: 'pass such a URL, or leave endpoint out',
  });
  checkPattern(scope, 'client.remoteConfigurationUrl', options.remoteConfigurationUrl, {
    pattern: URL_OR_PATH,
    expected: 'an https URL (http only to localhost) or a path that begins with "/", without query',
    fix: 'pass such a URL, or leave remoteConfigurationUrl out',
  });
  checkPattern(scope, 'client.releaseId', options.releaseId, {
    pattern: /^[A-Za-z0-9_\-:/.]{1,200}$/,
    expected: '1 to 200 letters, digits, "_", "-", ":", "/" or "."',
    fix: 'pass such an ID, or leave releaseId out',
  });
  checkList(scope, 'client.tracedOrigins', options.tracedOrigins, (what, origin) =>
    checkPattern(scope, what, origin, {
      pattern: /^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/,
      expected: 'an origin: scheme, host in lower case and port, without path',
      fix: 'pass an origin such as "https://api.example.com"',
    }),
  );
  checkList(scope, 'client.pathTemplates', options.pathTemplates, (what, template) =>
    checkPattern(scope, what, template, {
      pattern: /^(?=.{1,256}$)(\/(:[A-Za-z]\w*|(?!:)[^\s/?#*]*))*(\/\*)?$/,
      expected: 'a path of 1 to 256 characters, with ":name" for a segment or "*" as the last one',
      fix: 'pass a path such as "/orders/:id"',
    }),
  );
  checkExpressions(scope, 'client.ignoredErrors', options.ignoredErrors);
  checkExpressions(scope, 'client.ignoredUrls', options.ignoredUrls);
  const retention = options.userIdRetention;
  if (retention && !retention.isUnresolved()) {
    const days = retention.toDays({ integral: false });
    checkNumber(scope, 'client.userIdRetention (in days)', days, {
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

/** Regular expressions reach the browser as text, where a wrong one would stop the client. */
function checkExpressions(scope: Construct, what: string, sources: string[] | undefined): void {
  checkList(scope, what, sources, (item, source) => {
    const problem = source === '' ? 'matches everything' : problemOf(source);
    if (!problem) return;
    fail(scope, {
      what: item,
      got: source,
      expected: `a regular expression of JavaScript (${problem})`,
      fix: 'mend it; it is the text between the slashes',
    });
  });
}

function problemOf(source: string): string | undefined {
  try {
    new RegExp(source);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function checkList(
  scope: Construct,
  what: string,
  items: string[] | undefined,
  check: (what: string, item: string) => void,
): void {
  if (items === undefined || Token.isUnresolved(items)) return;
  if (items.length > MAX_ITEMS) {
    fail(scope, { what, got: `${items.length} items`, expected: `at most ${MAX_ITEMS}`, fix: 'join some of them' });
  }
  items.forEach((item, index) => {
    refuseToken(scope, `${what}[${index}]`, item);
    check(`${what}[${index}]`, item);
  });
}

/** Lists become code or are compared as they are: what is known only at deployment could be neither escaped nor checked. */
function refuseToken(scope: Construct, what: string, item: string): void {
  if (!Token.isUnresolved(item)) return;
  fail(scope, {
    what,
    got: 'a token',
    expected: 'a text that is known at synth',
    fix: 'write it out',
  });
}

/** A text that the service shows, such as a name. */
export function checkText(scope: Construct, what: string, value: string | undefined): void {
  checkPattern(scope, what, value, {
    pattern: /^(?=.*\S).{1,256}$/,
    expected: '1 to 256 characters on one line, not only blanks',
    fix: 'pass such a text, or leave it out',
  });
}
