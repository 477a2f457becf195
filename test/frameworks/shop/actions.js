/** What a shop does the same way whatever it is built with: by the ids of the buttons that do it. */
export const actions = {
  handler: () => {
    throw new Error('in a handler');
  },
  rejection: () => {
    Promise.reject(new Error('rejected'));
  },
  async: async () => {
    await undefined;
    throw new Error('in an async handler');
  },
  missing: () => fetch('/api/missing').then((response) => response.text()),
  failing: () => fetch('/api/fail').then((response) => response.text()),
  xhr: () => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/fail');
    request.send('{}');
  },
  start: () => window.userTelemetry.start('Checkout'),
  complete: () => window.userTelemetry.complete('Checkout'),
  feature: () => window.userTelemetry.feature('Wishlist'),
  search: () => window.userTelemetry.start('Search'),
};
