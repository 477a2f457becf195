import type { ClientConfiguration } from '../src/formats/client-configuration';
import { SYNTHETICS_USER_AGENT } from '../src/formats/synthetic';
import { Client, type MakeSigner } from './client';
import { handedOn, isCutOff, pagesAround } from './core/frames';
import { createApi, isLoaded, type Methods } from './core/queue';
import { safely } from './core/safely';
import { outside } from './core/zone';

/** The configuration is a parameter of the function that surrounds the bundle: nothing global, nothing inline. */
declare const __USER_TELEMETRY__: ClientConfiguration;

/** Puts the API on the page; recording begins as soon as it may. */
export function main(makeSigner?: MakeSigner): void {
  const page = window as { userTelemetry?: unknown };
  const existing = safely(() => page.userTelemetry);
  if (safely(() => isLoaded(existing))) return;
  const api = createApi(methods(makeSigner), existing);
  // Elements are found by their ids without being properties, and give way; anything else is the page's own.
  const isFree = !existing || Array.isArray(existing) || !Object.getOwnPropertyDescriptor(page, 'userTelemetry');
  if (isFree)
    safely(() => {
      page.userTelemetry = api;
    });
}

function methods(makeSigner?: MakeSigner): Partial<Methods> {
  // Synthetic users never count as real ones.
  if (navigator.userAgent.includes(SYNTHETICS_USER_AGENT)) return {};
  // Nothing, in a browser too old for the client, or one that forbids what it needs.
  return safely(() => outside(() => clientMethods(makeSigner))) ?? {};
}

/** A frame is no page: unless its events are wanted, it only speaks to the client of the page that holds it. */
function clientMethods(makeSigner?: MakeSigner): Partial<Methods> {
  const pages = pagesAround();
  const isPage = !pages.length && !isCutOff();
  const own = isPage || __USER_TELEMETRY__.frames ? new Client(__USER_TELEMETRY__, makeSigner, !isPage).methods : {};
  return pages.length ? handedOn(pages, own) : own;
}
