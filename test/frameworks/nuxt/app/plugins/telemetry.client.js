// #region hook
/** Works before the script has loaded, too, and where it is blocked. */
const report = (error, data) => {
  window.userTelemetry ||= [];
  window.userTelemetry.push(['error', error, data]);
};

export default defineNuxtPlugin((app) => {
  // What components, hooks and handlers throw, and what async handlers reject.
  app.hook('vue:error', (error, _instance, info) => report(error, { info }));
  // What ends the application: its error page is shown.
  app.hook('app:error', (error) => report(error));
  // Chunks that are gone since the last deployment.
  app.hook('app:chunkError', ({ error }) => report(error));
});
// #endregion
