import { stripVTControlCharacters } from 'node:util';

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Playwright's messages go on with a log. */
export function firstLine(error: unknown): string {
  return messageOf(error).split('\n')[0];
}

/** Why Playwright gave up: the first line of its message, and the last of its log that names an obstacle. */
export function reason(error: unknown): string {
  const message = stripVTControlCharacters(messageOf(error));
  const lines = message.split('\n').map((line) => line.replace(/^[\s-]+/, ''));
  const obstacles = lines.slice(1).filter((line) => /intercepts|is not|did not find|strict mode|outside/.test(line));
  return ` (${[lines[0], ...obstacles.slice(-1)].join(' ')})`;
}
