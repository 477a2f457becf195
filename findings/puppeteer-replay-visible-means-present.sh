#!/usr/bin/env bash
# A `waitForElement` step of a Chrome Recorder recording passes for what no user can see, and fails where nobody sees it.
#
# The schema of @puppeteer/replay says of `visible` "whether to wait for elements matching this step to be visible". Its
# runner asks whether an element is present: `visible: true` passes for one that is hidden, and `visible: false` waits in vain
# where a message that was shown is hidden again. Of several `selectors` the first that matches anything is asked, and an
# absence holds only where none does.
#
# Seen on 2026-11-28 with @puppeteer/replay 3.1.3, puppeteer-core 25.16.0, Debian's Chromium 156:
#   visible: true, of a hidden element: passes
#   visible: false, of a hidden element: times out
#   visible: false, of two selectors of which one is stale: times out
set -euo pipefail
chromium=${CHROMIUM:-/usr/bin/chromium}
[ -x "$chromium" ] || { echo 'missing: Chromium (CHROMIUM=/path/to/it)'; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund --ignore-scripts --legacy-peer-deps \
  @puppeteer/replay@3.1.3 puppeteer@npm:puppeteer-core@25.16.0

cat > replay.mjs <<'JS'
import puppeteer from 'puppeteer';
import { createRunner, parse, PuppeteerRunnerExtension } from '@puppeteer/replay';

const browser = await puppeteer.launch({ executablePath: process.argv[2], args: ['--no-sandbox'] });
const page = await browser.newPage();
await page.setContent('<main>Thank you<p id="error" hidden>Sorry</p></main>');
const attempt = async (what, step) => {
  const recording = { title: what, timeout: 1500, steps: [{ type: 'waitForElement', ...step }] };
  const runner = await createRunner(parse(recording), new PuppeteerRunnerExtension(browser, page, 1500));
  const passes = await runner.run().then((done) => done, () => false);
  console.log(`${what}: ${passes ? 'passes' : 'times out'}`);
};
await attempt('visible: true, of a hidden element', { selectors: [['#error']], visible: true });
await attempt('visible: false, of a hidden element', { selectors: [['#error']], visible: false });
await attempt('visible: false, of two selectors of which one is stale', { selectors: [['#old'], ['main']], visible: false });
await browser.close();
JS
seen=$(node replay.mjs "$chromium")
echo "$seen"
[ "$seen" = 'visible: true, of a hidden element: passes
visible: false, of a hidden element: times out
visible: false, of two selectors of which one is stale: times out' ] || { echo 'this has changed'; exit 1; }
