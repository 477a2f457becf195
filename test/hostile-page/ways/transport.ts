import { WALK } from '../walk';
import type { Way } from '../way';

/** Ways to spoil what events are written, kept and sent with; the walk is what has to arrive. */
const SPOILS: Readonly<Record<string, string>> = {
  'there is no sendBeacon': `delete Navigator.prototype.sendBeacon;`,
  'sendBeacon throws': `navigator.sendBeacon = () => { throw new Error('no beacons'); };`,
  'sendBeacon takes nothing': `navigator.sendBeacon = () => false;`,
  'sendBeacon is no function': `navigator.sendBeacon = 7;`,
  'sendBeacon throws when it is read': `
    Object.defineProperty(navigator, 'sendBeacon', { get() { throw new Error('unread'); } });`,
  'there is no AbortController': `delete window.AbortController; delete window.AbortSignal;`,
  'there is no TextEncoder and no crypto': `
    delete window.TextEncoder;
    Object.defineProperty(window, 'crypto', { value: undefined });`,
  'random numbers of crypto throw': `crypto.getRandomValues = () => { throw new Error('no entropy'); };`,
  'a Promise that never settles stands for that of the browser': `
    window.Promise = class { then() { return this; } catch() { return this; } finally() { return this; } };`,
  'arrays and texts write themselves, as those of Prototype.js': `
    Array.prototype.toJSON = function () { return '[' + this.join(', ') + ']'; };
    String.prototype.toJSON = function () { return '"' + this + '"'; };
    Object.defineProperty(Object.prototype, 'toJSON', { configurable: true, value() { return 'object'; } });`,
  'the storages are full': `
    for (const items of [localStorage, sessionStorage]) Object.defineProperty(items, 'setItem', {
      value() { throw new DOMException('full', 'QuotaExceededError'); } });`,
  'the browser says it has no service workers, by throwing': `
    Object.defineProperty(navigator, 'serviceWorker', { get() { throw new DOMException('no', 'SecurityError'); } });`,
};

/** What replaces the browser's own while the client is at work already. */
const LATER: Readonly<Record<string, string>> = {
  'fetch is replaced later by one that throws': `
    window.fetch = () => { throw new Error('no fetch'); };`,
  'fetch is replaced later by one that never answers': `window.fetch = () => new Promise(() => {});`,
  'JSON is replaced later': `
    JSON.stringify = () => { throw new Error('no JSON'); };
    JSON.parse = () => { throw new Error('no JSON'); };`,
};

const CALLS = `window.userTelemetry?.start?.('Checkout', { list: ['a', { b: 'c' }] }); window.userTelemetry?.complete?.('Checkout');`;
const OUTCOMES = ['completed Checkout', 'page_view /', 'started Checkout'];

export const ways: readonly Way[] = [
  ...Object.entries(SPOILS).map(([name, before]) => ({
    name,
    before,
    after: `${CALLS} log(typeof navigator.onLine);`,
    expected: OUTCOMES,
  })),
  ...Object.entries(LATER).map(([name, later]) => ({
    name,
    after: `${later} ${CALLS}`,
    expected: OUTCOMES,
  })),
  {
    name: 'the storage of the tab holds what others have written',
    before: `sessionStorage.setItem('user_telemetry.8a5f3f0e-4c1d-4a53-9d36-6a1d6f0a1b2c.outbox', '[null, 7, {"event":{}}]');`,
    after: CALLS,
    expected: ['client_dropped {"unreadable":3}', ...OUTCOMES].sort(),
  },
  {
    name: 'the page sends 40 KB by beacon as it is left',
    page: '<a href="/next">Next</a>',
    after: `${CALLS} addEventListener('pagehide', () => { log(navigator.sendBeacon('/api/x', 'x'.repeat(40 * 1024))); });`,
    act: async (visit) => {
      await visit.page.click('a');
      await visit.arrive('/next');
    },
    expected: [...OUTCOMES, 'page_view /next'].sort(),
  },
  {
    name: 'the walk is the same where the page sends beacons',
    ...WALK,
    before: `navigator.sendBeacon('/api/own', 'mine');`,
  },
];
