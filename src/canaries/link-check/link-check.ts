import { Duration, Stack } from 'aws-cdk-lib';
import { Code, type Runtime } from 'aws-cdk-lib/aws-synthetics';
import type { Construct } from 'constructs';
import { asset } from '../../private/assets';
import type { CanaryFailure } from '../canary/canary-metrics';
import { CheckCanary } from '../canary/check-canary';
import type { CheckCanaryProps } from '../canary/check-canary-props';
import { checkRuntime, newestRuntime } from '../canary/runtimes';
import { JourneySchedule } from '../schedule/journey-schedule';
import { checkLinkCheck, settingsProblems } from './link-check-checks';

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
    super(scope, id, props, (self) => {
      const runtime = props.runtime ?? newestRuntime();
      checkRuntime(self, runtime);
      const timeout = props.timeout ?? Duration.minutes(5);
      const settings = {
        startUrls: props.startUrls,
        maxPages: props.maxPages ?? 50,
        maxDepth: props.maxDepth ?? 3,
        external: props.external ?? true,
        exclude: props.exclude ?? [],
        linkTimeoutMs: (props.linkTimeout ?? Duration.seconds(10)).toMilliseconds({ integral: false }),
        requestsPerSecond: props.requestsPerSecond ?? 5,
        budgetMs: Math.max(0, timeout.toMilliseconds({ integral: false }) - RESERVE_MS),
      };
      checkLinkCheck(self, settings);
      const json = Stack.of(self).toJsonString(settings);
      self.node.addValidation({ validate: () => settingsProblems(self, json) });
      return {
        schedule: JourneySchedule.every(Duration.hours(1)),
        timeout,
        runtime,
        stepNames: ['links'],
        failure: FAILURE,
        environment: { LINK_CHECK: json },
        withCode: (_artifacts, _canaryName, use) => use(Code.fromAsset(SCRIPT)),
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

const SCRIPT = asset('link-check');

/** For starting and closing the browser, and for uploads: else the service would end the run without a reason. */
const RESERVE_MS = 15_000;
