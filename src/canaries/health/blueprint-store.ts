import { CustomResource, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { type IFunction, Code as LambdaCode, Runtime as LambdaRuntime } from 'aws-cdk-lib/aws-lambda';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Code } from 'aws-cdk-lib/aws-synthetics';
import { Construct } from 'constructs';
import { allow, defineFunction } from '../../private/own-function';
import { syntheticsConfiguration } from '../canary/synthetics-configuration';

/** There is no browser to keep anything of. */
export const SYNTHETICS_CONFIGURATION = JSON.stringify(syntheticsConfiguration());

const ID = 'UserTelemetryBlueprints';

/**
 * Python, since only its runtime can write a zip file without a library.
 *
 * The key is the physical ID: CloudFormation has a former file deleted once nothing refers to it any more, which is after
 * an update, or after its rollback.
 */
const STORE = `import hashlib, io, json, urllib.request, zipfile
import boto3

def handler(event, context):
    answer = {key: event[key] for key in ("StackId", "RequestId", "LogicalResourceId")}
    answer["PhysicalResourceId"] = event.get("PhysicalResourceId", event["LogicalResourceId"])
    try:
        if event["RequestType"] == "Delete":
            delete(event["ResourceProperties"]["Bucket"], answer["PhysicalResourceId"])
        else:
            key = answer["PhysicalResourceId"] = upload(event["ResourceProperties"])
            answer["Data"] = {"Key": key}
        answer["Status"] = "SUCCESS"
    except Exception as error:
        answer |= {"Status": "FAILED", "Reason": f"{type(error).__name__}: {error}"}
    body = json.dumps(answer).encode()
    request = urllib.request.Request(event["ResponseURL"], body, {"Content-Type": ""}, method="PUT")
    urllib.request.urlopen(request, timeout=20).close()

def upload(properties):
    files = {"blueprint-config.json": properties["Blueprint"], "synthetics.json": properties["Synthetics"]}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    digest = hashlib.sha256(json.dumps(files).encode()).hexdigest()
    key = f"{properties['Prefix']}/{digest}.zip"
    boto3.client("s3").put_object(Bucket=properties["Bucket"], Key=key, Body=buffer.getvalue())
    return key

def delete(bucket, key):
    if key.endswith(".zip"):
        boto3.client("s3").delete_object(Bucket=bucket, Key=key)
`;

/**
 * Where configurations lie that are known only at deployment: one bucket and one function for a stack.
 *
 * An asset is uploaded before, and can hold neither the domain name of a distribution of the same stack nor the name of a
 * secret. The bucket of artifacts expires what it holds, and CloudFormation reads the code of a canary again with each
 * update and each rollback: here nothing expires.
 *
 * @see https://github.com/aws-cloudformation/aws-cloudformation-resource-providers-synthetics/blob/6e61289/aws-synthetics-canary/src/main/java/com/amazon/synthetics/canary/UpdateHandler.java
 */
export class BlueprintStore extends Construct {
  public static of(scope: Construct): BlueprintStore {
    const stack = Stack.of(scope);
    return (stack.node.tryFindChild(ID) as BlueprintStore | undefined) ?? new BlueprintStore(stack);
  }

  private readonly bucket: IBucket;
  private readonly function: IFunction;

  private constructor(stack: Stack) {
    super(stack, ID);
    const bucket = this.defineBucket();
    const objects = bucket.arnForObjects('blueprints/*');
    const { function: upload } = defineFunction(this, {
      description: 'Writes the configurations of health checks',
      runtime: LambdaRuntime.PYTHON_3_14,
      code: LambdaCode.fromInline(STORE),
      timeout: Duration.seconds(60),
      policyName: 'Store',
      statements: [allow(['s3:DeleteObject', 's3:PutObject'], objects)],
      wildcards: { [objects]: 'Files get their names from their content, which is known only at deployment.' },
    });
    Validations.of(upload.node.defaultChild ?? upload).acknowledge({
      id: 'AwsSolutions-L1',
      reason: 'The runtime is the newest that the oldest aws-cdk-lib which this library supports knows.',
    });
    this.bucket = bucket;
    this.function = upload;
  }

  /** Writes the configuration of a canary when it is deployed. */
  public write(scope: Construct, json: string, canaryName: string): Code {
    const resource = new CustomResource(scope, 'Code', {
      resourceType: 'Custom::HealthChecksBlueprint',
      serviceToken: this.function.functionArn,
      serviceTimeout: Duration.minutes(5),
      properties: {
        Bucket: this.bucket.bucketName,
        Prefix: `blueprints/${canaryName}`,
        Blueprint: json,
        Synthetics: SYNTHETICS_CONFIGURATION,
      },
    });
    resource.node.addDependency(this); // the policy of the bucket, too
    return Code.fromBucket(this.bucket, resource.getAttString('Key'));
  }

  /** It is empty when it goes: each file goes with its canary. */
  private defineBucket(): Bucket {
    const bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(bucket.node.defaultChild ?? bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'It holds what CloudFormation reads to make canaries, which its own events tell of.',
    });
    return bucket;
  }
}
