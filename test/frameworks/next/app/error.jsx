// #region hook
'use client';

import { useEffect } from 'react';
import { report } from './report.js';

/** The boundary of all pages below the layout. `app/global-error.jsx` does the same within its own html and body. */
export default function Failed({ error }) {
  useEffect(() => report(error, { digest: error.digest }), [error]);
  return <p className="failed">Sorry</p>;
}
// #endregion
