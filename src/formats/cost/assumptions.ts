/** What templates don't tell of what a month costs. */

/** One that can be told otherwise. */
interface Assumption {
  readonly default: number;
  /** As a person reads it. */
  readonly what: string;
  readonly max?: number;
}

/** Months are alike here. */
export const DAYS_OF_MONTH = 30;
export const MINUTES_OF_MONTH = DAYS_OF_MONTH * 24 * 60;

/** All but the number of sessions, which nobody can guess. */
export const ASSUMPTIONS = {
  pagesPerSession: { default: 4, what: 'page views of a session' },
  requestsPerPage: { default: 1, what: 'requests that a page makes by fetch or XMLHttpRequest' },
  vitalsPerPage: { default: 5, what: 'events of page loads and web vitals of a page view' },
  errorsPerSession: { default: 0.1, what: 'JavaScript errors of a session' },
  customEventsPerSession: { default: 2, what: 'events of transactions, features and of your own, of a session' },
  rumEventBytes: { default: 1_500, what: 'bytes of an event of CloudWatch RUM in the log' },
  logRetentionDays: { default: 30, what: 'days that logs are kept' },
  tracedShare: { default: 0.05, max: 1, what: 'share of requests whose trace X-Ray records' },
  pipelineEventsPerPage: { default: 6, what: 'events that a page view sends to the event pipeline' },
  eventsPerBatch: { default: 20, what: 'events that are sent to the event pipeline at a time' },
  scannedGigabytes: { default: 10, what: 'GB that queries of Athena scan in a month' },
  canarySeconds: { default: 20, what: 'seconds of a run of a canary' },
  canaryRunKilobytes: { default: 500, what: 'KB of artifacts of a run: screenshots, HAR file, log' },
  canaryLogKilobytes: { default: 5, what: 'KB of the log of a run' },
  metricsPerBackend: { default: 5, what: 'custom metrics of a backend' },
  backendLogBytesPerMinute: { default: 2_048, what: 'bytes of metrics that a backend logs in a minute' },
} as const satisfies { readonly [name: string]: Assumption };

export type AssumptionName = keyof typeof ASSUMPTIONS;

export type Assumptions = { readonly [name in AssumptionName]: number };

export interface Usage extends Partial<Assumptions> {
  readonly monthlySessions: number;
  /** Takes off what each account has free each month. */
  readonly freeTier?: boolean;
}

export function assumptionsOf(usage: Partial<Assumptions>): Assumptions {
  const names = Object.keys(ASSUMPTIONS) as AssumptionName[];
  return Object.fromEntries(names.map((name) => [name, usage[name] ?? ASSUMPTIONS[name].default])) as Assumptions;
}

/** The largest that makes sense; undefined where none is. */
export function maximumOf(name: AssumptionName): number | undefined {
  const assumption: Assumption = ASSUMPTIONS[name];
  return assumption.max;
}
