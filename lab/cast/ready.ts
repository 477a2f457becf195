import type { Page } from 'playwright-core';

/** What the client loads once the browser is idle: what sees clicks, and what sends to the pipeline of events. */
const EXTRAS = ['telemetry-interactions-', 'telemetry-event-sink-'];

/** Each has come, and has run: it takes its own tag away. */
const HAS_RUN = `${JSON.stringify(EXTRAS)}.every((name) =>
  performance.getEntriesByType('resource').some((entry) => entry.name.includes('/' + name)) &&
  !document.querySelector('script[src*="/' + name + '"]'))`;

/** Waits until the client and its later parts see what is done: users of a slow network may be faster, tests must not. */
export async function telemetryReady(page: Page, timeout: number): Promise<void> {
  const state = `typeof window.userTelemetry?.start === 'function' && ${HAS_RUN}`;
  await page.waitForFunction(state, undefined, { timeout });
}
