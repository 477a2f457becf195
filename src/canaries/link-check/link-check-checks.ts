import { Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { describe, fail } from '../../private/errors';

/** What the script gets, as in runner/link-check-crawl.ts. */
export interface LinkCheckSettings {
  readonly startUrls: string[];
  readonly maxPages: number;
  readonly maxDepth: number;
  readonly external: boolean;
  readonly exclude: string[];
  readonly linkTimeoutMs: number;
  readonly requestsPerSecond: number;
  readonly budgetMs: number;
}

const ENVIRONMENT_LIMIT = 4096;

/** Refuses what could not be searched, or not in time. */
export function checkLinkCheck(scope: Construct, settings: LinkCheckSettings): void {
  const { startUrls, exclude, maxPages, maxDepth, linkTimeoutMs, requestsPerSecond, budgetMs } = settings;
  if (startUrls.length === 0) {
    fail(scope, { what: 'startUrls', got: startUrls, expected: 'at least one address', fix: 'add the home page' });
  }
  for (const url of startUrls) {
    if (Token.isUnresolved(url) || (/^https?:\/\/./i.test(url) && URL.canParse(url))) continue;
    fail(scope, {
      what: 'startUrls',
      got: url,
      expected: 'an address that starts with http:// or https://',
      fix: 'write it as a browser shows it, such as "https://shop.example.com/"',
    });
  }
  for (const pattern of exclude) checkPattern(scope, pattern);
  const number = { min: 1, max: 1000, whole: true };
  checkNumber(scope, 'maxPages', maxPages, number, 'search fewer pages, or divide them among several link checks');
  checkNumber(scope, 'maxDepth', maxDepth, { min: 0, max: 20, whole: true }, 'pass a number of clicks');
  checkNumber(scope, 'requestsPerSecond', requestsPerSecond, { min: 0.1, max: 20 }, 'pass a number such as 5');
  const most = Math.min(60_000, budgetMs);
  checkNumber(scope, 'linkTimeout (in milliseconds)', linkTimeoutMs, { min: 100, max: most }, 'pass a shorter time');
  // Each page takes two requests at the least: one asks for it, and one opens it.
  const fastest = (2 * maxPages * 1000) / requestsPerSecond;
  if (!Token.isUnresolved(maxPages) && !Token.isUnresolved(requestsPerSecond) && fastest > budgetMs) {
    fail(scope, {
      what: 'maxPages',
      got: maxPages,
      expected: `at most ${Math.floor((budgetMs * requestsPerSecond) / 2000)}, for which the time of a run is enough`,
      fix: 'lower maxPages, or raise timeout or requestsPerSecond',
    });
  }
}

function checkPattern(scope: Construct, pattern: string): void {
  if (Token.isUnresolved(pattern)) return;
  try {
    new RegExp(pattern);
  } catch {
    fail(scope, { what: 'exclude', got: pattern, expected: 'a regular expression', fix: 'escape what is no pattern' });
  }
}

function checkNumber(
  scope: Construct,
  what: string,
  got: number,
  { min, max, whole }: { min: number; max: number; whole?: boolean },
  fix: string,
): void {
  if (Token.isUnresolved(got) || (got >= min && got <= max && (!whole || Number.isInteger(got)))) return;
  fail(scope, { what, got, expected: `a ${whole ? 'whole ' : ''}number from ${min} to ${max}`, fix });
}

/** The settings travel as an environment variable. What a reference resolves to is known at deployment only. */
export function settingsProblems(scope: Construct, json: string): string[] {
  const value = Stack.of(scope).resolve(json);
  const bytes = Buffer.byteLength(typeof value === 'string' ? value : JSON.stringify(value)) + 'LINK_CHECK'.length;
  if (bytes <= ENVIRONMENT_LIMIT) return [];
  return [
    describe({
      what: 'startUrls and exclude (in bytes)',
      got: bytes,
      expected: `at most ${ENVIRONMENT_LIMIT}, the service's limit for a canary's environment variables`,
      fix: 'pass fewer or shorter ones, or divide them among several link checks',
    }),
  ];
}
