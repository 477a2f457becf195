import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as ts from 'typescript';
import { suggest } from '../../../cli/suggest/command';
import { readSuggestOptions } from '../../../cli/suggest/options';
import { canaries } from '../../../src';
import { synthesize } from '../canaries/journeys/deployed';
import { Project } from '../cli/tool';
import { extra } from './site';
import { useSite } from './use-site';

/** From what users click in Chromium to a journey that does it after them. */
const { site, newVisitor } = useSite();

const html = (body: string) =>
  `<!doctype html><title>Shop</title><link rel=icon href="data:,"><script async src="/telemetry.js"></script><body>${body}`;
const PAGES = {
  '/shop': html(`<button>Help</button><button onclick="location = '/cart'"><b>Add</b> to "cart"</button>`),
  '/cart': html(`<div tabindex=0 role=button onclick="location = '/pay'" aria-label="Check out">→</div>`),
  '/pay': html(`<p data-telemetry="order" style="cursor:pointer" onclick="location = '/thanks'">Order as Jane Doe</p>`),
  '/thanks': html('<h1>Thank you</h1>'),
};

let folder: string;
let project: Project;
beforeAll(async () => {
  project = await Project.create();
});
afterAll(() => project?.remove());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'suggested-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What CloudWatch RUM writes into its log of what it was sent. */
function logged(): string {
  const lines = site.received.map(({ id, type, timestamp, metadata, details, sessionId, userId }) => ({
    ...{ event_id: id, event_type: type, event_timestamp: 1_000 * timestamp, metadata, event_details: details },
    user_details: { sessionId, userId },
  }));
  return lines.map((line) => JSON.stringify(line)).join('\n');
}

test('the most clicked path is a journey that clicks by role and name, and runs', async () => {
  site.configuration = {
    interactions: { clicks: true, forms: true, sampleRate: 1, budget: 100, toRum: true, toPipeline: false },
    extras: [extra('interactions')],
  };
  site.files = Object.fromEntries(Object.entries(PAGES).map(([path, body]) => [path, { body }]));
  const visitor = await newVisitor();
  await visitor.open('/shop');
  for (const [locator, path] of [
    ['role=button[name=/cart/]', '/cart'],
    ['role=button[name="Check out"]', '/pay'],
    ['text=Order', '/thanks'],
  ]) {
    await visitor.recorded();
    await visitor.page.click(locator);
    await visitor.page.waitForURL(`**${path}`);
    await visitor.ready();
  }
  await visitor.recorded();
  await visitor.leave();
  await site.eventually(() => {
    expect(site.of('.clicks')).toHaveLength(3);
    expect(site.of('page_view_event')).toHaveLength(4);
  });
  writeFileSync(join(folder, 'events.jsonl'), logged());
  const args = [join(folder, 'events.jsonl'), '--min-sessions', '1', '--out', join(folder, 'out')];
  await suggest(readSuggestOptions(args), { print: () => {} });
  const written = readFileSync(join(folder, 'out/journeys.ts'), 'utf8');
  expect(written.match(/Action\.click\(.*?\)(?=,)/g)).toEqual([
    `Action.click('role=button[name="Add to \\\\"cart\\\\""s]')`,
    `Action.click('role=button[name="Check out"s]')`,
    `Action.click('css=[data-telemetry="order"]')`,
  ]);
  expect(written).not.toContain('Jane');

  const { outputText } = ts.transpileModule(written, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const exported: Record<string, canaries.Journey> = {};
  new Function('exports', 'require', outputText)(exported, () => ({ canaries }));
  const { directory } = synthesize(() => Object.entries(exported).map(([name, journey]) => ({ name, journey })));
  // What is sent does not say where the site is; CloudWatch RUM adds its domain.
  const { status, output } = await project.run([
    ...['run', directory, '--base-url', site.origin, '--chromium-arg=--disable-dev-shm-usage'],
  ]);
  expect(output).toMatch(/✓ open shop .*\n.*✓ go to cart .*\n.*✓ go to pay .*\n.*✓ go to thanks .*\n {2}passed in/);
  expect(status).toBe(0);
});
