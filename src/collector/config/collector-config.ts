import { Stack } from 'aws-cdk-lib';
import { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { checkUnique } from '../../private/checks';
import { fail } from '../../private/errors';
import type { BoundConfig } from './bound-config';
import type { CollectedMetric } from './collected-metric';
import { countedMetrics } from './counted-metrics';
import type { Fragment, Placement } from './destinations/fragment';
import type { LogDestination } from './destinations/log-destination';
import { MetricDestination } from './destinations/metric-destination';
import { TraceDestination } from './destinations/trace-destination';
import {
  type CollectorDocument,
  HEALTH_CHECK_PORT,
  OTLP_PORTS,
  type Pipeline,
  SIGNALS,
  usableMiB,
} from './document/collector-document';
import type { CollectorTarget } from './document/collector-target';
import { kubernetesManifest, receiverHostOf } from './kubernetes/kubernetes-manifest';
import type { KubernetesTarget } from './kubernetes/kubernetes-target';
import { bindOwnConfig } from './own-config';
import { PersonalData } from './personal-data';
import { type SelfTelemetry, selfTelemetry } from './self-telemetry';
import { TraceSampling } from './trace-sampling';
import { xrayNames } from './xray-names';

/**
 * Properties of a `CollectorConfig`.
 */
export interface CollectorConfigProps {
  /**
   * Metrics that reach CloudWatch besides `user.transactions` and `http.server.request.duration`.
   *
   * @default - no others: the collector drops what nobody declared
   */
  readonly metrics?: CollectedMetric[];

  /**
   * Where traces go; an empty list means that there are none.
   *
   * @default - AWS X-Ray
   */
  readonly traceDestinations?: TraceDestination[];

  /**
   * Where metrics go; an empty list means that there are none.
   *
   * Without `MetricDestination.cloudWatch()` this library's alarms and dashboards have nothing to look at.
   *
   * @default - CloudWatch
   */
  readonly metricDestinations?: MetricDestination[];

  /**
   * Where the log records of OpenTelemetry SDKs go.
   *
   * @default - nowhere: SDKs are told not to send any
   */
  readonly logDestinations?: LogDestination[];

  /**
   * Which traces are kept.
   *
   * @default TraceSampling.all()
   */
  readonly sampling?: TraceSampling;

  /**
   * What is done with personal data before it leaves the task.
   *
   * @default - users' ids are hashed; names, addresses, credentials and query strings are removed
   */
  readonly personalData?: PersonalData;

  /**
   * Whether the collector sends metrics on itself to CloudWatch: what it could not send, what it refused, its starts
   * and how long it has run. `AdotSidecar` has methods for them, and `monitoring.CollectorAlarms` watches them.
   *
   * Each minute it sends them to itself on port 8888 of the loopback interface, past its memory limit. It therefore ends
   * with exit code 1 when it is stopped: its last export finds the port closed. What applications sent is flushed
   * before. CloudWatch bills 2 custom metrics for each service, and 2 more in hours in which something fails.
   *
   * @default false
   */
  readonly selfTelemetry?: boolean;
}

/**
 * The configuration of a collector of the AWS Distro for OpenTelemetry (ADOT).
 *
 * By default traces go to AWS X-Ray, and metrics to CloudWatch in the namespace `UserTelemetry`:
 *
 * - `user.transactions`, with the dimensions `application`, `transaction`, `outcome`
 * - `user.transactions.synthetic`, the same of canaries: data points with an attribute `user_agent.synthetic.type`
 * - `http.server.request.duration` in seconds, with the dimensions `application`, `service`
 *
 * - `telemetry.overflow`, with the dimensions `application`, `service`: what an SDK counted past its limit of 2,000 sets
 *   of attributes, and reports without any
 *
 * Counts arrive as sums of what was counted since the last export, so that they are exact across restarts of the
 * application and of the collector. Only the dimensions that are declared are billed. Attributes of the process, host and cloud
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
    const { document, secrets } = this._bind(scope, { ...target, receiverHost: receiverHostOf(target) });
    return kubernetesManifest(scope, target, document, Object.keys(secrets));
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

  /**
   * @param stack where the collector runs, in whose Region AWS takes what it sends; it may be another one than the scope's
   * @internal
   */
  public _bind(scope: Construct, target: CollectorTarget, stack = Stack.of(scope)): BoundConfig {
    const { region } = stack;
    const placement: Placement = { ...target, scope, region, receiverHost: target.receiverHost ?? 'localhost' };
    const parts = this.parts(placement);
    const self = this.props.selfTelemetry ? selfTelemetry(placement) : undefined;
    const document = this.assemble(placement, parts, self);
    const { traces, embedded, forwarded, logs, all } = parts;
    const signals = { traces, metrics: [...embedded, ...forwarded], logs };
    return {
      document,
      content: stack.toJsonString(document),
      statements: all.flatMap(({ statements = [] }) => statements),
      secrets: Object.assign({}, ...all.map(({ secrets }) => secrets)),
      sdkEnvironment: (host) => Object.assign({}, ...all.map(({ sdkEnvironment }) => sdkEnvironment?.(host))),
      signals: new Set(SIGNALS.filter((signal) => signals[signal].length > 0)),
      onlyCloudWatchGetsMetrics: embedded.length > 0 && forwarded.length === 0,
      hasSelfTelemetry: self !== undefined,
    };
  }

  private parts(placement: Placement): Parts {
    const {
      traceDestinations = [TraceDestination.xray()],
      metricDestinations = [MetricDestination.cloudWatch()],
      logDestinations = [],
      sampling = TraceSampling.all(),
    } = this.props;
    const traces = traceDestinations.map((destination) => destination._bind(placement));
    const metrics = metricDestinations.map((destination) => destination._bind(placement));
    const logs = logDestinations.map((destination) => destination._bind(placement));
    checkDestinations(placement, traces, metrics, logs);
    const embedded = metrics.filter(({ isEmbedded }) => isEmbedded);
    if (embedded.length === 0) this.checkWithoutCloudWatch(placement);
    const forwarded = metrics.filter(({ isEmbedded }) => !isEmbedded);
    const sampler = sampling._bind(placement);
    return {
      traces,
      embedded,
      forwarded,
      logs,
      sampler,
      all: [...traces, ...embedded, ...forwarded, ...logs, sampler],
    };
  }

  private checkWithoutCloudWatch({ scope }: Placement): void {
    const { metrics = [], selfTelemetry: watchesItself } = this.props;
    const expected = 'MetricDestination.cloudWatch() among metricDestinations';
    if (metrics.length > 0) {
      fail(scope, {
        what: 'config.metrics',
        got: metrics.map(({ metricName }) => metricName),
        expected: `${expected}, which is what they are declared for`,
        fix: 'add it, or leave metrics out',
      });
    }
    if (!watchesItself) return;
    fail(scope, {
      what: 'config.selfTelemetry',
      got: true,
      expected: `${expected}, where its metrics go`,
      fix: 'add it, or leave selfTelemetry out',
    });
  }

  private assemble(placement: Placement, parts: Parts, self?: SelfTelemetry): CollectorDocument {
    const { scope, receiverHost: host, memoryLimitMiB } = placement;
    const { traces, embedded, forwarded, logs, sampler, all } = parts;
    const limit = usableMiB(memoryLimitMiB);
    const { personalData = new PersonalData(), metrics: more } = this.props;
    const personal = personalData._processors(placement);
    const counted = countedMetrics(scope, {
      more,
      ofItself: self?.metrics,
      personal,
      changing: personalData._changing,
    });
    const names = exportersOf(traces).includes('awsxray') ? xrayNames() : {};
    const sampled = Object.keys(sampler.processors ?? {});
    const first = ['memory_limiter', ...Object.keys(personal)];
    const pipelines = {
      ...pipeline('traces', traces, [
        ...first,
        ...Object.keys(names),
        ...sampled,
        // A decision on a whole trace comes too late for an answer.
        ...(isSent(traces) && sampled.length === 0 ? [] : ['batch']),
      ]),
      ...pipeline('metrics', embedded, [
        'memory_limiter',
        ...Object.keys(counted.processors),
        ...(isSent([...embedded, ...forwarded]) ? [] : ['batch']),
      ]),
      ...(counted.apart && pipeline('metrics/apart', embedded, ['memory_limiter', ...Object.keys(counted.apart)])),
      ...pipeline('metrics/forwarded', forwarded, [...first, 'batch/points']),
      ...pipeline('logs', logs, [...first, 'batch']),
      ...self?.pipelines,
    };
    const extensions = Object.assign(
      // The image's /healthcheck asks 127.0.0.1, in its own container.
      { health_check: { endpoint: `127.0.0.1:${HEALTH_CHECK_PORT}` } },
      ...all.map((part) => part.extensions),
    );
    const processors = {
      memory_limiter: { check_interval: '1s', limit_mib: limit, spike_limit_mib: Math.floor(limit * 0.25) },
      ...personal,
      ...names,
      ...sampler.processors,
      ...counted.processors,
      ...counted.apart,
      ...self?.processors,
      batch: { timeout: '5s', send_batch_size: 1024, send_batch_max_size: 2048 },
      // What CloudWatch takes in a request.
      'batch/points': { timeout: '5s', send_batch_size: 1000, send_batch_max_size: 1000 },
    };
    const named = new Set(Object.values(pipelines).flatMap((line) => line.processors));
    const { grpc, http } = OTLP_PORTS;
    return {
      extensions,
      receivers: {
        otlp: { protocols: { grpc: { endpoint: `${host}:${grpc}` }, http: { endpoint: `${host}:${http}` } } },
        ...self?.receivers,
      },
      processors: Object.fromEntries(Object.entries(processors).filter(([id]) => named.has(id))),
      exporters: Object.fromEntries(
        all.flatMap(({ exporters = {}, isEmbedded }) =>
          Object.entries(exporters).map(([id, settings]) => [
            id,
            isEmbedded ? { ...settings, ...counted.exporter } : settings,
          ]),
        ),
      ),
      service: {
        extensions: Object.keys(extensions),
        telemetry: self?.telemetry ?? { metrics: { level: 'none' } },
        pipelines,
      },
    };
  }
}

class OwnConfig extends CollectorConfig {
  constructor(private readonly path: string) {
    super();
  }

  public override _bind(scope: Construct, _target: CollectorTarget, stack = Stack.of(scope)): BoundConfig {
    return bindOwnConfig(scope, this.path, stack);
  }
}

/** The parts of a configuration, by the pipelines that they go into. */
interface Parts {
  readonly traces: Fragment[];
  /** Destinations of metrics that take what was declared, and no more. */
  readonly embedded: Fragment[];
  /** Destinations that take all metrics. */
  readonly forwarded: Fragment[];
  readonly logs: Fragment[];
  readonly sampler: Fragment;
  readonly all: Fragment[];
}

function exportersOf(destinations: Fragment[]): string[] {
  return destinations.flatMap(({ exporters = {} }) => Object.keys(exporters));
}

/** None of a signal that goes nowhere: a collector refuses a pipeline without an exporter. */
function pipeline(id: string, destinations: Fragment[], processors: string[]): { [id: string]: Pipeline } {
  if (destinations.length === 0) return {};
  return { [id]: { receivers: ['otlp'], processors, exporters: exportersOf(destinations) } };
}

/**
 * Whether telemetry is sent within the request that brings it. Then an SDK learns that AWS could not be reached, and
 * tries again; a batch would be lost. Where another destination gets the same, that would get it twice.
 */
function isSent(destinations: Fragment[]): boolean {
  return destinations.every(({ hasNoQueue }) => hasNoQueue);
}

function checkDestinations({ scope }: Placement, ...signals: Fragment[][]): void {
  for (const destinations of signals) {
    checkUnique(scope, 'config: destinations of one signal', exportersOf(destinations), {
      expected: 'each destination once',
      fix: 'remove the second one, or give each OtlpEndpoint a name of its own',
    });
  }
  if (signals.flat().length > 0) return;
  fail(scope, {
    what: 'config: destinations',
    got: 'none',
    expected: 'at least one signal with a destination',
    fix: 'leave traceDestinations and metricDestinations out, or name one',
  });
}
