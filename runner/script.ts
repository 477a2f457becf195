import { createRequire } from 'node:module';
import { seconds, within } from './time';

/** Runs the default export of a bundled script. */
export async function runScript(file: string, context: object, timeoutMs: number): Promise<void> {
  // Not the bundler's require: the file is beside the bundle, and is known at run time only.
  const script = createRequire(file)(file);
  const main = script.default?.default ?? script.default ?? script;
  if (typeof main !== 'function') throw new Error(`expected a function as default export, got ${typeof main}`);
  await within(Promise.resolve(main(context)), timeoutMs, `expected an end within ${seconds(timeoutMs)}, got none`);
}
