import { accessSync, constants, statSync } from 'node:fs';
import { posix, win32 } from 'node:path';
import { CannotRun } from '../common/cannot-run';

/** What of a machine tells where its browsers are. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isExecutable: (path: string) => boolean;
}

export const THIS_MACHINE: Machine = { platform: process.platform, env: process.env, isExecutable };

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'];
const MAC = ['Chromium', 'Google Chrome', 'Microsoft Edge'];
const WINDOWS = ['Chromium\\Application\\chrome.exe', 'Google\\Chrome\\Application\\chrome.exe'];
const EDGE = 'Microsoft\\Edge\\Application\\msedge.exe';

/**
 * Where a Chromium is: the one that was asked for, the one of the environment variable CHROMIUM, the machine's own
 * Chromium, Chrome or Edge, or else the one that Playwright has downloaded.
 */
export function findChromium(asked: string | undefined, downloaded: () => string, machine = THIS_MACHINE): string {
  const { env, isExecutable } = machine;
  const named = asked ?? (env.CHROMIUM || undefined);
  if (named !== undefined) {
    if (isExecutable(named)) return named;
    throw new CannotRun(
      `${asked === undefined ? 'the environment variable CHROMIUM' : '--chromium'}: ${named} is no program that can be run`,
    );
  }
  const candidates = [...installed(machine), ...downloadedBy(downloaded)];
  const found = candidates.find(isExecutable);
  if (found) return found;
  throw new CannotRun(
    [
      'no Chromium was found on this machine. Do one of these:',
      '  npx playwright install chromium     the one that fits your Playwright (npx playwright-core does the same)',
      `  ${HINTS[machine.platform] ?? 'install Chromium or Chrome'}`,
      '  set the environment variable CHROMIUM, or pass --chromium, with the path of its program',
    ].join('\n'),
  );
}

const HINTS: { readonly [platform: string]: string } = {
  linux: 'apt-get install chromium     on Debian; or install Google Chrome',
  darwin: 'brew install --cask google-chrome',
  win32: 'winget install Google.Chrome',
};

function installed({ platform, env }: Machine): string[] {
  if (platform === 'darwin') {
    const folders = ['/Applications', ...(env.HOME ? [posix.join(env.HOME, 'Applications')] : [])];
    return MAC.flatMap((name) => folders.map((folder) => posix.join(folder, `${name}.app/Contents/MacOS/${name}`)));
  }
  if (platform === 'win32') {
    const folders = [env.LOCALAPPDATA, env.PROGRAMFILES, env['PROGRAMFILES(X86)']].filter((folder) => folder);
    return [...WINDOWS, EDGE].flatMap((path) => folders.map((folder) => win32.join(folder ?? '', path)));
  }
  const folders = (env.PATH ?? '').split(':').filter((folder) => folder !== '');
  return COMMANDS.flatMap((name) => folders.map((folder) => posix.join(folder, name)));
}

function downloadedBy(playwright: () => string): string[] {
  try {
    return [playwright()];
  } catch {
    return []; // playwright-core knows no place on some platforms
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
