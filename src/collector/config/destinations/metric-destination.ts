import { Arn, ArnFormat, Aws } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { checkPattern } from '../../../private/checks';
import { type Fragment, MAX_RETRIES, type Placement } from './fragment';
import type { OtlpEndpoint } from './otlp-endpoint';
import { cloudWatchFragment, endpointFragment } from './otlp-exporter';
import { writeLogs } from './permissions';

/**
 * Where a collector sends metrics.
 */
export class MetricDestination {
  /**
   * CloudWatch metrics, by log events in the embedded metric format: exact sums, with declared dimensions only.
   *
   * It is what this library's alarms and dashboards look at. The task needs `logs:CreateLogStream` and
   * `logs:PutLogEvents` on the log group. CloudWatch bills each combination of dimension values as a custom metric.
   */
  public static cloudWatch(): MetricDestination {
    // The exporter's settings tell what is counted: the configuration adds those.
    return new MetricDestination(({ metricsLogGroup, region }) => ({
      exporters: {
        awsemf: {
          region,
          log_group_name: metricsLogGroup.logGroupName,
          log_stream_name: 'adot-collector',
          max_retries: MAX_RETRIES,
        },
      },
      isEmbedded: true,
      hasNoQueue: true,
      statements: [writeLogs(metricsLogGroup)],
    }));
  }

  /**
   * The OTLP endpoint of CloudWatch: every metric with all its attributes, to be queried in PromQL.
   *
   * Those are no classic metrics: this library's alarms and dashboards don't see them. The task needs
   * `cloudwatch:PutMetricData`. CloudWatch bills by volume, not by metric.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-OTLPEndpoint.html
   */
  public static cloudWatchOtlp(): MetricDestination {
    return new MetricDestination((placement) => ({
      ...cloudWatchFragment(placement, 'monitoring', 'metrics'),
      statements: [new PolicyStatement({ actions: ['cloudwatch:PutMetricData'], resources: ['*'] })],
    }));
  }

  /**
   * A workspace of Amazon Managed Service for Prometheus.
   *
   * The task needs `aps:RemoteWrite` on the workspace. Prometheus wants metrics that count from the start of the
   * process, so SDKs are told to send those; what was counted while the collector restarts is then lost to CloudWatch,
   * and so are histograms, whose minimum and maximum can't be told of totals.
   *
   * @param workspaceArn the ARN of the workspace, `arn:aws:aps:<Region>:<account>:workspace/<id>`
   */
  public static prometheus(workspaceArn: string): MetricDestination {
    return new MetricDestination((placement) => prometheusFragment(placement, workspaceArn));
  }

  /**
   * A service that takes OTLP.
   */
  public static otlp(endpoint: OtlpEndpoint): MetricDestination {
    return new MetricDestination((placement) => endpointFragment(placement, endpoint));
  }

  /** @internal */
  public readonly _bind: (placement: Placement) => Fragment;

  private constructor(bind: (placement: Placement) => Fragment) {
    this._bind = bind;
  }
}

function prometheusFragment({ scope }: Placement, workspaceArn: string): Fragment {
  checkPattern(scope, 'config: MetricDestination.prometheus(workspaceArn)', workspaceArn, {
    pattern: /^arn:aws[a-z-]*:aps:[a-z0-9-]+:\d{12}:workspace\/[A-Za-z0-9-]+$/,
    expected: 'an ARN such as "arn:aws:aps:us-east-1:123456789012:workspace/ws-…"',
    fix: 'pass the attrArn of the workspace',
  });
  const { region = '', resourceName = '' } = Arn.split(workspaceArn, ArnFormat.SLASH_RESOURCE_NAME);
  return {
    extensions: { 'sigv4auth/aps': { region, service: 'aps' } },
    exporters: {
      prometheusremotewrite: {
        endpoint: `https://aps-workspaces.${region}.${Aws.URL_SUFFIX}/workspaces/${resourceName}/api/v1/remote_write`,
        auth: { authenticator: 'sigv4auth/aps' },
        resource_to_telemetry_conversion: { enabled: true },
      },
    },
    statements: [new PolicyStatement({ actions: ['aps:RemoteWrite'], resources: [workspaceArn] })],
    sdkEnvironment: () => ({ OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'cumulative' }),
  };
}
