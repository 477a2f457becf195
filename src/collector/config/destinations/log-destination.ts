import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Fragment, Placement } from '../collector-document';
import type { OtlpEndpoint } from './otlp-endpoint';
import { otlpFragment } from './otlp-exporter';
import { cloudWatchOtlp } from './signed-otlp';

/**
 * Where a collector sends the log records of OpenTelemetry SDKs.
 *
 * What containers print is another matter: Amazon ECS sends that where `logging` says.
 */
export abstract class LogDestination {
  /**
   * A log group of CloudWatch, one JSON object per record.
   *
   * The task needs `logs:CreateLogStream` and `logs:PutLogEvents` on the log group.
   *
   * @param logGroup an existing log group
   */
  public static cloudWatch(logGroup: ILogGroup): LogDestination {
    return new CloudWatch(logGroup);
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
    return new CloudWatchOtlp(logGroup, logStreamName);
  }

  /**
   * A service that takes OTLP.
   */
  public static otlp(endpoint: OtlpEndpoint): LogDestination {
    return new Otlp(endpoint);
  }

  /** @internal */
  public abstract _bind(placement: Placement): Fragment;
}

class CloudWatch extends LogDestination {
  constructor(private readonly logGroup: ILogGroup) {
    super();
  }

  public _bind({ region }: Placement): Fragment {
    const { logGroupName, logGroupArn } = this.logGroup;
    return {
      exporters: {
        awscloudwatchlogs: { region, log_group_name: logGroupName, log_stream_name: 'adot-collector' },
      },
      statements: [
        new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroupArn] }),
      ],
    };
  }
}

class CloudWatchOtlp extends LogDestination {
  constructor(
    private readonly logGroup: ILogGroup,
    private readonly logStreamName: string,
  ) {
    super();
  }

  public _bind(placement: Placement): Fragment {
    const headers = { 'x-aws-log-group': this.logGroup.logGroupName, 'x-aws-log-stream': this.logStreamName };
    return {
      ...cloudWatchOtlp(placement, 'logs', 'logs', { headers }),
      statements: [new PolicyStatement({ actions: ['logs:PutLogEvents'], resources: [this.logGroup.logGroupArn] })],
    };
  }
}

class Otlp extends LogDestination {
  constructor(private readonly endpoint: OtlpEndpoint) {
    super();
  }

  public _bind(placement: Placement): Fragment {
    return otlpFragment(placement, this.endpoint);
  }
}
