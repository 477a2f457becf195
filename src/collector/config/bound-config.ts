import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { SdkEnvironment } from './destinations/fragment';
import type { SecretHeader } from './destinations/otlp-endpoint';
import type { CollectorDocument, Signal } from './document/collector-document';

/** A configuration with all that others have to know of it. */
export interface BoundConfig {
  readonly document: CollectorDocument;
  /** The document as the collector reads it; it may hold deploy-time tokens. */
  readonly content: string;
  /** What the role of the collector has to be allowed to do. */
  readonly statements: PolicyStatement[];
  /** By the environment variable that the collector reads them from. */
  readonly secrets: { readonly [variable: string]: SecretHeader };
  readonly sdkEnvironment: SdkEnvironment;
  /** Those that there is a pipeline for. */
  readonly signals: ReadonlySet<Signal>;
  /** Whether metrics go to CloudWatch in its embedded metric format, and nowhere else. */
  readonly onlyCloudWatchGetsMetrics: boolean;
  /** Whether the collector counts what it fails to do. */
  readonly hasSelfTelemetry: boolean;
}
