import { GRID } from '../interactions';

/** What is told of each event, beside its id, its name and its time: what senders may state, and the table's columns. */

/** The types of columns, of which an old file bears no change: whole numbers are always `bigint`. */
export type ColumnType = 'string' | 'bigint' | 'double' | 'boolean';

export interface Field {
  /** Of the table; the sender's key is the same in camel case. */
  readonly column: string;
  readonly type: ColumnType;
  readonly comment: string;
  /** Of a number: what is beyond was made up, and would make sums overflow, or wrong. */
  readonly minimum?: number;
  readonly maximum?: number;
}

/** In milliseconds: of one page view nobody is active for longer. */
export const MAX_ENGAGED_MS = 86_400_000;

/** What senders may state, for an event or for all events of a batch. */
export const SENT_FIELDS = {
  application: { column: 'application', type: 'string', comment: 'the application that the sender belongs to' },
  release: { column: 'release', type: 'string', comment: 'the version of the application' },
  sessionId: { column: 'session_id', type: 'string', comment: 'the session, the same as in CloudWatch RUM' },
  anonymousId: {
    column: 'anonymous_id',
    type: 'string',
    comment: 'the browser, the same as the user in CloudWatch RUM',
  },
  userId: { column: 'user_id', type: 'string', comment: 'the pseudonym of a user whom the application knows' },
  page: { column: 'page', type: 'string', comment: 'the page as it is reported, such as /orders/:id' },
  referrer: { column: 'referrer', type: 'string', comment: 'the host that the user came from' },
  utmSource: { column: 'utm_source', type: 'string', comment: 'the campaign: where its link stood' },
  utmMedium: { column: 'utm_medium', type: 'string', comment: 'the campaign: by which kind of link' },
  utmCampaign: { column: 'utm_campaign', type: 'string', comment: 'the campaign: its name' },
  utmContent: { column: 'utm_content', type: 'string', comment: 'the campaign: which of its links' },
  utmTerm: { column: 'utm_term', type: 'string', comment: 'the campaign: what was searched for' },
  language: { column: 'language', type: 'string', comment: 'of the browser, such as en-US' },
  transaction: { column: 'transaction_name', type: 'string', comment: 'the transaction that the event belongs to' },
  attempt: { column: 'attempt', type: 'string', comment: 'the same for all events of one attempt of a transaction' },
  reason: { column: 'reason', type: 'string', comment: 'why the transaction ended' },
  feature: { column: 'feature', type: 'string', comment: 'the feature that was used' },
  element: { column: 'element', type: 'string', comment: 'what was clicked, as a person would name it' },
  elementRole: { column: 'element_role', type: 'string', comment: 'its ARIA role' },
  selector: { column: 'selector', type: 'string', comment: 'its stable selector' },
  gridX: {
    column: 'grid_x',
    type: 'bigint',
    minimum: 0,
    maximum: GRID.columns - 1,
    comment: 'the column of a coarse grid over the page that was clicked',
  },
  gridY: { column: 'grid_y', type: 'bigint', minimum: 0, maximum: GRID.rows - 1, comment: 'the row of that grid' },
  frustration: { column: 'frustration', type: 'string', comment: 'dead, rage or error, of a click' },
  engagedMs: {
    column: 'engaged_ms',
    type: 'bigint',
    minimum: 0,
    maximum: MAX_ENGAGED_MS,
    comment: 'milliseconds visible, in focus and active',
  },
  scrollDepth: {
    column: 'scroll_depth',
    type: 'double',
    minimum: 0,
    maximum: 1,
    comment: 'the share of the page that was seen, 0 to 1',
  },
  endpoint: { column: 'endpoint', type: 'string', comment: 'what was requested, such as GET /api/orders/:id' },
  status: {
    column: 'status',
    type: 'bigint',
    minimum: 0,
    maximum: 999,
    comment: 'of the response, 0 where there was none',
  },
  durationMs: { column: 'duration_ms', type: 'double', minimum: 0, comment: 'how long it took, in milliseconds' },
  errorType: { column: 'error_type', type: 'string', comment: 'the name of the error, such as TypeError' },
  synthetic: { column: 'is_synthetic', type: 'boolean', comment: 'whether a canary caused it' },
} as const satisfies Record<string, Field>;

/** What only the ingest states. */
export const STATED_FIELDS = {
  id: { column: 'event_id', type: 'string', comment: 'made by the sender: copies of an event have the same' },
  name: { column: 'event_name', type: 'string', comment: 'what happened, such as page_view' },
  time: {
    column: 'event_time',
    type: 'bigint',
    comment: 'when it happened, by the clock of the ingest: milliseconds since 1970',
  },
  received: { column: 'received_time', type: 'bigint', comment: 'when it was taken in: milliseconds since 1970' },
  skew: { column: 'clock_skew_ms', type: 'bigint', comment: "what was added to the sender's clock" },
  sender: { column: 'sender', type: 'string', comment: 'browser, backend, rum or pinpoint' },
  browser: { column: 'browser', type: 'string', comment: 'of the user agent, such as Chrome' },
  os: { column: 'os', type: 'string', comment: 'of the user agent, such as Windows' },
  device: { column: 'device', type: 'string', comment: 'desktop, mobile, tablet or other' },
  country: { column: 'country', type: 'string', comment: 'two letters, where the edge tells it' },
  bot: { column: 'is_bot', type: 'boolean', comment: 'whether the user agent says so' },
  properties: { column: 'properties', type: 'string', comment: 'what no column has, as JSON text' },
} as const satisfies Record<string, Field>;

/** The day of `event_time` in UTC, `2026-11-28`: one folder each. */
export const PARTITION_COLUMN = 'dt';

/** Properties that an event catalog declares have columns of their own, which can't be mistaken for the others. */
export function propertyColumn(property: string): string {
  return `p_${property
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toLowerCase()}`;
}
