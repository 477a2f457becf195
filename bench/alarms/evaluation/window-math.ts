import { type Expression, parseExpression } from '../../../cli/preview/series/expression';

/** One period of what an expression is evaluated for. */
export interface Window {
  /** The value of a metric in it; NaN where there is none. */
  readonly read: (id: string) => number;
  /** When it begins, in seconds since 1970. */
  readonly start: () => number;
}

/**
 * An expression of metric math, read once and asked for one period after another; a number below says at a period without
 * a data point NaN.
 *
 * What is missing counts as documented: as 0 in an operation with another series that has a data point, in `SUM` and `AVG` of
 * an array, and in a branch of `IF` that is taken; with a number alone there is no data point.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export type Compiled = (window: Window) => number;

/** A number is the same at all times; a series may have no data point. */
interface Node {
  readonly isNumber: boolean;
  readonly at: Compiled;
}

/** Throws on all that is not computed from one period alone, or that AWS leaves open: a wrong number is worse than none. */
export function compile(text: string): Compiled {
  return nodeOf(parseExpression(text), text).at;
}

function nodeOf(expression: Expression, text: string): Node {
  switch (expression.kind) {
    case 'number':
      return { isNumber: true, at: () => expression.value };
    case 'name': {
      const { name } = expression;
      return { isNumber: false, at: ({ read }) => read(name) };
    }
    case 'operation':
      return operation(expression.operator, nodeOf(expression.left, text), nodeOf(expression.right, text));
    case 'call':
      return called(expression.name, expression.args, text);
    default:
      throw new Error(`${text}: a ${expression.kind} where a series is expected`);
  }
}

const OPERATORS: { readonly [operator: string]: (a: number, b: number) => number } = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => (b === 0 ? Number.NaN : a / b), // "the data point is dropped"
  '^': (a, b) => a ** b,
  '<': (a, b) => Number(a < b),
  '>': (a, b) => Number(a > b),
  '<=': (a, b) => Number(a <= b),
  '>=': (a, b) => Number(a >= b),
  '==': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
  AND: (a, b) => Number(a !== 0 && b !== 0),
  OR: (a, b) => Number(a !== 0 || b !== 0),
  '&&': (a, b) => Number(a !== 0 && b !== 0),
  '||': (a, b) => Number(a !== 0 || b !== 0),
};

function operation(operator: string, left: Node, right: Node): Node {
  const apply = OPERATORS[operator];
  const isNumber = left.isNumber && right.isNumber;
  if (left.isNumber || right.isNumber) {
    const at: Compiled = (window) => {
      const [a, b] = [left.at(window), right.at(window)];
      return Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : apply(a, b);
    };
    return { isNumber, at };
  }
  const at: Compiled = (window) => {
    const [a, b] = [left.at(window), right.at(window)];
    if (Number.isNaN(a) && Number.isNaN(b)) return Number.NaN;
    return apply(orZero(a), orZero(b));
  };
  return { isNumber, at };
}

const orZero = (value: number) => (Number.isNaN(value) ? 0 : value);

const EACH: { readonly [name: string]: (value: number) => number } = {
  ABS: Math.abs,
  CEIL: Math.ceil,
  FLOOR: Math.floor,
};

const CLOCK: { readonly [name: string]: (date: Date) => number } = {
  MINUTE: (date) => date.getUTCMinutes(),
  HOUR: (date) => date.getUTCHours(),
  DAY: (date) => date.getUTCDay() || 7,
};

function called(name: string, args: readonly Expression[], text: string): Node {
  if ((name === 'SUM' || name === 'AVG') && args[0]?.kind === 'list')
    return across(
      name,
      args[0].items.map((item) => nodeOf(item, text)),
    );
  const nodes = args.map((arg) => nodeOf(arg, text));
  const [first, second, third] = nodes;
  if (name in EACH) return { isNumber: first.isNumber, at: (window) => EACH[name](first.at(window)) };
  if (name in CLOCK) return { isNumber: false, at: ({ start }) => CLOCK[name](new Date(start() * 1000)) };
  if (name === 'TIME_SERIES' && first.isNumber) return { isNumber: false, at: first.at };
  if (name === 'FILL' && second) {
    const at: Compiled = (window) => {
      const value = first.at(window);
      return Number.isNaN(value) ? second.at(window) : value;
    };
    return { isNumber: false, at };
  }
  if (name === 'IF' && second) {
    const at: Compiled = (window) => {
      const truth = first.at(window);
      if (Number.isNaN(truth)) return Number.NaN;
      if (truth === 0) return third ? third.at(window) : Number.NaN;
      return first.isNumber ? second.at(window) : orZero(second.at(window));
    };
    return { isNumber: false, at };
  }
  throw new Error(`${text}: ${name} is not computed for one period after another`);
}

/** Of the series of an array at each time at which one of them has a data point. */
function across(name: string, nodes: readonly Node[]): Node {
  const series = nodes.filter(({ isNumber }) => !isNumber);
  const divisor = name === 'AVG' ? nodes.length : 1;
  const at: Compiled = (window) => {
    let total = 0;
    let isKnown = series.length === 0;
    for (const node of nodes) {
      const value = node.at(window);
      if (Number.isNaN(value)) continue;
      total += value;
      isKnown ||= !node.isNumber;
    }
    return isKnown ? total / divisor : Number.NaN;
  };
  return { isNumber: series.length === 0, at };
}
