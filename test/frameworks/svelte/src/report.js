// #region report
/** Works before the script has loaded, too, and where it is blocked. */
export const report = (error, data) => {
  window.userTelemetry ||= [];
  window.userTelemetry.push(['error', error, data]);
};
// #endregion
