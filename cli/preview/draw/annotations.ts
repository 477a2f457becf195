import { colorOf, type Json, listOf, objectOf } from '../body/body';
import type { Range } from '../body/range';

const DEFAULT_COLOR = '#d62728';
const FILL_OPACITY = 0.14;

interface MarkLine {
  readonly yAxis?: number;
  readonly xAxis?: number;
  readonly lineStyle: { readonly color: string; readonly type: 'solid'; readonly width: number };
  readonly label: object;
}
type MarkArea = [object, object];

interface Marked {
  readonly lines: MarkLine[];
  readonly areas: MarkArea[];
}

/** Lines at values, with what is shaded above, below, or between them; per axis. */
export function horizontalMarks(entries: readonly unknown[]): { readonly left: Marked; readonly right: Marked } {
  const found = {
    left: { lines: [] as MarkLine[], areas: [] as MarkArea[] },
    right: { lines: [] as MarkLine[], areas: [] as MarkArea[] },
  };
  for (const entry of entries) {
    const edges = (Array.isArray(entry) ? entry : [entry]).map(objectOf);
    const [{ color, visible, yAxis, fill }] = edges;
    if (visible === false) continue;
    const { lines, areas } = found[yAxis === 'right' ? 'right' : 'left'];
    const values = edges.flatMap(({ value }) => (typeof value === 'number' ? [value] : []));
    for (const { value, label } of edges) {
      if (typeof value !== 'number') continue;
      lines.push({
        yAxis: value,
        lineStyle: lineStyle(color),
        label: labelOf(label, color, yAxis === 'right' ? 'insideEndTop' : 'insideStartTop'),
      });
    }
    const itemStyle = { color: colorOf(color) ?? DEFAULT_COLOR, opacity: FILL_OPACITY };
    if (values.length === 2) areas.push([{ yAxis: Math.min(...values), itemStyle }, { yAxis: Math.max(...values) }]);
    else if (values.length === 1 && fill === 'above')
      areas.push([{ yAxis: values[0], itemStyle }, { yAxis: Number.POSITIVE_INFINITY }]);
    else if (values.length === 1 && fill === 'below')
      areas.push([{ yAxis: Number.NEGATIVE_INFINITY, itemStyle }, { yAxis: values[0] }]);
  }
  return found;
}

/** Moments, with what is shaded before, after, or between them. */
export function verticalMarks(entries: readonly unknown[], range: Range): { readonly vertical: Marked } {
  const vertical: Marked = { lines: [], areas: [] };
  for (const entry of entries) {
    const edges = (Array.isArray(entry) ? entry : [entry]).map(objectOf);
    const [{ color, visible, fill }] = edges;
    if (visible === false) continue;
    const times = edges.map(({ value }) => Date.parse(String(value))).filter((time) => !Number.isNaN(time));
    for (const { value, label } of edges) {
      const xAxis = Date.parse(String(value));
      if (Number.isNaN(xAxis)) continue;
      const late = xAxis > range.start + (range.end - range.start) * 0.6;
      const shift = { rotate: 0, distance: [late ? -4 : 4, -12], align: late ? 'right' : 'left' };
      vertical.lines.push({ xAxis, lineStyle: lineStyle(color), label: { ...labelOf(label, color, 'end'), ...shift } });
    }
    const itemStyle = { color: colorOf(color) ?? DEFAULT_COLOR, opacity: FILL_OPACITY };
    const [from, to] = [Math.min(...times), Math.max(...times)];
    if (times.length === 2) vertical.areas.push([{ xAxis: from, itemStyle }, { xAxis: to }]);
    else if (times.length === 1 && fill === 'before')
      vertical.areas.push([{ xAxis: range.start, itemStyle }, { xAxis: from }]);
    else if (times.length === 1 && fill === 'after')
      vertical.areas.push([{ xAxis: from, itemStyle }, { xAxis: range.end }]);
  }
  return { vertical };
}

/** Of the moments that a widget marks, which its graph must show. */
export function momentsOf(annotations: Json): number[] {
  return listOf(annotations.vertical)
    .flat()
    .map(objectOf)
    .filter(({ visible }) => visible !== false)
    .map(({ value }) => Date.parse(String(value)))
    .filter((time) => !Number.isNaN(time));
}

function lineStyle(color: unknown): MarkLine['lineStyle'] {
  return { color: colorOf(color) ?? DEFAULT_COLOR, type: 'solid', width: 1.2 };
}

function labelOf(label: unknown, color: unknown, position: string): object {
  if (typeof label !== 'string' || label === '') return { show: false };
  // Braces would be ECharts' own templates.
  return {
    show: true,
    formatter: () => label,
    position,
    color: 'var(--ink)',
    fontSize: 11,
    textBorderColor: 'var(--surface)',
    textBorderWidth: 3,
    padding: [0, 4],
    borderColor: colorOf(color) ?? DEFAULT_COLOR,
  };
}
