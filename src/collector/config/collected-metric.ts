/**
 * An OpenTelemetry metric that the collector turns into a CloudWatch metric.
 */
export interface CollectedMetric {
  /**
   * The name of the OpenTelemetry instrument, such as `cart.items`.
   */
  readonly metricName: string;

  /**
   * The attributes that become dimensions: 1 to 10 names.
   *
   * Besides the attributes that your code records, `application` and `service` can be named. CloudWatch bills every
   * combination of their values as a metric: name only what takes few values, never a user or a session. The name of a
   * metric is none: in the log event that CloudWatch reads the number stands there.
   */
  readonly dimensions: string[];

  /**
   * The CloudWatch unit, such as `Count`.
   *
   * @default - of histograms and gauges the unit of the instrument, where CloudWatch knows it; of counters none
   */
  readonly unit?: string;
}
