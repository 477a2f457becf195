#!/usr/bin/env bash
# In Chromium a capturing listener of the window comes no earlier than others, for events that the window itself gets.
#
# `pagehide`, `error`, `blur`, `message` and the like call listeners in the order in which they were added, capturing or
# not; of nodes, capturing ones are called first since Chrome 89, as the standard has it of every target. Who adds one with
# `true`, to be there before the page's own, is not; in Node.js neither.
# https://dom.spec.whatwg.org/#concept-event-dispatch (steps 5.13 and 5.14: a path's structs are invoked as "capturing" first)
# https://github.com/whatwg/dom/issues/685
#
# Seen on 2026-11-28 with Chromium 156.0.8078.108 and playwright-core 1.65.1; events that reach the window from a node are in order:
#   window: added first, capturing
#   document: capturing, added first
#   element: capturing, added first
#   EventTarget: added first, capturing
#   from a document to the window: capturing, added first
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund --ignore-scripts playwright-core@1.65.1
cat > order.js <<'JS'
const { chromium } = require('playwright-core');

const orders = `(() => {
  const order = (listening, target = listening) => {
    const heard = [];
    listening.addEventListener('x', () => heard.push('added first'));
    listening.addEventListener('x', () => heard.push('capturing'), true);
    target.dispatchEvent(new Event('x', { bubbles: true }));
    return heard.join(', ');
  };
  return [
    'window: ' + order(window), 'document: ' + order(document), 'element: ' + order(document.createElement('p')),
    'EventTarget: ' + order(new EventTarget()),
  ];
})()`;
const bubbling = `(() => {
  const heard = [];
  addEventListener('x', () => heard.push('added first'));
  addEventListener('x', () => heard.push('capturing'), true);
  document.dispatchEvent(new Event('x', { bubbles: true }));
  return 'from a document to the window: ' + heard.join(', ');
})()`;
async function main() {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
  console.log((await (await browser.newPage()).evaluate(orders)).join('\n'));
  console.log(await (await browser.newPage()).evaluate(bubbling));
  await browser.close();
}
main();
JS
node order.js
