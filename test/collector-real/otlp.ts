export type Attributes = Record<string, string | boolean | { readonly double: number } | { readonly int: number }>;

const attributesOf = (values: Attributes) =>
  Object.entries(values).map(([key, value]) => ({ key, value: anyValue(value) }));
const ORDERS = { 'service.name': 'orders', 'service.namespace': 'shop' };
const resource = { attributes: attributesOf(ORDERS) };
export const SPAN_NAME = 'GET /orders';
export const nanoseconds = (at = Date.now()): string => `${at}000000`;

/** An export of the counter user.transactions: by default a total since `startTimeUnixNano`. */
export function transactions(
  asInt: number,
  startTimeUnixNano: string,
  more: Record<string, string> = {},
  aggregationTemporality: 1 | 2 = 2,
): object {
  const attributes = attributesOf({ transaction: 'Checkout', outcome: 'completed', ...more });
  const dataPoints = [{ attributes, startTimeUnixNano, timeUnixNano: nanoseconds(), asInt: String(asInt) }];
  const metrics = [{ name: 'user.transactions', sum: { aggregationTemporality, isMonotonic: true, dataPoints } }];
  return { resourceMetrics: [{ resource, scopeMetrics: [{ metrics }] }] };
}

function anyValue(value: Attributes[string]): object {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  return 'double' in value ? { doubleValue: value.double } : { intValue: String(value.int) };
}

export interface Point {
  readonly attributes?: Attributes;
  /** When it began, in milliseconds. */
  readonly since?: number;
  readonly at?: number;
  readonly value: number | object;
}

export enum Temporality {
  DELTA = 1,
  TOTAL = 2,
}

type Kind = 'gauge' | 'sum' | 'histogram' | 'exponentialHistogram';

export interface InstrumentOptions {
  readonly kind?: Kind;
  readonly temporality?: Temporality;
  readonly isMonotonic?: boolean;
  readonly unit?: string;
}

/** A metric of an SDK; by default a counter that sends deltas. */
export function metric(
  name: string,
  points: readonly Point[],
  { kind = 'sum', temporality = Temporality.DELTA, isMonotonic = true, unit }: InstrumentOptions = {},
): object {
  const now = Date.now();
  const dataPoints = points.map(({ attributes = {}, since = now - 1000, at = now, value }) => ({
    ...{ attributes: attributesOf(attributes), timeUnixNano: nanoseconds(at), startTimeUnixNano: nanoseconds(since) },
    ...(typeof value === 'number' ? { asInt: String(value) } : value),
  }));
  const aggregation = kind === 'gauge' ? {} : { aggregationTemporality: temporality };
  return { name, unit, [kind]: { ...aggregation, ...(kind === 'sum' && { isMonotonic }), dataPoints } };
}

/** An export of metrics. */
export function exportOf(...metrics: object[]): object {
  return { resourceMetrics: [{ resource, scopeMetrics: [{ scope: { name: 'shop' }, metrics }] }] };
}

/** A request with the exports of several tasks, as a gateway makes it. */
export function exportOfTasks(
  tasks: readonly { readonly attributes: Attributes; readonly metrics: object[] }[],
): object {
  return {
    resourceMetrics: tasks.map(({ attributes, metrics }) => ({
      resource: { attributes: attributesOf({ ...ORDERS, ...attributes }) },
      scopeMetrics: [{ scope: { name: 'shop' }, metrics }],
    })),
  };
}

export interface SpanOptions {
  readonly attributes?: Attributes;
  readonly failed?: boolean;
  /** By its number in OTLP; a server by default. */
  readonly kind?: number;
  readonly name?: string;
}

let last = 0;

/** An export of so many server spans, each of a trace of its own; no two spans have the same id. */
export function spans(
  count: number,
  { attributes = {}, failed = false, kind = 2, name = SPAN_NAME }: SpanOptions = {},
): object {
  const now = Date.now();
  const made = Array.from({ length: count }, () => {
    last++;
    const id = last.toString(16);
    return {
      // X-Ray reads the time out of the trace's id.
      traceId: Math.floor(now / 1000).toString(16) + id.padStart(24, '0'),
      spanId: id.padStart(16, '0'),
      name,
      kind,
      startTimeUnixNano: nanoseconds(now - 5),
      endTimeUnixNano: nanoseconds(now),
      attributes: attributesOf(attributes),
      status: failed ? { code: 2 } : {},
    };
  });
  return { resourceSpans: [{ resource, scopeSpans: [{ spans: made }] }] };
}
