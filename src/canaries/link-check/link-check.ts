import { readFileSync } from 'node:fs';
import { Duration, Stack, Token } from 'aws-cdk-lib';
import type { Runtime } from 'aws-cdk-lib/aws-synthetics';
import type { Construct } from 'constructs';
import { LINK_CHECK, type LinkCheckSettings } from '../../formats/link-check';
import { SYNTHETICS_FILE } from '../../formats/synthetic';
import { asset } from '../../private/assets';
import { checkDuration, checkNumber, checkRegularExpression, checkRemoteHttpUrl } from '../../private/checks';
import { describe, fail } from '../../private/errors';
import { RUN_RESERVE } from '../canary/canary-basics';
import { jsonFile, withCode } from '../canary/canary-code';
import type { CanaryFailure } from '../canary/canary-metrics';
import { CheckCanary, type CheckCanaryProps } from '../canary/check-canary';
import { environmentProblem } from '../canary/environment';
import { checkPlaywrightRuntime, newestRuntime } from '../canary/runtimes';
import { syntheticsConfiguration } from '../canary/synthetics-configuration';
import { JourneySchedule } from '../schedule/journey-schedule';

/**
 * Properties of a `LinkCheck`.
 */
export interface LinkCheckProps extends CheckCanaryProps {
  /**
   * Where the search begins: addresses with http:// or https://.
   *
   * Pages of their origins are searched for links. Links to other origins are asked for, and not followed.
   */
  readonly startUrls: string[];

  /**
   * How many pages are searched at most: a whole number from 1 to 1000, and as the time of a run allows.
   *
   * @default 50
   */
  readonly maxPages?: number;

  /**
   * How many clicks from a start page a page may be to be searched: a whole number from 0 to 20.
   *
   * @default 3
   */
  readonly maxDepth?: number;

  /**
   * Whether links to other origins are checked, too.
   *
   * @default true
   */
  readonly external?: boolean;

  /**
   * Regular expressions: an address that one of them matches is neither asked for nor followed.
   *
   * Exclude what acts when it is asked for, such as links that sign out or add to a cart.
   *
   * @default - none
   */
  readonly exclude?: string[];

  /**
   * How long an answer may take: 100 milliseconds to 1 minute.
   *
   * @default Duration.seconds(10)
   */
  readonly linkTimeout?: Duration;

  /**
   * How many requests are begun per second: from 0.1 to 20. What a page loads by itself is not counted.
   *
   * @default 5
   */
  readonly requestsPerSecond?: number;

  /**
   * The runtime: a Playwright one, `syn-nodejs-playwright-5.1` or newer, that AWS has not deprecated.
   *
   * @default - the newest that this version of the library knows
   */
  readonly runtime?: Runtime;
}

/**
 * Defines a canary that looks for broken links.
 *
 * It follows links from page to page in a real browser, and asks for each link once: by `HEAD`, and by `GET` where that
 * fails. A link is broken if there is no answer, or one with a status of 400 or above; 429 leaves it unchecked. The run
 * fails with each broken link, the reason, and the page that it is on. The one step is called `links`.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_Blueprints.html
 *
 * @example
 * new canaries.LinkCheck(this, 'Links', {
 *   startUrls: ['https://shop.example.com/'],
 *   exclude: ['/sign-out', '/cart/add'],
 * });
 */
export class LinkCheck extends CheckCanary {
  constructor(scope: Construct, id: string, props: LinkCheckProps) {
    super(scope, id, props, JourneySchedule.every(Duration.hours(1)), (self, timeOf) => {
      const runtime = props.runtime ?? newestRuntime();
      checkPlaywrightRuntime(self, runtime);
      const timeout = timeOf(Duration.minutes(5));
      const { linkTimeout = Duration.seconds(10) } = props;
      checkDuration(self, 'linkTimeout', linkTimeout, 'milliseconds', { fix: 'pass a shorter time' });
      const settings = {
        startUrls: props.startUrls,
        maxPages: props.maxPages ?? 50,
        maxDepth: props.maxDepth ?? 3,
        external: props.external ?? true,
        exclude: props.exclude ?? [],
        linkTimeoutMs: linkTimeout.toMilliseconds({ integral: false }),
        requestsPerSecond: props.requestsPerSecond ?? 5,
        budgetMs: Math.max(0, timeout.toMilliseconds({ integral: false }) - RUN_RESERVE.toMilliseconds()),
      };
      checkSettings(self, settings);
      const environment = { [LINK_CHECK]: Stack.of(self).toJsonString(settings) };
      self.node.addValidation({ validate: () => sizeProblems(self, environment) });
      return {
        timeout,
        runtime,
        stepNames: ['links'],
        failure: FAILURE,
        environment,
        withCode: (_canaryName, use) => withCode(codeFiles(), use),
      };
    });
  }
}

const FAILURE: CanaryFailure = {
  what: 'Links are broken, or nobody looks',
  advice:
    'Open the canary in CloudWatch Synthetics: the reason of the failed run names each broken link and the page that ' +
    'it is on. Mend the link there, or exclude its address from the check.',
  urgent: false,
};

/** It keeps nothing of the pages: their links are all that matters. */
const SYNTHETICS_CONFIGURATION = syntheticsConfiguration({ screenshots: false, har: false });

function codeFiles() {
  return [
    { path: 'index.js', content: readFileSync(asset('link-check', 'index.js')) },
    jsonFile(SYNTHETICS_FILE, SYNTHETICS_CONFIGURATION),
  ];
}

/** Refuses what could not be searched, or not in time. */
function checkSettings(scope: Construct, settings: LinkCheckSettings): void {
  const { startUrls, exclude, maxPages, maxDepth, linkTimeoutMs, requestsPerSecond, budgetMs } = settings;
  if (startUrls.length === 0) {
    fail(scope, { what: 'startUrls', got: startUrls, expected: 'at least one address', fix: 'add the home page' });
  }
  for (const url of startUrls) checkRemoteHttpUrl(scope, 'startUrls', url);
  for (const pattern of exclude) checkRegularExpression(scope, 'exclude', pattern);
  const fewer = 'search fewer pages, or divide them among several link checks';
  checkNumber(scope, 'maxPages', maxPages, { min: 1, max: 1000, multipleOf: 1, fix: fewer });
  checkNumber(scope, 'maxDepth', maxDepth, { min: 0, max: 20, multipleOf: 1, fix: 'pass a number of clicks' });
  checkNumber(scope, 'requestsPerSecond', requestsPerSecond, { min: 0.1, max: 20, fix: 'pass a number such as 5' });
  const time = { min: 100, max: Math.min(60_000, budgetMs), fix: 'pass a shorter time' };
  checkNumber(scope, 'linkTimeout (in milliseconds)', linkTimeoutMs, time);
  // Each page takes two requests at the least: one asks for it, and one opens it.
  if (Token.isUnresolved(requestsPerSecond)) return;
  const most = Math.floor((budgetMs * requestsPerSecond) / 2000);
  const because = ', for which the time of a run is enough';
  checkNumber(scope, 'maxPages', maxPages, {
    max: most,
    because,
    fix: 'lower maxPages, or raise timeout or requestsPerSecond; a run ends before the next one begins',
  });
}

/** What references resolve to is known at deployment only, so this waits for synthesis. */
function sizeProblems(scope: Construct, environment: { readonly [name: string]: string }): string[] {
  const fix = 'pass fewer or shorter ones, or divide them among several link checks';
  const problem = environmentProblem(scope, environment, { what: 'startUrls and exclude', fix });
  return problem ? [describe(problem)] : [];
}
