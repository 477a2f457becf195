/** Which pages the journeys of an app go to. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type JourneyDocument, kindOf, leadingValue, type PartDocument } from '../../src/formats/journey';
import { readAssembly } from '../assembly/assembly';
import { type Canary, canariesOf } from '../assembly/canaries';
import { layOut, readJourney } from '../assembly/code';
import { CannotRun, messageOf } from '../common/cannot-run';
import type { Path } from './coverage';
import { pageOf } from './pages';

export interface JourneyPages {
  readonly name: string;
  /** Stretches of pages that follow one another; between them the journey goes where its text doesn't say. */
  readonly stretches: Path[];
  /** Whether it goes to more pages than those. */
  readonly goesFurther: boolean;
}

export interface Trail {
  readonly journey: string;
  readonly pages: readonly string[];
}

export function readTrails(file: string): Trail[] {
  try {
    if (!existsSync(file)) throw new Error('there is no such file');
    const trails = JSON.parse(readFileSync(file, 'utf8'));
    const isTrail = (trail: Partial<Trail>) => typeof trail?.journey === 'string' && Array.isArray(trail.pages);
    if (!Array.isArray(trails) || !trails.every(isTrail))
      throw new Error('expected what `user-telemetry run --trail` writes');
    return trails;
  } catch (error) {
    throw new CannotRun(`--trail ${file}: ${messageOf(error)}`);
  }
}

/** Played journeys went where they went; of the others only the text is known. */
export function journeysOf(app: string | undefined, trails: readonly Trail[]): JourneyPages[] {
  const played = trails.map(({ journey, pages }) => ({
    name: journey,
    stretches: [withoutReloads(pages.map(pageOf))],
    goesFurther: false,
  }));
  if (app === undefined) return played;
  const names = new Set(trails.map(({ journey }) => journey));
  const others = canariesOf(readAssembly(app)).filter(({ path }) => !names.has(path));
  return [...played, ...others.flatMap(fromText)];
}

function fromText(canary: Canary): JourneyPages[] {
  const directory = mkdtempSync(join(tmpdir(), 'user-telemetry-'));
  try {
    layOut(canary, join(directory, 'code'));
    const journey = readJourney(join(directory, 'code'));
    return journey ? [{ name: canary.path, ...pagesInText(journey) }] : [];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * The pages that a journey names: where it starts, what it opens, and the addresses that it expects. If it does more
 * than one thing that may lead to another page before it names one, nobody knows what is in between.
 */
export function pagesInText({ startUrl, steps, script }: JourneyDocument): Omit<JourneyPages, 'name'> {
  const stretches: string[][] = [[pageOf(withoutOrigin(startUrl))]];
  let unknown = script ? Number.POSITIVE_INFINITY : 0;
  for (const part of steps.flatMap(({ parts }) => parts ?? [])) {
    const page = pageIn(part);
    if (page === undefined) {
      if (kindOf(part)?.leadsOn) unknown++; // a newer version of the library may have other kinds
      continue;
    }
    const stretch = stretches.at(-1) ?? [];
    const opens = 'action' in part;
    if (unknown > (opens ? 0 : 1)) stretches.push([page]);
    else if (stretch.at(-1) !== page) stretch.push(page);
    unknown = 0;
  }
  return { stretches, goesFurther: unknown > 0 };
}

function pageIn(part: PartDocument): string | undefined {
  const names = 'action' in part ? part.action === 'open' : part.expect === 'url' || part.expect === 'navigation';
  const text = withoutOrigin(String(part.value ?? ''));
  return names && text.startsWith('/') ? pageOf(text) : undefined;
}

/** Of an address whose host, or all of whose beginning, is a value of the deployment. */
function withoutOrigin(url: string): string {
  const after = url.replace(/^https?:\/\/[^/?#]*/, '');
  const path = leadingValue(after)?.rest ?? after;
  return path === '' && url !== '' ? '/' : path;
}

function withoutReloads(pages: string[]): string[] {
  return pages.filter((page, index) => page !== pages[index - 1]);
}
