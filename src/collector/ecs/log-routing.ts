import type { IAspect } from 'aws-cdk-lib';
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct, IConstruct } from 'constructs';
import { checkCount } from '../../private/checks';
import { describe, fail, type Problem } from '../../private/errors';
import { writeLogs } from '../config/destinations/permissions';
import { type Image, imageReference } from '../image';
import { checkMemory, companionOptions } from './companion';
import { isChosen } from './containers';
import type { FireLensOptions } from './firelens';

/** The name of the router's container. */
const ROUTER_NAME = 'adot-log-router';

const IMAGE: Image = {
  repository: 'public.ecr.aws/aws-observability/aws-for-fluent-bit',
  tag: '3.4.16',
  versions: /^(3\.(0\.[1-9]\d*|[1-9]\d*\.\d+)|[4-9]\.\d+\.\d+)(@sha256:[0-9a-f]{64})?$/,
  expected: 'a version from 3.0.1',
};

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
      readonly containers: () => ecs.ContainerDefinition[];
    },
  ) {
    this.check(scope);
    this.logGroup = new logs.LogGroup(taskDefinition, 'FireLensLogs', {
      retention: options.logRetention ?? logs.RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.router = this.addRouter(scope);
  }

  /** What the task has to be allowed to do. */
  public get statement(): PolicyStatement {
    return writeLogs(this.logGroup);
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

  private chosen(): ecs.ContainerDefinition[] {
    return this.place.containers().filter((container) => isChosen(container, this.options.containers));
  }

  private addRouter(scope: Construct): ecs.FirelensLogRouter {
    const { imageTag, memoryLimitMiB = 128 } = this.options;
    checkMemory(scope, 'fireLens.memoryLimitMiB', memoryLimitMiB, 64);
    return this.taskDefinition.addFirelensLogRouter(ROUTER_NAME, {
      ...companionOptions({
        memoryLimitMiB,
        healthCommand: ['CMD-SHELL', 'curl -sf http://127.0.0.1:2020/api/v1/health || exit 1'],
        logGroup: this.place.ownLogs,
        streamPrefix: 'firelens',
      }),
      image: ecs.ContainerImage.fromRegistry(imageReference(scope, 'fireLens.imageTag', IMAGE, imageTag)),
      essential: false,
      firelensConfig: {
        type: ecs.FirelensLogRouterType.FLUENTBIT,
        options: {
          enableECSLogMetadata: false,
          configFileType: ecs.FirelensConfigFileType.FILE,
          // Of the image: switches on the monitor that the health check asks.
          configFileValue: '/fluent-bit/configs/output-metrics-healthcheck.conf',
        },
      },
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
    checkCount(scope, 'fireLens.bufferLimit', this.options.bufferLimit, {
      min: 0,
      max: 536_870_912,
      fix: 'leave it out, or pass a number of lines',
    });
  }
}
