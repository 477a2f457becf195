import type { Duration } from 'aws-cdk-lib';
import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { BrowserType } from 'aws-cdk-lib/aws-synthetics';
import type { IConstruct } from 'constructs';
import type { JourneySchedule } from '../schedule/journey-schedule';
import type { SchedulePlan } from '../schedule/schedule-plan';
import type { TrafficReconciler } from '../traffic/traffic-reconciler';

/**
 * The metrics that all canaries have: those that play a journey and those that check, of this app or imported.
 *
 * Each metric is over 5 minutes by default.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_metrics.html
 */
export interface ICanaryMetrics extends IConstruct {
  /**
   * The name of the canary.
   */
  readonly canaryName: string;

  /**
   * The share of runs that succeeded, in percent, on average.
   *
   * A run that the service had to end publishes no value.
   */
  metricSuccessPercent(options?: MetricOptions): Metric;

  /**
   * How long runs took, in milliseconds, on average.
   */
  metricDuration(options?: MetricOptions): Metric;

  /**
   * How many runs failed for reasons of the canary itself, such as a timeout: the sum.
   */
  metricFailed(options?: MetricOptions): Metric;

  /**
   * The share of runs in which a step succeeded, in percent, of those that came to it, on average.
   *
   * @param step the name of a step of the journey, or of a check
   */
  metricStepSuccessPercent(step: string, options?: MetricOptions): Metric;

  /**
   * How long a step took, in milliseconds, on average.
   *
   * @param step the name of a step of the journey, or of a check
   */
  metricStepDuration(step: string, options?: MetricOptions): Metric;

  /**
   * What is to be watched of it: made by each canary of this library, unknown of any other.
   * @internal
   */
  readonly _watched?: Watched;
}

/**
 * A canary of this app that runs on a schedule, so that it can be watched: `JourneyCanary`, `HealthChecks` and
 * `LinkCheck`.
 */
export interface IScheduledCanary extends ICanaryMetrics {
  /**
   * When it runs.
   */
  readonly schedule: JourneySchedule;

  /**
   * The names of its steps, in their order.
   */
  readonly stepNames: string[];
}

/**
 * What is to be watched of a canary.
 * @internal
 */
export interface Watched {
  /** The names of its steps, in their order. */
  readonly steps: string[];
  /** The rates at which it runs, at least one. */
  readonly rates: CanaryRate[];
  /** Its own Region and those of its replicas; none if it has no replicas. */
  readonly regions: string[];
  /** How long a run may take; undefined: unknown. */
  readonly timeout?: Duration;
  /** What it means that it fails; undefined: what it means for a journey. */
  readonly failure?: CanaryFailure;
}

/**
 * The canaries that do the same at one rate.
 * @internal
 */
export interface CanaryRate {
  readonly plan: Pick<SchedulePlan, 'id' | 'label' | 'interval' | 'hours'>;
  readonly members: { readonly canary: ICanaryMetrics }[];
  /** What starts and stops them, at times that nobody knows before. */
  readonly traffic?: TrafficReconciler;
}

/**
 * What it means that a canary fails.
 * @internal
 */
export interface CanaryFailure {
  /** What has happened, as a sentence begins. */
  readonly what: string;
  /** What to do about it, in whole sentences. */
  readonly advice: string;
  /** Whether somebody has to be called. */
  readonly urgent: boolean;
}

/**
 * A canary that plays a journey, with its metrics.
 *
 * Each metric is over 5 minutes by default.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_metrics.html
 */
export interface IJourneyCanary extends ICanaryMetrics {
  /**
   * How many requests of the runs were answered with a status from 200 to 299: the sum.
   */
  metricHttp2xxCount(options?: MetricOptions): Metric;

  /**
   * How many requests of the runs were answered with a status from 400 to 499: the sum.
   */
  metricHttp4xxCount(options?: MetricOptions): Metric;

  /**
   * How many requests of the runs were answered with a status from 500 to 599: the sum.
   */
  metricHttp5xxCount(options?: MetricOptions): Metric;

  /**
   * How many requests of the runs got no answer: the sum.
   */
  metricFailedRequests(options?: MetricOptions): Metric;

  /**
   * How often runs were tried again: the sum. There are values only where runs were.
   */
  metricRetries(options?: MetricOptions): Metric;

  /**
   * The share of runs that succeeded at the first or a later attempt, in percent, on average.
   */
  metricSuccessPercentWithRetries(options?: MetricOptions): Metric;

  /**
   * The share of dry runs that succeeded, in percent, on average.
   */
  metricDryRunSuccessPercent(options?: MetricOptions): Metric;

  /**
   * How long dry runs took, in milliseconds, on average.
   */
  metricDryRunDuration(options?: MetricOptions): Metric;

  /**
   * How much of its temporary storage a run used, in percent: the maximum.
   */
  metricEphemeralStorageUsage(options?: MetricOptions): Metric;

  /**
   * The share of runs that succeeded in a browser, in percent, on average. It exists if there are several browsers.
   */
  metricBrowserSuccessPercent(browser: BrowserType, options?: MetricOptions): Metric;

  /**
   * How long runs in a browser took, in milliseconds, on average. It exists if there are several browsers.
   */
  metricBrowserDuration(browser: BrowserType, options?: MetricOptions): Metric;

  /**
   * The share of runs that succeeded in a location, in percent, on average. It exists if there are replicas.
   *
   * @param location the Region of the canary or of one of its replicas
   */
  metricLocationSuccessPercent(location: string, options?: MetricOptions): Metric;

  /**
   * How long runs in a location took, in milliseconds, on average. It exists if there are replicas.
   *
   * @param location the Region of the canary or of one of its replicas
   */
  metricLocationDuration(location: string, options?: MetricOptions): Metric;
}
