/** What the web client knows of a request's trace. */
export interface Trace {
  readonly trace_id: string;
  readonly subsegments: readonly { readonly id: string }[];
}

/**
 * Adds W3C trace context to a call of `fetch`, in a copy of the page's headers; `args` is the call's `arguments`.
 *
 * The web client sets a property of what the page passed: that has no effect on a `Headers` object, and headers that
 * the page uses again for another origin would take the trace there, where it fails the CORS preflight.
 */
export function addTraceHeader(
  input: RequestInfo | URL,
  init: RequestInit | undefined,
  args: ArrayLike<unknown>,
  trace: Trace,
): void {
  const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
  if (headers.has('traceparent')) return; // the page traces by itself
  headers.set('traceparent', `00-${trace.trace_id}-${trace.subsegments[0].id}-01`);
  Array.prototype.splice.call(args, 1, 1, { ...init, headers });
}
