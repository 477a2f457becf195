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
  /** What the task has to be allowed to do. */
  readonly statements?: PolicyStatement[];
  /** By the environment variable that the configuration reads them from. */
  readonly secrets?: { readonly [variable: string]: SecretHeader };
  readonly sdkEnvironment?: SdkEnvironment;
}
