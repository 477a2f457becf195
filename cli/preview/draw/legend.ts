import { escapeHtml } from '../../page/html';
import { type Json, objectOf } from '../body/body';
import type { Size } from './size';

export interface Entry {
  readonly label: string;
  readonly color: string;
}

const LINE = 17;
const CHARACTER = 6.2;
const MARK = 26;

/** A picture with the legend where the widget wants it; it takes at most some 40 % of the widget, and scrolls. */
export function withLegend(
  entries: readonly Entry[],
  properties: Json,
  size: Size,
  picture: (size: Size) => string,
): string {
  const position = objectOf(properties.legend).position ?? 'bottom';
  const shown = entries.filter(({ label }) => label !== '');
  // CloudWatch leaves legends out where there is no room.
  if (position === 'hidden' || shown.length === 0 || size.height < 70)
    return `<div class="plot">${picture(size)}</div>`;
  if (position === 'right') {
    const longest = Math.max(...shown.map(({ label }) => label.length * CHARACTER + MARK));
    const width = Math.min(Math.floor(size.width * 0.4), Math.ceil(longest));
    return `<div class="plot right">${picture({ ...size, width: size.width - width - 8 })}${legend(shown, `width:${width}px;max-height:${size.height}px`)}</div>`;
  }
  const rows = Math.min(rowsOf(shown, size.width), Math.max(1, Math.floor((size.height * 0.4) / LINE)));
  const height = rows * LINE;
  return `<div class="plot">${picture({ ...size, height: size.height - height })}${legend(shown, `height:${height}px`)}</div>`;
}

function rowsOf(entries: readonly Entry[], width: number): number {
  let rows = 1;
  let used = 0;
  for (const { label } of entries) {
    const wanted = Math.min(width, label.length * CHARACTER + MARK);
    if (used > 0 && used + wanted > width) {
      rows++;
      used = 0;
    }
    used += wanted;
  }
  return rows;
}

function legend(entries: readonly Entry[], style: string): string {
  const items = entries.map(
    ({ label, color }) =>
      `<span title="${escapeHtml(label)}"><i style="background:${escapeHtml(color)}"></i>${escapeHtml(label)}</span>`,
  );
  return `<div class="legend" style="${style}">${items.join('')}</div>`;
}
