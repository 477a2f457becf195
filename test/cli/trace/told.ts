import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { connect } from '../../../cli/aws/connect';
import { trace } from '../../../cli/trace/command';
import { readTraceOptions } from '../../../cli/trace/options';

/** A folder of its own for each test. */
export function useFolder(): { file(name: string, content: string | object): string; path(name: string): string } {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'trace-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const path = (name: string) => join(folder, name);
  const file = (name: string, content: string | object) => {
    writeFileSync(path(name), typeof content === 'string' ? content : JSON.stringify(content));
    return path(name);
  };
  return { file, path };
}

export const lines = (events: readonly object[]) => events.map((event) => JSON.stringify(event)).join('\n');

/** What the command prints, and its exit status. */
export function told(...args: string[]): Promise<{ status: number; output: string }> {
  return toldOf(undefined, ...args);
}

/** The same, of an account that answers. */
export async function toldOf(open: typeof connect | undefined, ...args: string[]) {
  const printed: string[] = [];
  const status = await trace(readTraceOptions(args), { print: (line) => printed.push(line), connect: open });
  return { status, output: printed.join('\n') };
}
