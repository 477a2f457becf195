import { WALK } from '../walk';
import type { Way } from '../way';

const CLIENT = '<script src="/client.js"></script>';
const policy = (text: string) => ({ 'content-security-policy': text });
const plain = (tag = CLIENT) => ({ '/': `<!doctype html><title>/</title>${tag}` });

/** What servers forbid their pages, and frames. */
export const ways: readonly Way[] = [
  {
    name: 'a strict policy',
    files: plain(),
    headers: policy(
      `default-src 'none'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    ),
    ...WALK,
  },
  {
    name: 'trusted types, and no policy may be made',
    files: plain(),
    headers: policy(`require-trusted-types-for 'script'; trusted-types 'none'`),
    ...WALK,
  },
  {
    name: 'trusted types with a default policy that refuses',
    files: {
      '/': `<!doctype html><title>/</title><script>trustedTypes.createPolicy('default', { createHTML() { throw new Error('no'); }, createScript() { throw new Error('no'); }, createScriptURL() { throw new Error('no'); } });</script>${CLIENT}`,
    },
    headers: policy(`require-trusted-types-for 'script'`),
    ...WALK,
  },
  {
    name: 'a policy with a nonce that knows strict-dynamic only',
    files: plain('<script nonce="abc" src="/client.js"></script>'),
    headers: policy(`script-src 'nonce-abc' 'strict-dynamic'; object-src 'none'; base-uri 'none'`),
    ...WALK,
  },
  {
    name: 'no evaluation, no workers, no styles',
    files: plain(),
    headers: policy(
      `script-src 'self'; style-src 'none'; worker-src 'none'; child-src 'none'; img-src 'none'; font-src 'none'`,
    ),
    ...WALK,
  },
  {
    name: 'a page that is isolated from other origins',
    headers: { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' },
    after: `log(crossOriginIsolated); ${WALK.after}`,
    expected: WALK.expected,
  },
  {
    name: 'a page that may neither hear unload nor ask synchronously',
    headers: { 'permissions-policy': 'unload=(), sync-xhr=(), storage-access=()' },
    before: `addEventListener('unload', () => log('unload'));`,
    ...WALK,
  },
  {
    name: 'a page that sends no referrer',
    headers: { 'referrer-policy': 'no-referrer' },
    page: '<a href="/next">Next</a>',
    act: async (visit) => {
      await visit.page.click('a');
      await visit.arrive('/next');
      await visit.do('log(document.referrer);');
    },
    expected: ['page_view /', 'page_view /next'],
  },
  {
    name: 'a page in a sandbox of its own',
    headers: policy('sandbox allow-scripts'),
    after: `
      tried('cookie', () => document.cookie);
      tried('storage', () => localStorage);
      tried('route', () => history.pushState({}, '', '/next'));
      later(() => { throw new TypeError('boom'); });
      await pause(20);
    `,
    expected: ['js_error TypeError: boom @/next', 'page_view /', 'page_view /next'],
  },
  {
    name: 'frames come and go with an attempt under way',
    page: '<iframe src="/frame"></iframe>',
    files: { '/frame': `<!doctype html><title>Frame</title>${CLIENT}` },
    after: `
      window.userTelemetry?.start('Checkout');
      document.querySelector('iframe').remove();
      const frame = document.createElement('iframe');
      await new Promise((done) => { frame.onload = done; frame.src = '/frame'; document.body.append(frame); });
      frame.srcdoc = '<p>Text';
      await new Promise((done) => { frame.onload = done; });
      frame.remove();
      window.userTelemetry?.complete('Checkout');
    `,
    expected: ['completed Checkout', 'page_view /', 'started Checkout'],
  },
];
