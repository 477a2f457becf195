import { brief, colorOf, isObject, type Json, listOf, numberOf, type Row } from './body';

/** A metric or an expression of a widget. */
export interface Line {
  readonly id: string;
  readonly metric?: Metric;
  readonly expression?: string;
  /** The one that its author gave it. */
  readonly label?: string;
  readonly color?: string;
  readonly axis: 'left' | 'right';
  readonly visible: boolean;
  readonly period: number;
  readonly stat: string;
  readonly region: string;
  readonly account: string;
}

export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly (readonly [name: string, value: string])[];
}

const DEFAULT_PERIOD = 300;
const COLUMNS_BEFORE_DIMENSIONS = 2;
/** Of a metric. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Metric.html */
const MAX_DIMENSIONS = 30;

/** The lines that a widget's `metrics` mean, with what is wrong about them. */
export function linesOf(properties: Json): { readonly lines: Line[]; readonly problems: string[] } {
  const problems: string[] = [];
  const lines: Line[] = [];
  const rows = listOf(properties.metrics);
  const taken = new Set(rows.map((row) => optionsOf(row).id));
  let above: readonly unknown[] = [];
  for (const [index, row] of rows.entries()) {
    const wrong = (text: string) => problems.push(`metrics[${index}]: ${text}`);
    if (!Array.isArray(row) || row.length === 0) {
      wrong(`expected a list such as ["AWS/RUM", "PageViewCount"], got ${brief(row)}`);
      continue;
    }
    const options = optionsOf(row);
    let unnamed = `line${index + 1}`;
    while (taken.has(unnamed)) unnamed += '_';
    const common = shown(options, properties, typeof options.id === 'string' ? options.id : unnamed);
    const cells = row.filter((cell) => !isObject(cell));
    if (options.expression !== undefined) {
      if (cells.length > 0) wrong(`expected either an expression or a metric, got both`);
      lines.push({ ...common, expression: String(options.expression) });
      continue;
    }
    const whole = completed(cells, above);
    if (typeof whole === 'string') {
      wrong(whole);
      continue;
    }
    above = whole;
    if (whole.length < COLUMNS_BEFORE_DIMENSIONS || whole.length % 2 !== 0) {
      wrong(`expected a namespace, a name, and pairs of dimensions, got ${brief(cells)}`);
      continue;
    }
    const metric = metricOf(whole.map(String));
    if (metric.dimensions.length > MAX_DIMENSIONS) wrong(`a metric has at most ${MAX_DIMENSIONS} dimensions`);
    lines.push({ ...common, metric });
  }
  return { lines, problems };
}

function shown(options: Json, properties: Json, id: string): Omit<Line, 'metric' | 'expression'> {
  return {
    id,
    label: options.label === undefined ? undefined : String(options.label),
    color: colorOf(options.color),
    axis: options.yAxis === 'right' ? 'right' : 'left',
    visible: options.visible !== false,
    period: numberOf(options.period) ?? numberOf(properties.period) ?? DEFAULT_PERIOD,
    stat: String(options.stat ?? properties.stat ?? 'Average'),
    region: String(options.region ?? properties.region ?? ''),
    account: String(options.accountId ?? properties.accountId ?? ''),
  };
}

export function optionsOf(row: unknown): Json {
  const last = listOf(row).at(-1);
  return isObject(last) ? last : {};
}

/** `.` repeats the cell above, `...` all cells above up to those that follow. */
function completed(cells: Row, above: Row): Row | string {
  const at = cells.indexOf('...');
  const rest = cells.slice(at + 1);
  const filled = at < 0 ? cells : [...cells.slice(0, at), ...above.slice(at, above.length - rest.length), ...rest];
  if (at >= 0 && above.length === 0) return "there is no metric above that '...' repeats";
  const missing = filled.findIndex((cell, column) => cell === '.' && above[column] === undefined);
  if (missing >= 0) return `there is nothing above that '.' at place ${missing + 1} repeats`;
  return filled.map((cell, column) => (cell === '.' ? above[column] : cell));
}

function metricOf([namespace, name, ...rest]: string[]): Metric {
  const dimensions: [string, string][] = [];
  for (let at = 0; at < rest.length; at += 2) dimensions.push([rest[at], rest[at + 1]]);
  return { namespace, name, dimensions };
}
