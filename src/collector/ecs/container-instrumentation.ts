import { type IAspect, Validations } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type { IConstruct } from 'constructs';
import type { BoundConfig } from '../config/bound-config';
import { OTLP_PORTS, type Signal } from '../config/document/collector-document';
import { otlpListener } from '../config/document/otlp-listener';
import { GivenAttributes, RESOURCE_ATTRIBUTES } from '../resource-attributes';
import type { AutoInstrumentation } from './auto-instrumentation';
import { type GivenVariables, isChosen, variablesOf } from './containers';

/** What the containers of the application have to know of the collector. */
export interface Instrumented {
  readonly taskDefinition: ecs.TaskDefinition;
  readonly collector: ecs.ContainerDefinition;
  readonly applicationName: string;
  readonly serviceName: string;
  /** The containers of the application. */
  readonly containers: () => ecs.ContainerDefinition[];
  /** The names of those that are pointed at the collector; all if there are none. */
  readonly chosen?: string[];
  readonly config: BoundConfig;
  readonly instrumentations: Instrumentation[];
}

/** An instrumentation, and the container that brings it. */
export interface Instrumentation {
  readonly instrumentation: AutoInstrumentation;
  readonly init: ecs.ContainerDefinition;
}

/**
 * Sets up the SDKs in the containers of the application.
 *
 * It is an aspect, since containers may be added, and get environment variables, after the collector was attached.
 */
export class ContainerInstrumentation implements IAspect {
  private readonly done = new Set<ecs.ContainerDefinition>();

  constructor(private readonly target: Instrumented) {}

  public visit(node: IConstruct): void {
    if (node !== this.target.taskDefinition) return;
    const { containers, chosen } = this.target;
    const fresh = containers().filter((container) => !this.done.has(container) && isChosen(container, chosen));
    this.acknowledgeEnvironment(fresh);
    for (const container of fresh) {
      this.done.add(container);
      this.instrument(container);
    }
  }

  private instrument(container: ecs.ContainerDefinition): void {
    const { collector, taskDefinition } = this.target;
    const bridge = taskDefinition.networkMode === ecs.NetworkMode.BRIDGE;
    // In bridge mode each container has a loopback interface of its own.
    if (bridge) container.addLink(collector, collector.containerName);
    // START, not HEALTHY: a collector that does not come up must not keep the application from doing so. And as ECS
    // stops containers in reverse order, the collector outlives the application and gets its last batch.
    container.addContainerDependencies({ container: collector, condition: ecs.ContainerDependencyCondition.START });

    const given = variablesOf(container, taskDefinition);
    // Not localhost: that is ::1 first for some SDKs, and the collector listens on 127.0.0.1.
    const host = bridge ? collector.containerName : '127.0.0.1';
    for (const [name, value] of Object.entries(this.defaults(container, host, given))) {
      if (!given.has(name)) container.addEnvironment(name, value);
    }
    for (const { instrumentation, init } of this.target.instrumentations) {
      instrumentation._instrument(container, init, given);
    }
    const attributes = given.get(RESOURCE_ATTRIBUTES);
    // A secret of that name is the user's to fill.
    if (given.has(RESOURCE_ATTRIBUTES) && attributes === undefined) return;
    const all = new GivenAttributes(attributes).with(container, this.target.applicationName, {
      'container.name': container.containerName,
      ...placeAttributes(container, taskDefinition),
    });
    container.addEnvironment(RESOURCE_ATTRIBUTES, all);
  }

  private defaults(container: ecs.ContainerDefinition, host: string, given: GivenVariables): Record<string, string> {
    const { signals, onlyCloudWatchGetsMetrics, sdkEnvironment, document } = this.target.config;
    const listener = otlpListener(document);
    const asksForGrpc = given.get('OTEL_EXPORTER_OTLP_PROTOCOL') === 'grpc';
    const protocol = (asksForGrpc && listener.grpc) || !listener.http ? 'grpc' : 'http';
    const exporterOf = (signal: Signal) => (signals.has(signal) ? 'otlp' : 'none');
    return {
      OTEL_SERVICE_NAME: this.target.serviceName,
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://${host}:${listener[protocol] ?? OTLP_PORTS[protocol]}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: protocol === 'grpc' ? 'grpc' : 'http/protobuf',
      // A collector that starts anew knows no earlier total: of totals it would lose what was counted between the last
      // export before and the first one after. docs/counting.md has the numbers.
      OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'delta',
      ...patience(given, this.waitsSeconds(container)),
      // Percentiles: of histograms with stated buckets CloudWatch gets count, sum, minimum and maximum only. Others may
      // know no other ones, or queries may ask for these.
      ...(onlyCloudWatchGetsMetrics && {
        OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION: 'base2_exponential_bucket_histogram',
      }),
      // Without a pipeline for a signal the SDK would report a refused export again and again.
      OTEL_TRACES_EXPORTER: exporterOf('traces'),
      OTEL_METRICS_EXPORTER: exporterOf('metrics'),
      OTEL_LOGS_EXPORTER: exporterOf('logs'),
      OTEL_PROPAGATORS: 'tracecontext,baggage',
      // Without it older instrumentations call the request duration http.server.duration, in milliseconds.
      OTEL_SEMCONV_STABILITY_OPT_IN: 'http',
      ...sdkEnvironment(host),
    };
  }

  /** Of a container of several languages nobody knows: 45,000 seconds are too long for one, 45 milliseconds lose all of another. */
  private waitsSeconds(container: ecs.ContainerDefinition): boolean {
    const brought = this.target.instrumentations.filter(({ instrumentation }) =>
      isChosen(container, instrumentation._containers),
    );
    return brought.length > 0 && brought.every(({ instrumentation }) => instrumentation._waitsSeconds);
  }

  /** Where all environment variables of the application are ours, so is cdk-nag's finding about them. */
  private acknowledgeEnvironment(fresh: ecs.ContainerDefinition[]): void {
    const { taskDefinition } = this.target;
    const own = fresh.some((container) => [...variablesOf(container, taskDefinition).values()].some(Boolean));
    if (own || !taskDefinition.node.defaultChild) return;
    Validations.of(taskDefinition.node.defaultChild).acknowledge({
      id: 'AwsSolutions-ECS2',
      reason: 'The OpenTelemetry variables and the configuration of the collector hold no secrets',
    });
  }
}

/** How long SDKs try to send what they have, in milliseconds. */
const PATIENCE = 45_000;

/**
 * SDKs drop a delta that could not be sent in time, 10 seconds by default: too few where the collector is hung or AWS is
 * away. JavaScript's refuses to wait longer than its interval, which is a minute unless the user says otherwise. Python's
 * exporter reads OTEL_EXPORTER_OTLP_TIMEOUT in seconds.
 *
 * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#periodic-exporting-metricreader
 * @see https://opentelemetry-python.readthedocs.io/en/latest/sdk/environment_variables.html
 */
function patience(given: GivenVariables, inSeconds: boolean): Record<string, string> {
  const INTERVAL = 'OTEL_METRIC_EXPORT_INTERVAL';
  const interval = given.has(INTERVAL) ? Number(given.get(INTERVAL)) : PATIENCE;
  return {
    OTEL_EXPORTER_OTLP_TIMEOUT: String(inSeconds ? PATIENCE / 1000 : PATIENCE),
    ...(interval >= PATIENCE && { OTEL_METRIC_EXPORT_TIMEOUT: String(PATIENCE) }),
  };
}

/** Where a container runs and logs, by which AWS X-Ray shows it as a task of Amazon ECS and finds its logs. */
function placeAttributes(
  { logDriverConfig }: ecs.ContainerDefinition,
  { isFargateCompatible, isEc2Compatible }: ecs.TaskDefinition,
): Record<string, string> {
  // Of awslogs, and of what we route through FireLens.
  const logGroup = logDriverConfig?.options?.['awslogs-group'] ?? logDriverConfig?.options?.log_group_name;
  return {
    'cloud.provider': 'aws',
    'cloud.platform': 'aws_ecs',
    ...(isFargateCompatible !== isEc2Compatible && { 'aws.ecs.launchtype': isFargateCompatible ? 'fargate' : 'ec2' }),
    ...(logGroup && { 'aws.log.group.names': logGroup }),
  };
}
