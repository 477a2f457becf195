import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { JOURNEY_FILE } from '../../src/formats/journey';
import { readAssembly } from '../assembly/assembly';
import { aim } from '../assembly/base-url';
import { type Canary, canariesOf, select } from '../assembly/canaries';
import { layOut, readJourney, writeJourney } from '../assembly/code';
import { findChromium } from '../browser/chromium';
import { findPlaywright, type Playwright } from '../browser/playwright';
import { CannotRun, messageOf } from '../common/cannot-run';
import type { PlayResult } from '../synthetics/play';
import { playInChild } from './child';
import type { RunOptions } from './options';
import { Redaction } from './redaction';
import { DIFFERENCES, list, reportOf, stepLine } from './report';
import { SecretsStandIn } from './secrets';
import { checkNames, gather } from './values';

/** Where the artifacts of failing runs go. */
const ARTIFACTS = 'user-telemetry-runs';

export interface Terminal {
  readonly print: (line: string) => void;
}

interface Browser {
  readonly playwright: Playwright;
  readonly chromium: string;
}

interface Outcome {
  readonly canary: Canary;
  readonly passed: boolean;
  readonly pages: string[];
}

/** Plays what was asked for, and returns the exit status. */
export async function run(options: RunOptions, { print }: Terminal): Promise<number> {
  const all = canariesOf(readAssembly(options.assembly));
  const selected = select(all, options.name);
  if (options.list) {
    print(list(selected));
    return 0;
  }
  const playable = distinct(selected.filter(isPlayable));
  if (playable.length === 0) throw new CannotRun(nothingToPlay(selected));
  checkNames(playable, options);
  for (const canary of selected.filter((candidate) => !isPlayable(candidate))) {
    print(`- ${canary.path}: not played, it runs in ${canary.runtime}, and only Playwright runtimes can be run here\n`);
  }
  const browser = browserFor(options);
  const outcomes: Outcome[] = [];
  const problems: string[] = [];
  let version: string | undefined;
  for (const canary of playable) {
    try {
      const result = await playOne(canary, browser, options, print);
      version ??= result.browserVersion;
      outcomes.push({ canary, passed: result.status === 'PASSED', pages: result.trail });
    } catch (error) {
      if (!(error instanceof CannotRun)) throw error;
      problems.push(error.message);
      print(`! ${error.message}\n`);
    }
  }
  if (options.trail) writeTrail(options.trail, outcomes);
  const failed = outcomes.filter(({ passed }) => !passed).length;
  print(reportOf({ passed: outcomes.length - failed, failed, notPlayed: problems.length }));
  if (outcomes.length > 0) print(`\n${DIFFERENCES(version, playable)}`);
  return failed > 0 ? 1 : problems.length > 0 ? 2 : 0;
}

function isPlayable({ runtime, handler }: Canary): boolean {
  return handler !== undefined && (runtime === 'unknown' || runtime.includes('playwright'));
}

/** Canaries that differ only in their schedule play the same. */
function distinct(canaries: Canary[]): Canary[] {
  const keyOf = ({ code, variables, handler }: Canary) => JSON.stringify([code ?? {}, variables, handler]);
  return [
    ...new Map(canaries.map((canary) => [keyOf(canary), canary]).reverse() as [string, Canary][]).values(),
  ].reverse();
}

function nothingToPlay(selected: Canary[]): string {
  if (selected.length === 0) return 'the app has no canaries';
  const which = selected.map(({ path, runtime }) => `  ${path}: ${runtime}`).join('\n');
  return `none of these can be run here, where only the Playwright runtimes have a stand-in:\n${which}`;
}

function browserFor({ assembly, chromium }: RunOptions): Browser {
  const playwright = findPlaywright([process.cwd(), dirname(resolve(assembly)), __dirname]);
  return { playwright, chromium: findChromium(chromium, () => playwright.chromium.executablePath()) };
}

async function playOne(
  canary: Canary,
  { playwright, chromium }: Browser,
  options: RunOptions,
  print: Terminal['print'],
): Promise<PlayResult> {
  const directory = mkdtempSync(join(tmpdir(), 'user-telemetry-'));
  let standIn: SecretsStandIn | undefined;
  try {
    const code = join(directory, 'code');
    layOut(canary, code);
    const { environment, secrets } = prepare(canary, code, options);
    const redaction = new Redaction(Object.values(secrets));
    if (Object.keys(secrets).length > 0) standIn = await SecretsStandIn.start(secrets);
    print(canary.path);
    const result = await playInChild(
      {
        code,
        handler: canary.handler ?? '',
        out: join(directory, 'out'),
        timeoutMs: canary.timeoutMs,
        chromium,
        chromiumArgs: options.chromiumArgs,
        headed: options.headed,
        ignoreHttpsErrors: options.ignoreHttpsErrors,
        canaryArn: 'local-run',
        playwright: playwright.directory,
      },
      { ...environment, ...standIn?.environment },
      {
        onStep: (step) => print(`  ${redaction.text(stepLine(step))}`),
        onOutput: (text) => print(redaction.text(text.replace(/\n$/, '').replace(/^/gm, '  | '))),
      },
    );
    // What failed outside of a step has been told by nobody.
    const told = result.steps.some(({ status }) => status === 'FAILED');
    if (result.reason && !told) print(`  ✗ ${redaction.text(result.reason)}`);
    for (const path of keep(canary, result, options)) {
      if (path.endsWith('.har')) redaction.file(path);
      print(`    ${relative(process.cwd(), path) || path}`);
    }
    print(`  ${result.status === 'PASSED' ? 'passed' : 'FAILED'} in ${(result.durationMs / 1000).toFixed(1)} s\n`);
    return result;
  } catch (error) {
    if (error instanceof CannotRun) throw error;
    throw new CannotRun(`${canary.path}: ${messageOf(error)}`);
  } finally {
    standIn?.stop();
    rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Aims the journey, and gathers what its canary has to know. */
function prepare(canary: Canary, code: string, { baseUrl, values, secrets }: RunOptions) {
  const journey = readJourney(code);
  if (!journey) {
    if (baseUrl) throw new CannotRun(`${canary.path}: --base-url is for journeys, and its code has no ${JOURNEY_FILE}`);
    return gather(canary, undefined, { values, secrets, env: process.env, aimed: {} });
  }
  const aimed = baseUrl ? aim(journey, baseUrl) : { journey, values: {} };
  writeJourney(code, aimed.journey);
  return gather(canary, aimed.journey, { values, secrets, env: process.env, aimed: aimed.values });
}

/** Moves artifacts to where they stay, and returns their paths: of failing runs, or of all where a folder was given. */
function keep(canary: Canary, { status, artifacts }: PlayResult, { out }: RunOptions): string[] {
  if (artifacts.length === 0 || (status === 'PASSED' && out === undefined)) return [];
  const folder = resolve(out ?? ARTIFACTS, canary.path.replace(/[^\w.-]+/g, '-'));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  const source = dirname(artifacts[0]);
  try {
    renameSync(source, folder);
  } catch {
    cpSync(source, folder, { recursive: true }); // the folder for temporary files is on another disk
  }
  return artifacts.map((path) => join(folder, relative(source, path)));
}

function writeTrail(file: string, outcomes: Outcome[]): void {
  const trails = outcomes.map(({ canary, passed, pages }) => ({ journey: canary.path, passed, pages }));
  mkdirSync(dirname(resolve(file)), { recursive: true });
  writeFileSync(file, `${JSON.stringify(trails, undefined, 2)}\n`);
}
