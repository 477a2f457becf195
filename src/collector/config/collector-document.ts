import type { Secret } from 'aws-cdk-lib/aws-ecs';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IConstruct } from 'constructs';

/** The settings of a component. */
export interface Settings {
  [key: string]: unknown;
}

/** Components by their ids, `type` or `type/name`. */
export interface Components {
  [id: string]: Settings;
}

/** A pipeline: what it is fed by, what it goes through in this order, and where it ends. */
export interface Pipeline {
  readonly receivers: string[];
  readonly processors: string[];
  readonly exporters: string[];
}

/** A configuration of a collector, as its YAML or JSON says it. */
export interface CollectorDocument {
  readonly extensions: Components;
  readonly receivers: Components;
  readonly processors: Components;
  readonly exporters: Components;
  readonly service: {
    readonly extensions: string[];
    readonly telemetry: Settings;
    readonly pipelines: { [id: string]: Pipeline };
  };
}

/** A value that only the container may know. */
export interface SecretValue {
  readonly secret: ISecret;
  readonly field?: string;
}

/** What a part of a configuration is told of the place it runs in. */
export interface Placement {
  readonly scope: IConstruct;
  readonly region: string;
  readonly urlSuffix: string;
  readonly metricsLogGroup: ILogGroup;
  readonly memoryLimitMiB: number;
  readonly receiverHost: string;
}

/** What a destination, or the sampling, adds to a configuration. */
export interface Fragment {
  readonly exporters?: Components;
  readonly processors?: Components;
  readonly extensions?: Components;
  /** What the task has to be allowed to do. */
  readonly statements?: PolicyStatement[];
  /** By the environment variable that the configuration reads them from. */
  readonly secrets?: { [variable: string]: SecretValue };
  /** For the SDKs of the application. */
  readonly sdkEnvironment?: { [variable: string]: string };
}

/** A configuration with all that it needs around it. */
export interface BoundConfig {
  readonly document: CollectorDocument;
  /** The document as the collector reads it from `AOT_CONFIG_CONTENT`; it may hold deploy-time tokens. */
  readonly content: string;
  readonly statements: PolicyStatement[];
  readonly secrets: { [variable: string]: SecretValue };
  readonly sdkEnvironment: { [variable: string]: string };
  /** Whether there is a pipeline for the signal. */
  readonly hasTraces: boolean;
  readonly hasMetrics: boolean;
  readonly hasLogs: boolean;
  /** Whether the collector counts what it fails to do. */
  readonly hasSelfTelemetry: boolean;
}

/** How a configuration reaches the collector's container. */
export interface DeliveredConfig {
  readonly environment?: { [name: string]: string };
  readonly secrets?: { [name: string]: Secret };
  readonly command?: string[];
}

/** How metrics have to arrive at a destination. */
export enum MetricShape {
  /** In CloudWatch's embedded metric format: what was declared, as deltas, with declared dimensions. */
  EMBEDDED = 'embedded',
  /** As OpenTelemetry has them. */
  OTLP = 'otlp',
  /** As OpenTelemetry has them, counted from the start of the process. */
  CUMULATIVE = 'cumulative',
}
