import type { EChartsOption } from 'echarts';
import { VARIABLES } from '../../page/palette';
import type { Row } from './answer';
import { DASHES, dayAxis, LEGEND, PARTED, SYMBOLS, valueAxis } from './axes';
import { count, shown } from './format';
import { optional, type Picture, WIDTH } from './picture';

const HEIGHT = 240;
/** Of more days points would be one band. */
const POINTS = 45;

export interface Series {
  readonly column: string;
  readonly name: string;
}

/** A line for each column, over days. */
export function lines(rows: readonly Row[], series: readonly Series[], caption: string): Picture {
  return overDays(rows, series, caption, (column, i) => ({
    type: 'line',
    silent: true,
    data: rows.map((row) => optional(row[column])),
    symbol: SYMBOLS[i % SYMBOLS.length],
    symbolSize: 7,
    // A line needs two days: a day between two without a value has a point only.
    showSymbol: rows.length <= POINTS,
    lineStyle: { width: 2, type: DASHES[i % DASHES.length] as 'solid' },
    itemStyle: { color: VARIABLES.series[i] },
  }));
}

/** A bar for each day, of a part for each column. */
export function columns(rows: readonly Row[], series: readonly Series[], caption: string): Picture {
  return overDays(rows, series, caption, (column, i) => ({
    type: 'bar',
    silent: true,
    stack: 'all',
    barMaxWidth: 40,
    data: rows.map((row) => optional(row[column])),
    itemStyle: { color: VARIABLES.series[i], ...PARTED },
  }));
}

type OneSeries = Extract<NonNullable<EChartsOption['series']>, readonly unknown[]>[number];

function overDays(
  rows: readonly Row[],
  series: readonly Series[],
  caption: string,
  drawn: (column: string, index: number) => OneSeries,
): Picture {
  const [{ column: first }] = series;
  const isCount = shown(first, 1) === count(1);
  const option: EChartsOption = {
    legend: { ...LEGEND, data: series.map(({ name }) => name) },
    aria: { enabled: true, label: { enabled: false }, decal: { show: true } },
    grid: { left: 72, right: 24, top: 36, bottom: 28, outerBoundsMode: 'none' },
    xAxis: dayAxis(rows.map(({ day }) => String(day))),
    yAxis: valueAxis((value) => shown(first, value), undefined, isCount ? 1 : undefined),
    series: series.map(({ column, name }, i) => ({ ...drawn(column, i), name })) as OneSeries[],
  };
  return { caption, chart: { option, width: WIDTH, height: HEIGHT, label: caption } };
}
