import type { Dimension } from './event-pattern';

/**
 * A dimension that splits a metric of real users, such as the page or the browser.
 *
 * Without values the dimension has every value that users bring; with values only these count, each as a metric of its
 * own. Each combination of values counts towards the 2000 of an app monitor, and may be charged as a custom metric.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-custom-and-extended-metrics.html
 */
export class MetricDimension {
  /**
   * `PageId`: the page, such as `/checkout`.
   */
  public static pageId(...values: string[]): MetricDimension {
    return new MetricDimension('metadata.pageId', 'PageId', values);
  }

  /**
   * `BrowserName`: the browser, such as `Chrome` or `Firefox`.
   */
  public static browserName(...values: string[]): MetricDimension {
    return new MetricDimension('metadata.browserName', 'BrowserName', values);
  }

  /**
   * `CountryCode`: the country, two letters of ISO 3166 such as `DE`.
   */
  public static countryCode(...values: string[]): MetricDimension {
    return new MetricDimension('metadata.countryCode', 'CountryCode', values);
  }

  /**
   * `DeviceType`: `desktop`, `mobile`, `tablet` or `embedded`.
   */
  public static deviceType(...values: string[]): MetricDimension {
    return new MetricDimension('metadata.deviceType', 'DeviceType', values);
  }

  /**
   * `OSName`: the operating system, such as `Windows` or `iOS`.
   */
  public static osName(...values: string[]): MetricDimension {
    return new MetricDimension('metadata.osName', 'OSName', values);
  }

  /**
   * `FileType`: the type of a page's file, such as `image` or `stylesheet`; only for `PERFORMANCE_RESOURCE_DURATION`.
   */
  public static fileType(...values: string[]): MetricDimension {
    return new MetricDimension('event_details.fileType', 'FileType', values);
  }

  /** @internal */
  public readonly _dimension: Dimension;

  private constructor(field: string, name: string, values: string[]) {
    this._dimension = { field, name, values: values.length > 0 ? values : [{ exists: true }] };
  }
}
