import { type IAspect, Validations } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type { IConstruct } from 'constructs';
import type { BoundConfig } from '../config/collector-document';
import { mergeResourceAttributes, placeAttributes, RESOURCE_ATTRIBUTES } from '../sdk-environment';
import type { AutoInstrumentation } from './auto-instrumentation';

/** What the containers of the application have to know of the collector. */
export interface Instrumented {
  readonly taskDefinition: ecs.TaskDefinition;
  readonly collector: ecs.ContainerDefinition;
  readonly applicationName: string;
  readonly serviceName: string;
  /** The names of the containers that are pointed at the collector; all if there are none. */
  readonly containers?: string[];
  readonly config: BoundConfig;
  readonly instrumentations: Instrumentation[];
}

/** An instrumentation, and the container that brings it. */
export interface Instrumentation {
  readonly instrumentation: AutoInstrumentation;
  readonly init: ecs.ContainerDefinition;
}

/**
 * The containers of the task that are the user's: neither what we added nor a log router.
 *
 * `containers` is protected; walking the tree instead would miss containers that were defined in another scope.
 */
export function applicationContainers(
  taskDefinition: ecs.TaskDefinition,
  ours: ecs.ContainerDefinition[],
): ecs.ContainerDefinition[] {
  // biome-ignore lint/complexity/useLiteralKeys: TypeScript lets brackets reach a protected member, with its type.
  const containers = taskDefinition['containers'];
  return containers.filter((container) => !ours.includes(container) && !(container instanceof ecs.FirelensLogRouter));
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
    const { collector, instrumentations, taskDefinition, containers: chosen } = this.target;
    const ours = [collector, ...instrumentations.map(({ init }) => init)];
    const containers = applicationContainers(taskDefinition, ours);
    const fresh = containers.filter(
      (container) => !this.done.has(container) && (chosen === undefined || chosen.includes(container.containerName)),
    );
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

    const given = environmentOf(container, taskDefinition);
    // Not localhost: that is ::1 first for some SDKs, and the collector listens on 127.0.0.1.
    const host = bridge ? collector.containerName : '127.0.0.1';
    const port = given.get('OTEL_EXPORTER_OTLP_PROTOCOL') === 'grpc' ? 4317 : 4318;
    for (const [name, value] of Object.entries(this.defaults(host, port))) {
      if (!given.has(name)) container.addEnvironment(name, value);
    }
    for (const { instrumentation, init } of this.target.instrumentations) {
      if (instrumentation._chosen([container]).length > 0) instrumentation._instrument(container, init, given);
    }
    // A secret of that name is the user's to fill.
    if (given.has(RESOURCE_ATTRIBUTES) && given.get(RESOURCE_ATTRIBUTES) === undefined) return;
    const ours = {
      'service.namespace': this.target.applicationName,
      'container.name': container.containerName,
      ...placeAttributes(container, taskDefinition),
    };
    container.addEnvironment(
      RESOURCE_ATTRIBUTES,
      mergeResourceAttributes(container, ours, given.get(RESOURCE_ATTRIBUTES)),
    );
  }

  private defaults(host: string, port: number): Record<string, string> {
    const { hasTraces, hasMetrics, hasLogs, sdkEnvironment } = this.target.config;
    return {
      OTEL_SERVICE_NAME: this.target.serviceName,
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://${host}:${port}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      // Deltas stay exact when the collector restarts: it would count a cumulative value from zero again.
      OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'delta',
      // Percentiles: of histograms with stated buckets CloudWatch gets count, sum, minimum and maximum only.
      ...(this.onlyCloudWatchGetsMetrics() && {
        OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION: 'base2_exponential_bucket_histogram',
      }),
      // Without a pipeline for a signal the SDK would report a refused export again and again.
      OTEL_TRACES_EXPORTER: hasTraces ? 'otlp' : 'none',
      OTEL_METRICS_EXPORTER: hasMetrics ? 'otlp' : 'none',
      OTEL_LOGS_EXPORTER: hasLogs ? 'otlp' : 'none',
      OTEL_PROPAGATORS: 'tracecontext,baggage',
      // Without it older instrumentations call the request duration http.server.duration, in milliseconds.
      OTEL_SEMCONV_STABILITY_OPT_IN: 'http',
      ...sdkEnvironment,
      ...(sdkEnvironment.OTEL_TRACES_SAMPLER === 'xray' && {
        OTEL_TRACES_SAMPLER_ARG: `endpoint=http://${host}:2000`,
      }),
    };
  }

  /** Others may know histograms with stated buckets only, or queries may ask for these. */
  private onlyCloudWatchGetsMetrics(): boolean {
    const { hasMetrics, document } = this.target.config;
    const pipelines = Object.entries(document.service.pipelines).filter(([id]) => /^metrics(\/|$)/.test(id));
    const exporters = pipelines.flatMap((entry) => entry[1].exporters);
    return hasMetrics && exporters.every((id) => /^awsemf(\/|$)/.test(id));
  }

  /** Where all environment variables of the application are ours, so is cdk-nag's finding about them. */
  private acknowledgeEnvironment(fresh: ecs.ContainerDefinition[]): void {
    const { taskDefinition } = this.target;
    const own = fresh.some((container) => [...environmentOf(container, taskDefinition).values()].some(Boolean));
    if (own || !taskDefinition.node.defaultChild) return;
    Validations.of(taskDefinition.node.defaultChild).acknowledge({
      id: 'AwsSolutions-ECS2',
      reason: 'The OpenTelemetry variables and the configuration of the collector hold no secrets',
    });
  }
}

/** The variables of a container by name; those that come from secrets have no value. */
function environmentOf(
  container: ecs.ContainerDefinition,
  taskDefinition: ecs.TaskDefinition,
): Map<string, string | undefined> {
  const { environment, secrets } = container.renderContainerDefinition(taskDefinition);
  const variables = (environment ?? []) as ecs.CfnTaskDefinition.KeyValuePairProperty[];
  const hidden = (secrets ?? []) as ecs.CfnTaskDefinition.SecretProperty[];
  return new Map([
    ...variables.map(({ name, value }) => [name ?? '', value ?? ''] as const),
    ...hidden.map(({ name }) => [name, undefined] as const),
  ]);
}
