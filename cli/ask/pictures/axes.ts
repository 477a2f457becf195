import { VARIABLES } from '../../page/palette';

const { ink, muted, grid, surface } = VARIABLES;

/** What stands in place of a color that alone would tell series apart. */
export const DASHES = ['solid', [8, 4], [2, 3], [10, 3, 2, 3]] as const;
export const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond'] as const;

export const LEGEND = {
  top: 0,
  left: 0,
  itemWidth: 28,
  itemGap: 18,
  textStyle: { color: ink, fontSize: 13 },
  selectedMode: false,
} as const;

export function valueAxis(shown: (value: number) => string, max?: number, minInterval?: number) {
  return {
    type: 'value' as const,
    min: 0,
    max,
    minInterval,
    axisLabel: { color: muted, formatter: shown, hideOverlap: true },
    splitLine: { lineStyle: { color: grid } },
  };
}

/** @param width of the names, of which longer ones end with `…` */
export function nameAxis(names: readonly string[], width: number) {
  return {
    type: 'category' as const,
    inverse: true,
    data: [...names],
    axisLine: { lineStyle: { color: muted } },
    axisTick: { show: false },
    axisLabel: { color: ink, interval: 0, width, overflow: 'truncate' as const, lineHeight: 18, fontSize: 13 },
  };
}

export function dayAxis(days: readonly string[]) {
  return {
    type: 'category' as const,
    data: [...days],
    axisLine: { lineStyle: { color: muted } },
    axisTick: { show: false },
    axisLabel: { color: muted, hideOverlap: true },
  };
}

/** Marks are parted by the color of the page. */
export const PARTED = { borderColor: surface, borderWidth: 1 };

export const TEXT = { color: ink, fontSize: 13, textBorderWidth: 0 } as const;
