import { actions } from './actions.js';

customElements.define(
  'x-broken',
  class extends HTMLElement {
    connectedCallback() {
      throw new Error('in rendering');
    }
  },
);
const all = {
  ...actions,
  caught: () => {
    // #region caught
    try {
      JSON.parse('<!doctype html>');
    } catch (error) {
      window.userTelemetry ||= [];
      window.userTelemetry.push(['error', error, { while: 'reading the cart' }]);
    }
    // #endregion
  },
  render: () => document.body.append(document.createElement('x-broken')),
  effect: () =>
    queueMicrotask(() => {
      throw new Error('in an effect');
    }),
  chunk: async () => (await import('./late.js')).show(),
};
// For the first page, and each that Turbo shows.
document.addEventListener('turbo:load', () => {
  for (const [id, act] of Object.entries(all)) {
    const button = Object.assign(document.createElement('button'), { id, textContent: id });
    button.addEventListener('click', act);
    document.getElementById('buttons').append(button);
  }
});
