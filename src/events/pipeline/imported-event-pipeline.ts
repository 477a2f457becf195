import { Key } from 'aws-cdk-lib/aws-kms';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { EventCatalog } from '../catalog/event-catalog';
import type { EventPipelineAttributes, IEventPipeline } from './event-pipeline-attributes';
import { EventPipelineGrants } from './event-pipeline-grants';

/** A pipeline that is defined elsewhere. */
export class ImportedEventPipeline extends Construct implements IEventPipeline {
  public readonly databaseName: string;
  public readonly workGroupName: string;
  public readonly catalog: EventCatalog;
  public readonly storesPersonalProperties: boolean;
  public readonly endpoint?: string;
  public readonly grants: EventPipelineGrants;

  constructor(scope: Construct, id: string, attributes: EventPipelineAttributes) {
    super(scope, id);
    const { ingestFunctionName, bucketName, encryptionKeyArn } = attributes;
    this.databaseName = attributes.databaseName;
    this.workGroupName = attributes.workGroupName;
    this.catalog = attributes.catalog ?? new EventCatalog(this, 'Catalog');
    this.storesPersonalProperties = attributes.storesPersonalProperties ?? false;
    this.endpoint = attributes.endpoint;
    const ingestFunction =
      ingestFunctionName === undefined
        ? undefined
        : LambdaFunction.fromFunctionName(this, 'Ingest', ingestFunctionName);
    const encryptionKey = encryptionKeyArn === undefined ? undefined : Key.fromKeyArn(this, 'Key', encryptionKeyArn);
    const bucket =
      bucketName === undefined ? undefined : Bucket.fromBucketAttributes(this, 'Bucket', { bucketName, encryptionKey });
    this.grants = EventPipelineGrants._of(this, { ...attributes, ingestFunction, bucket });
  }
}
