/** Segments and subsegments of X-Ray, as one kind of span: https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html */
import { cut } from '../../common/plain';
import { shown } from '../../common/shown';
import type { Fields } from '../../suggest/read-events';
import { objectOf } from '../../suggest/sessions';

export interface Span {
  readonly id: string;
  readonly parent?: string;
  readonly name: string;
  /** Seconds since 1970, by the clock of the machine that made it. */
  readonly start: number;
  /** None of what is still in progress. */
  readonly end?: number;
  readonly verdict?: 'fault' | 'error' | 'throttle';
  /** What it was about, such as `GET /cart → 200` or `PutItem Orders`. */
  readonly about?: string;
  readonly exceptions: readonly string[];
  /** Of the browser, by CloudWatch RUM. */
  readonly isBrowser: boolean;
  /** What X-Ray makes up of a call to a service that sends no segments. */
  readonly isInferred: boolean;
}

/** What is longer would hide how long it took, and that it failed. */
const NAME_LENGTH = 100;
const ABOUT_LENGTH = 160;

/** The spans of a document: of itself, and of what is in it. */
export function spansOf(document: unknown): Span[] {
  const spans: Span[] = [];
  const pending: { fields: Fields; parent?: string; isBrowser: boolean }[] = [
    { fields: objectOf(document), isBrowser: false },
  ];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { fields, parent } = next;
    const span = spanOf(fields, parent, next.isBrowser);
    if (!span) continue;
    spans.push(span);
    for (const inner of Array.isArray(fields.subsegments) ? fields.subsegments : []) {
      pending.push({ fields: objectOf(inner), parent: span.id, isBrowser: span.isBrowser });
    }
  }
  return spans;
}

function spanOf(fields: Fields, inside: string | undefined, isBrowser: boolean): Span | undefined {
  const { id, name, start_time: start, end_time: end, parent_id: parent } = fields;
  if (typeof id !== 'string' || typeof start !== 'number') return undefined;
  const verdicts = ['fault', 'throttle', 'error'] as const;
  return {
    id,
    parent: inside ?? (typeof parent === 'string' ? parent : undefined),
    name: cut(shown(name) || '(no name)', NAME_LENGTH),
    start,
    end: typeof end === 'number' ? end : undefined,
    verdict: verdicts.find((verdict) => fields[verdict] === true),
    about: aboutOf(fields),
    exceptions: exceptionsOf(fields),
    isBrowser: isBrowser || fields.origin === 'AWS::RUM::AppMonitor',
    isInferred: fields.inferred === true,
  };
}

function aboutOf(fields: Fields): string | undefined {
  const { request, response } = objectOf(fields.http);
  const { method, url } = objectOf(request);
  const { status } = objectOf(response);
  if (method !== undefined || url !== undefined || status !== undefined) {
    const end = status === undefined ? undefined : `→ ${shown(status)}`;
    return [method, url, end]
      .filter((part) => part !== undefined)
      .map((part) => cut(shown(part), ABOUT_LENGTH))
      .join(' ');
  }
  const {
    operation,
    table_name: table,
    queue_url: queue,
    function_name: called,
    resource_names: resources,
  } = objectOf(fields.aws);
  const [resource] = Array.isArray(resources) ? resources : [];
  const call = [operation, table ?? queue ?? called ?? resource].filter((part) => typeof part === 'string').join(' ');
  const { sanitized_query: query } = objectOf(fields.sql);
  return cut(call || (typeof query === 'string' ? query : ''), ABOUT_LENGTH) || undefined;
}

/** A cause may also be the ID of the exception of another segment, which is shown there. */
function exceptionsOf(fields: Fields): string[] {
  const { exceptions } = objectOf(fields.cause);
  return (Array.isArray(exceptions) ? exceptions : []).map(objectOf).map(({ type, message, stack }) => {
    const [frame] = Array.isArray(stack) ? stack.map(objectOf) : [];
    const place =
      frame &&
      [frame.path, frame.line]
        .filter((part) => part !== undefined)
        .map(shown)
        .join(':');
    const what = [type, message].filter((text) => typeof text === 'string' && text !== '').join(': ');
    return place ? `${what} (${place})` : what;
  });
}
