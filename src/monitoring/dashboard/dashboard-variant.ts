/**
 * How much a dashboard shows.
 */
export enum DashboardVariant {
  /** Health at a glance, the alarms, and every layer in detail. */
  DETAIL = 'detail',

  /** Health at a glance, the alarms, the objectives, and what you add. */
  SUMMARY = 'summary',
}
