import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duration, Fn, Stack, Token } from 'aws-cdk-lib';
import {
  CfnEventInvokeConfig,
  Code,
  type Function as LambdaFunction,
  LoggingFormat,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import type { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { asset } from '../../private/assets';
import { allow, defineFunction } from '../../private/own-function';
import type { Delivery } from './delivery';
import { type EventStore, FOLDERS } from './event-store';
import { type IngestSettings, ORIGINS, SETTINGS_FILE } from './run/rules/settings';

interface IngestProps {
  readonly store: EventStore;
  readonly delivery: Delivery;
  readonly settings: Pick<IngestSettings, 'catalog' | 'personal'>;
  readonly allowedOrigins?: string[];
  readonly maxConcurrency?: number;
  readonly logRetention?: RetentionDays;
}

/** The function that every sender's events go through. */
export class Ingest extends Construct {
  public readonly function: LambdaFunction;
  public readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: IngestProps) {
    super(scope, id);
    const { store, delivery } = props;
    const { known, late } = whenKnown(props.allowedOrigins);
    const settings = { ...props.settings, allowedOrigins: known };
    const { bucket } = store;
    const unprocessed = bucket.arnForObjects(`${FOLDERS.unprocessed}*`);
    const put = allow(['firehose:PutRecordBatch'], delivery.events.attrArn);
    put.addResources(delivery.rejectedEvents.attrArn);
    const own = withCode(settings, (code) =>
      defineFunction(this, {
        description: `Takes in events of ${Stack.of(this).stackName}`,
        code,
        environment: {
          EVENTS_STREAM: delivery.events.ref,
          REJECTED_STREAM: delivery.rejectedEvents.ref,
          PIPELINE: store.databaseName,
          URL_SUFFIX: Stack.of(this).urlSuffix,
          ...(late.length > 0 && { [ORIGINS]: Fn.join(' ', late) }),
        },
        memorySize: 256, // most of the time it waits for Firehose
        timeout: Duration.seconds(20), // less than CloudFront waits, which is 30
        reservedConcurrentExecutions: props.maxConcurrency,
        // Three lines of the service for each call would be more than what is stored of some.
        loggingFormat: LoggingFormat.JSON,
        systemLogLevelV2: SystemLogLevel.WARN,
        logRetention: props.logRetention,
        policyName: 'Ingest',
        statements: [
          put,
          // What is left over after all retries of calls that nobody waits for.
          allow(['s3:ListBucket'], bucket.bucketArn),
          allow(['s3:PutObject'], unprocessed),
          ...(bucket.encryptionKey ? [allow(['kms:Decrypt', 'kms:GenerateDataKey'], bucket.encryptionKey.keyArn)] : []),
        ],
        wildcards: { [unprocessed]: 'AWS Lambda makes up the names of these files.' },
      }),
    );
    this.function = own.function;
    this.logGroup = own.logGroup;
    // The bucket itself is named, and the function's role needs no more than to put objects there.
    const asynchronous = new CfnEventInvokeConfig(this, 'Asynchronous', {
      functionName: own.function.functionName,
      qualifier: '$LATEST',
      maximumRetryAttempts: 2,
      maximumEventAgeInSeconds: Duration.hours(6).toSeconds(),
      destinationConfig: { onFailure: { destination: bucket.bucketArn } },
    });
    asynchronous.node.addDependency(own.role);
  }
}

/** What only CloudFormation knows can be in no file. Variables can have it, but hold no more than 4 KB together. */
function whenKnown(origins: string[] | undefined) {
  if (!origins) return { known: undefined, late: [] };
  if (Token.isUnresolved(origins)) return { known: [], late: origins };
  const isLate = (origin: string) => Token.isUnresolved(origin);
  return { known: origins.filter((origin) => !isLate(origin)), late: origins.filter(isLate) };
}

/** Lays out the code with what it has to know, which is too much for environment variables: 4 KB hold no catalog. */
function withCode<T>(settings: IngestSettings, use: (code: Code) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'ingest-'));
  try {
    const bundle = asset('lambda', 'ingest');
    for (const file of readdirSync(bundle)) copyFileSync(join(bundle, file), join(folder, file));
    writeFileSync(join(folder, SETTINGS_FILE), JSON.stringify(settings));
    return use(Code.fromAsset(folder));
  } finally {
    rmSync(folder, { recursive: true }); // staging has copied it into the cloud assembly
  }
}
