import type { PriceName } from './prices';

/** A resource as its template has it, and where it is. */
export interface BilledResource {
  /** Such as its path in the app. */
  readonly name: string;
  readonly logicalId: string;
  /** Of its stack; unknown where that is told at deployment. */
  readonly region?: string;
  readonly type: string;
  readonly properties: Properties;
}

/** Those that the calculation looks at; others need no look. */
export const BILLED_TYPES: ReadonlySet<string> = new Set([
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApplicationSignals::ServiceLevelObjective',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::CompositeAlarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::CloudWatch::LogAlarm',
  'AWS::ECS::TaskDefinition',
  'AWS::KinesisFirehose::DeliveryStream',
  'AWS::Lambda::Function',
  'AWS::Lambda::Url',
  'AWS::RUM::AppMonitor',
  'AWS::S3::Bucket',
  'AWS::Synthetics::Canary',
]);

export type Properties = Readonly<Record<string, unknown>>;

/** Something that costs, by the unit of its price. */
export interface Consumption {
  /** What it is put down to. */
  readonly item: string;
  readonly price: PriceName;
  readonly amount: number;
  readonly region?: string;
  /** How the amount came about. */
  readonly basis: string;
}

/** What a part of the model finds. */
export interface Finding {
  readonly consumptions: readonly Consumption[];
  readonly unknown: readonly string[];
}

export function ofType(resources: readonly BilledResource[], type: string): BilledResource[] {
  return resources.filter((resource) => resource.type === type);
}

/** What is inside of a value by its keys; undefined where there is none, or a deployment makes it. */
export function at(value: unknown, ...keys: string[]): unknown {
  let found = value;
  for (const key of keys) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = (found as Properties)[key];
  }
  return found;
}

/** Templates have some numbers as text. */
export function numberAt(value: unknown, ...keys: string[]): number | undefined {
  const found = at(value, ...keys);
  if (typeof found !== 'number' && typeof found !== 'string') return undefined;
  return found === '' || Number.isNaN(Number(found)) ? undefined : Number(found);
}

export function listAt(value: unknown, ...keys: string[]): readonly unknown[] {
  const found = at(value, ...keys);
  return Array.isArray(found) ? found : [];
}

/** Those of each Region together. */
export function byRegion<T extends { readonly region?: string }>(parts: readonly T[]): [string | undefined, T[]][] {
  const found = new Map<string | undefined, T[]>();
  for (const part of parts) found.set(part.region, [...(found.get(part.region) ?? []), part]);
  return [...found];
}

/** `3 canaries`, `1 canary`. */
export function count(amount: number, one: string, many = `${one}s`): string {
  return `${show(amount)} ${amount === 1 ? one : many}`;
}

export function show(amount: number): string {
  return amount.toLocaleString('en-US', { maximumFractionDigits: 2 });
}
