import type { Size } from 'aws-cdk-lib';
import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { Construct } from 'constructs';
import { checkSize } from '../../private/checks';
import { physicalName } from '../../private/names';
import { type EventStore, FOLDERS } from './event-store';

interface QueryWorkGroupProps {
  readonly store: EventStore;
  readonly scanLimit: Size;
}

/** Where questions are asked: no query scans more than the limit, and results are where they expire. */
export class QueryWorkGroup extends Construct {
  public readonly workGroupName: string;

  constructor(scope: Construct, id: string, { store, scanLimit }: QueryWorkGroupProps) {
    super(scope, id);
    // Athena's own limits are 10,000,000 bytes and 7 EB.
    checkSize(scope, 'scanLimit', scanLimit, { min: 10, multipleOf: 1, fix: 'pass a Size such as Size.gibibytes(10)' });
    const key = store.bucket.encryptionKey;
    const resource = new CfnWorkGroup(this, 'Resource', {
      name: physicalName(this, 128),
      description: 'Questions about events',
      recursiveDeleteOption: true, // with its queries and their history, which are no data
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true, // or a query could name its own limit and location
        bytesScannedCutoffPerQuery: scanLimit.toBytes(),
        publishCloudWatchMetricsEnabled: true,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        resultConfiguration: {
          outputLocation: store.bucket.s3UrlForObject(FOLDERS.results),
          encryptionConfiguration: key
            ? { encryptionOption: 'SSE_KMS', kmsKey: key.keyArn }
            : { encryptionOption: 'SSE_S3' },
        },
      },
    });
    this.workGroupName = resource.name;
  }
}
