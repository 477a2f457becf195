import { type Configuration, configuration } from './config';
import { Consent } from './consent';
import { createApi, isLoaded, type Methods } from './queue';
import { Recording } from './recording';
import type { Signer } from './transport';

/** A signer that the page may give credentials to. */
export interface PageSigner extends Signer {
  use(credentials: unknown): void;
}

type MakeSigner = (config: Configuration) => PageSigner | undefined;

const REPORTS = ['start', 'complete', 'abandon', 'feature', 'event'] as const;

/** Puts the API on the page; recording begins as soon as it may. */
export function main(makeSigner?: MakeSigner): void {
  const page = window as { userTelemetry?: unknown };
  if (isLoaded(page.userTelemetry)) return;
  page.userTelemetry = createApi((ready) => whenShown(() => ready(bootSafely(makeSigner))), page.userTelemetry);
}

/** A prerendered page may never be seen; until it is, calls wait. */
function whenShown(act: () => void): void {
  const { document } = window as { document?: Document & { prerendering?: boolean } };
  if (document?.prerendering) document.addEventListener('prerenderingchange', act, { once: true });
  else act();
}

function bootSafely(makeSigner?: MakeSigner): Partial<Methods> {
  // Synthetic users never count as real ones.
  if (/CloudWatchSynthetics/.test(navigator.userAgent)) return {};
  try {
    return boot(configuration(), makeSigner);
  } catch {
    return {}; // a browser too old for the client, or one that forbids what it needs
  }
}

function boot(config: Configuration, makeSigner?: MakeSigner): Partial<Methods> {
  const consent = new Consent(config);
  if (consent.isRefusedByBrowser()) {
    consent.forgetEverything();
    return {};
  }
  const signer = makeSigner?.(config);
  let recording: Recording | undefined;
  let userId: string | undefined;
  const begin = () => {
    if (recording) {
      recording.begin();
    } else {
      recording = new Recording(config, signer);
      if (userId !== undefined) recording.identify(userId);
    }
  };
  if (consent.isGiven()) begin();

  const methods: Partial<Methods> = {
    consent(granted) {
      if (granted === true) {
        consent.remember(true);
        begin();
      } else {
        recording?.stop();
        consent.forgetEverything();
        consent.remember(false);
      }
    },
    identify(id) {
      userId = id === undefined || id === null || id === '' ? undefined : String(id);
      recording?.identify(userId);
    },
    credentials: (credentials) => signer?.use(credentials),
  };
  for (const name of REPORTS) methods[name] = (of, data) => recording?.methods[name](of, data);
  return methods;
}
