import type { Answer, Cell } from './pictures/answer';

/** Rows under their columns: numbers to the right, shares to four digits. */
export function tableOf({ columns, rows }: Answer): string {
  const cells = rows.map((row) => row.map(shown));
  const isNumber = columns.map((_, i) => rows.every((row) => row[i] === null || typeof row[i] === 'number'));
  const widths = columns.map((column, i) => Math.max(column.length, ...cells.map((row) => row[i].length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => (isNumber[i] ? cell.padStart(widths[i]) : cell.padEnd(widths[i])))
      .join('  ')
      .trimEnd();
  return [line(columns), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line)].join('\n');
}

function shown(cell: Cell): string {
  if (cell === null) return '-';
  return typeof cell === 'number' && !Number.isInteger(cell) ? cell.toFixed(4) : String(cell);
}
