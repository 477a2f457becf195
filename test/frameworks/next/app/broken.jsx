'use client';

import { useState } from 'react';

export function Broken() {
  const [broken, setBroken] = useState(false);
  if (broken) throw new Error('in rendering');
  return (
    <button id="render" type="button" onClick={() => setBroken(true)}>
      render
    </button>
  );
}
