/** The spans of backends behind a request, each below the one that called it. */
import type { Span } from './span';

export interface Node {
  readonly span: Span;
  readonly depth: number;
}

export interface Backend {
  readonly nodes: readonly Node[];
  /** When the first of them began, by the backends' clocks: seconds since 1970. */
  readonly start: number;
  /** How many are not shown. */
  readonly left: number;
}

const MAX_SPANS = 200;

export function backendOf(spans: readonly Span[]): Backend | undefined {
  const shown = spans.filter(({ isBrowser, isInferred }) => !isBrowser && !isInferred);
  if (shown.length === 0) return undefined;
  const ids = new Set(shown.map(({ id }) => id));
  const children = new Map<string | undefined, Span[]>();
  for (const span of [...shown].sort((a, b) => a.start - b.start)) {
    const parent = span.parent !== undefined && ids.has(span.parent) ? span.parent : undefined;
    const known = children.get(parent);
    if (known) known.push(span);
    else children.set(parent, [span]);
  }
  const nodes: Node[] = [];
  const seen = new Set<string>();
  const add = (root: Span) => {
    const pending: Node[] = [{ span: root, depth: 0 }];
    for (let next = pending.pop(); next; next = pending.pop()) {
      const { span, depth } = next;
      if (seen.has(span.id)) continue;
      seen.add(span.id);
      nodes.push(next);
      for (const child of [...(children.get(span.id) ?? [])].reverse()) pending.push({ span: child, depth: depth + 1 });
    }
  };
  for (const root of children.get(undefined) ?? []) add(root);
  for (const span of shown) add(span); // whose parents go round in a circle
  return {
    nodes: nodes.slice(0, MAX_SPANS),
    start: shown.reduce((least, { start }) => Math.min(least, start), Number.POSITIVE_INFINITY),
    left: Math.max(0, nodes.length - MAX_SPANS),
  };
}

/** What is wrong with the clocks where backends seem to work outside of the time of the request. */
export function clocksDiffer(
  { nodes, start }: Backend,
  request: { readonly time: number; readonly durationMs?: number; readonly isExact: boolean },
): string | undefined {
  if (!request.isExact || request.durationMs === undefined) return undefined;
  const begin = Math.round(start * 1000);
  const ends = nodes.filter(({ depth }) => depth === 0).map(({ span }) => Math.round((span.end ?? span.start) * 1000));
  const early = request.time - begin;
  const late = ends.reduce((most, end) => Math.max(most, end), 0) - (request.time + request.durationMs);
  if (early > 0)
    return `by the backend's clock it began ${early} ms before the browser sent it: clocks differ, not corrected`;
  if (late > 0)
    return `by the backend's clock it ended ${late} ms after the browser had the answer: clocks differ, or it went on; not corrected`;
  return undefined;
}
