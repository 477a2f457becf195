import type { EChartsOption } from 'echarts';
import { VARIABLES } from '../../page/palette';
import { LEGEND, nameAxis, PARTED, TEXT, valueAxis } from './axes';
import { type Picture, WIDTH } from './picture';

const NAMES = 300;
const LABELS = 210;

export interface BarSeries {
  readonly name: string;
  readonly values: readonly (number | null)[];
  /** At the end of each bar. */
  readonly labels?: readonly string[];
  readonly color?: string;
}

export interface Bars {
  readonly names: readonly string[];
  readonly series: readonly BarSeries[];
  readonly caption: string;
  readonly shown: (value: number) => string;
  /** Whether the series of a name are parts of one bar. */
  readonly stacked?: boolean;
  readonly max?: number;
  /** Of one name, where the bars need less. */
  readonly minRow?: number;
  /** Whether there are fractions of 1. */
  readonly fractions?: boolean;
}

const THICK = 18;

/** Bars to the right, a name for each or for each group of them. */
export function bars({ names, series, caption, shown, stacked, max, minRow = 30, fractions }: Bars): Picture {
  const row = Math.max(minRow, (stacked ? 1 : series.length) * (THICK + 4) + 10);
  const top = series.length > 1 ? 34 : 6;
  const option: EChartsOption = {
    legend: series.length > 1 ? { ...LEGEND, data: series.map(({ name }) => name) } : undefined,
    aria: { enabled: stacked === true, label: { enabled: false }, decal: { show: true } },
    grid: { left: NAMES, right: LABELS, top, bottom: 28, outerBoundsMode: 'none' },
    xAxis: valueAxis(shown, max, fractions ? undefined : 1),
    yAxis: nameAxis(names, NAMES - 16),
    series: series.map(({ name, values, labels, color }, i) => ({
      type: 'bar',
      name,
      silent: true,
      barWidth: THICK,
      barGap: '20%',
      stack: stacked ? 'all' : undefined,
      data: [...values],
      itemStyle: { color: color ?? VARIABLES.series[i % VARIABLES.series.length], ...PARTED },
      label: {
        ...TEXT,
        show: labels !== undefined,
        position: 'right',
        formatter: ({ dataIndex }) => labels?.[dataIndex] ?? '',
      },
    })),
  };
  return { caption, chart: { option, width: WIDTH, height: top + names.length * row + 28, label: caption } };
}
