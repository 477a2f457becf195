import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import type { Construct } from 'constructs';
import { fail } from '../../private/errors';

/**
 * What a runtime has beside Node.js' own modules.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Library_nodejs_playwright.html
 */
export const RUNTIME_MODULES = [
  '@aws/synthetics-playwright',
  '@amzn/synthetics-playwright',
  'playwright',
  'playwright-core',
  '@playwright/test',
];

/** The part of esbuild that is used, whatever its version. */
interface Esbuild {
  buildSync(options: { readonly [option: string]: unknown }): { readonly outputFiles: { readonly text: string }[] };
}

/** Bundles a script with all it imports into one file, with the esbuild of the user's project. */
export function bundleScript(scope: Construct, what: string, path: string): string {
  const entry = resolve(path);
  const esbuild = findEsbuild(scope, what, dirname(entry));
  try {
    const { outputFiles } = esbuild.buildSync({
      entryPoints: [entry],
      absWorkingDir: dirname(entry), // it is part of comments, and would be of the asset's hash
      bundle: true,
      write: false,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      external: RUNTIME_MODULES,
      legalComments: 'none',
      logLevel: 'silent',
    });
    return outputFiles[0].text;
  } catch (error) {
    return fail(scope, {
      what,
      got: String(error instanceof Error ? error.message : error),
      expected: 'a script that esbuild can bundle',
      fix: 'mend the script, or install what it imports',
    });
  }
}

function findEsbuild(scope: Construct, what: string, directory: string): Esbuild {
  for (const from of [directory, process.cwd()]) {
    try {
      return createRequire(join(from, 'package.json'))('esbuild');
    } catch {
      // Not there: look in the next place.
    }
  }
  return fail(scope, {
    what,
    got: `no esbuild for ${directory}`,
    expected: 'esbuild among the packages of the project, which bundles scripts',
    fix: 'run npm install --save-dev esbuild',
  });
}
