/** Parts of a widget by which CloudWatch knows what to show. Titles and labels may say anything. */
const KINDS = ['type', 'view', 'stat', 'region'];

/** What of resolved widgets has to stay as it is, whatever names are in them, each text once. */
export function fixedTexts(widgets: unknown): string[] {
  const texts = new Set<string>();
  collect(widgets, texts);
  return [...texts];
}

function collect(value: unknown, texts: Set<string>): void {
  if (Array.isArray(value)) {
    if (isMetric(value)) for (const part of namesOf(value)) texts.add(part);
    for (const each of value) collect(each, texts);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, each] of Object.entries(value)) {
    texts.add(key);
    const text = textOf(each);
    if (text === undefined) collect(each, texts);
    else if (KINDS.includes(key)) texts.add(text);
    else if (key === 'query') texts.add(withoutSources(text));
    else if (key === 'expression') texts.add(withoutNames(text));
  }
}

/** Without what is known at deployment only. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  const [[key, argument] = []] = Object.entries(value);
  if (key !== 'Ref' && !key?.startsWith('Fn::')) return undefined;
  if (key !== 'Fn::Join') return '';
  const [delimiter, parts] = argument as [string, unknown[]];
  return parts.map((part) => (typeof part === 'string' ? part : '')).join(delimiter);
}

/** Namespace, name, and then the dimensions, each before its value. */
function isMetric(value: readonly unknown[]): value is readonly string[] {
  return typeof value[0] === 'string' && typeof value[1] === 'string';
}

/** The names that AWS gave; others may have that of an environment in them. */
function namesOf([namespace, name, ...dimensions]: readonly unknown[]): string[] {
  if (!/^(AWS|RUM)\/|^CloudWatchSynthetics$/.test(String(namespace))) return [];
  const keys = dimensions.filter((part, at) => at % 2 === 0 && typeof part === 'string');
  return [namespace, name, ...keys].map(String);
}

/** A query of logs begins with the groups that it asks. */
function withoutSources(query: string): string {
  return query.replace(/SOURCE '[^']*'/g, '');
}

/** What metric math searches for stands in quotes, after the name of its dimension. */
function withoutNames(expression: string): string {
  return expression.replace(/(?<!MetricName=)"[^"]*"/g, '');
}
