/** What most ways do, to see whether the page and the client still work: a bit of everything. */
export const WALK = {
  after: `
    window.userTelemetry?.start?.('Checkout', { items: [1, 2] });
    window.userTelemetry?.complete?.('Checkout');
    log((await fetch('/api/x?status=500')).status);
    history.pushState({}, '', '/next');
    later(() => { throw new TypeError('boom'); });
    await pause(20);
  `,
  expected: [
    'completed Checkout',
    'http 500 GET /api/x',
    'js_error TypeError: boom @/next',
    'page_view /',
    'page_view /next',
    'started Checkout',
  ],
};
