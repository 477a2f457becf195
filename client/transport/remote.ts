import type { RemoteSettings } from '../../src/formats/client-configuration';
import { json } from '../core/json';
import { safely } from '../core/safely';
import { type Items, parse } from '../core/storage';
import { send } from './transport';

const TIMEOUT_MS = 2_000;
/** A tab asks again after 5 minutes at the earliest. */
const KEPT_MS = 300_000;

/** Asks once; whatever goes wrong, the answer is what was stated at deployment. */
export async function loadRemote(
  url: string,
  stated: RemoteSettings,
  storage: Items | undefined,
  key: string,
): Promise<RemoteSettings> {
  const cached = parse(safely(() => storage?.getItem(key))) as { at?: number; value?: unknown } | null;
  if (typeof cached?.at === 'number' && Math.abs(Date.now() - cached.at) < KEPT_MS) {
    return checked(cached.value, stated);
  }
  const control = safely(() => new AbortController());
  const timer = safely(() => setTimeout(() => control?.abort(), TIMEOUT_MS));
  try {
    const response = await (send ?? fetch)(url, { credentials: 'omit', signal: control?.signal });
    if (!response.ok) return stated;
    const value = await response.json();
    const remote = checked(value, stated);
    storage?.setItem(key, json({ at: Date.now(), value: remote }));
    return remote;
  } catch {
    return stated;
  } finally {
    clearTimeout(timer);
  }
}

/** Takes over what makes sense: a slip in the file must not switch anything off or on. */
function checked(value: unknown, stated: RemoteSettings): RemoteSettings {
  const { enabled, sessionSampleRate: rate } = (value ?? {}) as Partial<Record<keyof RemoteSettings, unknown>>;
  return {
    enabled: typeof enabled === 'boolean' ? enabled : stated.enabled,
    sessionSampleRate: typeof rate === 'number' && rate >= 0 && rate <= 1 ? rate : stated.sessionSampleRate,
  };
}
