import { FEATURE_EVENT, PAGE_VIEW_EVENT, transactionEvent } from '../../src/formats/browser-events';
import type { ClientConfiguration } from '../../src/formats/client-configuration';
import type { SentEvent } from '../../src/formats/events/batch';
import * as names from '../../src/formats/events/names';
import {
  type Click,
  ENGAGEMENT_EVENT,
  type EngagementDetails,
  FORM_EVENT,
  type FormDetails,
} from '../../src/formats/interactions';
import { scrubbed, templated } from '../core/privacy';
import { safely } from '../core/safely';
import { cut } from '../core/text';
import type { Heard } from '../recording/recording';

/** An event before it has an id, a time and a sender. */
export type Fact = Omit<SentEvent, 'id' | 'time'>;

const CUSTOM = 'user_telemetry.event.';
const HTTP = 'com.amazon.rum.http_event';
const TRACE = 'com.amazon.rum.xray_trace_event';
const JS_ERROR = 'com.amazon.rum.js_error_event';
/** What tells a campaign; no other parameter of an address is ever looked at. */
const CAMPAIGN = ['source', 'medium', 'campaign', 'content', 'term'] as const;
const LONGEST_VALUE = 100;
/** Parts of a path that differ from user to user. */
const VARIABLE = /^(\d+|[\da-f-]{8,}|(?=.*\d)[\w-]{16,}|.*(@|%40).*)$/i;

/** What matters most where a queue is full: what questions count by, then what people do, then what pages do by themselves. */
export function rankOf(name: string): 1 | 2 | 3 {
  if (/^(session_start|page_view|events_dropped)$|^transaction_/.test(name)) return 1;
  return name === names.CLICK || name === names.REQUEST ? 3 : 2;
}

interface Traced {
  readonly trace_id?: string;
  readonly subsegments?: readonly {
    readonly start_time: number;
    readonly end_time: number;
    readonly http?: { readonly request?: Requested; readonly response?: { readonly status?: number } };
  }[];
}

interface Requested {
  readonly method?: string;
  readonly url?: string;
}

/** What happened, in the words of the table of events. */
export class Facts {
  /** Of requests that were told by their trace: their failure is the same request. */
  private traces: unknown[] = [];

  constructor(private readonly config: ClientConfiguration) {}

  public of([type, details, visit]: Heard): Fact[] {
    const page = visit?.attributes?.pageId;
    // Transactions end wherever they are; of other pages that are not reported nothing is told.
    const outcome = (['started', 'completed', 'abandoned'] as const).find((one) => transactionEvent(one) === type);
    if (!page && !outcome) return [];
    const about = { ...(page && { page }) };
    if (outcome) {
      const { transaction, attempt, reason, ...data } = details as Record<string, string>;
      const name = { started: names.TRANSACTION_STARTED, completed: names.TRANSACTION_COMPLETED }[outcome as 'started'];
      return [{ ...about, name: name ?? names.TRANSACTION_ABANDONED, transaction, attempt, reason, ...this.own(data) }];
    }
    if (type.startsWith(CUSTOM)) return [{ ...about, name: type.slice(CUSTOM.length), ...this.own(details) }];
    switch (type) {
      case PAGE_VIEW_EVENT: {
        const view = { ...about, ...(visit?.place.isLanding && origin()) };
        const isFirst = visit?.attributes?.interaction === 0;
        return [...(isFirst ? [{ ...view, name: names.SESSION_START }] : []), { ...view, name: names.PAGE_VIEW }];
      }
      case FEATURE_EVENT: {
        const { feature, ...data } = details as Record<string, string>;
        return [{ ...about, name: names.FEATURE_USED, feature, ...this.own(data) }];
      }
      case JS_ERROR: {
        const kind = String((details as { type?: unknown }).type);
        return [{ ...about, name: names.ERROR, errorType: /^[\w.$]{1,64}$/.test(kind) ? kind : 'Error' }];
      }
      case HTTP:
      case TRACE:
        return this.requests(details as Traced & { request?: Requested; response?: { status?: number } }).map((it) => ({
          ...about,
          ...it,
        }));
      case names.CLICK: {
        const { element, elementRole, selector, gridX, gridY, frustration, keyboard, hesitationMs } = details as Click;
        const clicked = { element, elementRole, selector, gridX, gridY, frustration };
        return [{ ...about, ...clicked, name: names.CLICK, properties: { keyboard, hesitationMs } }];
      }
      case ENGAGEMENT_EVENT: {
        const { version, engagedMs, scrollDepth, quarterMs, ...properties } = details as EngagementDetails;
        return [{ ...about, name: names.PAGE_ENGAGEMENT, engagedMs, scrollDepth, properties }];
      }
      case FORM_EVENT: {
        const { form: element, selector, outcome: reason, spentMs: durationMs, last, fields } = details as FormDetails;
        const properties = { last, fields: fields.map(({ field }) => field).join(', ') };
        return [{ ...about, name: names.FORM, element, selector, reason, durationMs, properties }];
      }
      default:
        return [];
    }
  }

  /** The page's own data, without addresses. */
  private own(data: object): { readonly properties?: { readonly [name: string]: unknown } } {
    const properties = scrubbed(data, this.config.pathTemplates) as { [name: string]: unknown };
    return Object.keys(properties).length ? { properties } : {};
  }

  private requests(details: Traced & { request?: Requested; response?: { status?: number } }): Fact[] {
    const { trace_id: trace, subsegments, request, response } = details;
    const [call] = subsegments ?? [];
    if (!call) {
      if (trace && this.traces.includes(trace)) return [];
      return [{ name: names.REQUEST, endpoint: this.endpoint(request), status: response?.status ?? 0 }];
    }
    this.traces = [...this.traces, trace].slice(-50);
    const durationMs = Math.round(1_000 * (call.end_time - call.start_time));
    const status = call.http?.response?.status ?? 0;
    return [{ name: names.REQUEST, endpoint: this.endpoint(call.http?.request), status, durationMs }];
  }

  /** `GET /api/orders/:id`, with the host where it is another one. */
  private endpoint({ method = 'GET', url = '' }: Requested = {}): string {
    const { host, pathname } = safely(() => new URL(url, location.href)) ?? location;
    const path = templated(pathname, this.config.pathTemplates)
      .split('/')
      .map((part) => (VARIABLE.test(part) ? ':id' : part))
      .join('/');
    return cut(`${method} ${host === location.host ? '' : host}${path}`, 500);
  }
}

/** Where the user came from, and by which campaign: by the address that the document had when it was loaded. */
function origin(): Pick<SentEvent, 'referrer' | 'utmSource' | 'utmMedium' | 'utmCampaign'> {
  const [navigation] = performance.getEntriesByType('navigation');
  const { searchParams } = new URL(navigation?.name ?? location.href);
  const told: Record<string, string> = {};
  for (const name of CAMPAIGN) {
    const value = searchParams.get(`utm_${name}`);
    // An address of somebody is no campaign.
    if (value && !value.includes('@'))
      told[`utm${name.charAt(0).toUpperCase()}${name.slice(1)}`] = cut(value, LONGEST_VALUE);
  }
  const referrer = document.referrer && safely(() => new URL(document.referrer).host);
  return { ...(referrer && referrer !== location.host && { referrer }), ...told };
}
