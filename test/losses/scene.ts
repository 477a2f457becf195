import { FakeAws } from '../collector-real/fake-aws';
import { RunningCollector, until } from '../collector-real/running-collector';
import { Application } from './application';
import type { Cell } from './cells';
import { type Door, GrpcDoor, HttpDoor } from './door';
import type { Fault } from './faults';
import type { Sdk } from './sdks';
import type { Way } from './ways';

interface Overrides {
  readonly [section: string]: Record<string, object>;
}

/** A gateway that puts what it gets until it ends into one request. */
function gatewayTo(exporter: string, endpoint: string): string {
  return JSON.stringify({
    extensions: { health_check: {} },
    receivers: { otlp: { protocols: { http: {}, grpc: {} } } },
    processors: { batch: { timeout: '1h', send_batch_size: 1_000_000 } },
    exporters: { [exporter]: { endpoint, tls: { insecure: true } } },
    service: {
      extensions: ['health_check'],
      telemetry: { metrics: { level: 'none' } },
      pipelines: { metrics: { receivers: ['otlp'], processors: ['batch'], exporters: [exporter] } },
    },
  });
}

/** Exports are told, so that it does not depend on when one looks. */
const WHEN_TOLD = { OTEL_METRIC_EXPORT_INTERVAL: '3600000' };

/** Applications, what stands before the collector, the collector, and what stands for CloudWatch. */
export class Scene {
  static async set({ sdk, way, fault }: Cell): Promise<Scene> {
    const scene = new Scene(sdk, way, fault, await FakeAws.start());
    await scene.startCollector();
    if ((fault.tasks ?? 1) > 1) await scene.startGateway();
    for (let task = 0; task < (fault.tasks ?? 1); task++) await scene.startApplication(task);
    return scene;
  }

  readonly door: Door;
  readonly applications: Application[] = [];
  private readonly launched: RunningCollector[] = [];
  private used?: RunningCollector;
  private gateway?: RunningCollector;

  private constructor(
    private readonly sdk: Sdk,
    private readonly way: Way,
    private readonly fault: Fault,
    readonly aws: FakeAws,
  ) {
    this.door = this.isGrpc ? new GrpcDoor(() => this.collector.grpcUrl) : new HttpDoor(() => this.collector.url);
  }

  /** The one that runs, or ran last. */
  get collector(): RunningCollector {
    return this.used as RunningCollector;
  }

  get running(): Application[] {
    return this.applications.filter(({ isRunning }) => isRunning);
  }

  /** What the applications have counted. */
  get sent(): number {
    return this.applications.reduce((total, { counted }) => total + counted, 0);
  }

  /** What CloudWatch makes of it: a metric, and what is above the limit of an SDK. */
  get arrived(): number {
    const counted = this.aws.sum('user.transactions', { transaction: 'Checkout', outcome: 'completed' });
    return (
      counted + this.aws.sum('telemetry.overflow', { application: 'shop' }) + this.aws.sumOfPoints('user.transactions')
    );
  }

  /** Whether it comes with the end only. */
  get holds(): boolean {
    return this.gateway !== undefined;
  }

  /** One that nobody is sent to yet. */
  async launchCollector(overrides: Overrides = {}): Promise<RunningCollector> {
    const collector = await RunningCollector.start(
      withOverrides(this.way.configuration, this.aws.url, overrides),
      this.aws.url,
    );
    this.launched.push(collector);
    return collector;
  }

  async use(collector: RunningCollector): Promise<void> {
    this.used = collector;
    await this.door.open();
  }

  async startCollector(overrides: Overrides = {}): Promise<void> {
    await this.use(await this.launchCollector(overrides));
  }

  async stopCollector(): Promise<void> {
    await Promise.all([this.collector.stop(), this.door.close()]);
  }

  async killCollector(): Promise<void> {
    await Promise.all([this.collector.kill(), this.door.close()]);
  }

  /** Until it has counted something. */
  async startApplication(task?: number): Promise<Application> {
    const told: Record<string, string> = { ...this.way.environment, ...this.fault.environment, ...WHEN_TOLD };
    if ((this.fault.tasks ?? 1) > 1) told.OTEL_RESOURCE_ATTRIBUTES += `,service.instance.id=${task}`;
    const next = this.gateway ?? { url: this.door.url, grpcUrl: this.door.url };
    const application = new Application(this.sdk.command, {
      ...{ ...told, ...this.sdk.environment },
      OTEL_EXPORTER_OTLP_ENDPOINT: this.isGrpc ? next.grpcUrl : next.url,
    });
    this.applications.push(application);
    await until(() => {
      if (!application.isRunning) throw new Error('the application has ended');
      return application.counted > (Number(this.fault.environment?.SETS) || 5);
    });
    return application;
  }

  /** The applications end, and what is on its way arrives. */
  async end(): Promise<void> {
    await Promise.all(this.running.map((application) => application.end()));
    await this.gateway?.stop();
    await this.collector.stop();
  }

  async clear(): Promise<void> {
    await Promise.all(this.running.map((application) => application.kill()));
    await Promise.all([...this.launched, this.gateway].map((collector) => collector?.kill()));
    await this.door.close();
    this.aws.stop();
  }

  private get isGrpc(): boolean {
    return this.way.environment.OTEL_EXPORTER_OTLP_PROTOCOL === 'grpc';
  }

  private async startGateway(): Promise<void> {
    const content = gatewayTo(this.isGrpc ? 'otlp_grpc' : 'otlp_http', this.door.url);
    this.gateway = await RunningCollector.start(content, this.aws.url);
  }
}

/** The same configuration, which finds its AWS here; what has no variable for that is told. */
function withOverrides(configuration: string, aws: string, overrides: Overrides): string {
  const document = JSON.parse(configuration);
  for (const [id, exporter] of Object.entries<Record<string, unknown>>(document.exporters)) {
    if (id.startsWith('otlp')) Object.assign(exporter, { metrics_endpoint: `${aws}/v1/metrics`, encoding: 'json' });
  }
  for (const [section, components] of Object.entries(overrides)) {
    for (const [id, settings] of Object.entries(components)) Object.assign(document[section][id], settings);
  }
  return JSON.stringify(document);
}
