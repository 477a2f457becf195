import type { EChartsOption, SeriesOption } from 'echarts';
import { isObject, type Json, listOf, numberOf, objectOf } from '../body/body';
import type { Range } from '../body/range';
import { numberText } from '../series/numbers';
import type { Drawn } from '../series/values';
import { present } from '../series/values';
import { horizontalMarks, verticalMarks } from './annotations';
import type { Size } from './size';
import { timeLabel } from './time-axis';

export const INK = 'var(--ink)';
export const MUTED = 'var(--muted)';
export const GRID = 'var(--grid)';

/** Lines or stacked areas over time. */
export function graphOption(
  drawn: readonly Drawn[],
  properties: Json,
  range: Range,
  { width, height }: Size,
): EChartsOption {
  const annotations = objectOf(properties.annotations);
  const hasRight = drawn.some(({ line }) => line.axis === 'right') || listOf(annotations.horizontal).some(isRight);
  const stacked = properties.stacked === true;
  const marks = {
    ...horizontalMarks(listOf(annotations.horizontal)),
    ...verticalMarks(listOf(annotations.vertical), range),
  };
  const axes = objectOf(properties.yAxis);
  const named = [axes.left, axes.right].some((axis) => typeof objectOf(axis).label === 'string');
  const splits = Math.max(1, Math.min(4, Math.floor((height - 40) / 28)));
  return {
    grid: { left: 52, right: hasRight ? 52 : 16, top: named ? 26 : 12, bottom: 24 },
    xAxis: {
      type: 'time',
      min: range.start,
      max: range.end,
      splitNumber: Math.max(2, Math.floor(width / 110)),
      axisLine: { lineStyle: { color: GRID } },
      axisTick: { lineStyle: { color: GRID } },
      axisLabel: {
        color: MUTED,
        fontSize: 11,
        hideOverlap: true,
        formatter: (time: number) => timeLabel(time, range, String(properties.timezone ?? '')),
      },
    },
    yAxis: [
      yAxis(objectOf(axes.left), 'left', drawn, annotations, splits),
      ...(hasRight ? [yAxis(objectOf(axes.right), 'right', drawn, annotations, splits)] : []),
    ],
    series: [...drawn.flatMap((one) => lineSeries(one, stacked)), ...markSeries(marks, hasRight)],
  };
}

function isRight(entry: unknown): boolean {
  return objectOf(Array.isArray(entry) ? entry[0] : entry).yAxis === 'right';
}

function yAxis(given: Json, side: 'left' | 'right', drawn: readonly Drawn[], annotations: Json, splits: number) {
  const label = typeof given.label === 'string' ? given.label : undefined;
  const thresholds = listOf(annotations.horizontal)
    .flat()
    .filter(isObject)
    .filter((one) => one.visible !== false && (one.yAxis ?? 'left') === side)
    .flatMap(({ value }) => (typeof value === 'number' ? [value] : []));
  const values = drawn
    .filter(({ line }) => line.axis === side)
    .flatMap((one) => present([...one.values, ...(one.upper ?? [])]));
  const least = smallest([...values, ...thresholds]);
  const most = -smallest([...values, ...thresholds].map((value) => -value));
  // Where lines are flat or far from zero, the scale starts near them, as in CloudWatch.
  const fromZero = least >= 0 && (least < most * 0.7 || least === most);
  const min = numberOf(given.min) ?? (fromZero ? 0 : undefined);
  // The scale shows all thresholds.
  const max =
    numberOf(given.max) ?? (thresholds.length > 0 && Number.isFinite(most) ? roundedUp(most * 1.05) : undefined);
  return {
    type: 'value' as const,
    position: side,
    name: label,
    nameTextStyle: {
      color: MUTED,
      fontSize: 11,
      align: side === 'left' ? ('left' as const) : ('right' as const),
      padding: side === 'left' ? [0, 0, 0, -44] : [0, -44, 0, 0],
    },
    nameGap: 10,
    min,
    max,
    interval: intervalOf(min, max, splits),
    scale: !fromZero,
    splitNumber: splits,
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { show: side === 'left', lineStyle: { color: GRID } },
    axisLabel: { color: MUTED, fontSize: 11, formatter: (value: number) => numberText(value) },
  };
}

function smallest(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
}

/** The least of these that is not below: 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, or such with another power of ten. */
function roundedUp(value: number): number {
  if (value <= 0) return value;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8].find((nice) => nice * power >= value * 0.999) ?? 10;
  return Number((step * power).toPrecision(12));
}

/** How far apart the lines of a scale with known ends are, if they can be round; ECharts would not reach its end in even steps. */
function intervalOf(min: number | undefined, max: number | undefined, splits: number): number | undefined {
  if (min === undefined || max === undefined || min >= max) return undefined;
  return [4, 5, 3, 2, 1]
    .filter((parts) => parts <= splits + 1)
    .map((parts) => Number(((max - min) / parts).toPrecision(12)))
    .find((step) => String(step).replace(/[0.]/g, '').length <= 2);
}

function lineSeries({ line, times, values, upper, color, label }: Drawn, stacked: boolean): SeriesOption[] {
  const yAxisIndex = line.axis === 'right' ? 1 : 0;
  const few = present(values).length <= 2;
  const points = (some: typeof values) => times.map((time, at) => [time, some[at] ?? null] as [number, number | null]);
  const common = { type: 'line' as const, silent: true, yAxisIndex, showSymbol: few, symbol: 'circle', symbolSize: 6 };
  if (upper) {
    const stack = `band ${line.id}`;
    const difference = upper.map((value, at) => (value === undefined ? undefined : value - (values[at] ?? 0)));
    return [
      { ...common, stack, stackStrategy: 'all', lineStyle: { opacity: 0 }, symbol: 'none', data: points(values) },
      {
        ...common,
        stack,
        stackStrategy: 'all',
        lineStyle: { opacity: 0 },
        symbol: 'none',
        areaStyle: { color: line.color ?? '#95a5a6', opacity: 0.35 },
        data: points(difference),
      },
    ];
  }
  return [
    {
      ...common,
      name: label,
      color,
      lineStyle: { color, width: 1.6 },
      itemStyle: { color },
      // Datapoints that are far apart are joined, as in CloudWatch; in a stack what is missing is nothing.
      connectNulls: true,
      data: points(stacked ? values.map((value) => value ?? 0) : values),
      ...(stacked ? { stack: line.axis, areaStyle: { color, opacity: 0.55 } } : {}),
    },
  ];
}

type Marks = ReturnType<typeof horizontalMarks> & ReturnType<typeof verticalMarks>;

/** Annotations are drawn once per axis, on series without data. */
function markSeries(marks: Marks, hasRight: boolean): SeriesOption[] {
  const sides = hasRight ? (['left', 'right'] as const) : (['left'] as const);
  return sides.map((side, yAxisIndex) => ({
    type: 'line' as const,
    silent: true,
    yAxisIndex,
    data: [],
    z: 5,
    markLine: {
      silent: true,
      symbol: 'none',
      data: [...marks[side].lines, ...(side === 'left' ? marks.vertical.lines : [])],
    },
    markArea: { silent: true, data: [...marks[side].areas, ...(side === 'left' ? marks.vertical.areas : [])] },
  }));
}

/** A graph in little, without axes. */
export function sparklineOption({ times, values, color }: Drawn): EChartsOption {
  return {
    grid: { left: 2, right: 2, top: 4, bottom: 4 },
    xAxis: { type: 'time', show: false },
    yAxis: { type: 'value', show: false, scale: true },
    series: [
      {
        type: 'line',
        silent: true,
        showSymbol: false,
        lineStyle: { color, width: 1.5 },
        areaStyle: { color, opacity: 0.18 },
        data: times.map((time, at) => [time, values[at] ?? null]),
      },
    ],
  };
}
