import { Stack, Token, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { BUILT_IN } from '../../formats/browser-events';
import { partitionOf } from '../../formats/partitions';
import { checkList, checkNumber, checkOneOf, checkPattern } from '../../private/checks';
import { fail } from '../../private/errors';
import type { MetricDefinition } from '../metrics/metric-definition';
import { Platform } from '../platform';
import type { AppMonitorProps } from './app-monitor-props';
import { checkDomains } from './domains';
import { Telemetry } from './telemetry';

const PAGES = { max: 50, fix: 'leave some out' };
const WEB_ONLY = [
  'allowCookies',
  'telemetries',
  'includedPages',
  'excludedPages',
  'favoritePages',
  'sourceMaps',
  'logQueries',
] as const;

/** Of the API: a full URL whose host has a dot. */
const PAGE =
  /^(?=.{1,1260}$)https?:\/\/(www\.)?[-a-zA-Z0-9@:%._+~#=]{1,256}\.[a-zA-Z0-9()]{1,6}\b[-a-zA-Z0-9()@:%_+.~#?&/=]*$/;

/** Refuses what the service would refuse, and what would have no effect. */
export function checkAppMonitor(scope: Construct, props: AppMonitorProps): void {
  checkAppMonitorName(scope, props.appMonitorName);
  checkDomains(scope, props.domains);
  const fix = 'pass a share such as 0.25 for a quarter of the sessions';
  checkNumber(scope, 'sessionSampleRate', props.sessionSampleRate, { min: 0, max: 1, fix });
  checkList(scope, 'telemetries', props.telemetries, { fix: 'use Telemetry' }, (item, telemetry) => {
    checkOneOf(scope, item, telemetry, Object.values(Telemetry), 'use Telemetry');
  });
  warnOfRegion(scope);
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
export function checkAppMonitorName(scope: Construct, name: string | undefined): void {
  checkPattern(scope, 'appMonitorName', name, {
    pattern: /^(?!\.)[.\-_#A-Za-z0-9]{1,255}$/,
    expected: '1 to 255 letters, digits, ".", "-", "_" or "#", not beginning with "."',
    fix: 'rename it, or leave appMonitorName out to have one derived',
  });
}

/** What an app monitor takes in. */
export interface Intake {
  readonly platform: Platform;
  readonly _customEvents: boolean;
}

/** Refuses transactions and features where the browser client doesn't report. */
export function checkBrowserEvents(scope: Construct, what: string, { platform }: Intake): void {
  if (platform === Platform.WEB) return;
  fail(scope, {
    what: `${what} (platform)`,
    got: platform,
    expected: `${Platform.WEB}: the browser client reports transactions and features`,
    fix: 'define metrics from the events of your mobile application with MetricDefinition.custom()',
  });
}

/** Refuses a metric that would never have data. */
export function checkEventsArrive(scope: Construct, what: string, definition: MetricDefinition, intake: Intake): void {
  const { extended, eventPattern } = definition._definition;
  if (extended && intake.platform !== Platform.WEB) {
    fail(scope, {
      what: `${what} (platform)`,
      got: intake.platform,
      expected: `${Platform.WEB}, for the extended metric ${definition.metricName}`,
      fix: 'leave it out: mobile applications have other events',
    });
  }
  if (intake._customEvents) return;
  const types = eventPattern?.event_type;
  const own = Array.isArray(types) ? types.find((type) => !isBuiltIn(type)) : undefined;
  if (own === undefined) return;
  fail(scope, {
    what: 'customEvents',
    got: false,
    expected: `true, for the metric ${definition.metricName} of ${own}`,
    fix: `leave customEvents out, or ${what}`,
  });
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
  for (const [what, urls] of Object.entries({ includedPages, excludedPages })) {
    checkList(scope, what, urls, PAGES, (item, url) => {
      checkPattern(scope, item, url, {
        pattern: PAGE,
        expected: 'a full URL of at most 1260 characters, such as "https://shop.example.com/checkout"',
        fix: 'begin with https:// and the domain; wildcards are no part of a URL',
      });
    });
  }
  checkList(scope, 'favoritePages', favoritePages, PAGES, (item, page) => {
    checkPattern(scope, item, page, { pattern: /\S/, expected: 'a page', fix: 'pass a page such as "/checkout"' });
  });
}

function checkPlatform(scope: Construct, props: AppMonitorProps): void {
  const { platform = Platform.WEB } = props;
  if (platform === Platform.WEB) return;
  checkOneOf(scope, 'platform', platform, Object.values(Platform), 'use Platform');
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

function isBuiltIn(type: unknown): boolean {
  return typeof type !== 'string' || Token.isUnresolved(type) || type.startsWith(BUILT_IN);
}

/**
 * It is not refused: there may be more Regions one day.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/cw_rum_region.html
 */
function warnOfRegion(scope: Construct): void {
  const { region } = Stack.of(scope);
  if (Token.isUnresolved(region) || partitionOf(region).name !== 'aws-cn') return;
  Validations.of(scope).addWarning(
    'cdk-user-telemetry:rum-not-in-region',
    `CloudWatch RUM is not in ${region}, as of November 2026: its deployment will fail. Canaries and backends work there; ` +
      'define the web app in a stack of another Region, as far as the data may leave the country',
  );
}
