import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { App, Lazy, Stack } from 'aws-cdk-lib';
import { findPlaywright } from '../../cli/browser/playwright';
import { playCanary } from '../../cli/synthetics/play';
import { Action, Expect, Journey, JourneyCanary } from '../../src/canaries';
import { valueVariable } from '../../src/formats/journey';
import { table } from '../table';

const ROUNDS = 9;
const ROOT = resolve(__dirname, '../..');

interface Run {
  /** The whole run: browser, steps, screenshots, HAR file. */
  readonly whole: number;
  /** The steps alone. */
  readonly steps: number;
}

/** A journey as its canary runs it, beside the same steps written by hand with Playwright, both in the same stand-in. */
export async function journeyRow(): Promise<string> {
  const { origin, close } = await serve();
  const directory = mkdtempSync(join(tmpdir(), 'bench-journey-'));
  const runs: { ours: Run; hand: Run }[] = [];
  try {
    const ours = synthesize(join(directory, 'cdk.out'), origin);
    const hand = join(directory, 'by-hand');
    mkdirSync(hand);
    cpSync(join(ROOT, 'bench/scenarios/journey-by-hand.cjs'), join(hand, 'index.js'));
    cpSync(join(ours, 'synthetics.json'), join(hand, 'synthetics.json'));
    process.env.START = origin;
    process.env[valueVariable(1)] = origin;
    for (let round = 0; round <= ROUNDS; round++) {
      // Who comes first changes, so that neither always finds the warmer machine.
      const order = round % 2 === 0 ? [ours, hand] : [hand, ours];
      const first = await run(order[0], join(directory, 'out'));
      const second = await run(order[1], join(directory, 'out'));
      if (round === 0) continue; // warms up
      runs.push(order[0] === ours ? { ours: first, hand: second } : { ours: second, hand: first });
    }
  } finally {
    close();
    rmSync(directory, { recursive: true, force: true });
  }
  const row = (label: string, of: keyof Run): string[] => [
    label,
    spread(
      runs.map(({ hand }) => hand[of]),
      0,
    ),
    spread(
      runs.map(({ ours }) => ours[of]),
      0,
    ),
    spread(
      runs.map(({ ours, hand }) => ours[of] / hand[of]),
      2,
    ),
  ];
  return [
    "## A journey's run",
    `${ROUNDS} runs of each, in turns, in Chromium: median and, in brackets, quartiles. The ratio is taken pair by pair.`,
    '',
    table(['', 'by hand', 'journey', 'ratio'], [row('whole run, ms', 'whole'), row('steps alone, ms', 'steps')]),
  ].join('\n');
}

async function run(code: string, out: string): Promise<Run> {
  const result = await playCanary(
    {
      code,
      out,
      handler: 'index.handler',
      timeoutMs: 60_000,
      chromium: process.env.CHROMIUM ?? '/usr/bin/chromium',
      chromiumArgs: [],
      canaryArn: 'bench',
    },
    findPlaywright([ROOT]),
  );
  if (result.status !== 'PASSED') throw new Error(`${code}: ${result.reason}`);
  return { whole: result.durationMs, steps: result.steps.reduce((sum, step) => sum + step.durationMs, 0) };
}

/** The asset of the journey's canary. */
function synthesize(outdir: string, origin: string): string {
  const app = new App({ outdir });
  const stack = new Stack(app, 'Bench');
  new JourneyCanary(stack, 'Buy', {
    // No canary's site is on its own machine: that this one is, is known only at deployment.
    journey: Journey.startAt(Lazy.string({ produce: () => origin }))
      .step(
        'search',
        Expect.status(200),
        Action.fill('role=searchbox', 'mug'),
        Action.press('role=searchbox', 'Enter'),
        Expect.visible('li:has-text("Mug")'),
        Expect.count('li', 3),
      )
      .step(
        'open product',
        Action.click('text=Blue Mug'),
        Expect.url('/product'),
        Expect.text('h1', 'Blue Mug'),
        Expect.title('Blue Mug'),
      )
      .step('choose', Action.select('#size', 'Large'), Expect.value('#size', 'l'), Action.type('#note', 'for Jane'))
      .step('buy', Action.click('role=button[name="Buy"]'), Expect.text('#said', 'Thank you'), Expect.hidden('#buy')),
  });
  app.synth();
  const { files } = JSON.parse(readFileSync(join(outdir, 'Bench.assets.json'), 'utf8'));
  const code = Object.values<{ source: { path: string; packaging: string } }>(files);
  return join(outdir, code.find(({ source }) => source.packaging === 'zip')?.source.path ?? '');
}

const PAGES: { readonly [path: string]: string } = {
  '/': `<!doctype html><html lang="en"><title>Shop</title><h1>Shop</h1>
<form onsubmit="setTimeout(() => { list.innerHTML = '<li><a href=/product>Blue Mug</a></li><li>Red Mug</li><li>Green Mug</li>' }, 50); return false">
<input type="search" aria-label="Search"></form><ul id="list"></ul>`,
  '/product': `<!doctype html><html lang="en"><title>Blue Mug</title><h1>Blue Mug</h1>
<select id="size"><option value="s">Small</option><option value="l">Large</option></select><input id="note">
<button id="buy" onclick="setTimeout(() => { said.textContent = 'Thank you'; buy.hidden = true }, 50)">Buy</button><p id="said"></p>`,
};

async function serve(): Promise<{ origin: string; close: () => void }> {
  const server = createServer((request, response) => {
    const page = PAGES[request.url ?? '/'];
    response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => void server.close() };
}

function spread(values: number[], digits: number): string {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))].toFixed(digits);
  return `${at(0.5)} (${at(0.25)} to ${at(0.75)})`;
}
