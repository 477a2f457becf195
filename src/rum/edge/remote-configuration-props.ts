import type { Distribution } from 'aws-cdk-lib/aws-cloudfront';

/**
 * Properties of a `RemoteConfiguration`.
 */
export interface RemoteConfigurationProps {
  /**
   * The distribution that serves the pages; it gets a behavior and an origin.
   */
  readonly distribution: Distribution;

  /**
   * Where the pages ask for it: 2 to 200 letters, digits, `.`, `_`, `~`, `-` or `/`, beginning with `/` and not ending
   * with it.
   *
   * @default - a path that derives from the construct's path and is no word, such as `/q7hx2bkd`
   */
  readonly path?: string;
}

/**
 * What can be changed without a deployment; what is left out stays as it was stated at deployment.
 */
export interface RemoteConfigurationValues {
  /**
   * Whether pages record and send anything at all.
   *
   * @default - as stated at deployment, which is true
   */
  readonly enabled?: boolean;

  /**
   * The share of sessions that are recorded, from 0 to 1. Lowering it also ends the recording of sessions under way.
   *
   * @default - the web app's `sessionSampleRate`
   */
  readonly sessionSampleRate?: number;
}
