import { appendFileSync, writeFileSync } from 'node:fs';

const began = Date.now();

/** One line per step: what, how long, and where its details lie if it fails. */
export async function step<T>(title: string, work: () => Promise<T> | T): Promise<T> {
  const start = Date.now();
  process.stdout.write(`${clock(start)}  ${title} `);
  try {
    const result = await work();
    process.stdout.write(`${'.'.repeat(Math.max(3, 62 - title.length))} ${seconds(Date.now() - start)}\n`);
    return result;
  } catch (error) {
    process.stdout.write(`${'.'.repeat(Math.max(3, 62 - title.length))} failed\n`);
    throw error;
  }
}

/** A file that takes what would be noise on the terminal. */
export class Log {
  constructor(readonly path: string) {
    writeFileSync(path, '');
  }

  line(text: string): void {
    appendFileSync(this.path, `${new Date().toISOString()} ${text}\n`);
  }
}

export function clock(now = Date.now()): string {
  return `${((now - began) / 1000).toFixed(0).padStart(4)} s`;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
