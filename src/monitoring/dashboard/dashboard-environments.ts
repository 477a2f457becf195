/**
 * Environments whose dashboards differ in names only, among which a reader chooses.
 */
export interface DashboardEnvironments {
  /**
   * What names in this dashboard have in them for the environment that it is of, such as `prod`.
   *
   * CloudWatch replaces it wherever it stands in the dashboard, also in queries and names of metrics: where it is a part of
   * those, as `test` is of `latest`, it is refused. Take more of the names then, such as `-test`.
   */
  readonly current: string;

  /**
   * What the same names have in them in the others, such as `staging`: the same account and Region, the same parts.
   */
  readonly others: string[];
}
