import { Client, type MakeSigner } from './client';
import { configuration } from './core/config';
import { createApi, isLoaded, type Methods } from './core/queue';

/** Puts the API on the page; recording begins as soon as it may. */
export function main(makeSigner?: MakeSigner): void {
  const page = window as { userTelemetry?: unknown };
  if (isLoaded(page.userTelemetry)) return;
  page.userTelemetry = createApi(methods(makeSigner), page.userTelemetry);
}

function methods(makeSigner?: MakeSigner): Partial<Methods> {
  // Synthetic users never count as real ones.
  if (/CloudWatchSynthetics/.test(navigator.userAgent)) return {};
  try {
    return new Client(configuration(), makeSigner).methods;
  } catch {
    return {}; // a browser too old for the client, or one that forbids what it needs
  }
}
