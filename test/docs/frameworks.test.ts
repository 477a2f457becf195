import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The guides quote applications that are built and walked through: what they show is what works. */
const ROOT = join(__dirname, '../..');
const GUIDES = join(ROOT, 'docs/frameworks');

/** A comment that names file and region, above the snippet. */
const SNIPPET = /^<!-- (\S+) (\w+) -->\n```\w+\n(.*?)\n```$/gms;

const guides = readdirSync(GUIDES).filter((name) => name !== 'README.md');

/** The lines between `#region NAME` and `#endregion`, without their common indentation. */
function regionOf(file: string, name: string): string {
  const lines = readFileSync(join(ROOT, file), 'utf8').split('\n');
  const start = lines.findIndex((line) => line.includes(`#region ${name}`));
  const rest = lines.slice(start + 1);
  const region = rest.slice(
    0,
    rest.findIndex((line) => line.includes('#endregion')),
  );
  const indentation = Math.min(...region.filter((line) => line.trim()).map((line) => line.search(/\S/)));
  return start < 0 ? `no region ${name}` : region.map((line) => line.slice(indentation)).join('\n');
}

test.each(guides)('%s shows what its application does', (guide) => {
  const text = readFileSync(join(GUIDES, guide), 'utf8');
  const snippets = [...text.matchAll(SNIPPET)];
  expect(snippets).toHaveLength(text.split(/^```\w+$/m).length - 1);
  expect(snippets.length).toBeGreaterThan(0);
  for (const [, file, name, snippet] of snippets)
    expect(`${file}:\n${snippet}`).toBe(`${file}:\n${regionOf(file, name)}`);
});

test('the index names each guide', () => {
  const index = readFileSync(join(GUIDES, 'README.md'), 'utf8');
  const linked = [...index.matchAll(/\]\((\w+\.md)\)/g)].map(([, name]) => name);
  expect(linked.sort()).toEqual(guides.sort());
});
