/** A table of Markdown whose columns also line up in a terminal. */
export function table(head: string[], rows: string[][]): string {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map((row) => row[column].length)));
  const line = (cells: string[]): string =>
    `| ${cells.map((cell, column) => (column ? cell.padStart(widths[column]) : cell.padEnd(widths[column]))).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => (column ? `${'-'.repeat(width + 1)}:` : '-'.repeat(width + 2))).join('|')}|`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

/** How many times ours the peer is, as `12.3 (1.5 x)`: above 1 the peer takes more. */
export function beside(value: number, ours: number, digits = 1): string {
  const shown = value.toFixed(digits);
  return ours > 0 && value > 0 ? `${shown} (${(value / ours).toFixed(1)} x)` : shown;
}

/** The first value as it is, the others beside it. */
export function besideFirst([ours, ...peers]: number[], digits = 1): string[] {
  return [ours.toFixed(digits), ...peers.map((value) => beside(value, ours, digits))];
}
