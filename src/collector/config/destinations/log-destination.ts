import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Fragment, Placement } from './fragment';
import type { OtlpEndpoint } from './otlp-endpoint';
import { cloudWatchFragment, endpointFragment } from './otlp-exporter';
import { writeLogs } from './permissions';

/**
 * Where a collector sends the log records of OpenTelemetry SDKs.
 *
 * What containers print is another matter: Amazon ECS sends that where `logging` says.
 */
export class LogDestination {
  /**
   * A log group of CloudWatch, one JSON object per record. Names of events are lost: take `cloudWatchOtlp()` for those.
   *
   * The task needs `logs:CreateLogStream` and `logs:PutLogEvents` on the log group.
   *
   * @param logGroup an existing log group
   */
  public static cloudWatch(logGroup: ILogGroup): LogDestination {
    return new LogDestination(({ region }) => ({
      exporters: {
        awscloudwatchlogs: { region, log_group_name: logGroup.logGroupName, log_stream_name: 'adot-collector' },
      },
      statements: [writeLogs(logGroup)],
    }));
  }

  /**
   * The OTLP endpoint of CloudWatch Logs.
   *
   * The task needs `logs:PutLogEvents` on the log group.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-OTLPEndpoint.html
   *
   * @param logGroup an existing log group
   * @param logStreamName an existing log stream in it: the endpoint creates none
   */
  public static cloudWatchOtlp(logGroup: ILogGroup, logStreamName: string): LogDestination {
    const headers = { 'x-aws-log-group': logGroup.logGroupName, 'x-aws-log-stream': logStreamName };
    return new LogDestination((placement) => ({
      ...cloudWatchFragment(placement, 'logs', 'logs', { headers }),
      statements: [new PolicyStatement({ actions: ['logs:PutLogEvents'], resources: [logGroup.logGroupArn] })],
    }));
  }

  /**
   * A service that takes OTLP.
   */
  public static otlp(endpoint: OtlpEndpoint): LogDestination {
    return new LogDestination((placement) => endpointFragment(placement, endpoint));
  }

  /** @internal */
  public readonly _bind: (placement: Placement) => Fragment;

  private constructor(bind: (placement: Placement) => Fragment) {
    this._bind = bind;
  }
}
