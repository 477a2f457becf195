import { buildSync } from 'esbuild';

/** A script for a page, with what it imports from the workspace. */
export function bundle(workspace: string, code: string): Buffer {
  const { outputFiles } = buildSync({
    stdin: { contents: code, resolveDir: workspace },
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2020',
    legalComments: 'none',
    logLevel: 'error',
  });
  return Buffer.from(outputFiles[0].contents);
}
