import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';

const ROOT = resolve(__dirname, '..');
/** The last commit before the client was made over for the sake of the page. */
const PARENT = '33f1d66';

/** The client as it was, made from its sources by the same esbuild; none where the history of the repository is cut off. */
export function parentClient(): string | undefined {
  const folder = join(ROOT, '.cache', `client-${PARENT}`);
  try {
    if (!existsSync(folder)) {
      const archive = execFileSync('git', ['archive', PARENT, 'client', 'src/formats'], { cwd: ROOT, stdio: 'pipe' });
      mkdirSync(folder, { recursive: true });
      execFileSync('tar', ['-x', '-C', folder], { input: archive });
    }
    const { outputFiles } = buildSync({
      ...{ entryPoints: [join(folder, 'client/index.ts')], bundle: true, minify: true, write: false },
      ...{ format: 'iife', target: 'es2019', legalComments: 'none', logLevel: 'silent' },
    });
    return outputFiles[0].text;
  } catch {
    return undefined;
  }
}
