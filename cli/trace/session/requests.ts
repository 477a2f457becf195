/** A request is told of by up to two events: how it failed, and, if it was traced, when it began and ended. */
import { cut } from '../../common/plain';
import { shown } from '../../common/shown';
import { pageOf } from '../../suggest/pages';
import type { Problems } from '../../suggest/problems';
import { objectOf } from '../../suggest/sessions';
import { type Event, numberOf, STRANGE, textOf } from './events';
import { bareTraceId, type RequestIds, type Step } from './step';

export const HTTP_EVENT = 'com.amazon.rum.http_event';
export const TRACE_EVENT = 'com.amazon.rum.xray_trace_event';

/** What is longer would hide how the request ended. */
const METHOD_LENGTH = 20;
const URL_LENGTH = 240;
const FAILURE_LENGTH = 160;

interface Part {
  readonly method?: string;
  readonly url?: string;
  readonly status?: number;
  readonly failure?: string;
  readonly start?: number;
  readonly end?: number;
}

/** The requests among events of one page view. */
export function requestsOf(events: readonly Event[], problems: Problems): Step[] {
  const byId = new Map<string, { ids?: RequestIds; event: Event; part: Part }>();
  for (const [index, event] of events.entries()) {
    if (event.type !== HTTP_EVENT && event.type !== TRACE_EVENT) continue;
    const told = partOf(event, problems);
    if (!told) continue;
    const { ids, part } = told;
    const key = ids ? `${ids.trace} ${ids.segment ?? ''}` : `${index}`;
    const known = byId.get(key);
    byId.set(key, { ids, event: known?.event ?? event, part: { ...known?.part, ...defined(part) } });
  }
  return [...byId.values()].map(({ ids, event, part }) => stepOf(event, part, ids));
}

/** Browsers send what they like: one event must not keep the others from being shown. */
function partOf(event: Event, problems: Problems) {
  try {
    return event.type === HTTP_EVENT ? reported(event) : traced(event);
  } catch {
    problems.add(STRANGE, event.at);
    return undefined;
  }
}

function reported({ details }: Event): { ids?: RequestIds; part: Part } {
  const { method, url } = objectOf(details.request);
  const error = details.error === undefined ? undefined : objectOf(details.error);
  return {
    ids: idsOf(details.trace_id, details.segment_id),
    part: {
      ...{ method: textOf(method), url: textOf(url) },
      status: numberOf(objectOf(details.response).status),
      failure: error && [error.type, error.message].filter((text) => textOf(text)).join(': '),
    },
  };
}

/** The segment that RUM hands on to X-Ray: https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html */
function traced({ details }: Event): { ids?: RequestIds; part: Part } {
  const [first] = Array.isArray(details.subsegments) ? details.subsegments : [];
  const subsegment = objectOf(first);
  const http = objectOf(subsegment.http ?? details.http);
  const { method, url } = objectOf(http.request);
  const { exceptions } = objectOf(subsegment.cause);
  const [exception] = Array.isArray(exceptions) ? exceptions : [];
  const { type, message } = objectOf(exception);
  return {
    ids: idsOf(details.trace_id, subsegment.id),
    part: {
      ...{ method: textOf(method), url: textOf(url), status: numberOf(objectOf(http.response).status) },
      failure: exception === undefined ? undefined : [type, message].filter((text) => textOf(text)).join(': '),
      start: inMilliseconds(details.start_time),
      end: inMilliseconds(details.end_time),
    },
  };
}

function inMilliseconds(seconds: unknown): number | undefined {
  const number = numberOf(seconds);
  return number === undefined ? undefined : Math.round(number * 1000);
}

function idsOf(trace: unknown, segment: unknown): RequestIds | undefined {
  const bare = bareTraceId(shown(trace));
  return bare === undefined ? undefined : { trace: bare, segment: textOf(segment) };
}

function stepOf(event: Event, part: Part, request?: RequestIds): Step {
  const { url = '(address not recorded)', status, failure, start, end } = part;
  const method = cut(part.method ?? 'GET', METHOD_LENGTH);
  const outcome = status ? `${status}` : cut(failure ?? 'no status', FAILURE_LENGTH);
  const own = withoutOrigin(url, event);
  return {
    kind: 'request',
    time: start ?? event.time,
    isExact: start !== undefined,
    text: `${method} ${cut(own, URL_LENGTH)} → ${outcome}`,
    isBad: isFailure(status, failure),
    durationMs: start !== undefined && end !== undefined ? end - start : undefined,
    more: status && failure ? [failure] : undefined,
    request,
    call: { method, endpoint: endpointOf(own), outcome, status },
  };
}

function isFailure(status: number | undefined, failure: string | undefined): boolean {
  return (status ?? 0) >= 400 || (!status && failure !== undefined);
}

function withoutOrigin(url: string, { metadata }: Event): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  return parsed && parsed.hostname === metadata.domain ? url.slice(url.indexOf(parsed.host) + parsed.host.length) : url;
}

/** `/orders/:id`, `https://other.example.com/orders/:id` */
function endpointOf(own: string): string {
  const [origin = ''] = /^[a-z][\w+.-]*:\/\/[^/?#]*/i.exec(own) ?? [];
  return `${origin}${pageOf(own)}`;
}

function defined(part: Part): Part {
  return Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined));
}
