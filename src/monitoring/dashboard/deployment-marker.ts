/**
 * A deployment that graphs mark, so that what changed with it can be seen.
 */
export interface DeploymentMarker {
  /**
   * What was deployed, such as a version.
   */
  readonly label: string;

  /**
   * When, in UTC: `2026-11-28T14:05:00Z`.
   */
  readonly time: string;
}
