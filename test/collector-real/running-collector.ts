import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CollectorConfig, type CollectorConfigProps } from '../../src/collector';
import { newStack } from '../collector/fixture';
import { COLLECTOR, ENVIRONMENT } from './collector';
import { freePort } from './free-port';

/** What the builder makes, for a container of 256 MiB. */
export function configuration(props: CollectorConfigProps = {}): string {
  const stack = newStack({ env: { account: '123456789012', region: 'us-east-1' } });
  const metricsLogGroup = LogGroup.fromLogGroupName(stack, 'Metrics', '/metrics');
  const { document } = new CollectorConfig(props)._bind(stack, { metricsLogGroup, memoryLimitMiB: 256 });
  return JSON.stringify(stack.resolve(document));
}

/** A collector in a process of its own, with a configuration as it is; only its ports are other ones. */
export class RunningCollector {
  static async start(content: string, aws: string): Promise<RunningCollector> {
    const [http, grpc, health] = await Promise.all([freePort(), freePort(), freePort()]);
    const ports = {
      receivers: {
        otlp: { protocols: { http: { endpoint: `127.0.0.1:${http}` }, grpc: { endpoint: `127.0.0.1:${grpc}` } } },
      },
      extensions: { health_check: { endpoint: `127.0.0.1:${health}` } },
    };
    const child = spawn(COLLECTOR, ['--config', 'env:AOT_CONFIG_CONTENT', '--config', 'env:PORTS'], {
      env: { ...ENVIRONMENT, AWS_ENDPOINT_URL: aws, AOT_CONFIG_CONTENT: content, PORTS: JSON.stringify(ports) },
      stdio: 'ignore',
    });
    await until(async () => {
      if (child.exitCode !== null) throw new Error(`the collector ended with ${child.exitCode}`);
      return (await fetch(`http://127.0.0.1:${health}`).catch(() => undefined))?.ok;
    });
    return new RunningCollector(`http://127.0.0.1:${http}`, `http://127.0.0.1:${grpc}`, child);
  }

  private constructor(
    readonly url: string,
    readonly grpcUrl: string,
    private readonly child: ChildProcess,
  ) {}

  /** Ends it as ECS does; returns its status. */
  async stop(): Promise<number | null> {
    return this.signal('SIGTERM');
  }

  async kill(): Promise<void> {
    await this.signal('SIGKILL');
  }

  /** It takes connections and answers nothing. */
  hang(): void {
    this.child.kill('SIGSTOP');
  }

  resume(): void {
    this.child.kill('SIGCONT');
  }

  /** The most memory that it has held at once. */
  get peakMiB(): number {
    const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${this.child.pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) / 1024;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  async send(signal: 'traces' | 'metrics', body: object): Promise<number> {
    const { status } = await fetch(`${this.url}/v1/${signal}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return status;
  }

  private async signal(name: NodeJS.Signals): Promise<number | null> {
    if (!this.isRunning) return this.child.exitCode;
    const ended = once(this.child, 'exit');
    this.child.kill(name);
    const [status] = await ended;
    return status;
  }
}

export async function until(done: () => unknown, seconds = 60): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await done())) {
    if (Date.now() > end) throw new Error(`in vain for ${seconds} s: ${done}`);
    await pause(100);
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
