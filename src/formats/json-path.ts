const SEGMENT = /\.([A-Za-z_$][\w$-]*)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|\['((?:[^'\\]|\\.)*)'\]/y;

/** The keys and indices on the way to one value, or undefined if it is no path of the form that journeys take. */
export function parseJsonPath(path: string): (string | number)[] | undefined {
  if (!path.startsWith('$')) return undefined;
  const segments: (string | number)[] = [];
  SEGMENT.lastIndex = 1;
  while (SEGMENT.lastIndex < path.length) {
    const match = SEGMENT.exec(path);
    if (!match) return undefined;
    const [, name, index, double, single] = match;
    segments.push(index === undefined ? (name ?? withoutEscapes(double ?? single)) : Number(index));
  }
  return segments;
}

/** What lies at the end of a path, undefined where it leads nowhere. */
export function atJsonPath(value: unknown, path: string): unknown {
  let found = value;
  for (const segment of parseJsonPath(path) ?? []) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, segment)) return undefined;
    found = (found as Record<string | number, unknown>)[segment];
  }
  return found;
}

function withoutEscapes(text: string): string {
  return text.replace(/\\(.)/g, '$1');
}
