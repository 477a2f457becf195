import type { Way } from '../way';

/** What pages do with the client itself. */
export const ways: readonly Way[] = [
  {
    name: 'a page that does nothing',
    expected: ['page_view /'],
  },
  {
    name: 'an error, a failed request and an attempt that is left',
    after: `
      window.userTelemetry?.start('Checkout');
      setTimeout(() => { throw new TypeError('boom'); });
      await pause(20);
      log((await fetch('/api/x?status=500')).status);
      log(await fetch('http://other-' + location.host + '/api/x').catch((error) => error));
    `,
    expected: [
      'abandoned Checkout left',
      'http 500 GET /api/x',
      'http TypeError GET http://other.test/api/x',
      'js_error TypeError: boom',
      'page_view /',
      'started Checkout',
    ],
  },
];
