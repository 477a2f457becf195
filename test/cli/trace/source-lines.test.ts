import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { event, SESSION } from './shop-events';
import { lines, told, useFolder } from './told';

const { file, path } = useFolder();

const SOURCE = `export function total(cart) {
  return cart.items.length;
}
export function show() { document.title = String(total(undefined)); }
show();
`;

/** A bundle as a site has it, and where in it the error is thrown. */
function bundled(folder: string, source = SOURCE): { line: number; column: number } {
  mkdirSync(path(folder), { recursive: true });
  writeFileSync(path('cart.ts'), source);
  const outfile = join(path(folder), 'app.js');
  const { outputFiles } = buildSync({
    ...{ entryPoints: [path('cart.ts')], bundle: true, minify: true, sourcemap: 'external', write: false, outfile },
  });
  for (const { path: name, contents } of outputFiles) writeFileSync(name, contents);
  const [text] = outputFiles.filter(({ path: name }) => name.endsWith('.js')).map((output) => output.text);
  return { line: 1, column: text.indexOf('.items') + 2 };
}

function thrown({ line, column }: { line: number; column: number }, more: object = {}, release = '7'): object {
  const filename = 'https://shop.example.com/assets/app.js';
  const details = { type: 'TypeError', message: 'no items', filename, lineno: line, colno: column, ...more };
  return event({ type: 'com.amazon.rum.js_error_event', at: 0, details, metadata: { 'aws:releaseId': release } });
}

describe('errors', () => {
  test('are told with the line of source, what stands there, and the calls that led there', async () => {
    const place = bundled('dist/assets');
    const stack = `TypeError: no items\n    at n (https://shop.example.com/assets/app.js:${place.line}:${place.column})`;
    const { output } = await told(
      SESSION,
      file('e.jsonl', lines([thrown(place, { stack })])),
      '--source-maps',
      path('dist'),
    );
    expect(output).toMatch(/at (\S*\/)?cart\.ts:2:15( \(\w+\))?\n\s+return cart\.items\.length;/);
    expect(output.match(/cart\.ts:2/g)).toHaveLength(1);
  });

  test('of a release are read by the source maps of that release', async () => {
    const place = bundled('maps/7/assets');
    bundled('maps/8/assets', `// moved\n// down\n${SOURCE}`);
    const line = async (release: string) => {
      const { output } = await told(
        SESSION,
        file('e.jsonl', lines([thrown(place, {}, release)])),
        '--source-maps',
        path('maps'),
      );
      return /cart\.ts:(\d+)/.exec(output)?.[1];
    };
    expect([await line('7'), await line('8')]).toEqual(['2', '4']);
  });

  test('that CloudWatch RUM has read are told as it reads them', async () => {
    const more = { unminifiedStack: 'TypeError: no items\n    at total (src/cart.ts:2:15)' };
    const { output } = await told(SESSION, file('e.jsonl', lines([thrown({ line: 1, column: 9 }, more)])));
    expect(output).toContain('at total (src/cart.ts:2:15)');
    expect(output).not.toContain('app.js:1:9');
  });

  test('without a source map are told as the browser told them; a broken one is told', async () => {
    bundled('dist');
    const other = { filename: 'https://shop.example.com/other.js' };
    const events = file('e.jsonl', lines([thrown({ line: 3, column: 4 }, other)]));
    expect((await told(SESSION, events, '--source-maps', path('dist'))).output).toContain(
      'at https://shop.example.com/other.js:3:4',
    );
    file('dist/other.js.map', 'no JSON');
    const { output } = await told(SESSION, events, '--source-maps', path('dist'));
    expect(output).toContain("other.js.map can't be read");
    expect(output).toContain('at https://shop.example.com/other.js:3:4');
  });

  test('a folder without source maps is refused', async () => {
    const events = file('e.jsonl', lines([thrown({ line: 1, column: 1 })]));
    mkdirSync(path('empty'));
    await expect(told(SESSION, events, '--source-maps', path('empty'))).rejects.toThrow('has no source maps');
    await expect(told(SESSION, events, '--source-maps', path('absent'))).rejects.toThrow('is no folder');
  });
});
