import { type Known, textOf } from './values';

/**
 * The body of a dashboard, which is JSON, from a template's value. What only a deployment knows becomes text inside of the
 * texts that it is part of, and a text of its own where a number or a list was to be.
 */
export function bodyText(value: unknown, known: Known): string {
  if (typeof value === 'string') return value;
  const [[intrinsic, argument] = ['', undefined]] = Object.entries((value ?? {}) as object);
  if (intrinsic === 'Fn::Join' && Array.isArray(argument) && Array.isArray(argument[1])) {
    return joined(argument[1], String(argument[0]), known);
  }
  if (intrinsic === 'Fn::Sub') {
    const [text, values] = (Array.isArray(argument) ? argument : [argument, {}]) as [string, Record<string, unknown>];
    return joined(partsOf(String(text), values), '', known);
  }
  // An object is what CloudFormation takes for JSON, too.
  if (intrinsic !== 'Ref' && !intrinsic.startsWith('Fn::')) return JSON.stringify(resolved(value, known));
  return textOf(value, known);
}

function joined(parts: readonly unknown[], delimiter: string, known: Known): string {
  let text = '';
  for (const [index, part] of parts.entries()) {
    if (index > 0) text += delimiter;
    if (typeof part === 'string') text += part;
    else if (endsInsideText(text)) text += JSON.stringify(textOf(part, known)).slice(1, -1);
    else text += JSON.stringify(textOf(part, known));
  }
  return text;
}

/** The texts of `Fn::Sub` and the values between them. */
function partsOf(text: string, values: Record<string, unknown>): unknown[] {
  return text.split(/(\$\{[^}]*\})/).map((part) => {
    const [, literal, name] = /^\$\{(!?)([^}]*)\}$/.exec(part) ?? [];
    if (name === undefined) return part;
    if (literal) return `\${${name}}`;
    if (name in values) return values[name];
    return name.includes('.') ? { 'Fn::GetAtt': name.split('.') } : { Ref: name };
  });
}

function endsInsideText(json: string): boolean {
  let inside = false;
  for (let at = 0; at < json.length; at++) {
    if (inside && json[at] === '\\') at++;
    else if (json[at] === '"') inside = !inside;
  }
  return inside;
}

function resolved(value: unknown, known: Known): unknown {
  if (Array.isArray(value)) return value.map((item) => resolved(item, known));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  if (entries.length === 1 && (entries[0][0] === 'Ref' || entries[0][0].startsWith('Fn::')))
    return textOf(value, known);
  return Object.fromEntries(entries.map(([key, item]) => [key, resolved(item, known)]));
}
