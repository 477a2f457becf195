import type { Duration } from 'aws-cdk-lib';
import { durationIn } from '../../private/checks';

/** One step of blueprint-config.json: see the JSON schema that AWS publishes with the multi checks blueprint. */
export interface HealthCheckDocument {
  readonly stepName: string;
  readonly checkerType: 'HTTP' | 'DNS' | 'SSL' | 'TCP';
  readonly timeout: number;
  readonly waitTime?: number;
  readonly hostname?: string;
  readonly domain?: string;
  readonly nameserver?: string;
  readonly port?: number;
  readonly assertions: AssertionDocument[];
  readonly extractors?: { readonly name: string; readonly type: 'BODY'; readonly path?: string }[];
  readonly headers?: { readonly [name: string]: string };
  readonly authentication?: { readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

export interface AssertionDocument {
  readonly type: string;
  readonly operator?: string;
  readonly value?: string | number | boolean;
  readonly [field: string]: unknown;
}

/** The content of blueprint-config.json. */
export interface BlueprintDocument {
  readonly steps: { readonly [number: string]: HealthCheckDocument };
}

/** Without the fields that were left out, which JSON has no word for. */
export function given<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

/** The assertion on time that all but TLS checks have. */
export function fasterThan(time: Duration): AssertionDocument {
  const value = durationIn('milliseconds', 'fasterThan()', 'time', time);
  return { type: 'RESPONSE_TIME', operator: 'LESS_THAN', value, unit: 'MILLISECONDS' };
}
