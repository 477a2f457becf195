import { Stack } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { fail } from '../../private/errors';
import { EVENTS, FOLDERS, REJECTED_EVENTS } from './event-store';

/** What grants are about; what is not known of a pipeline that is defined elsewhere is left out. */
interface Granted {
  readonly databaseName: string;
  readonly workGroupName: string;
  readonly ingestFunction?: IFunction;
  readonly bucket?: IBucket;
}

/**
 * Grants on a pipeline of events.
 */
export class EventPipelineGrants {
  /** @internal */
  public static _of(scope: Construct, granted: Granted): EventPipelineGrants {
    return new EventPipelineGrants(scope, granted);
  }

  private constructor(
    private readonly scope: Construct,
    private readonly granted: Granted,
  ) {}

  /**
   * Lets a principal send events: `lambda:InvokeFunction` of the ingest with a batch of up to 500 events and 1 MB.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
   */
  public putEvents(grantee: IGrantable): Grant {
    const { ingestFunction } = this.granted;
    if (!ingestFunction) this.unknown('ingestFunctionName');
    return Grant.addToPrincipal({
      grantee,
      actions: ['lambda:InvokeFunction'],
      resourceArns: [ingestFunction.functionArn],
    });
  }

  /**
   * Lets a principal ask about events: run queries in the workgroup, and read the tables, their files and the results.
   *
   * Events tell what people did.
   *
   * @see https://docs.aws.amazon.com/athena/latest/ug/example-policies-workgroup.html
   */
  public query(grantee: IGrantable): Grant {
    const { bucket, databaseName, workGroupName } = this.granted;
    if (!bucket) this.unknown('bucketName');
    const stack = Stack.of(this.scope);
    const arn = (service: string, resource: string, resourceName?: string) =>
      stack.formatArn({ service, resource, resourceName });
    const grant = (actions: string[], ...resourceArns: string[]) =>
      Grant.addToPrincipal({ grantee, actions, resourceArns });
    const results = bucket.arnForObjects(`${FOLDERS.results}*`);
    const grants = [
      grant(
        [
          'athena:BatchGetNamedQuery',
          'athena:GetNamedQuery',
          'athena:GetQueryExecution',
          'athena:GetQueryResults',
          'athena:GetWorkGroup',
          'athena:ListNamedQueries',
          'athena:StartQueryExecution',
          'athena:StopQueryExecution',
        ],
        arn('athena', 'workgroup', workGroupName),
      ),
      grant(
        ['glue:GetDatabase', 'glue:GetPartition', 'glue:GetPartitions', 'glue:GetTable', 'glue:GetTables'],
        arn('glue', 'catalog'),
        arn('glue', 'database', databaseName),
        arn('glue', 'table', `${databaseName}/*`),
      ),
      grant(['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'], bucket.bucketArn),
      grant(
        ['s3:GetObject'],
        ...[`${EVENTS}/*`, `${REJECTED_EVENTS}/*`].map((files) => bucket.arnForObjects(files)),
        results,
      ),
      grant(['s3:AbortMultipartUpload', 's3:ListMultipartUploadParts', 's3:PutObject'], results),
    ];
    const key = bucket.encryptionKey;
    if (key) grants.push(grant(['kms:Decrypt', 'kms:GenerateDataKey'], key.keyArn));
    return grants.reduce((all, one) => all.combine(one));
  }

  private unknown(attribute: string): never {
    const expected = 'a pipeline of which that is known';
    fail(this.scope, { what: attribute, got: undefined, expected, fix: `state ${attribute} where it is imported` });
  }
}
