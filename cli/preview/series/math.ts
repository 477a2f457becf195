import type { Metric } from '../body/metrics';
import { type Expression, parseExpression } from './expression';
import { present, type Values } from './values';

/** One of several series that an expression gives. */
export interface Named {
  readonly label: string;
  /** Where it is one. */
  readonly metric?: Metric;
  readonly values: Values;
}

export interface Band {
  readonly lower: Values;
  readonly upper: Values;
}

export type Result = number | string | Values | { readonly several: readonly Named[] } | { readonly band: Band };

/** What expressions are evaluated with. */
export interface Surroundings {
  readonly times: readonly number[];
  readonly step: number;
  /** The series of an id; throws where there is none. */
  readonly named: (id: string) => Result;
  /** The metrics of the widget, of METRICS(). */
  readonly metrics: (containing: string) => readonly Named[];
  /** What SEARCH finds. */
  readonly search: (text: string, stat: string) => readonly Named[];
}

/** Not a fault of the body: a function that is not computed here. */
export class NotComputed extends Error {}

export function evaluate(text: string, given: Surroundings): Result {
  return resultOf(parseExpression(text), given);
}

function resultOf(expression: Expression, given: Surroundings): Result {
  switch (expression.kind) {
    case 'number':
    case 'text':
      return expression.value;
    case 'name':
      return given.named(expression.name);
    case 'list':
      return {
        several: expression.items.flatMap((item) => {
          const value = resultOf(item, given);
          return isSeveral(value)
            ? value.several
            : [{ label: 'name' in item ? item.name : '', values: seriesOf(value, given) }];
        }),
      };
    case 'operation':
      return combined([resultOf(expression.left, given), resultOf(expression.right, given)], given, ([left, right]) =>
        OPERATORS[expression.operator](left, right),
      );
    case 'call':
      return called(expression.name, expression.args, given);
  }
}

const truth = (is: boolean) => Number(is);
const OPERATORS: { readonly [operator: string]: (left: number, right: number) => number } = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': (a, b) => a ** b,
  '==': (a, b) => truth(a === b),
  '!=': (a, b) => truth(a !== b),
  '<': (a, b) => truth(a < b),
  '>': (a, b) => truth(a > b),
  '<=': (a, b) => truth(a <= b),
  '>=': (a, b) => truth(a >= b),
  '&&': (a, b) => truth(a !== 0 && b !== 0),
  '||': (a, b) => truth(a !== 0 || b !== 0),
  AND: (a, b) => truth(a !== 0 && b !== 0),
  OR: (a, b) => truth(a !== 0 || b !== 0),
};

/** Of one series a number, of several the series of their sums and so on. */
const AGGREGATES: { readonly [name: string]: (values: number[]) => number } = {
  AVG: (values) => total(values) / values.length,
  MAX: (values) => Math.max(...values),
  MIN: (values) => Math.min(...values),
  SUM: total,
  STDDEV: (values) => {
    const mean = total(values) / values.length;
    return Math.sqrt(total(values.map((value) => (value - mean) ** 2)) / values.length);
  },
};

const EACH: { readonly [name: string]: (value: number) => number } = {
  ABS: Math.abs,
  CEIL: Math.ceil,
  FLOOR: Math.floor,
  LOG: Math.log,
  LOG10: Math.log10,
};

const CLOCK: { readonly [name: string]: (date: Date) => number } = {
  MINUTE: (date) => date.getUTCMinutes(),
  HOUR: (date) => date.getUTCHours(),
  DAY: (date) => date.getUTCDay() || 7,
  DATE: (date) => date.getUTCDate(),
  MONTH: (date) => date.getUTCMonth() + 1,
  YEAR: (date) => date.getUTCFullYear(),
  EPOCH: (date) => date.getTime() / 1000,
};

function called(name: string, args: readonly Expression[], given: Surroundings): Result {
  const values = args.map((arg) => resultOf(arg, given));
  const [first, second, third] = values;
  const mapped = (change: (series: Values) => Values): Result =>
    isSeveral(first)
      ? { several: first.several.map(({ label, values }) => ({ label, values: change(values) })) }
      : change(seriesOf(first, given));
  if (name in AGGREGATES) {
    const list =
      values.length > 1 ? { several: values.map((value) => ({ label: '', values: seriesOf(value, given) })) } : first;
    return isSeveral(list)
      ? given.times.map((_, at) => aggregate(name, present(list.several.map(({ values }) => values[at]))))
      : (aggregate(name, present(seriesOf(list, given))) ?? 0);
  }
  if (name in EACH) return combined([first], given, ([value]) => EACH[name](value));
  if (name in CLOCK) return given.times.map((time) => CLOCK[name](new Date(time)));
  switch (name) {
    case 'METRICS':
      return { several: given.metrics(typeof first === 'string' ? first : '') };
    case 'SEARCH':
      return { several: given.search(String(first), String(second ?? 'Average')) };
    case 'PERIOD':
      return given.step / 1000;
    case 'TIME_SERIES':
      return seriesOf(first, given);
    case 'IF':
      return combined(
        [first, second, third ?? given.times.map(() => undefined)],
        given,
        undefined,
        ([condition, then, otherwise]) => (condition ? then : otherwise),
      );
    case 'FILL':
      return mapped((series) => filled(series, second, given));
    case 'REMOVE_EMPTY':
    case 'SORT':
    case 'SLICE':
      return name === 'SLICE' && isSeveral(first)
        ? { several: first.several.slice(Number(second ?? 0), third === undefined ? undefined : Number(third)) }
        : first;
    case 'DIFF':
      return mapped((series) => series.map((value, at) => difference(value, series[at - 1])));
    case 'RATE':
      return mapped((series) => series.map((value, at) => over(difference(value, series[at - 1]), given.step / 1000)));
    case 'DIFF_TIME':
      return mapped((series) => series.map((_, at) => (at === 0 ? undefined : given.step / 1000)));
    case 'RUNNING_SUM':
      return mapped((series) => series.map((_, at) => total(present(series.slice(0, at + 1)))));
    case 'FIRST':
    case 'LAST':
      if (isSeveral(first)) return first.several.at(name === 'FIRST' ? 0 : -1)?.values ?? [];
      return present(seriesOf(first, given)).at(name === 'FIRST' ? 0 : -1) ?? 0;
    case 'DATAPOINT_COUNT':
      return present(seriesOf(first, given)).length;
    case 'METRIC_COUNT':
      return isSeveral(first) ? first.several.length : 1;
    case 'ANOMALY_DETECTION_BAND':
      return { band: bandOf(seriesOf(first, given), Number(second ?? 2)) };
    default:
      throw new NotComputed(`${name} is not computed here`);
  }
}

function aggregate(name: string, values: number[]): number | undefined {
  return values.length === 0 ? undefined : AGGREGATES[name](values);
}

function filled(series: Values, by: Result | undefined, given: Surroundings): Values {
  if (typeof by === 'number') return series.map((value) => value ?? by);
  const other = by === undefined || typeof by === 'string' ? [] : seriesOf(by, given);
  let last: number | undefined;
  return series.map((value, at) => {
    last = value ?? last;
    return value ?? (by === 'REPEAT' || by === undefined ? last : other[at]);
  });
}

/** What the series usually is, and some deviations around. */
function bandOf(series: Values, deviations: number): Band {
  const spread = AGGREGATES.STDDEV(present(series)) || 0;
  const usual = series.map((_, at) => AGGREGATES.AVG(present(series.slice(Math.max(0, at - 6), at + 7))));
  return {
    lower: usual.map((value) => value - spread * deviations * 0.6),
    upper: usual.map((value) => value + spread * deviations * 0.6),
  };
}

/** Point by point; where one of them is several series, for each of these. */
function combined(
  operands: readonly Result[],
  given: Surroundings,
  compute: ((values: number[]) => number) | undefined,
  choose?: (values: (number | undefined)[]) => number | undefined,
): Result {
  const several = operands.find(isSeveral);
  if (several) {
    return {
      several: several.several.map(({ label }, index) => ({
        label,
        values: seriesOf(
          combined(
            operands.map((one) => (isSeveral(one) ? (one.several[index]?.values ?? []) : one)),
            given,
            compute,
            choose,
          ),
          given,
        ),
      })),
    };
  }
  if (compute && operands.every((one) => typeof one === 'number')) return compute(operands as number[]);
  const series = operands.map((one) => seriesOf(one, given));
  return given.times.map((_, at) => {
    const values = series.map((one) => one[at]);
    if (choose) return choose(values);
    const result = values.every((value) => value !== undefined) ? compute?.(values as number[]) : undefined;
    return Number.isFinite(result) ? result : undefined; // there is no datapoint where something is divided by 0
  });
}

export function seriesOf(value: Result, { times }: Pick<Surroundings, 'times'>): Values {
  if (typeof value === 'number') return times.map(() => value);
  if (typeof value === 'string') throw new NotComputed(`${value} is no series`);
  if (Array.isArray(value)) return value;
  if (isSeveral(value)) throw new SyntaxError('it gives several series where one is expected');
  return (value as { band: Band }).band.upper;
}

export function isSeveral(value: Result | undefined): value is { readonly several: readonly Named[] } {
  return typeof value === 'object' && 'several' in value;
}

export function isBand(value: Result): value is { readonly band: Band } {
  return typeof value === 'object' && 'band' in value;
}

function difference(value: number | undefined, before: number | undefined): number | undefined {
  return value === undefined || before === undefined ? undefined : value - before;
}

function over(value: number | undefined, seconds: number): number | undefined {
  return value === undefined ? undefined : value / seconds;
}

function total(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
