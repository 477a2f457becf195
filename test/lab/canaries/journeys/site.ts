/** A small site whose pages have what journeys act on, an API, and a stand-in for Secrets Manager. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const PASSWORD = 'correct horse "battery" & staple';

export interface Site {
  readonly origin: string;
  /** What was sent to Secrets Manager: the names of secrets. */
  readonly secretsRead: string[];
  readonly close: () => Promise<void>;
}

const SHOP = `<!doctype html><html lang="en"><head><title>The Shop</title><style>
#menu ul { display: none } #menu:hover ul { display: block } .far { margin-top: 3000px }
</style></head><body>
<h1>The Shop</h1>
<nav id="menu"><span>Menu</span><ul><li><a href="/cart">Cart</a></li></ul></nav>
<label>Name <input id="name"></label>
<label>Search <input type="search" id="search"></label><p id="typed"></p>
<select id="size" aria-label="Size"><option value="s">Small</option><option value="l">Large</option></select>
<button id="buy" onclick="setTimeout(() => { said.textContent = 'Thank you,  ' + document.querySelector('#name').value }, 200)">Buy
  now</button>
<button id="double" ondblclick="said.textContent = 'Twice'" oncontextmenu="said.textContent = 'Menu'; return false">Open</button>
<p id="said"></p><p id="hidden" hidden>Sorry</p>
<p id="notice">In stock<span hidden>Sold out</span></p>
<button id="delete" onclick="said.textContent = confirm('Really delete?') ? 'Deleted' : 'Kept'">Delete</button>
<img alt="A mug" width="20" height="20" onclick="said.textContent = 'A picture'">
<label><input type="checkbox" id="terms" style="opacity: 0; width: 0"> Terms</label>
<ul class="things"><li>Mug</li><li>Bowl</li><li data-testid="spoon">Spoon</li></ul>
<input type="file" id="file" aria-label="Picture"><p id="uploaded"></p>
<button aria-label="Close" aria-describedby="said">×</button>
<iframe srcdoc="<label>Card <input id='card'></label>" title="Payment"></iframe>
<p id="keys"></p>
<div id="far" class="far">The end</div><p id="scrolled"></p>
<script>
const said = document.querySelector('#said');
document.querySelector('#search').addEventListener('keydown', () => { typed.textContent += '.' });
document.addEventListener('keydown', (event) => { keys.textContent += event.key });
document.querySelector('#file').addEventListener('change', async ({ target }) => {
  uploaded.textContent = target.files[0].name + ': ' + await target.files[0].text();
});
addEventListener('scroll', () => { scrolled.textContent = 'at ' + scrollY });
</script></body></html>`;

const PAGES: { readonly [path: string]: string } = {
  '/': SHOP,
  '/cart': '<!doctype html><title>Cart</title><h1>Your cart</h1><a href="/">Back</a>',
  '/wrong':
    '<!doctype html><title>Wrong</title><h1>Wrong</h1><script>console.error("no price"); throw new Error("no cart")</script>',
  '/sign-in': `<!doctype html><title>Sign in</title><form method="post"><label>User <input name="user"></label>
<label>Code <input name="code"></label><button>Sign in</button></form>`,
};

export async function startSite(): Promise<Site> {
  const secretsRead: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await read(request);
    if (request.headers['x-amz-target'] === 'secretsmanager.GetSecretValue') {
      return answerSecret(request, response, body, secretsRead);
    }
    answer(request, response, body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise<void>((resolve) => void server.close(() => resolve()).closeAllConnections());
  return { origin: `http://127.0.0.1:${port}`, secretsRead, close };
}

async function read(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}

function answer(request: IncomingMessage, response: ServerResponse, body: string): void {
  const url = new URL(request.url ?? '/', 'http://site');
  const page = PAGES[url.pathname];
  const html = (text: string, status = 200) => {
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'set-cookie': 'visitor=1' }).end(text);
  };
  const json = (value: unknown, status = 200) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  };
  if (url.pathname === '/sign-in' && request.method === 'POST') {
    const right = new URLSearchParams(body).get('code') === PASSWORD;
    html(`<!doctype html><title>Account</title><h1>${right ? 'Welcome' : 'Wrong code'}</h1>`);
  } else if (page) html(page);
  else if (url.pathname === '/favicon.ico') response.writeHead(204).end();
  else if (url.pathname === '/moved') response.writeHead(302, { location: '/cart' }).end();
  else if (url.pathname === '/never')
    return; // no answer
  else if (url.pathname === '/slow') setTimeout(() => html('<title>Slow</title>'), 400);
  else if (url.pathname === '/api/items') {
    json({ items: [{ id: 7, name: 'Mug', price: 12.5 }], cookie: request.headers.cookie ?? null });
  } else if (url.pathname === '/api/orders' && request.method === 'POST') {
    if (request.headers.authorization !== `Bearer ${encodeURIComponent(PASSWORD)}`) json({ error: 'no token' }, 401);
    else json({ item: JSON.parse(body).item, code: JSON.parse(body).code === PASSWORD }, 201);
  } else html('<!doctype html><title>Nothing</title><h1>Nothing here</h1>', 404);
}

function answerSecret(request: IncomingMessage, response: ServerResponse, body: string, secretsRead: string[]): void {
  const { SecretId } = JSON.parse(body);
  secretsRead.push(SecretId);
  const signed = /^AWS4-HMAC-SHA256 Credential=test\/\d{8}\/eu-west-1\/secretsmanager\/aws4_request, /;
  if (!signed.test(request.headers.authorization ?? '')) {
    response.writeHead(400).end(JSON.stringify({ __type: 'MissingAuthenticationTokenException' }));
  } else if (!String(SecretId).includes(':secret:shop-')) {
    response.writeHead(400).end(JSON.stringify({ __type: 'ResourceNotFoundException' }));
  } else {
    const SecretString = JSON.stringify({
      code: PASSWORD,
      token: encodeURIComponent(PASSWORD),
      plain: 'open sesame 7',
    });
    response.writeHead(200).end(JSON.stringify({ SecretString }));
  }
}
