import type { IDependable } from 'constructs';

/**
 * Where the source maps of a web application are, so that CloudWatch RUM can read minified stack traces.
 *
 * `SourceMaps` is one.
 */
export interface ISourceMaps {
  /**
   * The bucket or folder of the source maps, such as `s3://bucket/maps/`.
   */
  readonly s3Uri: string;

  /**
   * What has to exist before the app monitor: CloudWatch RUM refuses a bucket that it can't read yet.
   *
   * It has to include the bucket's policy.
   */
  readonly dependable: IDependable;

  /**
   * The release that the newest source maps belong to; a `WebApp` has browsers send it along.
   *
   * @default - the client has to be told by its `releaseId`
   */
  readonly releaseId?: string;
}
