import { Tokenization } from 'aws-cdk-lib';
import {
  BUILT_IN,
  FEATURE_EVENT,
  type FeatureDetails,
  PAGE_VIEW_EVENT,
  type TransactionDetails,
  transactionEvent,
} from '../../formats/browser-events';
import { ENGAGEMENT_EVENT, type EngagementDetails } from '../../formats/interactions';
import { SYNTHETIC_ATTRIBUTE, SYNTHETICS_USER_AGENT } from '../../formats/synthetic';

/**
 * What the events that CloudWatch RUM logs tell by themselves, in the language of CloudWatch Logs Insights.
 *
 * Fields are those that it finds in JSON by itself. A name with another character than letters, digits, "." and "@" needs
 * backticks, so the release is read by `parse`.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Stats.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Guidelines.html
 */
export interface LogQuery {
  /** Also the id of its construct. */
  readonly id: string;
  readonly title: string;
  readonly lines: readonly string[];
}

const SESSION = 'user_details.sessionId';
const PAGE = 'metadata.pageId';

/** Wherever it was recorded: in the user agent, or as an attribute, whose dots some write as underscores. */
const REAL = `filter @message not like /${SYNTHETICS_USER_AGENT}|${SYNTHETIC_ATTRIBUTE.replaceAll('.', '[._]')}/`;

const RELEASE = 'parse @message /"aws:releaseId"\\s*:\\s*"(?<release>[^"]*)"/';

const VITALS = ['largest_contentful_paint', 'interaction_to_next_paint', 'cumulative_layout_shift'];
const TRANSACTION: keyof TransactionDetails = 'transaction';
const FEATURE: keyof FeatureDetails = 'feature';
const VIEWS: keyof EngagementDetails = 'views';
const FRUSTRATED: keyof EngagementDetails = 'frustrated';

/** An approximation where there are very many distinct values. */
const SESSIONS = `count_distinct(${SESSION}) as sessions`;
const USERS = 'count_distinct(user_details.userId) as users';

/** Of every app monitor of web pages. */
const ALWAYS: readonly LogQuery[] = [
  {
    id: 'Pages',
    title: 'Pages most visited',
    lines: [of(PAGE_VIEW_EVENT), REAL, `stats count(*) as views, ${SESSIONS} by ${PAGE}`, ...top('views')],
  },
  {
    id: 'Referrers',
    title: 'Referrers',
    lines: [
      `${of(PAGE_VIEW_EVENT)} and event_details.referrerDomain != metadata.domain`,
      REAL,
      `stats ${SESSIONS} by event_details.referrerDomain`,
      ...top('sessions'),
    ],
  },
];

/** Of those that know sessions. */
const WITH_COOKIES: readonly LogQuery[] = [
  {
    id: 'Sessions',
    title: 'Sessions by day',
    lines: [
      of(PAGE_VIEW_EVENT),
      REAL,
      `stats ${SESSIONS}, count(*) as views, count(*) / count_distinct(${SESSION}) as views_per_session by bin(1d) as day`,
      'sort day asc',
    ],
  },
  {
    id: 'SessionLength',
    title: 'Sessions, their length',
    lines: [
      `filter ispresent(${SESSION})`,
      REAL,
      `stats sum(strcontains(event_type, "${PAGE_VIEW_EVENT}")) as views, (max(event_timestamp) - min(event_timestamp)) / 1000 as seconds by ${SESSION}`,
      'stats count(*) as sessions, avg(views) as views_per_session, pct(seconds, 50) as median_seconds, pct(seconds, 90) as p90_seconds',
    ],
  },
  {
    id: 'ActiveUsers',
    title: 'Users by day',
    lines: [of(PAGE_VIEW_EVENT), REAL, `stats ${USERS} by bin(1d) as day`, 'sort day asc'],
  },
];

const ERROR_EVENT = `${BUILT_IN}js_error_event`;

/** When a release was seen first: what CloudWatch has no marker for on graphs. */
const RELEASES: LogQuery = {
  id: 'Releases',
  title: 'Releases, newest first',
  lines: [
    of(PAGE_VIEW_EVENT),
    REAL,
    RELEASE,
    `stats earliest(@timestamp) as first_seen, latest(@timestamp) as last_seen, count(*) as views, ${SESSIONS} by release, application_version`,
    ...top('first_seen'),
  ],
};

const BROWSERS: LogQuery = {
  id: 'Browsers',
  title: 'Countries and browsers',
  lines: [
    of(PAGE_VIEW_EVENT),
    REAL,
    `stats count(*) as views, ${SESSIONS} by metadata.countryCode, metadata.browserName`,
    ...top('views'),
  ],
};

const ERRORS: LogQuery = {
  id: 'JsErrors',
  title: 'JavaScript errors by page and release',
  lines: [
    of(ERROR_EVENT),
    REAL,
    RELEASE,
    `stats count(*) as errors, ${SESSIONS} by ${PAGE}, release, event_details.type, event_details.message`,
    ...top('errors'),
  ],
};

const WEB_VITALS: LogQuery = {
  id: 'WebVitals',
  title: 'Web vitals by page',
  lines: [
    `filter event_type in [${VITALS.map((vital) => `"${BUILT_IN}${vital}_event"`).join(', ')}]`,
    REAL,
    `stats pct(event_details.value, 75) as p75, count(*) as samples by ${PAGE}, event_type`,
    ...top('samples'),
  ],
};

export const FRUSTRATION: LogQuery = {
  id: 'Frustration',
  title: 'Clicks in vain by page',
  lines: [
    of(ENGAGEMENT_EVENT),
    REAL,
    `stats sum(event_details.${FRUSTRATED}) as in_vain, sum(event_details.${VIEWS}) as views, 100 * sum(event_details.${FRUSTRATED}) / sum(event_details.${VIEWS}) as per_100_views by ${PAGE}`,
    ...top('in_vain'),
  ],
};

export const TRANSACTIONS: LogQuery = {
  id: 'Transactions',
  title: 'Transactions',
  lines: [
    'filter event_type like /^user_telemetry\\.transaction_/',
    REAL,
    `stats ${(['started', 'completed', 'abandoned'] as const)
      .map((outcome) => `${ofType(outcome)} as ${outcome}`)
      .join(
        ', ',
      )}, 100 * ${ofType('completed')} / ${ofType('started')} as completed_percent by event_details.${TRANSACTION}`,
    ...top('started'),
  ],
};

export const FEATURES: LogQuery = {
  id: 'Features',
  title: 'Features',
  lines: [of(FEATURE_EVENT), REAL, `stats count(*) as uses, ${USERS} by event_details.${FEATURE}`, ...top('uses')],
};

/** JavaScript errors per 100 page views, by page and release; of fewer page views as if there had been as many. */
export function errorsByRelease(minimumPageViews: number): { readonly query: string[]; readonly aggregation: string } {
  const counts = `${countOf(ERROR_EVENT)} as errors, ${countOf(PAGE_VIEW_EVENT)} as views`;
  return {
    query: [
      `filter event_type in ["${ERROR_EVENT}", "${PAGE_VIEW_EVENT}"]`,
      REAL,
      RELEASE,
      `fields ${PAGE} as page, coalesce(release, "none") as release_id`,
      `stats ${counts} by page, release_id`,
      `fields 100 * errors / greatest(views, ${Tokenization.stringifyNumber(minimumPageViews)}) as share`,
    ],
    aggregation: 'max(share) by page, release_id',
  };
}

/** What an app monitor reports. */
interface Reported {
  readonly cookies: boolean;
  readonly errors: boolean;
  readonly performance: boolean;
}

/** Those that will have an answer whatever else is declared. */
export function queriesOf({ cookies, errors, performance }: Reported): LogQuery[] {
  return [
    ...ALWAYS,
    ...(cookies ? WITH_COOKIES : []),
    ...(errors ? [ERRORS] : []),
    ...(performance ? [WEB_VITALS] : []),
  ];
}

/** Those that answer what a dashboard's metrics leave open; each is run, and charged, when somebody looks. */
export function shownQueriesOf({ errors, performance }: Omit<Reported, 'cookies'>, interactions: boolean): LogQuery[] {
  return [
    ...(errors ? [ERRORS] : []),
    ...(performance ? [WEB_VITALS] : []),
    ...(interactions ? [FRUSTRATION] : []),
    BROWSERS,
    RELEASES,
  ];
}

function of(eventType: string): string {
  return `filter event_type = "${eventType}"`;
}

function ofType(outcome: Parameters<typeof transactionEvent>[0]): string {
  return countOf(transactionEvent(outcome));
}

function countOf(eventType: string): string {
  return `sum(strcontains(event_type, "${eventType}"))`;
}

function top(field: string): string[] {
  return [`sort ${field} desc`, 'limit 100'];
}
