import type { Received } from '../lab/client/site';

const BUILT_IN = /^com\.amazon\.rum\.(\w+?)(_event)?$/;
/** Every page has them, and they have suites of their own. */
const ATTENDING = /session_start|navigation|resource|paint|first_byte|input_delay|layout_shift|next_paint|xray_trace/;

/**
 * What arrived, a line each and sorted: `page_view /a`, `js_error TypeError: boom`, `http 500 GET /api`,
 * `http TypeError GET /api`, `started Checkout`, `abandoned Checkout left`, `feature Search`, `event.name {"data":1}`.
 *
 * ` @/a` follows where the event belongs to another page than `/`, `twice: ` leads where its id has arrived before.
 */
export function told(received: readonly Received[], plain: (text: string) => string, show?: RegExp): string[] {
  const ids = new Set<string>();
  return received
    .flatMap((event) => {
      if (ATTENDING.test(event.type) && !show?.test(event.type)) return [];
      const { pageId } = event.metadata;
      const page = pageId === '/' || event.type.endsWith('page_view_event') ? '' : ` @${pageId}`;
      const again = ids.has(event.id) ? 'twice: ' : '';
      ids.add(event.id);
      return [plain(`${again}${line(event)}${page}`).replaceAll('http://site.test/', '/')];
    })
    .sort();
}

function line({ type, details }: Received): string {
  const outcome = /transaction_(\w+)$/.exec(type)?.[1];
  if (outcome) return `${outcome} ${details.transaction} ${details.reason ?? ''}`.trim();
  const kind = BUILT_IN.exec(type)?.[1];
  if (kind === 'page_view') return `page_view ${details.pageId}`;
  if (kind === 'js_error') return `js_error ${details.type}: ${details.message}`;
  if (kind === 'http') {
    const { request, response, error } = details as Record<string, Record<string, unknown>>;
    return `http ${response?.status ?? error?.type} ${request.method} ${request.url}`;
  }
  if (kind) return kind;
  const { feature, ...data } = details;
  const rest = Object.keys(data).length ? ` ${JSON.stringify(data)}` : '';
  return `${type.replace(/^user_telemetry\./, '')}${feature === undefined ? '' : ` ${feature}`}${rest}`;
}
