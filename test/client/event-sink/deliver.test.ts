import { NOBODY } from '../../../client/core/session';
import { delivery } from '../../../client/event-sink/deliver';
import { entry, named, UUID } from '../transport/entries';

const CONFIG = { applicationName: 'shop', releaseId: 'r1', applicationVersion: '1' };
const VISITOR = named('visitor');

function setUp(answer: Response | Error = new Response(null, { status: 200 })) {
  const sent: { url: string; init: RequestInit }[] = [];
  const beacons: [url: string, body: string][] = [];
  Object.assign(globalThis, { location: new URL('https://shop.example.com/cart?x=1') });
  Object.defineProperty(globalThis, 'navigator', {
    configurable: true,
    value: { language: 'de', onLine: true, sendBeacon: (url: string, body: string) => !!beacons.push([url, body]) },
  });
  const send = async (url: string, init: RequestInit) => {
    sent.push({ url, init });
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const fact = (id: string, details: object) => entry(id, { details: { name: 'x', time: 1, ...details } });
  return { sent, beacons, send: send as typeof fetch, fact };
}

test('a batch says once what is of all its events, and when it was sent', async () => {
  const { sent, send, fact } = setUp();
  const batch = [fact('a', { page: '/cart' }), fact('b', { anonymousId: VISITOR })];
  expect(await delivery(CONFIG as never, '/events', send).send(batch)).toBe(200);
  const { url, init } = sent[0];
  expect(url).toBe('https://shop.example.com/events');
  expect(init).toMatchObject({ method: 'POST', keepalive: true, credentials: 'omit' });
  const body = JSON.parse(String(init.body));
  expect(body.common).toEqual({ application: 'shop', release: 'r1', sessionId: UUID, language: 'de' });
  expect(Math.abs(Date.now() - body.sentAt)).toBeLessThan(60_000);
  expect(body.events).toMatchObject([
    { id: named('a'), name: 'x', time: 1, page: '/cart' },
    { id: named('b'), anonymousId: VISITOR },
  ]);
});

test('only who has identified is a user: neither the visitor nor nobody', async () => {
  const { sent, send, fact } = setUp();
  const of = async (user: string, anonymousId?: string) => {
    const one = { ...fact('a', { anonymousId }), user: { id: user } };
    await delivery(CONFIG as never, '/events', send).send([one]);
    return JSON.parse(String(sent.at(-1)?.init.body)).events[0].userId;
  };
  expect(await of(VISITOR, VISITOR)).toBeUndefined();
  expect(await of(NOBODY)).toBeUndefined();
  expect(await of(UUID, VISITOR)).toBe(UUID);
});

test('a page that is left sends the same by beacon, of a type that needs no leave of another origin', () => {
  const { beacons, send, fact } = setUp();
  expect(delivery(CONFIG as never, 'https://in.example.com/events', send).beacon([fact('a', {})])).toBe(true);
  expect(beacons[0][0]).toBe('https://in.example.com/events');
  expect(JSON.parse(beacons[0][1]).events).toHaveLength(1);
});

test('a browser without fetch sends beacons; a connection that breaks is told to who waits', async () => {
  const { beacons, send, fact } = setUp(new TypeError('Failed to fetch'));
  await expect(delivery(CONFIG as never, '/events', send).send([fact('a', {})])).rejects.toThrow('Failed to fetch');
  expect(await delivery(CONFIG as never, '/events', undefined).send([fact('a', {})])).toBe(200);
  expect(beacons).toHaveLength(1);
});
