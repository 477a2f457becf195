import type { Widget } from './body';

export const COLUMNS = 24;

export interface Placed {
  readonly widget: Widget;
  readonly x: number;
  readonly y: number;
}

/**
 * Where widgets stand. One without a place takes the next free one, as in CloudWatch; one that would lie on another or
 * reach beyond the grid, which `check` tells, is moved so that both can be seen.
 */
export function place(widgets: readonly Widget[]): Placed[] {
  const placed: Placed[] = [];
  const isFree = (x: number, y: number, { width, height }: Widget) =>
    placed.every(
      (other) =>
        x + width <= other.x ||
        other.x + other.widget.width <= x ||
        y + height <= other.y ||
        other.y + other.widget.height <= y,
    );
  const hasPlace = ({ x, y }: Widget) => x !== undefined && y !== undefined;
  for (const widget of [...widgets.filter(hasPlace), ...widgets.filter((one) => !hasPlace(one))]) {
    const { x, y = 0 } = widget;
    const last = COLUMNS - widget.width;
    const columns = x === undefined ? Array.from({ length: last + 1 }, (_, column) => column) : [Math.min(x, last)];
    for (let row = y; ; row++) {
      const column = columns.find((one) => isFree(one, row, widget));
      if (column === undefined) continue;
      placed.push({ widget, x: column, y: row });
      break;
    }
  }
  return placed.sort((a, b) => a.y - b.y || a.x - b.x);
}

/** Pairs of widgets of which one lies on the other, by their indexes. */
export function overlaps(widgets: readonly Widget[]): [number, number][] {
  const placed = widgets.flatMap(({ index, x, y, width, height }) =>
    x === undefined || y === undefined ? [] : [{ index, x, y, right: x + width, bottom: y + height }],
  );
  return placed.flatMap((one, at) =>
    placed
      .slice(at + 1)
      .filter((other) => one.x < other.right && other.x < one.right && one.y < other.bottom && other.y < one.bottom)
      .map((other): [number, number] => [one.index, other.index]),
  );
}
