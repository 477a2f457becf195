import { Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { checkOneOf } from '../../private/checks';
import type { ICanaryMetrics, Watched } from './canary-metrics';

/**
 * The metrics that all canaries have.
 * @internal
 */
export abstract class CanaryMetricsBase extends Construct implements ICanaryMetrics {
  public abstract readonly canaryName: string;

  /** @internal */
  public abstract readonly _watched?: Watched;

  /**
   * The share of runs that succeeded, in percent.
   *
   * A run that the service had to end publishes no value. Average over 5 minutes by default.
   */
  public metricSuccessPercent(options?: MetricOptions): Metric {
    return this._metric('SuccessPercent', Stats.AVERAGE, options);
  }

  /**
   * How long runs took, in milliseconds.
   *
   * Average over 5 minutes by default.
   */
  public metricDuration(options?: MetricOptions): Metric {
    return this._metric('Duration', Stats.AVERAGE, options);
  }

  /**
   * How many runs failed for reasons of the canary itself, such as a timeout.
   *
   * Sum over 5 minutes by default.
   */
  public metricFailed(options?: MetricOptions): Metric {
    return this._metric('Failed', Stats.SUM, options);
  }

  /**
   * The share of runs in which a step succeeded, in percent, of those that came to it.
   *
   * Average over 5 minutes by default.
   *
   * @param step the name of a step of the journey, or of a check
   */
  public metricStepSuccessPercent(step: string, options?: MetricOptions): Metric {
    return this._metric('SuccessPercent', Stats.AVERAGE, options, this.stepDimension(step));
  }

  /**
   * How long a step took, in milliseconds.
   *
   * Average over 5 minutes by default.
   *
   * @param step the name of a step of the journey, or of a check
   */
  public metricStepDuration(step: string, options?: MetricOptions): Metric {
    return this._metric('Duration', Stats.AVERAGE, options, this.stepDimension(step));
  }

  /** @internal */
  protected _metric(
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

  private stepDimension(step: string): { [name: string]: string } {
    if (this._watched) checkOneOf(this, 'step', step, this._watched.steps, 'pass one of stepNames');
    return { StepName: step };
  }
}
