const FORMAT = /^[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-[\da-f]{2}$/;

/** The two IDs of a W3C trace context, if it is one. */
export function parseTraceHeader(value: string | null): { trace_id: string; segment_id: string } | undefined {
  const [, trace_id, segment_id] = FORMAT.exec(value ?? '') ?? [];
  return trace_id ? { trace_id, segment_id } : undefined;
}

/** The headers of a call of `fetch`: those of `init` replace those of the request. */
export function headersOf(input: unknown, init: RequestInit | undefined): Headers {
  return new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
}

/**
 * What to pass to `fetch` instead of `init`, so that the request carries W3C trace context.
 *
 * A view, not a change: the page may use its own again for another origin, where the header would fail the CORS
 * preflight. Not a copy either: `init` may have properties that are not its own, as in `fetch(url, abortController)`.
 */
export function withTraceHeader(headers: Headers, init: RequestInit | undefined, value: string): RequestInit {
  headers.set('traceparent', value);
  return new Proxy({} as RequestInit, {
    get: (_, name) => (name === 'headers' ? headers : init?.[name as keyof RequestInit]),
  });
}
