import type { Plugin } from '@aws-rum/web-core';
import { JsErrorPlugin } from '@aws-rum/web-core/plugins/event-plugins/JsErrorPlugin';
import { NavigationPlugin } from '@aws-rum/web-core/plugins/event-plugins/NavigationPlugin';
import { ResourcePlugin } from '@aws-rum/web-core/plugins/event-plugins/ResourcePlugin';
import { WebVitalsPlugin } from '@aws-rum/web-core/plugins/event-plugins/WebVitalsPlugin';
import type { Configuration } from './config';
import { isSameOrigin } from './departure';
import { type RequestWatcher, watchFetch, watchXhr } from './requests';

/** What the telemetries need of the client. */
export interface Recorder {
  /** `since` is when it happened on the page's clock; otherwise now. */
  record(type: string, details: object, since?: number): string | undefined;
  /** Replaces the one of its type that waits for the page to be hidden. */
  recordCandidate(type: string, details: object): void;
  /** Whether this session is recorded. */
  isRecorded(): boolean;
}

/** A loop that throws would otherwise cost one event per turn: sessions have no event limit. */
const MAX_ERRORS_PER_PAGE = 50;

/** Starts what the telemetries are made of: the plugins of AWS where they fit, no session replay. */
export function observe(config: Configuration, recorder: Recorder): void {
  const { telemetries, ignoredErrors = [], ignoredUrls = [] } = config;
  const endpointUrl = new URL(config.endpoint, location.href);
  const isIgnored = (url: string) =>
    ignoredUrls.some((pattern) => pattern.test(url)) ||
    url.startsWith(endpointUrl.href) ||
    /^https:\/\/(cognito-identity|sts)\.[^/]*\.amazonaws\.com\//.test(url) ||
    url === config.remoteConfigurationUrl;

  const listeners = new Set<(event: object) => void>();
  const context = {
    config: { recordResourceUrl: true, endpointUrl },
    record(type: string, details: object) {
      const id = recorder.record(type, details);
      for (const listener of [...listeners]) listener({ id, type, details });
    },
    recordCandidate: recorder.recordCandidate,
    eventBus: {
      subscribe: (_: unknown, listener: (event: object) => void) => listeners.add(listener),
      unsubscribe: (_: unknown, listener: (event: object) => void) => listeners.delete(listener),
    },
  };
  const load = (make: () => Plugin) => {
    try {
      make().load(context as unknown as Parameters<Plugin['load']>[0]);
    } catch {
      // The browser lacks what this one needs; the others do without it.
    }
  };

  if (telemetries.includes('errors')) {
    let errors = 0;
    const ignore = (error: ErrorEvent | PromiseRejectionEvent) => {
      const text = String('message' in error ? error.message : (error.reason?.message ?? error.reason));
      return ignoredErrors.some((pattern) => pattern.test(text)) || ++errors > MAX_ERRORS_PER_PAGE;
    };
    load(() => new JsErrorPlugin({ ignore }));
  }
  if (telemetries.includes('performance') && typeof PerformanceObserver === 'function') {
    load(() => new NavigationPlugin());
    if (config.resourceTimings) {
      const ignore = (({ name, entryType, initiatorType }: PerformanceResourceTiming) =>
        entryType === 'resource' &&
        (!/^https?:/.test(name) || /^(fetch|xmlhttprequest|beacon)$/.test(initiatorType) || isIgnored(name))) as (
        entry: PerformanceEntry,
      ) => boolean;
      load(() => new ResourcePlugin({ ignore }));
    }
    load(() => new WebVitalsPlugin());
  }
  if (telemetries.includes('http')) {
    const watcher: RequestWatcher = {
      record: recorder.record,
      ignores: isIgnored,
      traces: () => config.tracing && recorder.isRecorded(),
      mayCarryTrace: (url) =>
        isSameOrigin(url, window) || !!config.tracedOrigins?.includes(new URL(url, document.baseURI).origin),
    };
    watchFetch(watcher);
    watchXhr(watcher);
  }
}
