import { ArnFormat, type IResource, RemovalPolicy, Resource, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as firehose from 'aws-cdk-lib/aws-kinesisfirehose';
import * as pinpoint from 'aws-cdk-lib/aws-pinpoint';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { checkPattern } from '../../private/checks';
import { fail } from '../../private/errors';
import { physicalName } from '../../private/names';

/**
 * A date on which AWS ended the support of a service.
 */
export enum EndOfSupport {
  /** Amazon Pinpoint, on October 30, 2026. */
  PINPOINT_2026_10_30 = 'pinpoint-2026-10-30',
}

/**
 * An Amazon Pinpoint project, which the Pinpoint API calls an application.
 */
export interface IPinpointProject extends IResource {
  /**
   * The id of the project: 32 hexadecimal digits.
   *
   * @attribute
   */
  readonly projectId: string;

  /**
   * The ARN of the project.
   *
   * @attribute
   */
  readonly projectArn: string;

  /**
   * What others may be allowed to do with this project.
   */
  readonly grants: PinpointProjectGrants;
}

/**
 * Properties of a `PinpointProject`.
 */
export interface PinpointProjectProps {
  /**
   * Says that you know that Amazon Pinpoint has ended and want a project all the same.
   *
   * @default - the project is refused at synth, with the services that succeed it
   */
  readonly acknowledgement?: EndOfSupport;

  /**
   * The name of the project, as the console shows it.
   *
   * @default - derived from the path of the construct
   */
  readonly projectName?: string;

  /**
   * The Kinesis data stream that receives every event of the project.
   *
   * @default - a Firehose delivery stream into a bucket of its own, which costs nothing while no events arrive
   */
  readonly eventStream?: kinesis.IStream;

  /**
   * What becomes of the project, its settings, its event stream and the bucket of its events when they go.
   *
   * `RemovalPolicy.DESTROY` deletes the project with all its data, and the bucket with all events; an AWS Lambda function
   * of `aws-cdk-lib`, one for a stack, empties it before. Whether AWS still deletes projects is not verified: where it
   * refuses, so does the deletion of the stack.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

abstract class PinpointProjectBase extends Resource implements IPinpointProject {
  public abstract readonly projectId: string;
  public abstract readonly projectArn: string;

  public get grants(): PinpointProjectGrants {
    return PinpointProjectGrants.fromPinpointProject(this);
  }
}

/**
 * An Amazon Pinpoint project whose events are kept.
 *
 * Support for Amazon Pinpoint ended on October 30, 2026. A project that exists can be imported with `fromProjectId`.
 * A new one is refused at synth unless `acknowledgement` is given, and then warns under the id
 * `cdk-user-telemetry:pinpoint-end-of-support`. CDK's own finding about the service (`W3696`, later `E3710`) is yours
 * to acknowledge. Whether AWS still creates or deletes projects is not verified: all that is defined on the Pinpoint
 * side is retained when the stack goes, unless `removalPolicy` says otherwise, so that a deletion which the service
 * refuses can't block it.
 *
 * @see https://docs.aws.amazon.com/pinpoint/latest/userguide/migrate.html
 *
 * @example
 * const project = events.PinpointProject.fromProjectId(this, 'Project', '0123456789abcdef0123456789abcdef');
 * project.grants.putEvents(fn);
 */
export class PinpointProject extends PinpointProjectBase {
  /**
   * Refers to a project that exists in the account and Region of the stack.
   *
   * @param scope the parent construct
   * @param id the id of the construct
   * @param projectId 32 hexadecimal digits in lower case, as in `aws pinpoint get-apps`
   */
  public static fromProjectId(scope: Construct, id: string, projectId: string): IPinpointProject {
    class Import extends PinpointProjectBase {
      public readonly projectId = projectId;
      public get projectArn() {
        return arnOf(this, projectId);
      }
    }
    const project = new Import(scope, id);
    checkPattern(project, 'projectId', projectId, {
      pattern: /^[0-9a-f]{32}$/,
      expected: '32 hexadecimal digits in lower case',
      fix: 'pass the id of the project, not its name or ARN',
    });
    return project;
  }

  public readonly projectId: string;
  public readonly projectArn: string;

  /**
   * The bucket that keeps the events.
   *
   * @default - none when `eventStream` was given
   */
  public readonly eventBucket?: s3.IBucket;

  constructor(scope: Construct, id: string, props: PinpointProjectProps = {}) {
    super(scope, id, { physicalName: props.projectName });
    this.requireAcknowledgement(props.acknowledgement);

    const { removalPolicy = RemovalPolicy.RETAIN } = props;
    const app = new pinpoint.CfnApp(this, 'Resource', { name: props.projectName ?? physicalName(this, 64) });
    app.applyRemovalPolicy(removalPolicy);
    this.projectId = app.ref;
    this.projectArn = arnOf(this, app.ref);

    new pinpoint.CfnApplicationSettings(this, 'Settings', {
      applicationId: app.ref,
      cloudWatchMetricsEnabled: true,
      limits: { daily: 3, total: 10, messagesPerSecond: 50, maximumDuration: 3600 },
      quietTime: { start: '22:00', end: '08:00' },
    }).applyRemovalPolicy(removalPolicy);

    this.eventBucket = props.eventStream ? undefined : this.defineBucket(removalPolicy);
    this.defineEventStream(app, props.eventStream).applyRemovalPolicy(removalPolicy);
    Validations.of(this).addWarning(
      'cdk-user-telemetry:pinpoint-end-of-support',
      `Amazon Pinpoint reached its end of support on October 30, 2026: ${SUCCESSORS}`,
    );
  }

  private requireAcknowledgement(acknowledgement?: EndOfSupport): void {
    if (acknowledgement === EndOfSupport.PINPOINT_2026_10_30) return;
    fail(this, {
      what: 'acknowledgement',
      got: acknowledgement,
      expected: 'EndOfSupport.PINPOINT_2026_10_30, because support for Amazon Pinpoint ended on October 30, 2026',
      fix: `use what succeeds it (${SUCCESSORS}), import a project with PinpointProject.fromProjectId, or acknowledge`,
    });
  }

  private defineBucket(removalPolicy: RemovalPolicy): s3.Bucket {
    const bucket = new s3.Bucket(this, 'Events', {
      encryption: s3.BucketEncryption.S3_MANAGED,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      removalPolicy,
      autoDeleteObjects: removalPolicy === RemovalPolicy.DESTROY ? true : undefined,
    });
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'Only Firehose writes to it; server access logs would need one more bucket',
    });
    return bucket;
  }

  private defineEventStream(app: pinpoint.CfnApp, stream?: kinesis.IStream): pinpoint.CfnEventStream {
    const role = new iam.Role(this, 'EventStreamRole', {
      assumedBy: new iam.ServicePrincipal('pinpoint.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': this.stack.account },
          ArnLike: { 'aws:SourceArn': this.projectArn },
        },
      }),
    });
    const destination = stream ? grantStream(stream, role) : this.defineDeliveryStream(role);
    const eventStream = new pinpoint.CfnEventStream(this, 'EventStream', {
      applicationId: app.ref,
      destinationStreamArn: destination,
      roleArn: role.roleArn,
    });
    // Pinpoint tries the role when the event stream is put: its policy has to be there before.
    eventStream.node.addDependency(role);
    return eventStream;
  }

  private defineDeliveryStream(role: iam.Role): string {
    const bucket = this.eventBucket as s3.Bucket;
    const destination = new firehose.S3Bucket(bucket, {
      compression: firehose.Compression.GZIP,
      dataOutputPrefix: 'pinpoint/',
      errorOutputPrefix: 'pinpoint-failed/',
    });
    const delivery = new firehose.DeliveryStream(this, 'Delivery', {
      destination,
      encryption: firehose.StreamEncryption.awsOwnedKey(),
    });
    const objects = `Resource::<${this.stack.getLogicalId(bucket.node.defaultChild as s3.CfnBucket)}.Arn>/*`;
    const actions = ['s3:Abort*', 's3:DeleteObject*', 's3:GetBucket*', 's3:GetObject*', 's3:List*'];
    Validations.of(delivery).acknowledge(
      ...[objects, ...actions.map((action) => `Action::${action}`)].map((finding) => ({
        id: `AwsSolutions-IAM5[${finding}]`,
        reason: 'What aws-cdk-lib grants to the delivery stream, on the bucket of this project only',
      })),
    );
    delivery.grant(role, 'firehose:DescribeDeliveryStream', 'firehose:PutRecordBatch');
    return delivery.deliveryStreamArn;
  }
}

const SUCCESSORS =
  'events: Amazon Kinesis or Data Firehose; campaigns, journeys and segments: Amazon Connect outbound campaigns and ' +
  'Customer Profiles; SMS, voice, push: AWS End User Messaging; e-mail: Amazon SES';

function grantStream(stream: kinesis.IStream, role: iam.Role): string {
  stream.grant(role, 'kinesis:DescribeStream', 'kinesis:PutRecords');
  stream.encryptionKey?.grant(role, 'kms:GenerateDataKey');
  return stream.streamArn;
}

function arnOf(project: Resource, projectId: string): string {
  return project.stack.formatArn({
    service: 'mobiletargeting',
    resource: 'apps',
    resourceName: projectId,
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
}

/**
 * What others may be allowed to do with an Amazon Pinpoint project.
 */
export class PinpointProjectGrants {
  /**
   * The grants of a project.
   *
   * @param project the project, defined or imported
   */
  public static fromPinpointProject(project: IPinpointProject): PinpointProjectGrants {
    return new PinpointProjectGrants(project);
  }

  private constructor(private readonly project: IPinpointProject) {}

  /**
   * Allows to record events (`mobiletargeting:PutEvents`) in this project.
   *
   * @param grantee who records them
   */
  public putEvents(grantee: iam.IGrantable): iam.Grant {
    return iam.Grant.addToPrincipal({
      grantee,
      actions: ['mobiletargeting:PutEvents'],
      resourceArns: [`${this.project.projectArn}/events`],
    });
  }
}
