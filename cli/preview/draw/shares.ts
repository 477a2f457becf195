import type { EChartsOption } from 'echarts';
import { colorOf, type Json, listOf, numberOf, objectOf } from '../body/body';
import { numberText } from '../series/numbers';
import { GRID, INK, MUTED } from './graph';

/** What bars, pies and gauges show: one number each. */
export interface Part {
  readonly label: string;
  readonly value: number | undefined;
  readonly color: string;
}

export function barOption(parts: readonly Part[], properties: Json): EChartsOption {
  const { min, max } = objectOf(objectOf(properties.yAxis).left);
  return {
    grid: { left: 52, right: 12, top: 20, bottom: 10 },
    xAxis: {
      type: 'category',
      data: parts.map(({ label }) => label),
      axisLabel: { show: false },
      axisTick: { show: false },
      axisLine: { lineStyle: { color: GRID } },
    },
    yAxis: {
      type: 'value',
      min: numberOf(min),
      max: numberOf(max),
      splitNumber: 4,
      splitLine: { lineStyle: { color: GRID } },
      axisLabel: { color: MUTED, fontSize: 11, formatter: (value: number) => numberText(value) },
    },
    series: [
      {
        type: 'bar',
        silent: true,
        barMaxWidth: 60,
        label: {
          show: true,
          position: 'top',
          color: INK,
          fontSize: 11,
          formatter: ({ dataIndex }) => numberText(parts[dataIndex].value ?? Number.NaN),
        },
        data: parts.map(({ value, color }) => ({ value: value ?? 0, itemStyle: { color } })),
      },
    ],
  };
}

export function pieOption(parts: readonly Part[]): EChartsOption {
  const sum = parts.reduce((total, { value = 0 }) => total + Math.max(0, value), 0);
  return {
    series: [
      {
        type: 'pie',
        silent: true,
        radius: ['0%', '88%'],
        center: ['50%', '50%'],
        label: {
          position: 'inside',
          color: '#fff',
          fontSize: 11,
          formatter: ({ dataIndex }) => {
            const share = sum > 0 ? Math.max(0, parts[dataIndex].value ?? 0) / sum : 0;
            return share >= 0.05 ? `${Math.round(share * 100)}%` : '';
          },
        },
        itemStyle: { borderColor: 'var(--card)', borderWidth: 1 },
        data: parts.map(({ value, color }) => ({ value: Math.max(0, value ?? 0), itemStyle: { color } })),
      },
    ],
  };
}

export function gaugeOption({ value, color }: Part, properties: Json, height: number): EChartsOption {
  const { min, max } = objectOf(objectOf(properties.yAxis).left);
  const [low, high] = [numberOf(min) ?? 0, numberOf(max) ?? 100];
  const shown = value === undefined ? low : Math.min(high, Math.max(low, value));
  const width = Math.max(8, Math.min(18, height / 8));
  return {
    series: [
      {
        type: 'gauge',
        silent: true,
        startAngle: 180,
        endAngle: 0,
        min: low,
        max: high,
        center: ['50%', '74%'],
        radius: '100%',
        progress: { show: value !== undefined, width, itemStyle: { color: rangeColor(value, properties) ?? color } },
        axisLine: { lineStyle: { width, color: [[1, GRID]] } },
        pointer: { show: false },
        axisTick: { show: false },
        splitLine: { show: false },
        splitNumber: 1,
        axisLabel: { distance: -2, color: MUTED, fontSize: 11, formatter: (tick: number) => numberText(tick) },
        title: { show: false },
        detail: {
          offsetCenter: [0, '-18%'],
          color: INK,
          fontSize: Math.min(26, height / 5),
          fontWeight: 600,
          formatter: () => (value === undefined ? '--' : numberText(value)),
        },
        data: [{ value: shown }],
      },
    ],
  };
}

/** The color of the annotation in whose range a value is. */
function rangeColor(value: number | undefined, { annotations }: Json): string | undefined {
  if (value === undefined) return undefined;
  for (const entry of listOf(objectOf(annotations).horizontal)) {
    const edges = (Array.isArray(entry) ? entry : [entry]).map(objectOf);
    const [{ color, fill, visible }] = edges;
    const bounds = edges.map((edge) => Number(edge.value)).sort((a, b) => a - b);
    const inside =
      bounds.length === 2
        ? value >= bounds[0] && value <= bounds[1]
        : fill === 'above'
          ? value >= bounds[0]
          : fill === 'below' && value <= bounds[0];
    if (visible !== false && inside) return colorOf(color);
  }
  return undefined;
}
