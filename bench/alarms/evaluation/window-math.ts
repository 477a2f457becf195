import { type Expression, parseExpression } from '../../../cli/preview/series/expression';

// Read once: what is global is slow to reach in jest.
const { NaN: NONE, isNaN: isNone } = Number;

/** One period of what an expression is evaluated for. */
export interface Window {
  /** The values of the metrics in it, in the order of their ids; NaN where there is none. */
  readonly values: Float64Array;
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
export function compile(text: string, ids: readonly string[]): Compiled {
  return nodeOf(parseExpression(text), { text, ids }).at;
}

interface Known {
  readonly text: string;
  readonly ids: readonly string[];
}

function nodeOf(expression: Expression, known: Known): Node {
  switch (expression.kind) {
    case 'number':
      return { isNumber: true, at: () => expression.value };
    case 'name': {
      const index = known.ids.indexOf(expression.name);
      if (index < 0) throw new Error(`${known.text}: no metric has the id ${expression.name}`);
      return { isNumber: false, at: ({ values }) => values[index] };
    }
    case 'operation':
      return operation(expression.operator, nodeOf(expression.left, known), nodeOf(expression.right, known));
    case 'call':
      return called(expression.name, expression.args, known);
    default:
      throw new Error(`${known.text}: a ${expression.kind} where a series is expected`);
  }
}

const OPERATORS: { readonly [operator: string]: (a: number, b: number) => number } = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => (b === 0 ? NONE : a / b), // "the data point is dropped"
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
      const a = left.at(window);
      const b = right.at(window);
      return isNone(a) || isNone(b) ? NONE : apply(a, b);
    };
    return { isNumber, at };
  }
  const at: Compiled = (window) => {
    const a = left.at(window);
    const b = right.at(window);
    if (isNone(a) && isNone(b)) return NONE;
    return apply(orZero(a), orZero(b));
  };
  return { isNumber, at };
}

const orZero = (value: number) => (isNone(value) ? 0 : value);

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

function called(name: string, args: readonly Expression[], known: Known): Node {
  if ((name === 'SUM' || name === 'AVG') && args[0]?.kind === 'list')
    return across(
      name,
      args[0].items.map((item) => nodeOf(item, known)),
    );
  const nodes = args.map((arg) => nodeOf(arg, known));
  const [first, second, third] = nodes;
  if (name in EACH) return { isNumber: first.isNumber, at: (window) => EACH[name](first.at(window)) };
  if (name in CLOCK) return { isNumber: false, at: ({ start }) => CLOCK[name](new Date(start() * 1000)) };
  if (name === 'TIME_SERIES' && first.isNumber) return { isNumber: false, at: first.at };
  if (name === 'FILL' && second) {
    const at: Compiled = (window) => {
      const value = first.at(window);
      return isNone(value) ? second.at(window) : value;
    };
    return { isNumber: false, at };
  }
  if (name === 'IF' && second) {
    const at: Compiled = (window) => {
      const truth = first.at(window);
      if (isNone(truth)) return NONE;
      if (truth === 0) return third ? third.at(window) : NONE;
      return first.isNumber ? second.at(window) : orZero(second.at(window));
    };
    return { isNumber: false, at };
  }
  throw new Error(`${known.text}: ${name} is not computed for one period after another`);
}

/** Of the series of an array at each time at which one of them has a data point. */
function across(name: string, nodes: readonly Node[]): Node {
  const series = nodes.filter(({ isNumber }) => !isNumber);
  const divisor = name === 'AVG' ? nodes.length : 1;
  const at: Compiled = (window) => {
    let total = 0;
    let isKnown = series.length === 0;
    for (let index = 0; index < nodes.length; index++) {
      const node = nodes[index];
      const value = node.at(window);
      if (isNone(value)) continue;
      total += value;
      isKnown ||= !node.isNumber;
    }
    return isKnown ? total / divisor : NONE;
  };
  return { isNumber: series.length === 0, at };
}
