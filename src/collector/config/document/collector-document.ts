/** The signals that a collector knows. */
export type Signal = 'traces' | 'metrics' | 'logs';

export const SIGNALS: readonly Signal[] = ['traces', 'metrics', 'logs'];

/** The settings of a component. */
export interface Settings {
  [key: string]: unknown;
}

/** Components by their ids, `type` or `type/name`. */
export interface Components {
  [id: string]: Settings;
}

/** A pipeline: what it is fed by, what it goes through in this order, and where it ends. */
export interface Pipeline {
  readonly receivers: string[];
  readonly processors: string[];
  readonly exporters: string[];
}

/** A configuration of a collector, as its YAML or JSON says it. */
export interface CollectorDocument {
  readonly extensions: Components;
  readonly receivers: Components;
  readonly processors: Components;
  readonly exporters: Components;
  readonly service: {
    readonly extensions: string[];
    readonly telemetry: Settings;
    readonly pipelines: { [id: string]: Pipeline };
  };
}

/** The type of a component, or the signal of a pipeline: what stands before the slash of its id. */
export function typeOf(id: string): string {
  return id.split('/')[0];
}

/** Where collectors take OTLP. */
export const OTLP_PORTS = { grpc: 4317, http: 4318 } as const;

/** Where the image's `/healthcheck` asks. */
export const HEALTH_CHECK_PORT = 13_133;

/** The path that exporters append to the base URL of an endpoint: with it twice, every export would end at 404. */
export const SIGNAL_PATH = /\/v1\/(traces|metrics|logs)\/?$/;

/** The MiB that telemetry may take of a container's: the collector refuses more, and Go collects its garbage sooner. */
export function usableMiB(memoryLimitMiB: number): number {
  return Math.floor(memoryLimitMiB * 0.8);
}
