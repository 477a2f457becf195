// #region hook
import { report } from './report.js';

/** What routes throw while they load and render, boundaries or not; and chunks that are gone since the last deployment. */
export function handleError({ error, status }) {
  if (status !== 404) report(error, { status });
}
// #endregion
