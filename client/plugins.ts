import type { Plugin } from '@aws-rum/web-core';
import { FetchPlugin } from '@aws-rum/web-core/plugins/event-plugins/FetchPlugin';
import { JsErrorPlugin } from '@aws-rum/web-core/plugins/event-plugins/JsErrorPlugin';
import { NavigationPlugin } from '@aws-rum/web-core/plugins/event-plugins/NavigationPlugin';
import { ResourcePlugin } from '@aws-rum/web-core/plugins/event-plugins/ResourcePlugin';
import { WebVitalsPlugin } from '@aws-rum/web-core/plugins/event-plugins/WebVitalsPlugin';
import { XhrPlugin } from '@aws-rum/web-core/plugins/event-plugins/XhrPlugin';
import { isSameOrigin } from './departure';
import { addTraceHeader } from './trace-header';

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

/** With our way of adding the header, because the plugin's own changes what the page passed. */
class TracingFetchPlugin extends FetchPlugin {
  constructor(sameOrigin: RegExp) {
    super({ addXRayTraceIdHeader: [sameOrigin] });
    Object.assign(this, { addXRayTraceIdHeader: addTraceHeader });
  }
}
