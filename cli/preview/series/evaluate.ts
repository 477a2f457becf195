import type { Json, Widget } from '../body/body';
import type { Line } from '../body/metrics';
import type { Range } from '../body/range';
import { type Fit, fitted } from './fit';
import type { Given } from './given';
import { filledLabel, ownLabels } from './labels';
import { madeUp } from './made-up';
import { evaluate, isBand, isSeveral, type Named, NotComputed, type Result, seriesOf } from './math';
import { inquired, searched } from './search';
import { type Drawn, present } from './values';

interface Unlabeled extends Omit<Drawn, 'color'> {
  /** What `${LABEL}` stands for. */
  readonly own: string;
}

export interface Evaluated {
  readonly drawn: readonly Drawn[];
  readonly problems: readonly string[];
}

/** The colors that CloudWatch gives lines without one, in their order. */
export const COLORS = [
  '#1f77b4',
  '#ff7f0e',
  '#2ca02c',
  '#d62728',
  '#9467bd',
  '#8c564b',
  '#e377c2',
  '#7f7f7f',
  '#bcbd22',
  '#17becf',
];

const MOST_POINTS = 180;
const NICE_MINUTES = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 10_080];

/** What the lines of a widget show in a range of time: what is given of them, or made up. */
export function evaluateLines(
  lines: readonly Line[],
  widget: Widget,
  range: Range,
  given: Given | undefined,
  fit?: Fit,
): Evaluated {
  const evaluation = new Evaluation(lines, widget, range, given);
  const drawn = lines.filter(({ visible }) => visible).flatMap((line) => evaluation.draw(line));
  const colored = drawn.map((one, at) => ({ ...one, color: one.line.color ?? COLORS[at % COLORS.length] }));
  const scaled = given || !fit ? colored : fitted(colored, fit);
  return { drawn: scaled.map(labeled), problems: evaluation.problems };
}

function labeled({ own, ...drawn }: Unlabeled & Drawn): Drawn {
  return { ...drawn, label: filledLabel(drawn.label, own, drawn.line, drawn) };
}

class Evaluation {
  readonly problems: string[] = [];
  private readonly step: number;
  private readonly times: readonly number[];
  private readonly known = new Map<string, Result>();
  private readonly labels: ReadonlyMap<string, string>;

  constructor(
    private readonly lines: readonly Line[],
    private readonly widget: Widget,
    private readonly range: Range,
    private readonly given: Given | undefined,
  ) {
    const length = range.end - range.start;
    const wanted =
      NICE_MINUTES.find((minutes) => length / (minutes * 60_000) <= MOST_POINTS) ??
      NICE_MINUTES[NICE_MINUTES.length - 1];
    const longest = lines.reduce((most, { period }) => Math.max(most, period), 0);
    this.step = Math.max(longest * 1000, wanted * 60_000);
    this.times = given ? this.timesGiven(given) : grid(range, this.step);
    const own = ownLabels(lines);
    this.labels = new Map(lines.map(({ id }, at) => [id, own[at]]));
  }

  draw(line: Line): Unlabeled[] {
    const { times } = this;
    const own = this.labels.get(line.id) ?? line.id;
    const result = this.resultOf(line);
    if (isSeveral(result)) {
      return result.several.map(({ label, metric, values }) => {
        // A dynamic label tells by itself what differs.
        const wanted = line.label?.includes('${') ? line.label : `${line.label ?? ''} ${label}`.trim();
        return { line: metric ? { ...line, metric } : line, times, values, label: wanted, own: label };
      });
    }
    // An empty label is one that its author did not want.
    const common = { line, times, label: line.label ?? own, own };
    if (isBand(result)) return [{ ...common, values: result.band.lower, upper: result.band.upper }];
    return [{ ...common, values: typeof result === 'string' ? [] : seriesOf(result, { times }) }];
  }

  private resultOf(line: Line, within: readonly string[] = []): Result {
    const found = this.known.get(line.id);
    if (found !== undefined) return found;
    const result = this.given ? this.fromGiven(this.given, line, within) : this.computed(line, within);
    this.known.set(line.id, result);
    return result;
  }

  private computed(line: Line, within: readonly string[]): Result {
    if (line.metric) return madeUp({ metric: line.metric, stat: line.stat }, this.times, this.step);
    const expression = line.expression ?? '';
    try {
      if (/^\s*SELECT\b/i.test(expression))
        return inquired(expression, (metric, stat) => madeUp({ metric, stat }, this.times, this.step));
      return evaluate(expression, {
        times: this.times,
        step: this.step,
        named: (id) => this.named(id, [...within, line.id]),
        metrics: (containing) => this.metrics(containing),
        search: (text, stat) => searched(text, (metric) => madeUp({ metric, stat }, this.times, this.step)),
      });
    } catch (error) {
      // What only a deployment knows may be part of it.
      if (error instanceof SyntaxError && !expression.includes('${'))
        this.problems.push(`the expression ${line.id}: ${error.message}`);
      else if (!(error instanceof SyntaxError || error instanceof NotComputed)) throw error;
      return madeUp(
        { metric: { namespace: '', name: `${line.label ?? ''} ${expression}`, dimensions: [] }, stat: line.stat },
        this.times,
        this.step,
      );
    }
  }

  private named(id: string, within: readonly string[]): Result {
    const line = this.lines.find((one) => one.id === id);
    if (!line) throw new SyntaxError(`there is no metric or expression with the id ${id}`);
    if (within.includes(id)) throw new SyntaxError(`${[...within, id].join(' needs ')}`);
    return this.resultOf(line, within);
  }

  private metrics(containing: string): Named[] {
    return this.lines
      .filter(({ metric, id }) => metric !== undefined && id.includes(containing))
      .map((line) => ({
        label: this.labels.get(line.id) ?? '',
        values: seriesOf(this.resultOf(line), { times: this.times }),
      }));
  }

  private fromGiven(given: Given, line: Line, within: readonly string[]): Result {
    for (const message of given.messages(line, this.widget)) this.problems.push(`${line.id}: ${message}`);
    const found = given.of(line, this.widget).map(({ label, points }) => {
      const values = new Map(points);
      return { label, values: this.times.map((time) => values.get(time)) };
    });
    if (found.length > 1) return { several: found };
    if (found.length === 1) return found[0].values;
    return line.metric || !this.isComputable(line) ? this.times.map(() => undefined) : this.computed(line, within);
  }

  /** Of an expression over series of which none is given there is nothing to show. */
  private isComputable({ expression = '' }: Line): boolean {
    return !/\b(SEARCH|SELECT|INSIGHT_RULE_METRIC|DB_PERF_INSIGHTS|SERVICE_QUOTA|LAMBDA)\b/i.test(expression);
  }

  private timesGiven(given: Given): number[] {
    const times = this.lines.flatMap((line) =>
      given.of(line, this.widget).flatMap(({ points }) => points.map(([time]) => time)),
    );
    const { start, end } = this.range;
    return [...new Set(times)].filter((time) => time >= start && time <= end).sort((a, b) => a - b);
  }
}

function grid({ start, end }: Range, step: number): number[] {
  const times: number[] = [];
  for (let time = Math.ceil(start / step) * step; time < end; time += step) times.push(time);
  return times.length > 0 ? times : [Math.floor(end / step) * step];
}

/** The one value that numbers, gauges, bars and pies show: of the whole range where the widget says so, or the last. */
export function numberOfLine(
  { line, values }: Pick<Drawn, 'line' | 'values'>,
  { setPeriodToTimeRange }: Json,
): number | undefined {
  const all = present(values);
  if (!setPeriodToTimeRange || all.length === 0) return all.at(-1);
  if (/^sum$|^samplecount$/i.test(line.stat) && line.metric) return all.reduce((sum, value) => sum + value, 0);
  if (/^max/i.test(line.stat)) return Math.max(...all);
  if (/^min/i.test(line.stat)) return Math.min(...all);
  const isTotal = line.expression !== undefined && /^\s*(SUM|SELECT\s+(SUM|COUNT))\b/i.test(line.expression);
  return all.reduce((sum, value) => sum + value, 0) / (isTotal ? 1 : all.length);
}
