import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCharts } from '../../../cli/page/charts';
import { escapeHtml, pageOf } from '../../../cli/page/html';
import { DARK, declarationsOf, LIGHT, VARIABLES } from '../../../cli/page/palette';

const NASTY = '<img src=x onerror="alert(1)">\'&';

describe('Apache ECharts of the user', () => {
  const draw = findCharts([__dirname]);
  const bars = (name: string, label = 'two bars') => ({
    width: 300,
    height: 200,
    label,
    option: {
      xAxis: { type: 'category' as const, data: [name, 'b'], axisLabel: { color: VARIABLES.ink, interval: 0 } },
      yAxis: { type: 'value' as const },
      series: [{ type: 'bar' as const, data: [3, 5], itemStyle: { color: VARIABLES.series[0] } }],
    },
  });

  test('draws in the colors of the page, with a name, and leaves nothing of its own scripts', () => {
    const svg = draw(bars('a'));
    expect(svg).toMatch(/^<svg role="img" aria-label="two bars" [^>]*viewBox="0 0 300 200"/);
    expect(svg.match(/fill="var\(--series-0\)"/g)).toHaveLength(2);
    expect(svg).not.toMatch(/<style|ecmeta|class=/);
  });

  test('escapes what the data names', () => {
    const svg = draw(bars(NASTY, NASTY));
    expect(svg).not.toContain('<img');
    expect(svg).toContain('aria-label="&#60;img src=x onerror=&#34;alert(1)&#34;&#62;&#39;&#38;"');
  });

  test('is told how to get where it is missing, or another version', () => {
    const folder = mkdtempSync(join(tmpdir(), 'charts-'));
    try {
      expect(() => findCharts([folder])).toThrow(/ECharts was not found from .*\n {2}npm install --save-dev echarts@6/);
      const old = join(folder, 'node_modules/echarts');
      mkdirSync(old, { recursive: true });
      writeFileSync(join(old, 'package.json'), JSON.stringify({ name: 'echarts', version: '5.6.0' }));
      expect(() => findCharts([folder])).toThrow(
        /ECharts 5\.6\.0 was found in .*, expected version 6:\n {2}npm install/,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a page', () => {
  const page = pageOf({ title: NASTY, body: '<p>body</p>' });

  test('loads and runs nothing', () => {
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`);
    expect(page).not.toMatch(/<script|<link|<img|https?:/);
    expect(page).toContain(`<h1>${escapeHtml(NASTY)}</h1>`);
  });

  test('is dark on a screen where the reader has it so, and light on paper', () => {
    expect(page).toContain(`@media screen and (prefers-color-scheme: dark) { :root { ${declarationsOf(DARK)} } }`);
  });

  test('says what each variable is that pictures are drawn with', () => {
    const used = JSON.stringify(VARIABLES).match(/--[\w-]+/g) ?? [];
    expect(used.length).toBeGreaterThan(20);
    for (const name of used) expect(page.match(new RegExp(`${name}: #[0-9a-f]{6};`, 'g'))).toHaveLength(2);
  });
});

describe('contrast', () => {
  const channel = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const luminance = (color: string) =>
    [1, 3, 5].reduce(
      (sum, at, i) => sum + [0.2126, 0.7152, 0.0722][i] * channel(Number.parseInt(color.slice(at, at + 2), 16) / 255),
      0,
    );
  /** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
  const contrast = (one: string, other: string) => {
    const [a, b] = [luminance(one), luminance(other)].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  };

  test.each([
    ['light', LIGHT],
    ['dark', DARK],
  ])('is enough where the page is %s', (_, { surface, ink, muted, bad, series, heat }) => {
    for (const text of [ink, muted, bad, ...series]) expect(contrast(text, surface)).toBeGreaterThanOrEqual(4.5);
    for (const step of heat) expect(contrast(step.ink, step.fill)).toBeGreaterThanOrEqual(4.5);
  });
});
