import { type Configuration, configuration } from './config';
import { watchDepartures } from './departure';
import { createMethods } from './methods';
import { createApi, isLoaded, type Methods } from './queue';
import { startRum } from './rum';
import { openStore } from './store';
import { Transactions } from './transactions';

const silent: Methods = { start() {}, complete() {}, abandon() {}, event() {} };

/** Synthetic users never count as real ones. */
const isCanary = /CloudWatchSynthetics/.test(navigator.userAgent);

function boot(config: Configuration): Methods {
  const rum = startRum(config);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const transactions = new Transactions(
    {
      now: () => Date.now(),
      newId: uuid,
      store: openStore(() => sessionStorage, `user_telemetry.${config.appMonitorId}`),
      emit: (outcome, details) => rum.recordEvent(`user_telemetry.transaction_${outcome}`, details),
      wake: (milliseconds) => {
        clearTimeout(timer);
        if (milliseconds !== undefined) timer = setTimeout(() => transactions.expire(), milliseconds);
      },
    },
    config.transactions,
  );
  transactions.expire();
  watchDepartures(window, (staysOnSite) => {
    transactions.leave(staysOnSite);
    rum.dispatchBeacon(); // the web client flushes only when a page turns from visible to hidden
  });
  // At an unload this comes after `pagehide`, and only now the largest contentful paint is final. On the window, so that
  // the web client has heard of it before.
  addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') rum.dispatchBeacon();
  });
  // Timers sleep with the machine and in the back/forward cache.
  for (const type of ['pageshow', 'visibilitychange']) addEventListener(type, () => transactions.expire());
  return createMethods(
    transactions,
    (type, details) => rum.recordEvent(type, details),
    (message) => console.warn(message),
  );
}

function bootSafely(): Methods {
  if (isCanary) return silent;
  try {
    return boot(configuration());
  } catch {
    return silent; // a browser too old for the web client, or one that forbids what it needs
  }
}

/** `crypto.randomUUID` exists in secure contexts only. */
function uuid(): string {
  const random = (digit: number) => crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4));
  return '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, (digit) => (+digit ^ random(+digit)).toString(16));
}

const page = window as { userTelemetry?: unknown };
if (!isLoaded(page.userTelemetry)) page.userTelemetry = createApi(bootSafely(), page.userTelemetry);
