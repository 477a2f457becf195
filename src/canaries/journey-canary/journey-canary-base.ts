import { type Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { BrowserType } from 'aws-cdk-lib/aws-synthetics';
import type { Construct } from 'constructs';
import type { IJourneyCanary, Watched } from '../canary/canary-metrics';
import { CanaryMetricsBase } from '../canary/canary-metrics-base';
import type { SchedulePlan } from '../schedule/schedule-plan';

/**
 * What canaries of this app and imported ones have in common.
 * @internal
 */
export abstract class JourneyCanaryBase extends CanaryMetricsBase implements IJourneyCanary {
  /**
   * How many requests of the runs were answered with a status from 200 to 299.
   *
   * Sum over 5 minutes by default.
   */
  public metricHttp2xxCount(options?: MetricOptions): Metric {
    return this._metric('2xx', Stats.SUM, options);
  }

  /**
   * How many requests of the runs were answered with a status from 400 to 499.
   *
   * Sum over 5 minutes by default.
   */
  public metricHttp4xxCount(options?: MetricOptions): Metric {
    return this._metric('4xx', Stats.SUM, options);
  }

  /**
   * How many requests of the runs were answered with a status from 500 to 599.
   *
   * Sum over 5 minutes by default.
   */
  public metricHttp5xxCount(options?: MetricOptions): Metric {
    return this._metric('5xx', Stats.SUM, options);
  }

  /**
   * How many requests of the runs got no answer.
   *
   * Sum over 5 minutes by default.
   */
  public metricFailedRequests(options?: MetricOptions): Metric {
    return this._metric('Failed requests', Stats.SUM, options);
  }

  /**
   * How often runs were tried again. There are values only where runs were.
   *
   * Sum over 5 minutes by default.
   */
  public metricRetries(options?: MetricOptions): Metric {
    return this._metric('RetryCount', Stats.SUM, options);
  }

  /**
   * The share of runs that succeeded at the first or a later attempt, in percent.
   *
   * Average over 5 minutes by default.
   */
  public metricSuccessPercentWithRetries(options?: MetricOptions): Metric {
    return this._metric('SuccessPercentWithRetries', Stats.AVERAGE, options);
  }

  /**
   * The share of dry runs that succeeded, in percent.
   *
   * Average over 5 minutes by default.
   */
  public metricDryRunSuccessPercent(options?: MetricOptions): Metric {
    return this._metric('SuccessPercentDryRun', Stats.AVERAGE, options);
  }

  /**
   * How long dry runs took, in milliseconds.
   *
   * Average over 5 minutes by default.
   */
  public metricDryRunDuration(options?: MetricOptions): Metric {
    return this._metric('DurationDryRun', Stats.AVERAGE, options);
  }

  /**
   * How much of its temporary storage a run used, in percent.
   *
   * Maximum over 5 minutes by default.
   */
  public metricEphemeralStorageUsage(options?: MetricOptions): Metric {
    return this._metric('EphemeralStorageUsagePercent', Stats.MAXIMUM, options);
  }

  /**
   * The share of runs that succeeded in a browser, in percent. It exists if there are several browsers.
   *
   * Average over 5 minutes by default.
   */
  public metricBrowserSuccessPercent(browser: BrowserType, options?: MetricOptions): Metric {
    return this._metric('SuccessPercent', Stats.AVERAGE, options, { Browser: browser });
  }

  /**
   * How long runs in a browser took, in milliseconds. It exists if there are several browsers.
   *
   * Average over 5 minutes by default.
   */
  public metricBrowserDuration(browser: BrowserType, options?: MetricOptions): Metric {
    return this._metric('Duration', Stats.AVERAGE, options, { Browser: browser });
  }

  /**
   * The share of runs that succeeded in a location, in percent. It exists if there are replicas.
   *
   * Average over 5 minutes by default.
   *
   * @param location the Region of the canary or of one of its replicas
   */
  public metricLocationSuccessPercent(location: string, options?: MetricOptions): Metric {
    return this._metric('SuccessPercent', Stats.AVERAGE, options, { Location: location });
  }

  /**
   * How long runs in a location took, in milliseconds. It exists if there are replicas.
   *
   * Average over 5 minutes by default.
   *
   * @param location the Region of the canary or of one of its replicas
   */
  public metricLocationDuration(location: string, options?: MetricOptions): Metric {
    return this._metric('Duration', Stats.AVERAGE, options, { Location: location });
  }
}

/** A canary that is known by its name: an existing one, or one of several that play a journey. */
export class NamedJourneyCanary extends JourneyCanaryBase {
  /** @internal */
  public readonly _watched?: Watched;

  constructor(
    scope: Construct,
    id: string,
    public readonly canaryName: string,
    known?: { readonly plan: SchedulePlan; readonly steps: string[] },
  ) {
    super(scope, id);
    if (!known) return;
    this._watched = { steps: known.steps, rates: [{ plan: known.plan, members: [{ canary: this }] }], regions: [] };
  }
}
