/** Pictures by Apache ECharts, which draws SVG without a browser. */
import type * as ECharts from 'echarts';
import { loadPackage } from '../common/packages';
import { escapeHtml } from './html';

const ECHARTS = { name: 'echarts', title: 'Apache ECharts', purpose: 'It draws the pictures, about 80 MB', major: 6 };

export interface Chart {
  /** What ECharts draws. No animation, nothing that waits for a pointer. */
  readonly option: ECharts.EChartsOption;
  readonly width: number;
  readonly height: number;
  /** What the picture tells those who don't see it. */
  readonly label: string;
}

/** Draws an SVG element. Colors are any text that CSS takes, also `var(--ink)`. */
export type Draw = (chart: Chart) => string;

/** Looks for ECharts from each of the folders upwards, in their order. */
export function findCharts(folders: readonly string[]): Draw {
  const echarts = loadPackage(ECHARTS, folders) as typeof ECharts;
  echarts.setPlatformAPI({ measureText: (text, font) => ({ width: widthOf(text, font) }) });
  return ({ option, width, height, label }) => {
    const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
    try {
      chart.setOption({ animation: false, textStyle: { fontFamily: FONT }, ...option });
      return named(chart.renderToSVGString(), label);
    } finally {
      chart.dispose(); // else its clock keeps the process
    }
  };
}

export const FONT = 'system-ui, sans-serif';

/** Which fonts a reader has is unknown: rather too wide, so that nothing overlaps. */
function widthOf(text: string, font = ''): number {
  const size = Number(/(\d+(?:\.\d+)?)px/.exec(font)?.[1] ?? 12);
  return [...text].reduce((sum, character) => sum + size * (character.charCodeAt(0) < 0x1100 ? 0.61 : 1), 0);
}

/** For an HTML page as well as for a file of its own; without what ECharts adds for its own script in a browser. */
function named(svg: string, label: string): string {
  return svg
    .replace('<svg ', `<svg role="img" aria-label="${escapeHtml(label)}" `)
    .replace(/<style ?>[\s\S]*?<\/style>\n*/, '')
    .replace(/ (ecmeta_\w+|class)="[^"]*"/g, '');
}
