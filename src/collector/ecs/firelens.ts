import type { IAspect } from 'aws-cdk-lib';
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct, IConstruct } from 'constructs';
import { checkNumber, checkPattern } from '../../private/checks';
import { describe, fail, type Problem } from '../../private/errors';
import type { FireLensOptions } from './firelens-options';

/** The name of the router's container. */
const ROUTER_NAME = 'adot-log-router';

const REPOSITORY = 'public.ecr.aws/aws-observability/aws-for-fluent-bit';

/** Routes what containers write to their standard output through Fluent Bit to a log group. */
export class LogRouting implements IAspect {
  public readonly router: ecs.FirelensLogRouter;
  public readonly logGroup: logs.ILogGroup;
  private readonly routed = new Set<ecs.ContainerDefinition>();

  constructor(
    scope: Construct,
    private readonly taskDefinition: ecs.TaskDefinition,
    private readonly options: FireLensOptions,
    private readonly place: {
      /** Where the router logs what it says about itself. */
      readonly ownLogs: logs.ILogGroup;
      readonly applicationContainers: () => ecs.ContainerDefinition[];
    },
  ) {
    this.check(scope);
    this.logGroup = new logs.LogGroup(taskDefinition, 'FireLensLogs', {
      retention: options.logRetention ?? logs.RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.router = this.addRouter();
  }

  /** What the task has to be allowed to do. */
  public get statements(): iam.PolicyStatement[] {
    const actions = ['logs:CreateLogStream', 'logs:PutLogEvents'];
    return [new iam.PolicyStatement({ actions, resources: [this.logGroup.logGroupArn] })];
  }

  /** Containers may be added after the router. */
  public visit(node: IConstruct): void {
    if (node !== this.taskDefinition) return;
    for (const container of this.chosen()) {
      if (this.routed.has(container) || container.logDriverConfig) continue;
      this.routed.add(container);
      const driver = this.driverOf(container).bind(container, container);
      // Read-only for others: CDK renders it at the end, and has no call for a container that exists.
      Object.assign(container, { logDriverConfig: driver });
      container.addContainerDependencies({
        container: this.router,
        condition: ecs.ContainerDependencyCondition.START,
      });
    }
  }

  /** What is wrong with the containers that there are in the end. */
  public validate(): string[] {
    const foreign = this.chosen().filter((container) => container.logDriverConfig && !this.routed.has(container));
    const names = foreign.map(({ containerName }) => containerName);
    const problem = (got: unknown): Problem => ({
      what: 'fireLens: containers',
      got,
      expected: 'containers without logging of their own',
      fix: 'leave their logging out, with enableLogging: false in the taskImageOptions of aws-ecs-patterns',
    });
    if (this.options.containers) return names.map((name) => describe(problem(name)));
    return this.routed.size === 0 && names.length > 0 ? [describe(problem(names))] : [];
  }

  /** The names of containers that are chosen and that are not there. */
  public missing(known: string[]): string[] {
    return (this.options.containers ?? []).filter((name) => !known.includes(name));
  }

  private chosen(): ecs.ContainerDefinition[] {
    const { containers } = this.options;
    return this.place
      .applicationContainers()
      .filter(({ containerName }) => containers === undefined || containers.includes(containerName));
  }

  private addRouter(): ecs.FirelensLogRouter {
    const { imageTag = '3.4.16', memoryLimitMiB = 128 } = this.options;
    return this.taskDefinition.addFirelensLogRouter(ROUTER_NAME, {
      image: ecs.ContainerImage.fromRegistry(`${REPOSITORY}:${imageTag}`),
      essential: false,
      enableRestartPolicy: true,
      restartAttemptPeriod: Duration.seconds(60),
      memoryLimitMiB,
      memoryReservationMiB: Math.floor(memoryLimitMiB / 2),
      firelensConfig: {
        type: ecs.FirelensLogRouterType.FLUENTBIT,
        options: {
          enableECSLogMetadata: false,
          configFileType: ecs.FirelensConfigFileType.FILE,
          // Of the image: switches on the monitor that the health check asks.
          configFileValue: '/fluent-bit/configs/output-metrics-healthcheck.conf',
        },
      },
      healthCheck: {
        command: ['CMD-SHELL', 'curl -sf http://127.0.0.1:2020/api/v1/health || exit 1'],
        interval: Duration.seconds(10),
        timeout: Duration.seconds(5),
        retries: 3,
        startPeriod: Duration.seconds(10),
      },
      logging: ecs.LogDrivers.awsLogs({
        logGroup: this.place.ownLogs,
        streamPrefix: 'firelens',
        mode: ecs.AwsLogDriverMode.NON_BLOCKING,
      }),
    });
  }

  private driverOf({ containerName }: ecs.ContainerDefinition): ecs.LogDriver {
    return ecs.LogDrivers.firelens({
      options: {
        Name: 'cloudwatch_logs',
        region: Stack.of(this.taskDefinition).region,
        log_group_name: this.logGroup.logGroupName,
        // FireLens appends `<container>-firelens-<task>`.
        log_stream_prefix: `${containerName}/`,
        auto_create_group: 'false',
        log_key: 'log',
        retry_limit: '5',
        'log-driver-buffer-limit': String(this.options.bufferLimit ?? 16_384),
      },
    });
  }

  private check(scope: Construct): void {
    const { networkMode } = this.taskDefinition;
    if (networkMode === ecs.NetworkMode.HOST) {
      fail(scope, {
        what: 'fireLens in a task with networkMode',
        got: networkMode,
        expected: 'awsvpc or bridge: in host mode the ports of the router would be open on the host',
        fix: 'leave fireLens out, and give the containers LogDrivers.awsLogs()',
      });
    }
    const router = this.taskDefinition.node.findAll().find((node) => node instanceof ecs.FirelensLogRouter);
    if (router) {
      fail(scope, {
        what: 'fireLens',
        got: `a log router that is there, ${router.node.path}`,
        expected: 'a task definition without one',
        fix: 'leave fireLens out, or remove that one',
      });
    }
    checkPattern(scope, 'fireLens.imageTag', this.options.imageTag, {
      pattern: /^(3\.(0\.[1-9]\d*|[1-9]\d*\.\d+)|[4-9]\.\d+\.\d+)(@sha256:[0-9a-f]{64})?$/,
      expected: 'a version from 3.0.1 such as "3.4.16", with or without "@sha256:…"',
      fix: `pin a version of ${REPOSITORY}`,
    });
    checkNumber(scope, 'fireLens.memoryLimitMiB', this.options.memoryLimitMiB, {
      min: 64,
      max: 30_720,
      fix: 'leave it out, or pass MiB',
    });
    checkNumber(scope, 'fireLens.bufferLimit', this.options.bufferLimit, {
      min: 0,
      max: 536_870_912,
      fix: 'leave it out, or pass a number of lines',
    });
  }
}
