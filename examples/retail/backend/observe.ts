import {
  context,
  metrics,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { BadRequest } from './catalog';

export type Headers = Record<string, string | string[] | undefined>;

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
}

export interface Response {
  readonly status: number;
  readonly body: unknown;
}

/**
 * A canary's visit: it is traced like any other, but never counted as what a user did.
 *
 * Baggage is what services hand on, so that it also tells those to which no browser ever talks.
 */
export function isSynthetic(headers: Headers): boolean {
  if (String(headers['user-agent'] ?? '').includes('CloudWatchSynthetics')) return true;
  const baggage = propagation.getBaggage(propagation.extract(ROOT_CONTEXT, headers));
  return baggage?.getEntry('user_agent.synthetic.type') !== undefined;
}

/**
 * Runs a handler inside a server span that continues the browser's trace, and records how long it took.
 *
 * Errors become responses here, so that each handler only says what is wrong.
 */
export async function observe(
  scope: string,
  route: string,
  request: Request,
  handle: (span: Span) => Response | Promise<Response>,
): Promise<Response> {
  // The Lambda layer has already begun a span from the same header; then ours is its child.
  const active = trace.getActiveSpan();
  const parent = active ? context.active() : propagation.extract(context.active(), request.headers);
  const started = performance.now();
  const attributes = { 'http.request.method': request.method, 'http.route': route, 'url.scheme': 'https' };
  const options = { kind: active ? SpanKind.INTERNAL : SpanKind.SERVER, attributes };
  return trace.getTracer(scope).startActiveSpan(`${request.method} ${route}`, options, parent, async (span) => {
    if (isSynthetic(request.headers)) span.setAttribute('user_agent.synthetic.type', 'test');
    const response = await respond(span, handle);
    span.setAttribute('http.response.status_code', response.status);
    span.end();
    duration(scope).record((performance.now() - started) / 1000, {
      ...attributes,
      'http.response.status_code': response.status,
    });
    return response;
  });
}

async function respond(span: Span, handle: (span: Span) => Response | Promise<Response>): Promise<Response> {
  try {
    return await handle(span);
  } catch (error) {
    if (error instanceof BadRequest) return { status: 400, body: { message: error.message } };
    span.recordException(error as Error);
    span.setStatus({ code: SpanStatusCode.ERROR });
    console.error(error);
    return { status: 500, body: { message: 'Something went wrong on our side' } };
  }
}

// Made at each use: the API hands out the same instrument, also when the SDK was registered after this module loaded.
function duration(scope: string) {
  return metrics.getMeter(scope).createHistogram('http.server.request.duration', {
    description: 'Duration of HTTP server requests',
    unit: 's',
    advice: { explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] },
  });
}
