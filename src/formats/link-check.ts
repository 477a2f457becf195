/** The environment variable in which `LinkCheck` passes settings to its script, as JSON. */
export const LINK_CHECK = 'LINK_CHECK';

/** What LinkCheck passes to its script, runner/link-check. */
export interface LinkCheckSettings {
  readonly startUrls: string[];
  readonly maxPages: number;
  readonly maxDepth: number;
  readonly external: boolean;
  /** Regular expressions of addresses that are neither checked nor visited. */
  readonly exclude: string[];
  readonly linkTimeoutMs: number;
  readonly requestsPerSecond: number;
  readonly budgetMs: number;
}
