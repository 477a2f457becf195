import type { IConstruct } from 'constructs';

/**
 * What a cost estimate is told: how many users come, and what they do.
 */
export interface CostEstimateOptions {
  /**
   * Sessions of real users in a month, at least 0, in all app monitors together.
   */
  readonly monthlySessions: number;

  /**
   * Page views of a session.
   *
   * @default 4
   */
  readonly pagesPerSession?: number;

  /**
   * Requests that a page makes by `fetch` or `XMLHttpRequest`.
   *
   * @default 1
   */
  readonly requestsPerPage?: number;

  /**
   * Events of transactions, features and of your own that a session reports to CloudWatch RUM.
   *
   * @default 2
   */
  readonly customEventsPerSession?: number;

  /**
   * Events that a page view sends to the event pipeline: clicks, requests, the page view itself.
   *
   * @default 6
   */
  readonly pipelineEventsPerPage?: number;

  /**
   * The share of requests whose trace AWS X-Ray records, from 0 to 1.
   *
   * @default 0.05
   */
  readonly tracedShare?: number;

  /**
   * How long a run of a canary takes, in seconds.
   *
   * @default 20
   */
  readonly canarySeconds?: number;

  /**
   * Custom metrics of a backend.
   *
   * @default 5
   */
  readonly metricsPerBackend?: number;

  /**
   * The Region whose prices are taken.
   *
   * @default - that of each stack, and where it is told at deployment the prices of us-east-1, which `unknown` says
   */
  readonly region?: string;

  /**
   * Takes off what each account has free each month: as if nothing else in the account used it up.
   *
   * @default false
   */
  readonly freeTier?: boolean;
}

/**
 * What `CostEstimate` is told.
 */
export interface CostEstimateProps extends CostEstimateOptions {
  /**
   * Further constructs whose resources count, such as stacks that have parts of the telemetry. None counts twice.
   *
   * @default - none
   */
  readonly further?: IConstruct[];
}

/**
 * What something costs in a month of 30 days.
 */
export interface CostEstimateItem {
  /**
   * What it is, such as `CloudWatch RUM: events`.
   */
  readonly name: string;

  /**
   * In USD.
   */
  readonly monthlyUsd: number;

  /**
   * How much of what, and what was assumed.
   */
  readonly basis: string;

  /**
   * Some price of it is not known in its Region: that of us-east-1 was taken, a lower bound as far as is known.
   */
  readonly isLowerBound: boolean;
}

/**
 * What would be cheaper.
 */
export interface CostSaving {
  /**
   * What to do.
   */
  readonly what: string;

  /**
   * What it would take off, in USD, by itself.
   */
  readonly monthlyUsd: number;

  /**
   * What one has less for it.
   */
  readonly tradeOff: string;
}
