/**
 * What kind of application an app monitor watches.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM.html
 */
export enum Platform {
  /** A web application; browsers report. */
  WEB = 'Web',

  /** An iOS application; the AWS Distro for OpenTelemetry for Swift reports. */
  IOS = 'iOS',

  /** An Android application; the AWS Distro for OpenTelemetry for Android reports. */
  ANDROID = 'Android',
}
