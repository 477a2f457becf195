import { Aws, Stack } from 'aws-cdk-lib';
import { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { fail } from '../../private/errors';
import type { CollectorConfigProps, CollectorTarget } from './collector-config-props';
import {
  type BoundConfig,
  type CollectorDocument,
  type Fragment,
  MetricShape,
  type Pipeline,
  type Placement,
} from './collector-document';
import { countedMetrics } from './counted-metrics';
import { MetricDestination } from './destinations/metric-destination';
import { TraceDestination } from './destinations/trace-destination';
import { kubernetesManifest, receiverHostOf } from './kubernetes/kubernetes-manifest';
import type { KubernetesTarget } from './kubernetes/kubernetes-target';
import { bindOwnConfig } from './own-config';
import { PersonalData } from './personal-data';
import { type SelfTelemetry, selfTelemetry } from './self-telemetry';
import { TraceSampling } from './trace-sampling';

/**
 * The configuration of a collector of the AWS Distro for OpenTelemetry (ADOT).
 *
 * By default traces go to AWS X-Ray, and metrics to CloudWatch in the namespace `UserTelemetry`:
 *
 * - `user.transactions`, with the dimensions `application`, `transaction`, `outcome`
 * - `user.transactions.synthetic`, the same of canaries: data points with an attribute `user_agent.synthetic.type`
 * - `http.server.request.duration` in seconds, with the dimensions `application`, `service`
 *
 * Counts arrive as sums of what was counted since the last export, so that they are exact across restarts of the
 * application. Only the dimensions that are declared are billed. Attributes of the process, host and cloud
 * are dropped from metrics, so that neither bills nor logs grow with the number of tasks.
 *
 * It uses component names that every ADOT version from v0.46.0 to v0.49.0 understands.
 *
 * @see https://aws-otel.github.io/docs/components/otlp-exporter
 *
 * @example
 * new collector.AdotSidecar(this, 'Orders', {
 *   taskDefinition,
 *   applicationName: 'anycompany-retail',
 *   config: new collector.CollectorConfig({
 *     metrics: [{ metricName: 'cart.items', dimensions: ['application'], unit: 'Count' }],
 *   }),
 * });
 */
export class CollectorConfig {
  /**
   * A configuration of your own, in YAML or JSON.
   *
   * It is checked at synth: the names of components, pipelines and what they refer to, the order of processors, regular
   * expressions, and settings that are known to go wrong. The task is allowed to use AWS X-Ray and the log groups that
   * the file names; allow everything else on the role of the task. `${env:NAME}` is left to the collector. Whether the
   * metrics of transactions arrive is up to the file.
   *
   * @param path the path of the file
   */
  public static fromFile(path: string): CollectorConfig {
    return new OwnConfig(path);
  }

  constructor(private readonly props: CollectorConfigProps = {}) {}

  /**
   * The configuration as JSON, which the collector reads from the environment variable `AOT_CONFIG_CONTENT`.
   *
   * @param scope the construct that it is for: its stack resolves tokens, its path stands in errors
   * @param target where it is to run
   */
  public toJson(scope: Construct, target: CollectorTarget): string {
    return this._bind(scope, target).content;
  }

  /**
   * The configuration for Kubernetes: an `OpenTelemetryCollector`, version `v1beta1`, of the OpenTelemetry operator, such
   * as that of the Amazon EKS add-on `adot`. Pass it to `addManifest()` of a cluster, or write it to a file where no part
   * of it is known at deployment only.
   *
   * Without the operator, take `toJson()` for a ConfigMap.
   *
   * @param scope the construct that it is for: its stack resolves tokens, its path stands in errors
   * @param target where and how it is to run
   */
  // biome-ignore lint/suspicious/noExplicitAny: jsii has no unknown
  public toKubernetesManifest(scope: Construct, target: KubernetesTarget): { [key: string]: any } {
    return kubernetesManifest(scope, target, this._bind(scope, { ...target, receiverHost: receiverHostOf(target) }));
  }

  /**
   * What the role of the collector has to be allowed to do: for platforms where no construct of this library does that.
   *
   * @param scope the construct that it is for
   * @param target where it is to run
   */
  public policyDocument(scope: Construct, target: CollectorTarget): PolicyDocument {
    return new PolicyDocument({ statements: this._bind(scope, target).statements });
  }

  /** @internal */
  public _bind(scope: Construct, target: CollectorTarget): BoundConfig {
    const placement: Placement = {
      scope,
      region: Stack.of(scope).region,
      urlSuffix: Aws.URL_SUFFIX,
      metricsLogGroup: target.metricsLogGroup,
      memoryLimitMiB: target.memoryLimitMiB,
      receiverHost: target.receiverHost ?? 'localhost',
    };
    const parts = this.parts(placement);
    const self = this.props.selfTelemetry ? this.watchItself(scope, target, parts) : undefined;
    const document = this.assemble(placement, parts, self);
    const all = [...parts.traces, ...parts.embedded, ...parts.forwarded, ...parts.logs, parts.sampling];
    return {
      document,
      content: Stack.of(scope).toJsonString(document),
      statements: all.flatMap(({ statements = [] }) => statements),
      secrets: Object.assign({}, ...all.map(({ secrets }) => secrets)),
      sdkEnvironment: Object.assign({}, ...all.map(({ sdkEnvironment }) => sdkEnvironment)),
      hasTraces: parts.traces.length > 0,
      hasMetrics: parts.embedded.length + parts.forwarded.length > 0,
      hasLogs: parts.logs.length > 0,
      hasSelfTelemetry: self !== undefined,
    };
  }

  private watchItself(scope: Construct, target: CollectorTarget, { embedded }: Parts): SelfTelemetry {
    if (embedded.length === 0) {
      const expected = 'MetricDestination.cloudWatch() among metricDestinations, where its metrics go';
      fail(scope, { what: 'config.selfTelemetry', got: true, expected, fix: 'add it, or leave selfTelemetry out' });
    }
    return selfTelemetry(scope, target);
  }

  private parts(placement: Placement): Parts {
    const {
      traceDestinations = [TraceDestination.xray()],
      metricDestinations = [MetricDestination.cloudWatch()],
      logDestinations = [],
      sampling = TraceSampling.all(),
    } = this.props;
    const isEmbedded = (destination: MetricDestination) => destination._shape === MetricShape.EMBEDDED;
    const metrics = {
      embedded: metricDestinations.filter(isEmbedded),
      others: metricDestinations.filter((d) => !isEmbedded(d)),
    };
    const parts = {
      traces: traceDestinations.map((destination) => destination._bind(placement)),
      embedded: metrics.embedded.map((destination) => destination._bind(placement)),
      forwarded: metrics.others.map((destination) => destination._bind(placement)),
      logs: logDestinations.map((destination) => destination._bind(placement)),
      sampling: sampling._bind(placement),
    };
    if (parts.embedded.length === 0 && this.props.metrics?.length) {
      fail(placement.scope, {
        what: 'config.metrics',
        got: this.props.metrics.map(({ metricName }) => metricName),
        expected: 'MetricDestination.cloudWatch() among metricDestinations, which is what they are declared for',
        fix: 'add it, or leave metrics out',
      });
    }
    checkDestinations(placement, parts);
    return parts;
  }

  private assemble(
    placement: Placement,
    { traces, embedded, forwarded, logs, sampling }: Parts,
    self?: SelfTelemetry,
  ): CollectorDocument {
    const { receiverHost: host, memoryLimitMiB } = placement;
    const limit = Math.floor(memoryLimitMiB * 0.8);
    const personal = (this.props.personalData ?? new PersonalData())._processors(placement);
    const counted = countedMetrics(placement.scope, this.props.metrics, self?.metrics);
    const first = ['memory_limiter', ...Object.keys(personal)];
    const sampler = Object.keys(sampling.processors ?? {});
    const pipelines: { [id: string]: Pipeline | undefined } = {
      traces: pipeline(traces, [...first, ...sampler, 'batch']),
      metrics: pipeline(embedded, [...first, ...Object.keys(counted.processors), 'batch']),
      'metrics/forwarded': pipeline(forwarded, [...first, 'batch/points']),
      logs: pipeline(logs, [...first, 'batch']),
      ...self?.pipelines,
    };
    const inUse = Object.fromEntries(Object.entries(pipelines).filter((entry) => entry[1])) as {
      [id: string]: Pipeline;
    };
    const all = [...traces, ...embedded, ...forwarded, ...logs, sampling];
    const extensions = Object.assign(
      // The image's /healthcheck asks 127.0.0.1, in its own container.
      { health_check: { endpoint: '127.0.0.1:13133' } },
      ...all.map((part) => part.extensions),
    );
    const processors = {
      memory_limiter: { check_interval: '1s', limit_mib: limit, spike_limit_mib: Math.floor(limit * 0.25) },
      ...personal,
      ...sampling.processors,
      ...(embedded.length > 0 && counted.processors),
      ...self?.processors,
      batch: { timeout: '5s', send_batch_size: 1024, send_batch_max_size: 2048 },
      // What CloudWatch takes in a request.
      'batch/points': { timeout: '5s', send_batch_size: 1000, send_batch_max_size: 1000 },
    };
    const named = new Set(Object.values(inUse).flatMap((line) => line.processors));
    const exporters = Object.assign({}, ...all.map((part) => part.exporters));
    if (exporters.awsemf) exporters.awsemf = { ...exporters.awsemf, ...counted.exporter };
    return {
      extensions,
      receivers: {
        otlp: { protocols: { grpc: { endpoint: `${host}:4317` }, http: { endpoint: `${host}:4318` } } },
        ...self?.receivers,
      },
      processors: Object.fromEntries(Object.entries(processors).filter(([id]) => named.has(id))),
      exporters,
      service: {
        extensions: Object.keys(extensions),
        telemetry: self?.telemetry ?? { metrics: { level: 'none' } },
        pipelines: inUse,
      },
    };
  }
}

class OwnConfig extends CollectorConfig {
  constructor(private readonly path: string) {
    super();
  }

  public override _bind(scope: Construct, _target: CollectorTarget): BoundConfig {
    return bindOwnConfig(scope, this.path);
  }
}

/** The parts of a configuration, by the pipelines that they go into. */
interface Parts {
  readonly traces: Fragment[];
  readonly embedded: Fragment[];
  readonly forwarded: Fragment[];
  readonly logs: Fragment[];
  readonly sampling: Fragment;
}

/** None of a signal that goes nowhere: a collector refuses a pipeline without an exporter. */
function pipeline(destinations: Fragment[], processors: string[]): Pipeline | undefined {
  const exporters = destinations.flatMap((destination) => Object.keys(destination.exporters ?? {}));
  return exporters.length > 0 ? { receivers: ['otlp'], processors, exporters } : undefined;
}

function checkDestinations({ scope }: Placement, { traces, embedded, forwarded, logs }: Parts): void {
  for (const group of [traces, [...embedded, ...forwarded], logs]) {
    const ids = group.flatMap((destination) => Object.keys(destination.exporters ?? {}));
    const twice = ids.find((id, index) => ids.indexOf(id) !== index);
    if (twice === undefined) continue;
    fail(scope, {
      what: 'config: destinations of one signal',
      got: twice,
      expected: 'each destination once',
      fix: 'remove the second one, or give each OtlpEndpoint a name of its own',
    });
  }
  if (traces.length + embedded.length + forwarded.length + logs.length > 0) return;
  fail(scope, {
    what: 'config: destinations',
    got: 'none',
    expected: 'at least one signal with a destination',
    fix: 'leave traceDestinations and metricDestinations out, or name one',
  });
}
