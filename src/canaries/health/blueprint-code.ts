import { CustomResource, Duration, Stack, Token, Validations } from 'aws-cdk-lib';
import { Code as LambdaCode, Runtime as LambdaRuntime } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Code } from 'aws-cdk-lib/aws-synthetics';
import { Construct } from 'constructs';
import { SYNTHETICS_FILE } from '../../formats/synthetic';
import { allow, defineFunction } from '../../private/own-function';
import { jsonFile, withCode } from '../canary/canary-code';
import { syntheticsConfiguration } from '../canary/synthetics-configuration';
import type { BlueprintDocument } from './blueprint';

/** There is no browser to keep anything of. */
const SYNTHETICS_CONFIGURATION = JSON.stringify(syntheticsConfiguration());

/**
 * The code of a multi checks canary: a configuration, and no script.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_MultiCheck_Blueprint.html
 */
export function withBlueprint<T>(
  scope: Construct,
  document: BlueprintDocument,
  destination: BlueprintDestination,
  use: (code: Code) => T,
): T {
  if (holdsTokens(document)) {
    const json = Stack.of(scope).toJsonString(document, 2);
    return use(new BlueprintUpload(scope, 'Blueprint', json, destination).code);
  }
  const configuration = { path: SYNTHETICS_FILE, content: `${SYNTHETICS_CONFIGURATION}\n` };
  return withCode([jsonFile('blueprint-config.json', document), configuration], use);
}

function holdsTokens(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).some(holdsTokens);
  return Token.isUnresolved(value);
}

/** Where a configuration goes that can't be an asset. */
interface BlueprintDestination {
  readonly artifacts: IBucket;
  readonly canaryName: string;
}

/** Python, since only its runtime can write a zip file without a library. */
const UPLOAD = `import hashlib, io, json, os, urllib.request, zipfile
import boto3

def handler(event, context):
    answer = {key: event[key] for key in ("StackId", "RequestId", "LogicalResourceId")}
    answer["PhysicalResourceId"] = event.get("PhysicalResourceId", event["LogicalResourceId"])
    try:
        if event["RequestType"] != "Delete":
            answer["Data"] = {"Key": upload(event["ResourceProperties"])}
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
`;

/**
 * Writes the configuration when it is deployed. An asset is uploaded before, and can hold nothing that is known only at
 * deployment: no domain name of a distribution of the same stack, nor the name of a secret.
 */
class BlueprintUpload extends Construct {
  public readonly code: Code;

  constructor(scope: Construct, id: string, json: string, { artifacts, canaryName }: BlueprintDestination) {
    super(scope, id);
    const prefix = `blueprints/${canaryName}`;
    const objects = artifacts.arnForObjects(`${prefix}/*`);
    const { function: upload, role } = defineFunction(this, {
      description: `Writes the configuration of the canary ${canaryName}`,
      runtime: LambdaRuntime.PYTHON_3_14,
      code: LambdaCode.fromInline(UPLOAD),
      timeout: Duration.seconds(60),
      policyName: 'Upload',
      statements: [allow(['s3:PutObject'], objects)],
      wildcards: { [objects]: 'The file gets its name from its content, which is known only at deployment.' },
    });
    artifacts.encryptionKey?.grant(role, 'kms:Decrypt', 'kms:GenerateDataKey');
    Validations.of(upload.node.defaultChild ?? upload).acknowledge({
      id: 'AwsSolutions-L1',
      reason: 'The runtime is the newest that the oldest aws-cdk-lib which this library supports knows.',
    });
    const resource = new CustomResource(this, 'Upload', {
      resourceType: 'Custom::HealthChecksBlueprint',
      serviceToken: upload.functionArn,
      serviceTimeout: Duration.minutes(5),
      properties: {
        Bucket: artifacts.bucketName,
        Prefix: prefix,
        Blueprint: json,
        Synthetics: SYNTHETICS_CONFIGURATION,
      },
    });
    resource.node.addDependency(role); // the bucket may be one of the same stack, with a policy
    this.code = Code.fromBucket(artifacts, resource.getAttString('Key'));
  }
}
