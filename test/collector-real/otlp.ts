const attribute = (key: string, stringValue: string) => ({ key, value: { stringValue } });
const attributesOf = (values: Record<string, string>) =>
  Object.entries(values).map(([key, value]) => attribute(key, value));
const resource = { attributes: attributesOf({ 'service.name': 'orders', 'service.namespace': 'shop' }) };
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

export interface SpanOptions {
  readonly attributes?: Record<string, string>;
  readonly failed?: boolean;
}

let last = 0;

/** An export of so many server spans, each of a trace of its own; no two spans have the same id. */
export function spans(count: number, { attributes = {}, failed = false }: SpanOptions = {}): object {
  const now = Date.now();
  const made = Array.from({ length: count }, () => {
    last++;
    const id = last.toString(16);
    return {
      // X-Ray reads the time out of the trace's id.
      traceId: Math.floor(now / 1000).toString(16) + id.padStart(24, '0'),
      spanId: id.padStart(16, '0'),
      name: SPAN_NAME,
      kind: 2,
      startTimeUnixNano: nanoseconds(now - 5),
      endTimeUnixNano: nanoseconds(now),
      attributes: attributesOf(attributes),
      status: failed ? { code: 2 } : {},
    };
  });
  return { resourceSpans: [{ resource, scopeSpans: [{ spans: made }] }] };
}
