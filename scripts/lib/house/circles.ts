/** The circles of a graph: one, as short as there is, for each group of nodes that reach each other. */
export function circlesOf(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  return groups(graph)
    .filter((group) => group.length > 1)
    .map((group) => shortest(graph, group));
}

/** Strongly connected components, by Tarjan's algorithm. */
function groups(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = [];
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const visit = (node: string): number => {
    const index = order.size;
    order.set(node, index);
    let lowest = index;
    stack.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!order.has(next)) lowest = Math.min(lowest, visit(next));
      else if (stack.includes(next)) lowest = Math.min(lowest, low.get(next) ?? (order.get(next) as number));
    }
    low.set(node, lowest);
    if (lowest === index) found.push(stack.splice(stack.indexOf(node)));
    return lowest;
  };
  for (const node of graph.keys()) if (!order.has(node)) visit(node);
  return found;
}

/** A shortest way from the first node of a group back to it; it ends with the node that it begins with. */
function shortest(graph: ReadonlyMap<string, readonly string[]>, group: string[]): string[] {
  const start = [...group].sort()[0];
  const ways: string[][] = [[start]];
  const seen = new Set<string>();
  for (const way of ways) {
    for (const next of graph.get(way[way.length - 1]) ?? []) {
      if (next === start) return [...way, start];
      if (!group.includes(next) || seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return group;
}
