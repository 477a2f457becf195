import {
  type ContainerDefinition,
  ContainerDependencyCondition,
  ContainerImage,
  CpuArchitecture,
  LogDriver,
  type TaskDefinition,
} from 'aws-cdk-lib/aws-ecs';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { fail } from '../../private/errors';
import { type Image, imageReference } from '../image';
import { type GivenVariables, isChosen } from './containers';

/**
 * Options of an `AutoInstrumentation`.
 */
export interface AutoInstrumentationOptions {
  /**
   * The names of the containers to instrument.
   *
   * @default - all containers of the application
   */
  readonly containers?: string[];

  /**
   * The version of the image that brings the instrumentation, with its digest if you like.
   *
   * @default - the newest that this version of the library knows
   */
  readonly imageTag?: string;
}

/** What makes a language's runtime load the instrumentation. */
interface Language {
  readonly name: string;
  readonly image: Image;
  readonly memoryMiB: number;
  /** What copies the instrumentation into a folder. */
  readonly command: (folder: string) => string[];
  /** Variables that the runtime reads as lists: ours comes before what is there. */
  readonly lists: (folder: string) => {
    readonly [variable: string]: { readonly value: string; readonly separator: string };
  };
  /** Whether its SDK reads OTEL_EXPORTER_OTLP_TIMEOUT in seconds instead of milliseconds. */
  readonly waitsSeconds?: boolean;
  readonly variables: (folder: string, architecture: 'x64' | 'arm64') => { readonly [variable: string]: string };
}

const REPOSITORY = 'public.ecr.aws/aws-observability/adot-autoinstrumentation';

const copyAll = (folder: string) => ['cp', '-a', '/autoinstrumentation/.', folder];

/** As of 2026-11. */
const JAVA: Language = {
  name: 'java',
  image: { repository: `${REPOSITORY}-java`, tag: 'v2.30.0' },
  memoryMiB: 64,
  command: (folder) => ['cp', '/javaagent.jar', `${folder}/javaagent.jar`],
  lists: (folder) => ({ JAVA_TOOL_OPTIONS: { value: `-javaagent:${folder}/javaagent.jar`, separator: ' ' } }),
  variables: () => ({}),
};
const PYTHON: Language = {
  name: 'python',
  image: { repository: `${REPOSITORY}-python`, tag: 'v0.19.0' },
  memoryMiB: 32,
  command: copyAll,
  lists: (folder) => ({
    PYTHONPATH: { value: `${folder}/opentelemetry/instrumentation/auto_instrumentation:${folder}`, separator: ':' },
  }),
  waitsSeconds: true,
  variables: () => ({ OTEL_PYTHON_DISTRO: 'aws_distro', OTEL_PYTHON_CONFIGURATOR: 'aws_configurator' }),
};
const NODEJS: Language = {
  name: 'nodejs',
  image: { repository: `${REPOSITORY}-node`, tag: 'v0.12.0' },
  memoryMiB: 128,
  command: copyAll,
  lists: (folder) => ({ NODE_OPTIONS: { value: `--require ${folder}/autoinstrumentation.js`, separator: ' ' } }),
  variables: () => ({}),
};
const DOTNET: Language = {
  name: 'dotnet',
  image: { repository: `${REPOSITORY}-dotnet`, tag: 'v1.14.0' },
  memoryMiB: 128,
  command: copyAll,
  lists: () => ({}),
  variables: (folder, architecture) => ({
    CORECLR_ENABLE_PROFILING: '1',
    CORECLR_PROFILER: '{918728DD-259F-4A6A-AC2B-B85E1B658318}',
    CORECLR_PROFILER_PATH: `${folder}/linux-${architecture}/OpenTelemetry.AutoInstrumentation.Native.so`,
    DOTNET_ADDITIONAL_DEPS: `${folder}/AdditionalDeps`,
    DOTNET_SHARED_STORE: `${folder}/store`,
    DOTNET_STARTUP_HOOKS: `${folder}/net/OpenTelemetry.AutoInstrumentation.StartupHook.dll`,
    OTEL_DOTNET_AUTO_HOME: folder,
    OTEL_DOTNET_AUTO_PLUGINS:
      'AWS.Distro.OpenTelemetry.AutoInstrumentation.Plugin, AWS.Distro.OpenTelemetry.AutoInstrumentation',
  }),
};

/**
 * Instruments containers without a change of their code or image: a container that runs before them brings ADOT's
 * instrumentation of a language, and environment variables make the runtime load it.
 *
 * It reports requests that come in and go out. Transactions are still for your code to count.
 *
 * @see https://aws-otel.github.io/docs/introduction
 */
export class AutoInstrumentation {
  /**
   * For Java 8 and newer.
   */
  public static java(options: AutoInstrumentationOptions = {}): AutoInstrumentation {
    return new AutoInstrumentation(JAVA, options);
  }

  /**
   * For Python 3.9 and newer, in images with glibc.
   */
  public static python(options: AutoInstrumentationOptions = {}): AutoInstrumentation {
    return new AutoInstrumentation(PYTHON, options);
  }

  /**
   * For Node.js 18 and newer; ES modules are instrumented in part only.
   */
  public static nodejs(options: AutoInstrumentationOptions = {}): AutoInstrumentation {
    return new AutoInstrumentation(NODEJS, options);
  }

  /**
   * For .NET 8 and newer, in images with glibc.
   */
  public static dotnet(options: AutoInstrumentationOptions = {}): AutoInstrumentation {
    return new AutoInstrumentation(DOTNET, options);
  }

  private constructor(
    private readonly language: Language,
    private readonly options: AutoInstrumentationOptions,
  ) {}

  /**
   * The names of the containers that it is for; none if it is for all.
   * @internal
   */
  public get _containers(): string[] | undefined {
    return this.options.containers;
  }

  /**
   * Whether OTEL_EXPORTER_OTLP_TIMEOUT is in seconds there, not in milliseconds as OpenTelemetry has it.
   * @internal
   */
  public get _waitsSeconds(): boolean {
    return this.language.waitsSeconds ?? false;
  }

  /** @internal */
  public get _initContainerName(): string {
    return `adot-init-${this.language.name}`;
  }

  /**
   * Adds the container that brings the instrumentation.
   * @internal
   */
  public _addInitContainer(taskDefinition: TaskDefinition, logGroup: ILogGroup): ContainerDefinition {
    const { image, memoryMiB, command } = this.language;
    const reference = imageReference(taskDefinition, 'autoInstrumentation (imageTag)', image, this.options.imageTag);
    taskDefinition.addVolume({ name: this.folderName });
    const container = taskDefinition.addContainer(this._initContainerName, {
      image: ContainerImage.fromRegistry(reference),
      essential: false,
      memoryLimitMiB: memoryMiB,
      command: command(this.folder),
      logging: LogDriver.awsLogs({ logGroup, streamPrefix: 'adot' }),
    });
    container.addMountPoints({ sourceVolume: this.folderName, containerPath: this.folder, readOnly: false });
    return container;
  }

  /**
   * Lets a container load it, if it is for that container.
   * @internal
   */
  public _instrument(container: ContainerDefinition, init: ContainerDefinition, given: GivenVariables): void {
    if (!isChosen(container, this._containers)) return;
    container.addMountPoints({ sourceVolume: this.folderName, containerPath: this.folder, readOnly: true });
    container.addContainerDependencies({ container: init, condition: ContainerDependencyCondition.SUCCESS });
    const isArm = container.taskDefinition.runtimePlatform?.cpuArchitecture === CpuArchitecture.ARM64;
    const { lists, variables } = this.language;
    for (const [name, { value, separator }] of Object.entries(lists(this.folder))) {
      if (given.has(name) && given.get(name) === undefined) {
        fail(container, {
          what: `autoInstrumentation: ${name}`,
          got: 'a secret',
          expected: 'a value that ours can be put before',
          fix: `move ${name} to environment`,
        });
      }
      const own = given.get(name);
      container.addEnvironment(name, own ? `${value}${separator}${own}` : value);
    }
    const all = { ...variables(this.folder, isArm ? 'arm64' : 'x64'), OTEL_AWS_APPLICATION_SIGNALS_ENABLED: 'false' };
    for (const [name, value] of Object.entries(all)) {
      if (!given.has(name)) container.addEnvironment(name, value);
    }
  }

  private get folderName(): string {
    return `otel-auto-instrumentation-${this.language.name}`;
  }

  private get folder(): string {
    return `/${this.folderName}`;
  }
}
