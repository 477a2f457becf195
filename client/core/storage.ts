import { safely } from './safely';

/** The part of `Storage` that is used. */
export type Items = Pick<Storage, 'getItem' | 'key' | 'length' | 'removeItem' | 'setItem'>;

/** All names in the storages begin so, but for those that the client of AWS chooses. */
export function prefixOf({ appMonitorId }: { readonly appMonitorId: string }): string {
  return `user_telemetry.${appMonitorId}.`;
}

/**
 * The storage if it can be read; merely reading the property throws where the user or the browser forbids it.
 *
 * Whether it can be written shows when something is: to try that would cost every page time.
 */
export function usable(storage: () => Items): Items | undefined {
  return safely(() => {
    const items = storage();
    items.getItem('user_telemetry.probe');
    return items;
  });
}

/** The browser's own, whatever the page puts in its place later. */
const parseJson = JSON.parse;

export function parse(json: string | null | undefined): unknown {
  try {
    return parseJson(json ?? 'null');
  } catch {
    return null;
  }
}

export function namesIn(items: Items | undefined, prefix: string): string[] {
  const names: string[] = [];
  for (let index = 0; index < (items?.length ?? 0); index++) names.push(items?.key(index) ?? '');
  return names.filter((name) => name.startsWith(prefix));
}

/** First-party cookies that only scripts read; a host's own, not its subdomains'. */
export const cookies = {
  read(name: string): string | undefined {
    try {
      const found = document.cookie.split('; ').find((cookie) => cookie.startsWith(`${name}=`));
      return found && decodeURIComponent(found.slice(name.length + 1));
    } catch {
      return undefined; // a sandboxed page may not even ask
    }
  },
  write(name: string, value: string, seconds: number): void {
    const secure = location.protocol === 'https:' ? '; Secure' : '';
    setCookie(`${name}=${encodeURIComponent(value)}; Max-Age=${seconds}; Path=/; SameSite=Strict${secure}`);
  },
  remove(name: string): void {
    // As the host's own, and as the web client of AWS would have set it.
    for (const domain of ['', `; Domain=${location.hostname}`]) setCookie(`${name}=; Max-Age=0; Path=/${domain}`);
  },
};

function setCookie(cookie: string): void {
  try {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not everywhere yet
    document.cookie = cookie;
  } catch {
    // Forbidden: the session ends with the page.
  }
}
