import { AspectPriority, Aspects, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { TransactionOutcome } from '../../events';
import { checkUnique } from '../../private/checks';
import { describe, fail } from '../../private/errors';
import type { IBackend } from '../backend';
import type { ICollector } from '../collector';
import { CollectorConfig } from '../config/collector-config';
import { checkAttribute } from '../resource-attributes';
import {
  COLLECTOR_FAILED,
  COLLECTOR_REFUSED,
  COLLECTOR_STARTS,
  COLLECTOR_UPTIME,
  metricOf,
  OVERFLOW,
  REQUEST_DURATION,
  TRANSACTION_COUNTER,
} from '../vocabulary';
import type { AutoInstrumentation } from './auto-instrumentation';
import { addCollector, allowExport } from './collector-container';
import { checkMemory } from './companion';
import { checkConfig, fileProblems, numberProblems } from './config-checks';
import { ConfigDelivery } from './config-delivery';
import { ContainerInstrumentation, type Instrumentation } from './container-instrumentation';
import { containersOf } from './containers';
import type { FireLensOptions } from './firelens';
import { LogRouting } from './log-routing';
import { checkTaskDefinition, memoryProblems } from './task-definition-checks';

/**
 * Options of a collector on a task definition.
 */
export interface AdotSidecarOptions {
  /**
   * The service that the task runs: the resource attribute `service.name`, and the dimension `service` of its metrics.
   * Up to 128 letters, digits, `.`, `_`, `/` and `-`.
   *
   * A container with an `OTEL_SERVICE_NAME` of its own keeps it.
   *
   * @default - the id of the construct
   */
  readonly serviceName?: string;

  /**
   * What the collector receives, and where it sends it.
   *
   * @default - traces to AWS X-Ray, the metrics of the vocabulary to CloudWatch
   */
  readonly config?: CollectorConfig;

  /**
   * How the configuration reaches the collector.
   *
   * @default ConfigDelivery.automatic()
   */
  readonly configDelivery?: ConfigDelivery;

  /**
   * The names of the containers whose SDKs are pointed at the collector.
   *
   * @default - all but log routers
   */
  readonly containers?: string[];

  /**
   * Instrumentation for containers whose image has none, at most one for each language.
   *
   * @default - none: the code or the image of the application brings its own
   */
  readonly autoInstrumentation?: AutoInstrumentation[];

  /**
   * The version of the collector's image, with its digest if you like: `v0.49.0` or `v0.49.0@sha256:…`.
   *
   * @see https://gallery.ecr.aws/aws-observability/aws-otel-collector
   *
   * @default v0.49.0
   */
  readonly imageTag?: string;

  /**
   * The hard memory limit of the collector's container in MiB: a whole number, at least 128.
   *
   * Half of it is reserved. The collector refuses telemetry before it would exceed the limit.
   *
   * @default 256
   */
  readonly memoryLimitMiB?: number;

  /**
   * Whether the task ends when the collector does, and counts as healthy only while the collector is.
   *
   * @default false
   */
  readonly essential?: boolean;

  /**
   * Whether Amazon ECS restarts a collector that ends, without replacing the task. On EC2 it takes version 1.86 of the
   * container agent.
   *
   * @default true
   */
  readonly enableRestartPolicy?: boolean;

  /**
   * Routes what containers write to their standard output through FireLens (Fluent Bit) to a log group.
   *
   * Not in the network mode `host`. Security groups must not let anybody reach ports 2020 and 24224 of the task.
   *
   * @default - no log router: containers log as they are told
   */
  readonly fireLens?: FireLensOptions;

  /**
   * How long the logs of the collector and the log events that carry its metrics are kept.
   *
   * CloudWatch keeps the metrics themselves for 15 months whatever this says.
   *
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: logs.RetentionDays;
}

/**
 * Properties of an `AdotSidecar`.
 */
export interface AdotSidecarProps extends AdotSidecarOptions {
  /**
   * The task definition that gets the collector: Fargate, EC2 or external, in the network modes `awsvpc`, `bridge` or
   * `host`, on Linux.
   *
   * Also the one inside a service of `aws-ecs-patterns`. Its containers may be added before or afterwards.
   */
  readonly taskDefinition: ecs.TaskDefinition;

  /**
   * The application that the service belongs to: the resource attribute `service.namespace`, and the dimension
   * `application` of its metrics. Up to 128 letters, digits, `.`, `_`, `/` and `-`.
   */
  readonly applicationName: string;
}

/**
 * Attaches a collector of the AWS Distro for OpenTelemetry (ADOT) to an Amazon ECS task definition.
 *
 * Unless you say otherwise the collector is not essential and restarts by itself: when it fails, the application goes on.
 * It starts before the containers of the application, which do not wait for its health, and stops after them. It is
 * never the default container of the task. A task with too little memory for it is refused at synth.
 *
 * All containers of the task but log routers get the `OTEL_*` variables that point an OpenTelemetry SDK at it, whenever
 * they are added. Variables that a container has in `environment` or `secrets` win; `environmentFiles` can't be seen
 * at synth, and ECS lets our variables override theirs. The propagators are W3C's `tracecontext,baggage`. `xray` is
 * not among them because SDKs without its package refuse to start: set `OTEL_PROPAGATORS` yourself where you have it.
 *
 * What it defines lies in the tree of the task definition, thus in its stack: the container `adot-collector`, two log
 * groups, and a policy on the task role. For an imported task role that can't be changed a warning says what it has to
 * allow.
 *
 * Costs: CloudWatch bills each combination of transaction and outcome, and each service, as a custom metric, and the
 * log events that carry them; AWS X-Ray bills traces by number. In `host` mode only one such task fits on a host.
 *
 * @see https://aws-otel.github.io/docs/setup/ecs
 *
 * @example
 * new collector.AdotSidecar(this, 'Orders', { taskDefinition, applicationName: 'anycompany-retail' });
 */
export class AdotSidecar extends Construct implements IBackend, ICollector {
  /**
   * The unit of `metricRequestDuration()`.
   */
  public readonly requestDurationUnit: cloudwatch.Unit = cloudwatch.Unit.SECONDS;

  /**
   * The container of the collector.
   */
  public readonly container: ecs.ContainerDefinition;

  /**
   * The log group of what the collector says about itself.
   */
  public readonly logGroup: logs.ILogGroup;

  /**
   * The log group of the events that carry the metrics, in CloudWatch's embedded metric format.
   */
  public readonly metricsLogGroup: logs.ILogGroup;

  /**
   * The log group of what containers write to their standard output; none without `fireLens`.
   */
  public readonly applicationLogGroup?: logs.ILogGroup;

  /**
   * The service that the task runs.
   */
  public readonly serviceName: string;

  /**
   * The application that the service belongs to.
   */
  public readonly applicationName: string;

  /**
   * Whether the collector counts what it fails to do, so that alarms can watch it: `config` has `selfTelemetry`.
   */
  public readonly hasSelfTelemetry: boolean;

  constructor(scope: Construct, id: string, props: AdotSidecarProps) {
    super(scope, id);
    const { taskDefinition, applicationName, serviceName = id, memoryLimitMiB = 256, fireLens } = props;
    this.applicationName = applicationName;
    this.serviceName = serviceName;
    checkAttribute(this, 'applicationName', applicationName);
    checkAttribute(this, 'serviceName', serviceName);
    checkMemory(this, 'memoryLimitMiB', memoryLimitMiB, 128);
    checkTaskDefinition(this, taskDefinition);

    // In the stack of the task, so that a telemetry stack which looks at the service's stack does not close a circle.
    const retention = props.logRetention ?? logs.RetentionDays.ONE_MONTH;
    const removalPolicy = RemovalPolicy.DESTROY;
    this.logGroup = new logs.LogGroup(taskDefinition, 'AdotLogs', { retention, removalPolicy });
    this.metricsLogGroup = new logs.LogGroup(taskDefinition, 'AdotMetrics', { retention, removalPolicy });

    const target = {
      metricsLogGroup: this.metricsLogGroup,
      memoryLimitMiB,
      receiverHost: taskDefinition.networkMode === ecs.NetworkMode.BRIDGE ? '0.0.0.0' : 'localhost',
      applicationName,
      serviceName,
    };
    const config = (props.config ?? new CollectorConfig())._bind(this, target, Stack.of(taskDefinition));
    this.hasSelfTelemetry = config.hasSelfTelemetry;
    checkConfig(this, taskDefinition, config, props);
    const { configDelivery = ConfigDelivery.automatic(), imageTag, essential, enableRestartPolicy } = props;
    this.container = addCollector(this, taskDefinition, {
      config,
      configDelivery,
      imageTag,
      memoryLimitMiB,
      essential,
      enableRestartPolicy,
      logGroup: this.logGroup,
    });
    const instrumentations = this.addInstrumentations(props);
    const ours = [this.container, ...instrumentations.map(({ init }) => init)];
    const containers = () =>
      containersOf(taskDefinition).filter(
        (container) => !ours.includes(container) && !(container instanceof ecs.FirelensLogRouter),
      );
    const routing = fireLens && new LogRouting(this, taskDefinition, fireLens, { ownLogs: this.logGroup, containers });
    this.applicationLogGroup = routing?.logGroup;
    allowExport(this, taskDefinition, [...config.statements, ...(routing ? [routing.statement] : [])]);
    const instrumentation = new ContainerInstrumentation({
      taskDefinition,
      collector: this.container,
      applicationName,
      serviceName,
      containers,
      chosen: props.containers,
      config,
      instrumentations,
    });
    for (const aspect of [...(routing ? [routing] : []), instrumentation]) {
      Aspects.of(taskDefinition).add(aspect, { priority: AspectPriority.MUTATING });
    }
    this.node.addValidation({
      validate: () => [
        ...this.validateContainers(props, containers()),
        ...numberProblems(taskDefinition),
        ...fileProblems(config.document, this.container),
        ...(routing?.validate() ?? []),
      ],
    });
  }

  /**
   * How many transactions this application's backends reported with an outcome: a sum.
   *
   * @param transactionName the name of the transaction
   * @param outcome the outcome to count
   * @param options properties of the metric
   */
  public metricTransactions(
    transactionName: string,
    outcome: TransactionOutcome,
    options?: cloudwatch.MetricOptions,
  ): cloudwatch.Metric {
    const dimensions = { application: this.applicationName, transaction: transactionName, outcome };
    return metricOf(this.container, TRANSACTION_COUNTER, dimensions, cloudwatch.Stats.SUM, options);
  }

  /**
   * The time that the service took for HTTP requests, in seconds: an average.
   *
   * Percentiles need exponential histograms, which SDKs are told to make where CloudWatch is the only destination of
   * metrics. From those that can't (JavaScript's, as of 2026-11) CloudWatch gets count, sum, minimum and maximum only.
   *
   * @param options properties of the metric
   */
  public metricRequestDuration(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metricOfService(REQUEST_DURATION, cloudwatch.Stats.AVERAGE, options);
  }

  /**
   * What the collectors of this service could not send: spans, data points and log records; a sum. What AWS X-Ray or
   * CloudWatch did not take counts each time that the SDK sent it: it may have arrived later.
   *
   * This and the next three need a configuration with `selfTelemetry`, and fail without.
   */
  public metricCollectorFailedExports(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metricOfCollector(COLLECTOR_FAILED, cloudwatch.Stats.SUM, options);
  }

  /**
   * What the collectors of this service refused to take, mostly because their memory was full; a sum.
   */
  public metricCollectorRefusedTelemetry(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metricOfCollector(COLLECTOR_REFUSED, cloudwatch.Stats.SUM, options);
  }

  /**
   * How many collectors of this service started, and ran for a minute, with new tasks or again in old ones.
   */
  public metricCollectorStarts(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metricOfCollector(COLLECTOR_STARTS, cloudwatch.Stats.SAMPLE_COUNT, options);
  }

  /**
   * For how many seconds the collectors of this service ran, together; a sum. There is none while no collector runs.
   */
  public metricCollectorUptime(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metricOfCollector(COLLECTOR_UPTIME, cloudwatch.Stats.SUM, options);
  }

  /**
   * What containers of this service counted past the limit of their SDK, 2,000 sets of attributes for each instrument:
   * the SDK reports it without attributes, so that it is in no other metric. A sum, of counters; there is none as long
   * as nothing is past it. The log events of the metric have the name of the instrument as `metric`.
   *
   * @see https://opentelemetry.io/docs/specs/otel/metrics/sdk/#cardinality-limits
   *
   * @param options properties of the metric
   */
  public metricTelemetryOverflow(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metricOfService(OVERFLOW, cloudwatch.Stats.SUM, options);
  }

  private metricOfCollector(metricName: string, statistic: string, options?: cloudwatch.MetricOptions) {
    if (!this.hasSelfTelemetry) {
      const fix = 'pass a new CollectorConfig({ selfTelemetry: true }) as config';
      fail(this, { what: 'config.selfTelemetry', got: false, expected: `true, which brings ${metricName}`, fix });
    }
    return this.metricOfService(metricName, statistic, options);
  }

  private metricOfService(metricName: string, statistic: string, options?: cloudwatch.MetricOptions) {
    return metricOf(
      this.container, // whose Region the metrics are in
      metricName,
      { application: this.applicationName, service: this.serviceName },
      statistic,
      options,
    );
  }

  private addInstrumentations({ taskDefinition, autoInstrumentation = [] }: AdotSidecarProps): Instrumentation[] {
    const names = autoInstrumentation.map((instrumentation) => instrumentation._initContainerName);
    checkUnique(this, 'autoInstrumentation', names, {
      expected: 'each language once',
      fix: 'name the containers of both in one: { containers: [...] }',
    });
    return autoInstrumentation.map((instrumentation) => ({
      instrumentation,
      init: instrumentation._addInitContainer(taskDefinition, this.logGroup),
    }));
  }

  private validateContainers(props: AdotSidecarProps, containers: ecs.ContainerDefinition[]): string[] {
    const { taskDefinition, containers: chosen, autoInstrumentation = [], fireLens } = props;
    if (containers.length === 0) {
      const problem = {
        what: 'containers of taskDefinition',
        got: 0,
        expected: `at least 1 besides the collector in ${taskDefinition.node.path}`,
        fix: 'add the container of the application with taskDefinition.addContainer()',
      };
      return [describe(problem)];
    }
    const names = containers.map(({ containerName }) => containerName);
    const named = [chosen, ...autoInstrumentation.map(({ _containers }) => _containers), fireLens?.containers];
    const unknown = named.flatMap((some = []) => some.filter((name) => !names.includes(name)));
    const expected = `containers of the task: ${names.join(', ')}`;
    return [
      ...unknown.map((got) => describe({ what: 'containers', got, expected, fix: 'correct the name' })),
      ...memoryProblems(taskDefinition, this.container),
    ];
  }
}
