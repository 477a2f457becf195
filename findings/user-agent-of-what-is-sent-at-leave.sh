#!/usr/bin/env bash
# What a page sends while it is left has the user agent of the browser, not the one that Playwright was told for its context.
#
# `browser.newContext({ userAgent })` is documented as the "specific user agent to use in this context". It is emulated for
# each page, and ends with the page: a beacon or a `keepalive` request of `pagehide`, which is how analytics report the end
# of a visit, comes from `HeadlessChrome`. Whoever filters bots by user agent keeps the beginning of such visits, and loses
# their end: carts are filled and never paid for. `--user-agent` of the whole browser holds for all.
#
# Seen on 2026-11-28 with playwright-core 1.65.1, Debian's Chromium 156:
#   userAgent of the context: at once Shopper/1.0, at leave HeadlessChrome
#   --user-agent of the browser: at once Shopper/1.0, at leave Shopper/1.0
set -euo pipefail
chromium=${CHROMIUM:-/usr/bin/chromium}
[ -x "$chromium" ] || { echo 'missing: Chromium (CHROMIUM=/path/to/it)'; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund --ignore-scripts playwright-core@1.65.1

cat > leave.mjs <<'JS'
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';

const PAGE = `<!doctype html><title>Shop</title><script>
navigator.sendBeacon('/at-once');
addEventListener('pagehide', () => navigator.sendBeacon('/at-leave'));
</script>`;
const seen = new Map();
const waiting = new Map();
const arrival = (path) => new Promise((resolve) => (seen.has(path) ? resolve() : waiting.set(path, resolve)));
const server = createServer((request, response) => {
  if (request.method === 'GET') return response.setHeader('content-type', 'text/html').end(PAGE);
  const agent = request.headers['user-agent'];
  seen.set(request.url, /HeadlessChrome/.exec(agent)?.[0] ?? agent);
  waiting.get(request.url)?.();
  response.end();
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

async function attempt(what, args, context) {
  seen.clear();
  waiting.clear();
  const browser = await chromium.launch({ executablePath: process.argv[2], args: ['--no-sandbox', ...args] });
  const page = await (await browser.newContext(context)).newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await arrival('/at-once');
  await page.goto('about:blank');
  await arrival('/at-leave');
  console.log(`${what}: at once ${seen.get('/at-once')}, at leave ${seen.get('/at-leave')}`);
  await browser.close();
}
await attempt('userAgent of the context', [], { userAgent: 'Shopper/1.0' });
await attempt('--user-agent of the browser', ['--user-agent=Shopper/1.0'], {});
server.close();
JS
seen=$(node leave.mjs "$chromium")
echo "$seen"
[ "$seen" = 'userAgent of the context: at once Shopper/1.0, at leave HeadlessChrome
--user-agent of the browser: at once Shopper/1.0, at leave Shopper/1.0' ] || { echo 'this has changed'; exit 1; }
