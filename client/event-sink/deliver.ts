import type { ClientConfiguration } from '../../src/formats/client-configuration';
import type { EventBatch, SentEvent } from '../../src/formats/events/batch';
import { json } from '../core/json';
import { safely } from '../core/safely';
import { NOBODY } from '../core/session';
import { parse } from '../core/storage';
import { outside } from '../core/zone';
import type { Delivery } from '../transport/delivery';
import type { Entry } from '../transport/entry';
import { TEXT } from '../transport/transport';

const TIMEOUT_MS = 180_000;

/** Posts batches of events; `send` is the browser's own `fetch`, which nobody records. */
export function delivery(config: ClientConfiguration, endpoint: string, send: typeof fetch | undefined): Delivery {
  const { href } = new URL(endpoint, location.href);
  const { applicationName: application, releaseId, applicationVersion } = config;

  const body = (entries: readonly Entry[]): string => {
    const [{ sessionId, user }] = entries;
    const batch: EventBatch = {
      sentAt: Date.now(),
      common: { application, release: releaseId ?? applicationVersion, sessionId, language: navigator.language },
      events: entries.map(({ event }) => {
        const { anonymousId, ...told } = parse(event.details) as SentEvent;
        const userId = user.id === anonymousId || user.id === NOBODY ? undefined : user.id;
        return { ...told, anonymousId, userId, id: event.id };
      }),
    };
    return json(batch);
  };

  return {
    get offline() {
      return navigator.onLine === false;
    },
    get intercepted() {
      return !!safely(() => navigator.serviceWorker?.controller);
    },
    async send(entries) {
      const control = safely(() => new AbortController());
      const timer = outside(() => setTimeout(() => control?.abort(), TIMEOUT_MS));
      const init: RequestInit = { method: 'POST', body: body(entries), headers: { 'content-type': TEXT } };
      try {
        const answer = safely(() =>
          send?.(href, { ...init, keepalive: true, credentials: 'omit', signal: control?.signal }),
        );
        if (!answer) return navigator.sendBeacon(href, body(entries)) ? 200 : 0;
        return (await answer).status;
      } finally {
        clearTimeout(timer);
      }
    },
    beacon: (entries) => navigator.sendBeacon(href, body(entries)),
    // Copies are harmless: they have the same id.
    reaches: async () => false,
  };
}
