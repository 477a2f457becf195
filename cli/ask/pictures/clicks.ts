import { GRID } from '../../../src/formats/interactions';
import { VARIABLES } from '../../page/palette';
import type { Row } from './answer';
import { cells, type DrawnCell } from './cells';
import { count, label } from './format';
import { number, type Picture, WIDTH } from './picture';

/** A picture that a page holds. */
export interface Image {
  /** `data:…` */
  readonly url: string;
  readonly width: number;
  readonly height: number;
}

export interface ClickedPage {
  readonly page: string;
  /** How many pages have clicks. */
  readonly pages: number;
  readonly cells: readonly Row[];
  readonly image?: Image;
}

/** Over a picture, whatever its colors are and those of the page around it. */
const OVER = ['#ffe14d', '#ffb02e', '#ff7a1a', '#f0431a', '#c40d2e'];
const ROW_WITHOUT_PICTURE = 16;

/** Where on a page users click, over what it looks like. */
export function clickMap({ page, pages, cells: rows, image }: ClickedPage): Picture {
  const height = image ? Math.round((WIDTH * image.height) / image.width) : GRID.rows * ROW_WITHOUT_PICTURE;
  const most = Math.max(1, ...rows.map(({ clicks }) => number(clicks)));
  const all = rows.reduce((sum, { clicks }) => sum + number(clicks), 0);
  const vain = rows.reduce((sum, row) => sum + number(row.in_vain), 0);
  const drawn = rows.map((row): DrawnCell => {
    const clicks = number(row.clicks);
    const at = (steps: number) => Math.min(steps - 1, Math.floor((clicks / most) * steps));
    const place = { x: number(row.grid_x), y: number(row.grid_y), text: count(clicks) };
    if (image) return { ...place, fill: OVER[at(OVER.length)], opacity: 0.6, ink: '#000000', halo: '#ffffff' };
    return { ...place, ...VARIABLES.heat[at(VARIABLES.heat.length)] };
  });
  const axis = { axisLine: { show: false }, axisTick: { show: false }, axisLabel: { show: false }, show: false };
  const names = (length: number) => Array.from({ length }, (_, i) => String(i));
  const caption = [
    `Where ${count(all)} clicks on ${label(page) || 'pages without a name'} were, ${count(vain)} of them in vain; a number for each cell of a grid of ${GRID.columns} × ${GRID.rows} over the whole page.`,
    'Windows of all sizes are together: where the page is laid out otherwise, so are its clicks.',
    ...(pages > 1 ? [`${count(pages - 1)} more pages have clicks: choose one by --page.`] : []),
    ...(image ? [] : ['Pass --screenshot or --base-url to see the page below.']),
  ].join(' ');
  return {
    caption,
    chart: {
      width: WIDTH,
      height,
      label: caption,
      option: {
        graphic: image
          ? [{ type: 'image', z: -1, silent: true, style: { image: image.url, x: 0, y: 0, width: WIDTH, height } }]
          : [
              {
                type: 'rect',
                z: -1,
                silent: true,
                shape: { x: 0.5, y: 0.5, width: WIDTH - 1, height: height - 1 },
                style: { fill: 'none', stroke: VARIABLES.muted },
              },
            ],
        grid: { left: 0, right: 0, top: 0, bottom: 0, outerBoundsMode: 'none' },
        xAxis: { ...axis, type: 'category', data: names(GRID.columns) },
        yAxis: { ...axis, type: 'category', inverse: true, data: names(GRID.rows) },
        series: [cells(drawn, 11)],
      },
    },
  };
}
