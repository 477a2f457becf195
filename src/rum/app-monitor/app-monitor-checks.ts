import { Token } from 'aws-cdk-lib';
import type { CfnAppMonitor } from 'aws-cdk-lib/aws-rum';
import type { Construct } from 'constructs';
import { checkNumber, checkPattern } from '../../private/checks';
import { describe, fail } from '../../private/errors';
import type { AppMonitorProps } from './app-monitor-props';
import { checkDomains } from './domains';
import { Platform } from './platform';
import { Telemetry } from './telemetry';

const MAX_PAGES = 50;
const MAX_TAGS = 50;
const WEB_ONLY = [
  'allowCookies',
  'telemetries',
  'includedPages',
  'excludedPages',
  'favoritePages',
  'sourceMaps',
] as const;

/** Of the API: a full URL whose host has a dot. */
const PAGE =
  /^(?=.{1,1260}$)https?:\/\/(www\.)?[-a-zA-Z0-9@:%._+~#=]{1,256}\.[a-zA-Z0-9()]{1,6}\b[-a-zA-Z0-9()@:%_+.~#?&/=]*$/;

/** Refuses what the service would refuse, and what would have no effect. */
export function checkAppMonitor(scope: Construct, props: AppMonitorProps): void {
  checkName(scope, props.appMonitorName);
  checkDomains(scope, props.domains);
  const fix = 'pass a share such as 0.25 for a quarter of the sessions';
  checkNumber(scope, 'sessionSampleRate', props.sessionSampleRate, { min: 0, max: 1, fix });
  checkTelemetries(scope, props.telemetries);
  checkPages(scope, props);
  checkPlatform(scope, props);
  checkPattern(scope, 'sourceMaps (s3Uri)', props.sourceMaps?.s3Uri, {
    pattern: /^s3:\/\/[a-z0-9][-.a-z0-9]{1,62}(\/[-!_*'().a-z0-9A-Z]+)*\/?$/,
    expected: 'an S3 URI such as "s3://bucket/maps/"',
    fix: 'pass the URI of the bucket or of a folder in it',
  });
  checkPattern(scope, 'policyRevisionId', props.policyRevisionId, {
    pattern: /^.{1,255}$/s,
    expected: '1 to 255 characters',
    fix: 'pass the ID that the service shows, or leave it out',
  });
}

/** The stricter pattern, of the API: CloudFormation's own also lets through what the service then refuses. */
export function checkName(scope: Construct, name: string | undefined): void {
  checkPattern(scope, 'appMonitorName', name, {
    pattern: /^(?!\.)[.\-_#A-Za-z0-9]{1,255}$/,
    expected: '1 to 255 letters, digits, ".", "-", "_" or "#", not beginning with "."',
    fix: 'rename it, or leave appMonitorName out to have one derived',
  });
}

/** What `Tags.of()` adds is known only when the whole app is. */
export function tagProblems(resource: CfnAppMonitor): string[] {
  const tags = Object.entries(resource.tags.tagValues());
  const problem = (got: unknown, expected: string, fix: string) => describe({ what: 'tags', got, expected, fix });
  const problems = tags.length > MAX_TAGS ? [problem(tags.length, `at most ${MAX_TAGS}`, 'remove some')] : [];
  for (const [key, value] of tags) {
    // The class has a range from "+" to "=", with digits, as the service's own pattern has.
    if (!Token.isUnresolved(key) && !/^(?!aws:)[a-zA-Z+-=._:/]{1,128}$/.test(key)) {
      const expected = 'keys of 1 to 128 letters, digits or "+,-./:;<=_", not beginning with "aws:"';
      problems.push(problem(key, expected, 'rename the tag, or exclude AWS::RUM::AppMonitor from it'));
    }
    if (!Token.isUnresolved(value) && value.length > 256) {
      problems.push(problem(value, 'values of at most 256 characters', `shorten the value of "${key}"`));
    }
  }
  return problems;
}

function checkTelemetries(scope: Construct, telemetries: Telemetry[] = []): void {
  const known = Object.values(Telemetry);
  const unknown = telemetries.find((telemetry) => !known.includes(telemetry) && !Token.isUnresolved(telemetry));
  if (unknown === undefined) return;
  fail(scope, { what: 'telemetries', got: unknown, expected: `some of ${known.join(', ')}`, fix: 'use Telemetry' });
}

function checkPages(scope: Construct, props: AppMonitorProps): void {
  const { includedPages, excludedPages, favoritePages } = props;
  if (includedPages !== undefined && excludedPages !== undefined) {
    fail(scope, {
      what: 'excludedPages',
      got: excludedPages,
      expected: 'either includedPages or excludedPages',
      fix: 'leave one of them out',
    });
  }
  checkUrls(scope, 'includedPages', includedPages);
  checkUrls(scope, 'excludedPages', excludedPages);
  checkCount(scope, 'favoritePages', favoritePages);
  favoritePages?.forEach((page, index) => {
    checkPattern(scope, `favoritePages[${index}]`, page, {
      pattern: /\S/,
      expected: 'a page',
      fix: 'pass a page such as "/checkout"',
    });
  });
}

function checkUrls(scope: Construct, what: string, urls: string[] | undefined): void {
  checkCount(scope, what, urls);
  if (Token.isUnresolved(urls)) return;
  urls?.forEach((url, index) => {
    checkPattern(scope, `${what}[${index}]`, url, {
      pattern: PAGE,
      expected: 'a full URL of at most 1260 characters, such as "https://shop.example.com/checkout"',
      fix: 'begin with https:// and the domain; wildcards are no part of a URL',
    });
  });
}

function checkCount(scope: Construct, what: string, pages: string[] | undefined): void {
  if (Token.isUnresolved(pages) || !pages || pages.length <= MAX_PAGES) return;
  fail(scope, { what, got: `${pages.length} pages`, expected: `at most ${MAX_PAGES}`, fix: 'leave some out' });
}

function checkPlatform(scope: Construct, props: AppMonitorProps): void {
  const { platform = Platform.WEB } = props;
  if (platform === Platform.WEB) return;
  if (!Object.values(Platform).includes(platform)) {
    const expected = Object.values(Platform).join(', ');
    fail(scope, { what: 'platform', got: platform, expected, fix: 'use Platform' });
  }
  for (const prop of WEB_ONLY) {
    if (props[prop] === undefined) continue;
    fail(scope, {
      what: prop,
      got: `${prop} for platform ${platform}`,
      expected: 'only what an app monitor of a mobile application knows',
      fix: 'leave it out: it is about web pages; the mobile SDK has its own configuration',
    });
  }
}
