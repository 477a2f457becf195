import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { ask } from '../../cli/ask/command';
import { htmlOf, type Section } from '../../cli/ask/html';
import { imageOf } from '../../cli/ask/image';
import { readAskOptions } from '../../cli/ask/options';
import { picturesOf } from '../../cli/ask/pictures';
import { duration, percent, shown } from '../../cli/ask/pictures/format';
import { findCharts } from '../../cli/page/charts';
import { shop } from './shop';
import { QUESTIONS, synthesizeShop } from './shop-app';

jest.setTimeout(120_000); // a browser and many statements, on a busy machine

let folder: string;
let assembly: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'html-'));
  assembly = join(folder, 'cdk.out');
  file = join(folder, 'events.ndjson');
  synthesizeShop(assembly);
  writeFileSync(
    file,
    shop(60)
      .map((row) => `${JSON.stringify(row)}\n`)
      .join(''),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

const draw = findCharts([__dirname]);

async function pageOf(question: string, ...args: string[]): Promise<string> {
  const out = join(folder, 'page.html');
  const printed: string[] = [];
  const options = readAskOptions([question, file, '--app', assembly, '--html', out, ...args]);
  expect(await ask(options, { print: (line) => printed.push(line) })).toBe(0);
  expect(printed.join('\n').endsWith(out)).toBe(true);
  return readFileSync(out, 'utf8');
}

/** What is read on a page, without its marks. */
const textOf = (html: string) =>
  html
    .replace(/<style>[\s\S]*?<\/style>/g, '')
    .replace(/<[^>]*>/g, '\n')
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code));

/** What can be read in the pictures of a page. */
const inPictures = (html: string) => (html.match(/<svg[\s\S]*?<\/svg>/g) ?? []).map(textOf).join('\n');
const inTables = (html: string) => (html.match(/<td[^>]*>[^<]*/g) ?? []).map(textOf).join('\n');

describe('each question has pictures and the same numbers as a table', () => {
  test.each(QUESTIONS)('%s', async (question) => {
    const html = await pageOf(question);
    expect(html.match(/<figure>/g)?.length).toBeGreaterThan(0);
    expect(html.match(/<svg role="img" aria-label="[^"]{10,}"/g)?.length).toBe(html.match(/<svg/g)?.length);
    expect(html.match(/<caption>/g)?.length).toBe(html.match(/<table>/g)?.length);
    expect(html.replaceAll('http://www.w3.org/', '')).not.toMatch(/<script|<link|https?:|NaN|undefined|Infinity/);
  });

  test.each([
    ['Purchase', /^(\d+) · ([\d.]+ %)/gm],
    ['ByDevice', /^([\d.]+ %) \((\d+)\)$/gm],
    ['ComeBack', /^\s*([\d.]+ %)$/gm],
    ['Features', /^(\d+) · ([\d.]+ %)$/gm],
  ])('%s: what a picture says is in the table', async (question, pattern) => {
    const html = await pageOf(question);
    const said = [...inPictures(html).matchAll(pattern)].flatMap(([, ...numbers]) => numbers);
    expect(said.length).toBeGreaterThan(4);
    const table = inTables(html).split('\n');
    for (const one of said) expect(table).toContain(one);
  });
});

describe('where people click', () => {
  /** A white PNG: https://www.w3.org/TR/png-3/ */
  function png(width: number, height: number): Buffer {
    const chunk = (type: string, data: Buffer) => {
      const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)];
      length.writeUInt32BE(data.length);
      return Buffer.concat([length, Buffer.from(type), data, crc]);
    };
    const header = Buffer.alloc(13);
    header.writeUInt32BE(width, 0);
    header.writeUInt32BE(height, 4);
    const data = deflateSync(Buffer.alloc((width + 1) * height, 255));
    return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header), chunk('IDAT', data)]);
  }

  test('is shown over a picture of the page, as high as that', async () => {
    const picture = join(folder, 'page.png');
    writeFileSync(picture, png(400, 600));
    const html = await pageOf('InVain', '--page', '/cart', '--screenshot', picture);
    expect(html).toMatch(/<image [^>]*href="data:image\/png;base64,[^"]+"/);
    expect(html).toContain('viewBox="0 0 932 1398"');
    expect(textOf(html)).toMatch(/clicks on \/cart were/);
  });

  test('is of the page with most clicks, and says that there are more', async () => {
    expect(textOf(await pageOf('InVain'))).toMatch(/clicks on \/products\/:id were.* 1 more pages have clicks/);
  });

  test('every click that was placed is in one cell', async () => {
    const printed: string[] = [];
    const options = readAskOptions(['InVain', file, '--app', assembly, '--statement', 'cells', '--json']);
    await ask(options, { print: (line) => printed.push(line) });
    const counted = new Map<string, [number, number]>();
    for (const row of shop(60) as { [column: string]: string | number }[]) {
      if (row.event_name !== 'click') continue;
      const key = `${row.page} ${row.grid_x} ${row.grid_y}`;
      const [clicks, vain] = counted.get(key) ?? [0, 0];
      counted.set(key, [clicks + 1, vain + (row.frustration ? 1 : 0)]);
    }
    const told: { [column: string]: string | number }[] = JSON.parse(printed.join(''));
    expect(told.length).toBeGreaterThan(10);
    expect(
      new Map(
        told.map(({ page, grid_x: x, grid_y: y, clicks, in_vain: vain }) => [`${page} ${x} ${y}`, [clicks, vain]]),
      ),
    ).toEqual(counted);
  });

  test('knows the size of a JPEG', () => {
    const exif = [0xff, 0xe1, 0x00, 0x04, 0xab, 0xcd];
    const frame = [0xff, 0xc2, 0x00, 0x0b, 0x08, 0x02, 0x58, 0x01, 0x90, 0x01, 0x01];
    expect(imageOf(Buffer.from([0xff, 0xd8, ...exif, ...frame]))).toMatchObject({ width: 400, height: 600 });
    expect(imageOf(Buffer.from('GIF89a'))).toBeUndefined();
  });

  test.each<[string, string[], RegExp]>([
    ['a page without clicks', ['--page', '/nowhere'], /--page: no clicks on \/nowhere; there are some on: .*\/cart/],
    [
      'no picture',
      ['--screenshot', __filename],
      /--screenshot: .* is no picture that can be used, expected PNG or JPEG/,
    ],
    ['a page that is many', ['--base-url', 'http://localhost:1'], /--base-url: \/products\/:id is many pages/],
  ])('says what is wrong: %s', async (_, args, message) => {
    await expect(pageOf('InVain', ...args)).rejects.toThrow(message);
  });

  test('says which options do not go together', () => {
    const read = (...args: string[]) => readAskOptions(['InVain', 'events', '--app', 'x', ...args]);
    expect(() => read('--page', '/cart')).toThrow(/are for the page of --html/);
    expect(() => read('--html', 'x', '--screenshot', 'a.png', '--base-url', 'http://a')).toThrow(
      /expected one of them/,
    );
    expect(() => read('--html', 'x', '--base-url', 'file:///etc')).toThrow(/--base-url: got file/);
  });

  test('takes the picture as a canary, whose visit is none of a user', async () => {
    const agents: (string | undefined)[] = [];
    const server: Server = createServer((request, response) => {
      agents.push(request.headers['user-agent']);
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><body style="margin:0;height:2000px">cart');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const html = await pageOf('InVain', '--page', '/cart', '--base-url', `http://127.0.0.1:${port}`);
      expect(html).toMatch(/href="data:image\/jpeg;base64,/);
      expect(html).toContain(`viewBox="0 0 932 ${Math.round((932 * 2000) / 1280)}"`);
      expect(agents.every((agent) => agent?.includes('CloudWatchSynthetics'))).toBe(true);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });
});

describe('whatever the data is', () => {
  const NASTY = '</title></svg><script>alert(1)</script><img src=x onerror="alert(2)">';
  const page = (kind: string, ...sections: Section[]) =>
    htmlOf({ document: { kind, title: NASTY }, about: [NASTY], sections }, draw);
  const answer = (statement: string, columns: string[], ...rows: (string | number | null)[][]): Section => ({
    statement,
    answer: { columns, rows },
  });
  const FUNNEL = ['breakdown', 'step', 'step_name', 'units', 'share_of_first', 'dropped'];

  test('names are text, in pictures and tables', () => {
    const html = [
      page('paths', answer('links', ['step', 'source', 'target', 'sessions'], [1, NASTY, `${NASTY} 2`, 3])),
      page('funnel', answer('answer', FUNNEL, [NASTY, 1, NASTY, 3, 1, 0])),
      page('frustration', answer('answer', ['page', 'element_role', 'element', 'dead'], [NASTY, NASTY, NASTY, 3])),
      page('feature-adoption', answer('answer', [NASTY, 'feature', 'persons'], [NASTY, NASTY, 3])),
    ].join('\n');
    expect(html.match(/alert/g)?.length).toBeGreaterThan(10);
    expect(html).not.toMatch(/<script|<img|onerror="/);
  });

  test.each(['funnel', 'retention', 'sessions', 'active-users', 'campaigns', 'frustration', 'release-comparison'])(
    'no rows: %s',
    (kind) => {
      const html = page(kind, answer('answer', ['day']));
      expect(html).toContain('<p>No rows (answer).</p>');
      expect(html).not.toContain('<svg');
    },
  );

  test('nobody at all', () => {
    const columns = ['step', 'step_name', 'units', 'share_of_first', 'share_of_previous', 'dropped', 'median_ms'];
    const rows = [
      [1, 'saw', 0, null, null, 0, null],
      [2, 'paid', 0, null, null, null, null],
    ];
    const html = page('funnel', answer('answer', columns, ...rows));
    expect(inPictures(html)).toContain('0 · –');
    expect(html).not.toMatch(/NaN|Infinity|null/);
  });

  test('many points of a step are one that says how many, and no session is lost', () => {
    const rows = Array.from({ length: 30 }, (_, i) => [1, '/', `/page-${i}`, 100 - i]);
    const [{ chart, caption }] = picturesOf('paths', 'links', {
      columns: ['step', 'source', 'target', 'sessions'],
      rows,
    });
    const svg = draw(chart);
    expect(textOf(svg)).toContain('22 others');
    expect(caption).toContain('“others” are all the rest');
    const { series } = chart.option as { series: { links: { value: number }[] }[] };
    const drawn = series[0].links.reduce((sum, { value }) => sum + value, 0);
    expect(drawn).toBe(rows.reduce((sum, [, , , sessions]) => sum + Number(sessions), 0));
  });

  test.each([
    ['features', 'feature-adoption', ['feature', 'persons'], 20],
    ['campaigns', 'campaigns', ['utm_source', 'persons'], 20],
    ['elements', 'frustration', ['element', 'dead'], 20],
  ])('where a picture has not all %s it says so', (what, kind, columns, limit) => {
    const rows = Array.from({ length: 25 }, (_, i) => [`name ${i}`, 25 - i]);
    const [{ caption, chart }] = picturesOf(kind, 'answer', { columns, rows });
    expect(caption).toContain(`The first ${limit} of 25 ${what}: the table has all.`);
    expect(textOf(draw(chart))).not.toContain('name 20');
    expect(picturesOf(kind, 'answer', { columns, rows: rows.slice(0, limit) })[0].caption).not.toContain('The first');
  });

  test('a table of very many rows says how many it has left out', () => {
    const rows = Array.from({ length: 1001 }, (_, i) => [`p${i}`]);
    const html = page('funnel', answer('dropped', ['person'], ...rows));
    expect(html).toContain('The first 1,000 of 1,001 rows: --json has all.');
    expect(html.match(/<td>/g)).toHaveLength(1000);
  });
});

test('numbers are read as people write them', () => {
  expect([0, 999, 1500, 59_949, 59_950, 65_000, 3_599_600, 5_400_000, 90_000_000].map(duration)).toEqual([
    '0 ms',
    '999 ms',
    '1.5 s',
    '59.9 s',
    '1 min',
    '1 min 5 s',
    '1 h',
    '1 h 30 min',
    '1 d 1 h',
  ]);
  expect([0, 0.0004, 0.0006, 0.4567, 0.9996, 1].map(percent)).toEqual([
    '0.0 %',
    '< 0.1 %',
    '0.1 %',
    '45.7 %',
    '> 99.9 %',
    '100.0 %',
  ]);
  expect(shown('share_again', 0.5)).toBe('50.0 %');
  expect(shown('change', 0.415)).toBe('+41.5 %');
  expect(shown('persons', 12345)).toBe('12,345');
  expect(shown('reached_time', 0)).toBe('1970-01-01T00:00:00.000Z');
  expect(shown('median_ms', null)).toBe('–');
});
