import type { Plugin } from '@aws-rum/web-core';
import { NavigationPlugin } from '@aws-rum/web-core/plugins/event-plugins/NavigationPlugin';
import { ResourcePlugin } from '@aws-rum/web-core/plugins/event-plugins/ResourcePlugin';
import { WebVitalsPlugin } from '@aws-rum/web-core/plugins/event-plugins/WebVitalsPlugin';
import type { ClientConfiguration } from '../../src/formats/client-configuration';
import { endpointOf, ignored } from '../core/ignored';

/** What measuring needs of the client. */
export interface Recorder {
  record(type: string, details: object): string | undefined;
  /** Replaces the one of its type that waits for the page to be hidden. */
  recordCandidate(type: string, details: object): void;
}

/**
 * Measures the page by plugins of AWS, step by step, from what the browser has noted since the page began to load.
 */
export function* measure(config: ClientConfiguration, recorder: Recorder): Generator<void> {
  if (!config.telemetries.includes('performance') || typeof PerformanceObserver !== 'function') return;
  const listeners = new Set<(event: object) => void>();
  const context = {
    config: { recordResourceUrl: true, endpointUrl: endpointOf(config) },
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

  load(() => new NavigationPlugin());
  yield;
  if (config.resourceTimings) {
    const isIgnored = ignored(config);
    const ignore = (({ name, entryType, initiatorType }: PerformanceResourceTiming) =>
      entryType === 'resource' &&
      (!/^https?:/.test(name) || /^(fetch|xmlhttprequest|beacon)$/.test(initiatorType) || isIgnored(name))) as (
      entry: PerformanceEntry,
    ) => boolean;
    load(() => new ResourcePlugin({ ignore }));
    yield;
  }
  load(() => new WebVitalsPlugin());
}
