import type { ClientConfiguration } from '../../src/formats/client-configuration';
import { json } from '../core/json';
import { uuid } from '../core/random';
import { safely } from '../core/safely';
import { outside } from '../core/zone';
import type { Delivery } from './delivery';
import type { Entry } from './entry';

/** What takes so long won't be answered; gateways give up after a minute or two. */
const TIMEOUT_MS = 180_000;
/** What browsers send a text as. */
export const TEXT = 'text/plain;charset=UTF-8';

/** The browser's own: before anything watches the page's requests, and before the page puts something in its place. */
export const send = globalThis.fetch as typeof fetch | undefined;

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
  const { appMonitorId: id, applicationVersion: version, alias: Alias } = config;
  const url = new URL(`${config.endpoint.replace(/\/$/, '')}/appmonitors/${id}`, location.href);
  /** A text: what pages use as `URL` may be none to the browser. */
  const { href } = url;

  const serialize = ({ user, sessionId }: Entry, entries: readonly Entry[]) =>
    json({
      BatchId: uuid(),
      AppMonitorDetails: { id, version },
      UserDetails: { userId: user.id, sessionId },
      SessionMetadata: json(session()),
      RumEvents: entries.map(({ event }) => event),
      Alias,
    });

  const beacon = (body: string): boolean | Promise<boolean> => {
    const post = (to: string) => navigator.sendBeacon(to, body);
    return signer ? signer.presign(url, body).then(post) : post(href);
  };

  const request = async (body: string): Promise<number> => {
    let headers: Record<string, string> = { 'content-type': TEXT };
    try {
      if (signer) headers = { ...headers, ...(await signer.sign(url, body)) };
    } catch {
      return 0;
    }
    const control = safely(() => new AbortController());
    const timer = outside(() => setTimeout(() => control?.abort(), TIMEOUT_MS));
    try {
      const init: RequestInit = { method: 'POST', body, headers, credentials: 'omit', signal: control?.signal };
      // What is under way outlives its page.
      const answer = safely(() => send?.(href, { ...init, keepalive: true }));
      // Without a `fetch` that works nobody learns the answer.
      if (!answer) return (await beacon(body)) ? 200 : 0;
      const { status } = await answer;
      if (status === 403) signer?.refused();
      return status;
    } finally {
      clearTimeout(timer);
    }
  };

  return {
    get offline() {
      return navigator.onLine === false;
    },
    get intercepted() {
      return !!safely(() => navigator.serviceWorker?.controller);
    },
    send: (entries) => request(serialize(entries[0], entries)),
    beacon: (entries) => beacon(serialize(entries[0], entries)),
    async reaches(entry) {
      try {
        return (await request(serialize(entry, []))) > 0;
      } catch {
        return false;
      }
    },
  };
}
