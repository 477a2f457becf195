import { createApp } from 'vue';
import App from './App.vue';
import { router } from './router.js';

const app = createApp(App).use(router);

// #region hook
/** Works before the script has loaded, too, and where it is blocked. */
const report = (error, data) => {
  window.userTelemetry ||= [];
  window.userTelemetry.push(['error', error, data]);
};

// Vue catches what rendering, hooks, watchers and event handlers throw, and what async handlers reject.
app.config.errorHandler = (error, _instance, info) => {
  report(error, { info });
  console.error(error); // as Vue does without a handler
};
// Chunks of lazy routes that are gone since the last deployment, and what guards throw.
router.onError((error, to) => report(error, { to: to.path }));
// #endregion

app.mount('#app');
