import { AspectPriority, Aspects, RemovalPolicy } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { TransactionOutcome } from '../../events';
import { describe, fail } from '../../private/errors';
import type { IBackend } from '../backend';
import type { ICollector } from '../collector';
import { CollectorConfig } from '../config/collector-config';
import { ConfigDelivery } from '../config/config-delivery';
import {
  COLLECTOR_FAILED,
  COLLECTOR_REFUSED,
  COLLECTOR_STARTS,
  COLLECTOR_UPTIME,
  checkName,
  NAMESPACE,
  REQUEST_DURATION,
  TRANSACTION_COUNTER,
} from '../vocabulary';
import type { AdotSidecarProps } from './adot-sidecar-props';
import { addCollector, allowExport, DEFAULT_MEMORY_MIB } from './collector-container';
import { applicationContainers, ContainerInstrumentation, type Instrumentation } from './container-instrumentation';
import { LogRouting } from './firelens';
import { checkSidecar, memoryProblems } from './task-definition-checks';

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
   * Whether there are metrics of the collector itself.
   * @internal
   */
  public readonly _watchesItself: boolean;

  constructor(scope: Construct, id: string, props: AdotSidecarProps) {
    super(scope, id);
    const { taskDefinition } = props;
    this.applicationName = props.applicationName;
    this.serviceName = props.serviceName ?? id;
    checkName(this, 'applicationName', this.applicationName);
    checkName(this, 'serviceName', this.serviceName);
    checkSidecar(this, props);

    // In the stack of the task, so that a telemetry stack which looks at the service's stack does not close a circle.
    const retention = props.logRetention ?? logs.RetentionDays.ONE_MONTH;
    const removalPolicy = RemovalPolicy.DESTROY;
    this.logGroup = new logs.LogGroup(taskDefinition, 'AdotLogs', { retention, removalPolicy });
    this.metricsLogGroup = new logs.LogGroup(taskDefinition, 'AdotMetrics', { retention, removalPolicy });

    const config = (props.config ?? new CollectorConfig())._bind(this, {
      metricsLogGroup: this.metricsLogGroup,
      memoryLimitMiB: props.memoryLimitMiB ?? DEFAULT_MEMORY_MIB,
      receiverHost: taskDefinition.networkMode === ecs.NetworkMode.BRIDGE ? '0.0.0.0' : 'localhost',
      applicationName: this.applicationName,
      serviceName: this.serviceName,
    });
    this._watchesItself = config.hasSelfTelemetry;
    const delivery = props.configDelivery ?? ConfigDelivery.automatic();
    const delivered = delivery._deliver(this, taskDefinition, config.content);
    this.container = addCollector(props, { logGroup: this.logGroup, config, delivered });
    const instrumentations = this.addInstrumentations(props);
    const routing = this.addLogRouting(props, instrumentations);
    this.applicationLogGroup = routing?.logGroup;
    allowExport(this, taskDefinition, [...config.statements, ...(routing?.statements ?? [])]);
    Aspects.of(taskDefinition).add(
      new ContainerInstrumentation({
        taskDefinition,
        collector: this.container,
        applicationName: this.applicationName,
        serviceName: this.serviceName,
        containers: props.containers,
        config,
        instrumentations,
      }),
      { priority: AspectPriority.MUTATING },
    );
    this.node.addValidation({ validate: () => this.validateContainers(props, instrumentations, routing) });
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
    return new cloudwatch.Metric({
      namespace: NAMESPACE,
      metricName: TRANSACTION_COUNTER,
      dimensionsMap: { application: this.applicationName, transaction: transactionName, outcome },
      statistic: cloudwatch.Stats.SUM,
      ...options,
    }).attachTo(this);
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
    return new cloudwatch.Metric({
      namespace: NAMESPACE,
      metricName: REQUEST_DURATION,
      dimensionsMap: { application: this.applicationName, service: this.serviceName },
      statistic: cloudwatch.Stats.AVERAGE,
      ...options,
    }).attachTo(this);
  }

  /**
   * What the collectors of this service could not send, and dropped: spans, data points and log records; a sum.
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

  private metricOfCollector(metricName: string, statistic: string, options?: cloudwatch.MetricOptions) {
    if (!this._watchesItself) {
      const fix = 'pass a new CollectorConfig({ selfTelemetry: true }) as config';
      fail(this, { what: 'config.selfTelemetry', got: false, expected: `true, which brings ${metricName}`, fix });
    }
    const dimensionsMap = { application: this.applicationName, service: this.serviceName };
    return new cloudwatch.Metric({ namespace: NAMESPACE, metricName, dimensionsMap, statistic, ...options }).attachTo(
      this,
    );
  }

  private addInstrumentations({ taskDefinition, autoInstrumentation = [] }: AdotSidecarProps): Instrumentation[] {
    const names = autoInstrumentation.map((instrumentation) => instrumentation._initContainerName);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) {
      const expected = 'each language once';
      const fix = 'name the containers of both in one: { containers: [...] }';
      fail(this, { what: 'autoInstrumentation', got: twice, expected, fix });
    }
    return autoInstrumentation.map((instrumentation) => ({
      instrumentation,
      init: instrumentation._addInitContainer(taskDefinition, this.logGroup),
    }));
  }

  private addLogRouting(
    { taskDefinition, fireLens }: AdotSidecarProps,
    instrumentations: Instrumentation[],
  ): LogRouting | undefined {
    if (!fireLens) return undefined;
    const ours = [this.container, ...instrumentations.map(({ init }) => init)];
    const routing = new LogRouting(this, taskDefinition, fireLens, {
      ownLogs: this.logGroup,
      applicationContainers: () => applicationContainers(taskDefinition, ours),
    });
    Aspects.of(taskDefinition).add(routing, { priority: AspectPriority.MUTATING });
    return routing;
  }

  private validateContainers(
    props: AdotSidecarProps,
    instrumentations: Instrumentation[],
    routing?: LogRouting,
  ): string[] {
    const { taskDefinition, containers: chosen = [], autoInstrumentation = [] } = props;
    const ours = [this.container, ...instrumentations.map(({ init }) => init)];
    const containers = applicationContainers(taskDefinition, ours);
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
    const unknown = [
      ...chosen.filter((name) => !names.includes(name)),
      ...autoInstrumentation.flatMap((instrumentation) => instrumentation._missing(containers)),
      ...(routing?.missing(names) ?? []),
    ];
    const expected = `containers of the task: ${names.join(', ')}`;
    return [
      ...unknown.map((got) => describe({ what: 'containers', got, expected, fix: 'correct the name' })),
      ...memoryProblems(taskDefinition, this.container),
      ...(routing?.validate() ?? []),
    ];
  }
}
