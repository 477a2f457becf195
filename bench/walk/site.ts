import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** By path, which is what pages are called by. */
export const TITLES: Record<string, string> = {
  '/': 'Home',
  '/products/7': 'Thing 7',
  '/cart': 'Cart',
  '/orders': 'Orders',
};
/** Milliseconds that the slow click keeps the page busy: no other comes near it. */
export const SLOW_MS = 600;

/** A site with the walk's pages, and the data plane of whichever client it serves. */
export class WalkSite {
  /** The client's tag and script; none in a walk without. */
  public tag = '';
  public script = '';
  /** Bodies to the data plane, unpacked. */
  public readonly bodies: string[] = [];
  private readonly server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://none');
    if (pathname.startsWith('/plane/')) {
      void bodyOf(request).then((body) => this.bodies.push(body));
      response.writeHead(pathname.includes('faro') ? 202 : 200).end();
    } else if (pathname === '/client.js') {
      response.setHeader('content-type', 'text/javascript').end(this.script);
    } else if (pathname === '/api/never') {
      return;
    } else if (pathname in TITLES) {
      response.setHeader('content-type', 'text/html').end(page(pathname, this.tag));
    } else {
      response.writeHead(/fail|broken/.test(pathname) ? 500 : 404).end('{}');
    }
  });

  public async open(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  public get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  return (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString();
}

/** What the buttons do, by their ids. */
const DOES = `{
  product: () => route('/products/7'), orders: () => route('/orders'), sorted: () => history.pushState({}, '', '?sort=price'),
  cart: () => navigation.navigate('/cart', { info: 'route' }),
  error: () => { throw new TypeError('in a handler'); },
  rejection: () => { Promise.reject(new RangeError('rejected')); },
  thrown: () => { throw 'a plain text'; },
  caught: () => { try { null.length; } catch {} },
  failing: () => fetch('/api/fail'), missing: () => fetch('/api/missing'),
  xhr: () => { const xhr = new XMLHttpRequest(); xhr.open('POST', '/api/broken'); xhr.send(); },
  aborted: () => { const abort = new AbortController(); fetch('/api/never', { signal: abort.signal }).catch(() => {}); setTimeout(() => abort.abort(), 50); },
  script: () => { document.head.append(Object.assign(document.createElement('script'), { src: '/gone.js' })); },
  slow: () => { const end = performance.now() + ${SLOW_MS}; while (performance.now() < end); },
}`;

/** A single-page application: titles follow its routes a little later, banners shift two of them. */
function page(path: string, tag: string): string {
  return `<!doctype html><html lang="en"><head><title>${TITLES[path]}</title><link rel="icon" href="data:,">${tag}</head><body>
<div id="banner"></div><h1>${path}</h1><p>Made in small workshops, sent in plain boxes.</p><a id="reviews" href="#below">Reviews</a>
<nav></nav><p id="below">All of them liked it.</p><script>
const titles = ${JSON.stringify(TITLES)}, does = ${DOES};
const shift = (after, height) => setTimeout(() => { banner.style.height = height + 'px'; }, after);
const show = () => {
  document.querySelector('h1').textContent = location.pathname;
  banner.style.height = 0;
  setTimeout(() => { document.title = titles[location.pathname]; }, 50);
  if (location.pathname === '/orders') shift(900, 160); // later than what browsers ascribe to the click
};
const route = (path) => { history.pushState({}, '', path); show(); };
addEventListener('popstate', show);
navigation.addEventListener('navigate', (event) => { if (event.info === 'route') event.intercept({ handler: async () => show() }); });
for (const id in does) {
  const button = Object.assign(document.createElement('button'), { id, textContent: id, onclick: does[id] });
  document.querySelector('nav').append(button);
}
if (location.pathname === '/') addEventListener('load', () => shift(500, 120));
</script></body></html>`;
}
