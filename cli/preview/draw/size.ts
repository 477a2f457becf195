/** Sizes of a dashboard on a page, in pixels. */
export const PAGE_WIDTH = 1416;
export const GAP = 8;
export const ROW_HEIGHT = 50;
const COLUMN_WIDTH = (PAGE_WIDTH + GAP) / 24;
const PADDING = 12;
const BORDER = 1;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What a card has for its content. */
export function contentOf(width: number, height: number, head: number): Size {
  return {
    width: Math.floor(width * COLUMN_WIDTH - GAP - 2 * (PADDING + BORDER)),
    height: Math.floor(height * ROW_HEIGHT - GAP - 2 * BORDER - PADDING - head),
  };
}

/** How many lines a text takes, of characters of some 6.4 pixels. */
export function linesOfText(text: string, width: number): number {
  return Math.max(1, Math.ceil((text.length * 6.4) / Math.max(40, width)));
}
