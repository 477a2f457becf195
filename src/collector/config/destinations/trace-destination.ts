import { type Fragment, MAX_RETRIES, type Placement } from './fragment';
import type { OtlpEndpoint } from './otlp-endpoint';
import { cloudWatchFragment, endpointFragment } from './otlp-exporter';
import { putTraceSegments } from './permissions';

/**
 * Where a collector sends traces.
 */
export class TraceDestination {
  /**
   * AWS X-Ray, as segments: what works in every account, with nothing to be switched on.
   *
   * The task needs `xray:PutTraceSegments`. AWS X-Ray bills traces by number.
   *
   * @param indexedAttributes attributes that become annotations, which traces can be searched by; the application's
   * name always does
   */
  public static xray(...indexedAttributes: string[]): TraceDestination {
    const indexed = [...new Set(['otel.resource.service.namespace', ...indexedAttributes])];
    return new TraceDestination(({ region }) => ({
      exporters: { awsxray: { region, indexed_attributes: indexed, max_retries: MAX_RETRIES } },
      hasNoQueue: true,
      statements: [putTraceSegments()],
    }));
  }

  /**
   * The OTLP endpoint of AWS X-Ray: spans go to CloudWatch Logs, where Transaction Search finds them.
   *
   * The account needs CloudWatch Transaction Search, or the endpoint refuses everything. The task needs
   * `xray:PutTraceSegments`. CloudWatch bills spans by volume.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-OTLPEndpoint.html
   */
  public static xrayOtlp(): TraceDestination {
    return new TraceDestination((placement) => ({
      ...cloudWatchFragment(placement, 'xray', 'traces'),
      statements: [putTraceSegments()],
    }));
  }

  /**
   * A service that takes OTLP.
   */
  public static otlp(endpoint: OtlpEndpoint): TraceDestination {
    return new TraceDestination((placement) => endpointFragment(placement, endpoint));
  }

  /** @internal */
  public readonly _bind: (placement: Placement) => Fragment;

  private constructor(bind: (placement: Placement) => Fragment) {
    this._bind = bind;
  }
}
