/** What an incident does to users and to telemetry while it is at its height. What is left out is as always. */
export interface Effects {
  /** The share of sessions that never begin, as far as CloudWatch RUM sees: pages don't load, or without the client. */
  readonly lost?: number;
  /** As `lost`, but users notice nothing: telemetry is blocked. */
  readonly unseen?: number;
  /** JavaScript errors and responses with a 5xx status code that come besides the usual ones, per page view. */
  readonly jsErrors?: number;
  readonly serverErrors?: number;
  /** The share of page loads that take so many times as long. */
  readonly slow?: number;
  readonly slower?: number;
  /** The share of transactions that are begun and would have been completed, but are not. */
  readonly abandoned?: number;
  /** The share of runs of each journey that fail, and how many times as long they take. */
  readonly failing?: readonly [number, number];
  readonly longer?: number;
  /** Whether runs of each journey are missing. */
  readonly dead?: readonly [boolean, boolean];
  /** By how many minutes metrics of RUM come later. */
  readonly delay?: number;
  /** Failed or refused exports of the collectors per minute. */
  readonly failedExports?: number;
  readonly refusedTelemetry?: number;
}
