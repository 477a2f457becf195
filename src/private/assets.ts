import { join } from 'node:path';

/** What is bundled and shipped beside the constructs: see scripts/lib/bundle.ts. No other file knows where it lies. */
const ASSETS = join(__dirname, '../../assets');

/** The path of a file or folder in assets/, such as `asset('lambda', 'gate')`. */
export function asset(...path: string[]): string {
  return join(ASSETS, ...path);
}
