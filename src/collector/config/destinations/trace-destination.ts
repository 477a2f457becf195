import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Fragment, Placement } from '../collector-document';
import type { OtlpEndpoint } from './otlp-endpoint';
import { otlpFragment } from './otlp-exporter';
import { cloudWatchOtlp } from './signed-otlp';

/**
 * Where a collector sends traces.
 */
export abstract class TraceDestination {
  /**
   * AWS X-Ray, as segments: what works in every account, with nothing to be switched on.
   *
   * The task needs `xray:PutTraceSegments`. AWS X-Ray bills traces by number.
   *
   * @param indexedAttributes attributes that become annotations, which traces can be searched by; the application's
   * name always does
   */
  public static xray(...indexedAttributes: string[]): TraceDestination {
    return new XRay(indexedAttributes);
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
    return new XRayOtlp();
  }

  /**
   * A service that takes OTLP.
   */
  public static otlp(endpoint: OtlpEndpoint): TraceDestination {
    return new Otlp(endpoint);
  }

  /** @internal */
  public abstract _bind(placement: Placement): Fragment;
}

class XRay extends TraceDestination {
  constructor(private readonly indexed: string[]) {
    super();
  }

  public _bind({ region }: Placement): Fragment {
    const indexed = [...new Set(['otel.resource.service.namespace', ...this.indexed])];
    return { exporters: { awsxray: { region, indexed_attributes: indexed } }, statements: [putSegments()] };
  }
}

class XRayOtlp extends TraceDestination {
  public _bind(placement: Placement): Fragment {
    return { ...cloudWatchOtlp(placement, 'xray', 'traces'), statements: [putSegments()] };
  }
}

class Otlp extends TraceDestination {
  constructor(private readonly endpoint: OtlpEndpoint) {
    super();
  }

  public _bind(placement: Placement): Fragment {
    return otlpFragment(placement, this.endpoint);
  }
}

/** AWS X-Ray has no resources to name in a policy. */
function putSegments(): PolicyStatement {
  return new PolicyStatement({ actions: ['xray:PutTraceSegments'], resources: ['*'] });
}
