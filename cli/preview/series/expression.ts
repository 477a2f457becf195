/** Metric math, as a tree. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'operation'; readonly operator: string; readonly left: Expression; readonly right: Expression };

const TOKEN =
  /\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)|([A-Za-z_]\w*)|'([^']*)'|"((?:[^"\\]|\\.)*)"|(&&|\|\||[<>=!]=|[-+*/^()[\],<>]))/y;
const PRECEDENCE: readonly (readonly string[])[] = [
  ['||', 'OR'],
  ['&&', 'AND'],
  ['==', '!=', '<', '>', '<=', '>='],
  ['+', '-'],
  ['*', '/'],
  ['^'],
];

type Token = { readonly kind: 'number' | 'name' | 'text' | 'sign'; readonly text: string };

/** Throws a SyntaxError where it is none. */
export function parseExpression(text: string): Expression {
  const tokens = tokensOf(text);
  let at = 0;
  const peek = () => tokens[at]?.text;
  const isSign = (sign: string) => tokens[at]?.kind === 'sign' && peek() === sign;
  const expect = (sign: string) => {
    if (!isSign(sign)) throw new SyntaxError(`expected ${sign} before ${peek() ?? 'the end'}`);
    at++;
  };

  function items(end: string): Expression[] {
    const found: Expression[] = [];
    while (!isSign(end)) {
      if (found.length > 0) expect(',');
      found.push(binary(0));
    }
    at++;
    return found;
  }

  function binary(level: number): Expression {
    if (level === PRECEDENCE.length) return unary();
    let left = binary(level + 1);
    while (tokens[at] && tokens[at].kind !== 'text' && PRECEDENCE[level].includes(tokens[at].text)) {
      const operator = tokens[at++].text;
      left = { kind: 'operation', operator, left, right: binary(level + 1) };
    }
    return left;
  }

  function unary(): Expression {
    if (isSign('-')) {
      at++;
      return { kind: 'operation', operator: '-', left: { kind: 'number', value: 0 }, right: unary() };
    }
    return primary();
  }

  function primary(): Expression {
    const token = tokens[at++];
    if (token?.kind === 'number') return { kind: 'number', value: Number(token.text) };
    if (token?.kind === 'text') return { kind: 'text', value: token.text };
    if (token?.kind === 'name') {
      if (!isSign('(')) return { kind: 'name', name: token.text };
      at++;
      return { kind: 'call', name: token.text.toUpperCase(), args: items(')') };
    }
    if (token?.text === '[') return { kind: 'list', items: items(']') };
    if (token?.text === '(') {
      const inner = binary(0);
      expect(')');
      return inner;
    }
    throw new SyntaxError(`${token?.text ?? 'the end'} was not expected`);
  }

  const whole = binary(0);
  if (at < tokens.length) throw new SyntaxError(`${peek()} was not expected`);
  return whole;
}

function tokensOf(text: string): Token[] {
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  const end = text.trimEnd().length;
  while (TOKEN.lastIndex < end) {
    const before = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) throw new SyntaxError(`${text.slice(before, before + 10).trim()} was not expected`);
    const [, number, name, single, double, sign] = match;
    if (number !== undefined) found.push({ kind: 'number', text: number });
    else if (name !== undefined) found.push({ kind: 'name', text: name });
    else if (sign !== undefined) found.push({ kind: 'sign', text: sign });
    else found.push({ kind: 'text', text: single ?? double });
  }
  return found;
}
