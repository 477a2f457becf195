/**
 * How much a dashboard shows.
 */
export enum DashboardVariant {
  /** Health at a glance, the alarms, and every layer in detail. */
  DETAIL = 'detail',

  /**
   * Health at a glance, the alarms, the objectives, and what you add. As the other one, it goes on in further dashboards
   * where there is more of these than one holds.
   */
  SUMMARY = 'summary',
}
