import type { IConstruct } from 'constructs';
import { checkPattern, checkUnique } from '../../private/checks';

/**
 * Environments whose dashboards differ in names only, among which a reader chooses.
 */
export interface DashboardEnvironments {
  /**
   * What names in this dashboard have in them for the environment that it is of, such as `prod`.
   *
   * CloudWatch replaces it wherever it stands in the dashboard: let it be part of no other word.
   */
  readonly current: string;

  /**
   * What the same names have in them in the others, such as `staging`: the same account and Region, the same parts.
   */
  readonly others: string[];
}

export function checkEnvironments(scope: IConstruct, { current, others }: DashboardEnvironments): void {
  const rule = {
    pattern: /^[A-Za-z0-9_-]{2,64}$/,
    expected: '2 to 64 letters, digits, "-" or "_"',
    fix: 'pass the part of physical names that tells the environment, such as "prod"',
  };
  checkPattern(scope, 'environments.current', current, rule);
  others.forEach((other, index) => {
    checkPattern(scope, `environments.others[${index}]`, other, rule);
  });
  checkUnique(scope, 'environments', [current, ...others], {
    expected: 'different environments',
    fix: 'name each once',
  });
}
