import type { IConstruct } from 'constructs';
import type { EventCatalog } from '../catalog/event-catalog';
import type { EventPipelineGrants } from './event-pipeline-grants';

/**
 * Where events of an application are kept, and can be asked about.
 */
export interface IEventPipeline extends IConstruct {
  /**
   * The AWS Glue database, a text that is known at synth. Its tables are `events` and `rejected_events`.
   */
  readonly databaseName: string;

  /**
   * The Athena workgroup in which questions are asked.
   */
  readonly workGroupName: string;

  /**
   * The events that the application declares, as far as that is known.
   */
  readonly catalog: EventCatalog;

  /**
   * Whether the columns of personal properties exist.
   */
  readonly storesPersonalProperties: boolean;

  /**
   * Where browsers post their events: a path of the site, or an address; undefined if they can't.
   */
  readonly endpoint?: string;

  /**
   * Grants on this pipeline.
   */
  readonly grants: EventPipelineGrants;
}

/**
 * What is known of a pipeline that is defined elsewhere.
 */
export interface EventPipelineAttributes {
  /**
   * The AWS Glue database, as text.
   */
  readonly databaseName: string;

  /**
   * The Athena workgroup.
   */
  readonly workGroupName: string;

  /**
   * The events that the application declares.
   *
   * @default - an empty catalog: questions can't name properties
   */
  readonly catalog?: EventCatalog;

  /**
   * Whether the columns of personal properties exist.
   *
   * @default false
   */
  readonly storesPersonalProperties?: boolean;

  /**
   * Where browsers post their events.
   *
   * @default - they can't
   */
  readonly endpoint?: string;

  /**
   * The name of the function that takes events in.
   *
   * @default - not known: `grants.putEvents()` is refused
   */
  readonly ingestFunctionName?: string;

  /**
   * The name of the bucket.
   *
   * @default - not known: `grants.query()` is refused
   */
  readonly bucketName?: string;

  /**
   * The ARN of the key that the bucket is encrypted with.
   *
   * @default - none of AWS KMS
   */
  readonly encryptionKeyArn?: string;
}
