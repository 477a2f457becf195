import { Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import {
  checkDuration,
  checkHttpOrigin,
  checkKnown,
  checkList,
  checkNumber,
  checkPattern,
  checkRegularExpression,
} from '../../private/checks';
import { fail } from '../../private/errors';
import type { ClientConfigurationSource } from './client-configuration';
import type { WebClientOptions } from './web-client-options';

/** Each costs a comparison per event. */
const ITEMS = { max: 100, fix: 'join some of them' };

/** What a page can fetch: another host only by a secure connection, its own origin by a path. */
const URL_OR_PATH =
  /^(https:\/\/[^\s/\\?#]+|http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?|(?=\/)(?!\/[/\\]))(\/[^\s\\?#]*)?$/;

/** Refuses what the client or the service would not take, and what would have no effect. */
export function checkWebApp(scope: Construct, source: ClientConfigurationSource): void {
  checkText(scope, 'applicationName', source.applicationName);
  checkClientOptions(scope, source.client);
  checkPages(scope, source);
  checkEdge(scope, source);
  checkRelease(scope, source);
}

export function checkClientOptions(scope: Construct, options: WebClientOptions = {}): void {
  checkText(scope, 'client.applicationVersion', options.applicationVersion);
  const { endpoint, remoteConfigurationUrl, eventIntake } = options;
  for (const [option, url] of Object.entries({
    endpoint,
    remoteConfigurationUrl,
    'eventIntake.endpoint': eventIntake?.endpoint,
  })) {
    checkPattern(scope, `client.${option}`, url, {
      pattern: URL_OR_PATH,
      expected: 'an https URL (http only to localhost) or a path that begins with "/", without query',
      fix: `pass such a URL, or leave ${option.replace('.endpoint', '')} out`,
    });
  }
  checkNumber(scope, 'client.eventIntake.sampleRate', eventIntake?.sampleRate, {
    ...{ min: 0, max: 1, fix: 'pass a share such as 0.1' },
  });
  options.interactions?._bind(scope);
  if (options.interactions?._toPipeline && !eventIntake) {
    fail(scope, {
      what: 'client.interactions',
      got: 'told to an event pipeline',
      expected: 'eventIntake, which says where that is',
      fix: "pass client.eventIntake, such as { endpoint: '/events' }, or use Interactions.toRum()",
    });
  }
  checkPattern(scope, 'client.releaseId', options.releaseId, {
    pattern: /^[A-Za-z0-9_\-:/.]{1,200}$/,
    expected: '1 to 200 letters, digits, "_", "-", ":", "/" or "."',
    fix: 'pass such an ID, or leave releaseId out',
  });
  checkTexts(scope, 'client.tracedOrigins', options.tracedOrigins, (what, origin) => {
    checkHttpOrigin(scope, what, origin);
  });
  checkTexts(scope, 'client.pathTemplates', options.pathTemplates, (what, template) => {
    checkPattern(scope, what, template, {
      // Placeholders of other routers would be taken literally, match nothing and let ids through.
      pattern: /^(?=.{1,256}$)(\/(:[A-Za-z]\w*|(?![:$])[^\s/?#*{}<>[\]"`^\\]*))*(\/\*)?$/,
      expected: 'a path of 1 to 256 characters, with ":name" for a segment or "*" as the last one',
      fix: 'pass a path such as "/orders/:id", also where your router writes "{id}", "[id]", "<id>" or "$id"',
    });
  });
  // They reach the browser as text, where a wrong one would stop the client.
  for (const option of ['ignoredErrors', 'ignoredErrorFiles', 'ignoredUrls'] as const) {
    checkTexts(scope, `client.${option}`, options[option], (what, source) => {
      checkRegularExpression(scope, what, source);
    });
  }
  checkDuration(scope, 'client.userIdRetention', options.userIdRetention, 'days', {
    min: 0,
    max: 400,
    multipleOf: 1,
    fix: 'pass whole days, such as Duration.days(30)',
  });
}

/** These become code or are compared as they are: what is known only at deployment could be neither escaped nor checked. */
function checkTexts(
  scope: Construct,
  what: string,
  texts: string[] | undefined,
  check: (what: string, text: string) => void,
): void {
  checkList(scope, what, texts, ITEMS, (item, text) => {
    checkKnown(scope, item, text);
    check(item, text);
  });
}

/** A text that the service shows, such as a name. */
function checkText(scope: Construct, what: string, value: string | undefined): void {
  checkPattern(scope, what, value, {
    pattern: /^(?=.*\S).{1,256}$/,
    expected: '1 to 256 characters on one line, not only blanks',
    fix: 'pass such a text, or leave it out',
  });
}

/** What the app monitor takes, but the client could not follow. */
function checkPages(scope: Construct, pages: ClientConfigurationSource): void {
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

/** Refuses what would have no effect behind the site's own distribution, or let no event through. */
function checkEdge(scope: Construct, source: ClientConfigurationSource): void {
  const { authorization, client = {}, firstPartyIngest, remoteConfiguration } = source;
  if (remoteConfiguration && client.remoteConfigurationUrl !== undefined) {
    const what = 'client.remoteConfigurationUrl';
    const expected = 'nothing beside remoteConfiguration';
    fail(scope, { what, got: client.remoteConfigurationUrl, expected, fix: 'leave one of them out' });
  }
  const ownPath = client.endpoint?.startsWith('/') ? client.endpoint : undefined;
  if (authorization?._signed && (firstPartyIngest || ownPath)) {
    fail(scope, {
      what: 'authorization',
      got: `a way that signs requests, with ${firstPartyIngest ? 'firstPartyIngest' : `client.endpoint ${ownPath}`}`,
      expected: 'one that does not: a signature is for the host of the data plane',
      fix: 'use Authorization.resourcePolicy(), or let browsers send to the data plane',
    });
  }
  if (!firstPartyIngest) return;
  if (client.endpoint !== undefined) {
    const what = 'client.endpoint';
    const expected = 'nothing beside firstPartyIngest';
    fail(scope, { what, got: client.endpoint, expected, fix: 'leave one of them out' });
  }
  if (authorization?._judgesAddresses) {
    fail(scope, {
      what: 'authorization.sourceIps',
      got: 'sourceIps with firstPartyIngest',
      expected: 'no sourceIps: CloudWatch RUM sees the addresses of CloudFront, not those of users',
      fix: 'leave sourceIps out, and limit addresses by a web ACL on the distribution',
    });
  }
  const { region } = Stack.of(scope);
  const { region: served } = firstPartyIngest;
  if (region === served || Token.isUnresolved(region) || Token.isUnresolved(served)) return;
  fail(scope, {
    what: 'firstPartyIngest (region)',
    got: served,
    expected: `${region}, the Region of the app monitor`,
    fix: `pass region: '${region}' to FirstPartyIngest`,
  });
}

/** Errors of one release would be looked for in the folder of another. */
function checkRelease(scope: Construct, { client, sourceMaps }: ClientConfigurationSource): void {
  const { releaseId } = client ?? {};
  const { releaseId: uploaded } = sourceMaps ?? {};
  if (releaseId === undefined || uploaded === undefined || releaseId === uploaded) return;
  if (Token.isUnresolved(releaseId) || Token.isUnresolved(uploaded)) return;
  fail(scope, {
    what: 'client.releaseId',
    got: releaseId,
    expected: `${JSON.stringify(uploaded)}, as sourceMaps has it`,
    fix: 'leave it out: browsers are told that of sourceMaps',
  });
}
