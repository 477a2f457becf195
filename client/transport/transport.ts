import type { ClientConfiguration } from '../../src/formats/client-configuration';
import { uuid } from '../core/random';
import type { Delivery, Entry } from './outbox';

/** A service that hangs is taken for one that fails. */
const TIMEOUT_MS = 10_000;
/** What browsers send a text as. */
export const TEXT = 'text/plain;charset=UTF-8';

/** What authorizes a request in the signed modes. */
export interface Signer {
  /** Rejects while there are no credentials. */
  sign(url: URL, body: string): Promise<Record<string, string>>;
  /** For a beacon, which can't have headers: the authorized URL. */
  presign(url: URL, body: string): Promise<string>;
  /** The credentials were refused. */
  refused(): void;
}

/**
 * Sends to the data plane of CloudWatch RUM, or to a proxy in front of it.
 *
 * As text, the type that beacons have: a request to another origin then needs no preflight. JSON would.
 */
export function deliver(config: ClientConfiguration, session: () => object, signer?: Signer): Delivery {
  const send = fetch; // before anything watches the page's requests
  const { appMonitorId: id, applicationVersion: version, alias: Alias } = config;
  const url = new URL(`${config.endpoint.replace(/\/$/, '')}/appmonitors/${id}`, location.href);

  const serialize = (entries: readonly Entry[]) =>
    JSON.stringify({
      BatchId: uuid(),
      AppMonitorDetails: { id, version },
      UserDetails: { userId: entries[0].user.id, sessionId: entries[0].sessionId },
      SessionMetadata: JSON.stringify(session()),
      RumEvents: entries.map(({ event }) => event),
      Alias,
    });

  return {
    async send(entries) {
      const body = serialize(entries);
      const control = new AbortController();
      const timer = setTimeout(() => control.abort(), TIMEOUT_MS);
      try {
        const headers = { 'content-type': TEXT, ...(await signer?.sign(url, body)) };
        const request: RequestInit = { method: 'POST', body, headers, credentials: 'omit', signal: control.signal };
        // What is under way outlives its page.
        const { status } = await send(url, { ...request, keepalive: true });
        if (status === 403) signer?.refused();
        return status;
      } finally {
        clearTimeout(timer);
      }
    },
    beacon(entries) {
      const body = serialize(entries);
      const post = (to: string | URL) => navigator.sendBeacon(to, body);
      return signer ? signer.presign(url, body).then(post) : post(url);
    },
  };
}
