/** W3C trace context. */
export const TRACE_HEADER = 'traceparent';

const FORMAT = /^[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-[\da-f]{2}$/;

export interface TraceIds {
  readonly trace_id: string;
  readonly segment_id: string;
}

/** The two IDs of a W3C trace context, if it is one. */
export function parseTraceHeader(value: string): TraceIds | undefined {
  const [, trace_id, segment_id] = FORMAT.exec(value) ?? [];
  return trace_id ? { trace_id, segment_id } : undefined;
}
