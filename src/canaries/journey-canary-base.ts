import { Token } from 'aws-cdk-lib';
import { Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { BrowserType } from 'aws-cdk-lib/aws-synthetics';
import { Construct } from 'constructs';
import { fail } from '../private/errors';
import type { IJourneyCanary } from './canary-metrics';

/**
 * What canaries of this app and imported ones have in common.
 * @internal
 */
export abstract class JourneyCanaryBase extends Construct implements IJourneyCanary {
  public abstract readonly canaryName: string;

  /**
   * Undefined: unknown, as in an imported canary.
   * @internal
   */
  protected abstract readonly _steps?: string[];

  /**
   * The share of runs that succeeded, in percent.
   *
   * A run that the service had to end publishes no value. Average over 5 minutes by default.
   */
  public metricSuccessPercent(options?: MetricOptions): Metric {
    return this.metric('SuccessPercent', Stats.AVERAGE, options);
  }

  /**
   * How long runs took, in milliseconds.
   *
   * Average over 5 minutes by default.
   */
  public metricDuration(options?: MetricOptions): Metric {
    return this.metric('Duration', Stats.AVERAGE, options);
  }

  /**
   * How many runs failed for reasons of the canary itself, such as a timeout.
   *
   * Sum over 5 minutes by default.
   */
  public metricFailed(options?: MetricOptions): Metric {
    return this.metric('Failed', Stats.SUM, options);
  }

  /**
   * How many requests of the runs were answered with a status from 200 to 299.
   *
   * Sum over 5 minutes by default.
   */
  public metricHttp2xxCount(options?: MetricOptions): Metric {
    return this.metric('2xx', Stats.SUM, options);
  }

  /**
   * How many requests of the runs were answered with a status from 400 to 499.
   *
   * Sum over 5 minutes by default.
   */
  public metricHttp4xxCount(options?: MetricOptions): Metric {
    return this.metric('4xx', Stats.SUM, options);
  }

  /**
   * How many requests of the runs were answered with a status from 500 to 599.
   *
   * Sum over 5 minutes by default.
   */
  public metricHttp5xxCount(options?: MetricOptions): Metric {
    return this.metric('5xx', Stats.SUM, options);
  }

  /**
   * How many requests of the runs got no answer.
   *
   * Sum over 5 minutes by default.
   */
  public metricFailedRequests(options?: MetricOptions): Metric {
    return this.metric('Failed requests', Stats.SUM, options);
  }

  /**
   * How often runs were tried again. There are values only where runs were.
   *
   * Sum over 5 minutes by default.
   */
  public metricRetries(options?: MetricOptions): Metric {
    return this.metric('RetryCount', Stats.SUM, options);
  }

  /**
   * The share of runs that succeeded at the first or a later attempt, in percent.
   *
   * Average over 5 minutes by default.
   */
  public metricSuccessPercentWithRetries(options?: MetricOptions): Metric {
    return this.metric('SuccessPercentWithRetries', Stats.AVERAGE, options);
  }

  /**
   * The share of dry runs that succeeded, in percent.
   *
   * Average over 5 minutes by default.
   */
  public metricDryRunSuccessPercent(options?: MetricOptions): Metric {
    return this.metric('SuccessPercentDryRun', Stats.AVERAGE, options);
  }

  /**
   * How long dry runs took, in milliseconds.
   *
   * Average over 5 minutes by default.
   */
  public metricDryRunDuration(options?: MetricOptions): Metric {
    return this.metric('DurationDryRun', Stats.AVERAGE, options);
  }

  /**
   * How much of its temporary storage a run used, in percent.
   *
   * Maximum over 5 minutes by default.
   */
  public metricEphemeralStorageUsage(options?: MetricOptions): Metric {
    return this.metric('EphemeralStorageUsagePercent', Stats.MAXIMUM, options);
  }

  /**
   * The share of runs in which a step succeeded, in percent, of those that came to it.
   *
   * Average over 5 minutes by default.
   *
   * @param step the name of a step of the journey
   */
  public metricStepSuccessPercent(step: string, options?: MetricOptions): Metric {
    return this.metric('SuccessPercent', Stats.AVERAGE, options, this.stepDimension(step));
  }

  /**
   * How long a step took, in milliseconds.
   *
   * Average over 5 minutes by default.
   *
   * @param step the name of a step of the journey
   */
  public metricStepDuration(step: string, options?: MetricOptions): Metric {
    return this.metric('Duration', Stats.AVERAGE, options, this.stepDimension(step));
  }

  /**
   * The share of runs that succeeded in a browser, in percent. It exists if there are several browsers.
   *
   * Average over 5 minutes by default.
   */
  public metricBrowserSuccessPercent(browser: BrowserType, options?: MetricOptions): Metric {
    return this.metric('SuccessPercent', Stats.AVERAGE, options, { Browser: browser });
  }

  /**
   * How long runs in a browser took, in milliseconds. It exists if there are several browsers.
   *
   * Average over 5 minutes by default.
   */
  public metricBrowserDuration(browser: BrowserType, options?: MetricOptions): Metric {
    return this.metric('Duration', Stats.AVERAGE, options, { Browser: browser });
  }

  /**
   * The share of runs that succeeded in a location, in percent. It exists if there are replicas.
   *
   * Average over 5 minutes by default.
   *
   * @param location the Region of the canary or of one of its replicas
   */
  public metricLocationSuccessPercent(location: string, options?: MetricOptions): Metric {
    return this.metric('SuccessPercent', Stats.AVERAGE, options, { Location: location });
  }

  /**
   * How long runs in a location took, in milliseconds. It exists if there are replicas.
   *
   * Average over 5 minutes by default.
   *
   * @param location the Region of the canary or of one of its replicas
   */
  public metricLocationDuration(location: string, options?: MetricOptions): Metric {
    return this.metric('Duration', Stats.AVERAGE, options, { Location: location });
  }

  private stepDimension(step: string): { [name: string]: string } {
    const steps = this._steps;
    if (steps && !Token.isUnresolved(step) && !steps.includes(step)) {
      fail(this, {
        what: 'step',
        got: step,
        expected: `a step of the journey: ${steps.map((name) => JSON.stringify(name)).join(', ')}`,
        fix: 'pass one of stepNames',
      });
    }
    return { StepName: step };
  }

  private metric(
    metricName: string,
    statistic: string,
    options?: MetricOptions,
    dimensions?: { [name: string]: string },
  ): Metric {
    return new Metric({
      namespace: 'CloudWatchSynthetics',
      metricName,
      statistic,
      dimensionsMap: { CanaryName: this.canaryName, ...dimensions },
      ...options,
    }).attachTo(this);
  }
}

/** A canary that is known by its name: an existing one, or one of several that play a journey. */
export class NamedJourneyCanary extends JourneyCanaryBase {
  constructor(
    scope: Construct,
    id: string,
    public readonly canaryName: string,
    /** @internal */
    protected readonly _steps?: string[],
  ) {
    super(scope, id);
  }
}
