import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';

/**
 * Properties of `SourceMaps`.
 */
export interface SourceMapsProps {
  /**
   * The folder that the bundler writes to: all source maps of scripts in it and in its subfolders are taken.
   *
   * Each has at most 50 MB. Relative paths begin at the working directory of `cdk synth`.
   */
  readonly directory: string;

  /**
   * The release that the source maps belong to: letters, digits, `_`, `-`, `:`, `/` or `.`, and with `prefix` at most
   * 104 characters. It has to be another one whenever the scripts differ.
   *
   * @default - the beginning of a hash of the source maps, so that it changes with them
   */
  readonly releaseId?: string;

  /**
   * The bucket that the source maps are uploaded to, defined in this app and in the Region of the app monitor.
   *
   * Whoever reads a source map reads your source code, so it should not be the bucket of the pages.
   *
   * @default - a private bucket, which is kept when the stack is deleted
   */
  readonly bucket?: IBucket;

  /**
   * The folder in the bucket, such as `maps/storefront`.
   *
   * @default - the bucket itself
   */
  readonly prefix?: string;

  /**
   * The key that encrypts the bucket that is defined here, itself defined in this app; it costs 1 USD a month.
   *
   * @default - the key of Amazon S3, which is free
   */
  readonly encryptionKey?: IKey;
}
