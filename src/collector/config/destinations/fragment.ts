import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import type { Components } from '../document/collector-document';
import type { CollectorTarget } from '../document/collector-target';
import type { SecretHeader } from './otlp-endpoint';

/** What a part of a configuration is told of the place it runs in. */
export interface Placement extends CollectorTarget {
  readonly scope: IConstruct;
  readonly region: string;
  readonly receiverHost: string;
}

/** Variables for the SDKs of the application, which find the collector at a host. */
export type SdkEnvironment = (collectorHost: string) => { readonly [variable: string]: string };

/** What a destination, or the sampling, adds to a configuration. */
export interface Fragment {
  readonly exporters?: Components;
  readonly processors?: Components;
  readonly extensions?: Components;
  /** Whether it takes metrics in CloudWatch's embedded metric format: what was declared, as deltas. */
  readonly isEmbedded?: boolean;
  /** Whether its exporter sends once, in the request that brought the telemetry, and keeps nothing. */
  readonly hasNoQueue?: boolean;
  /** What the task has to be allowed to do. */
  readonly statements?: PolicyStatement[];
  /** By the environment variable that the configuration reads them from. */
  readonly secrets?: { readonly [variable: string]: SecretHeader };
  readonly sdkEnvironment?: SdkEnvironment;
}

/**
 * How often exporters to AWS try. They have 5 seconds, whose end the SDK is told of; by their own default of 2 they would
 * give up in the first of them, and SDKs, which try again some five times, after a few more.
 */
export const MAX_RETRIES = 10;
