import type { Plugin } from '@aws-rum/web-core';
import { FetchPlugin } from '@aws-rum/web-core/plugins/event-plugins/FetchPlugin';
import { JsErrorPlugin } from '@aws-rum/web-core/plugins/event-plugins/JsErrorPlugin';
import { NavigationPlugin } from '@aws-rum/web-core/plugins/event-plugins/NavigationPlugin';
import { ResourcePlugin } from '@aws-rum/web-core/plugins/event-plugins/ResourcePlugin';
import { WebVitalsPlugin } from '@aws-rum/web-core/plugins/event-plugins/WebVitalsPlugin';
import { XhrPlugin } from '@aws-rum/web-core/plugins/event-plugins/XhrPlugin';
import { isSameOrigin } from './departure';

/** A loop that throws would otherwise cost one event per turn: sessions have no event limit. */
const MAX_ERRORS_PER_PAGE = 50;

/** The plugins behind each telemetry; no session replay. */
export function pluginsFor(telemetries: readonly string[]): Plugin[] {
  const plugins: Plugin[] = [];
  if (telemetries.includes('errors')) {
    let errors = 0;
    plugins.push(new JsErrorPlugin({ ignore: () => ++errors > MAX_ERRORS_PER_PAGE }));
  }
  if (telemetries.includes('performance')) {
    plugins.push(new NavigationPlugin(), new ResourcePlugin(), new WebVitalsPlugin());
  }
  if (telemetries.includes('http')) {
    // The plugins ask each pattern whether it matches; only the page's own origin gets the header, however it is named.
    const sameOrigin = { test: (url: unknown) => isSameOrigin(url, window) } as RegExp;
    plugins.push(new TracingFetchPlugin(sameOrigin), new XhrPlugin({ addXRayTraceIdHeader: [sameOrigin] }));
  }
  return plugins;
}

interface Trace {
  readonly trace_id: string;
  readonly subsegments: readonly { readonly id: string }[];
}

/**
 * Adds the header to a copy of the page's headers.
 *
 * The plugin's own way sets a property of what the page passed: it has no effect on a `Headers` object, and headers
 * that the page uses again for another origin would take the trace there, where it fails the CORS preflight.
 */
class TracingFetchPlugin extends FetchPlugin {
  constructor(sameOrigin: RegExp) {
    super({ addXRayTraceIdHeader: [sameOrigin] });
    Object.assign(this, { addXRayTraceIdHeader: addTraceHeader });
  }
}

function addTraceHeader(input: RequestInfo | URL, init: RequestInit | undefined, args: unknown, trace: Trace): void {
  const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
  if (headers.has('traceparent')) return;
  headers.set('traceparent', `00-${trace.trace_id}-${trace.subsegments[0].id}-01`);
  Array.prototype.splice.call(args as unknown[], 1, 1, { ...init, headers }); // `arguments` of the page's call
}
