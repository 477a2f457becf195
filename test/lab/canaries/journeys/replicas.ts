/**
 * Replicas of sites that others have recorded, as far as their recordings act on them; written for this test, nothing
 * of it is theirs. See recordings/README.md for where the recordings come from.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const page = (title: string, body: string) =>
  `<!doctype html><html lang="en"><title>${title}</title><body>${body}</body></html>`;

const NAVIGATION = `<style>#nav a { text-transform: uppercase }</style><nav id="nav"><ul>
<li><a href="/">Home</a></li><li><a href="/me/">Work With Me</a></li><li><a href="/remembers/">Writing</a></li>
<li><a href="/talks/">Speaking</a></li><li><a href="/read/">Reading</a></li></ul></nav>`;

/** The pages of each replica, by the title of the recording and the path. */
const REPLICAS: { readonly [title: string]: { readonly [path: string]: string } } = {
  'My site': consultant(),
  'Recording 10/4/2022 at 4:20:30 PM': consultant(),
  'WebPageTest Config': {
    '/': page(
      'WebPageTest',
      `<form id="analytical-review"><div></div><div></div><div><label>Simple <input type="radio"></label></div>
<input id="url" aria-label="Enter URL to test"><select id="connection" aria-label="Connection">
<option value="ec2-us-east-1:Chrome.4G">4G</option><option value="ec2-us-east-1:Chrome.DSL">DSL</option></select></form>`,
    ),
  },
  'WalMart Product': {
    '/': page(
      'Shop',
      `<ul data-testid="carousel-container"><li><a href="/product"><img width="200" height="100"
alt="5 Surprise Mini Brands Mystery Capsule Real Miniature Brands Collectible Toy by ZURU (3 Pack)"></a></li></ul>`,
    ),
    '/product': page(
      'Product',
      `<section data-testid="add-to-cart-section"><div><div></div><div></div><div><div><button onclick="view.hidden = false"
aria-label="Add to cart - 5 Surprise Mini Brands Mystery Capsule Real Miniature Brands Collectible Toy by ZURU (3 Pack)">
<span>Add to cart</span></button></div></div></div></section>
<button id="view" hidden onclick="location = '/cart'">View cart (1)</button>`,
    ),
    '/cart': page('Cart', '<button id="Continue to checkout button">Continue to checkout</button>'),
  },
};

function consultant(): { [path: string]: string } {
  const paths = ['/', '/me/', '/remembers/', '/talks/', '/read/2019/good-to-go/'];
  const book = `<div id="blog-archives"><ol><li><a href="/read/2019/good-to-go/"><picture>
<img alt="Good to Go Book Cover" width="200" height="300"></picture></a></li></ol></div>`;
  return {
    ...Object.fromEntries(paths.map((path) => [path, page(path, NAVIGATION)])),
    '/read/': page('Reading', NAVIGATION + book),
  };
}

/** Serves the replica for the recording of a title. */
export async function startReplica(title: string): Promise<{ readonly origin: string; readonly close: () => void }> {
  const pages = REPLICAS[title];
  if (!pages) throw new Error(`no replica for the recording ${title}: write one in ${__filename}`);
  const server = createServer((request, response) => {
    const body = pages[new URL(request.url ?? '/', 'http://replica').pathname];
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => void server.close() };
}
