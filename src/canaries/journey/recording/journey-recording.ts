import { existsSync, readFileSync } from 'node:fs';
import type { Construct } from 'constructs';
import type { PartDocument, StepDocument, WrittenJourney } from '../../../formats/journey';
import type { Recording, RecordingStep } from '../../../formats/recording';
import { checkHttpOrigin, checkRemoteHttpUrl, httpOrigin } from '../../../private/checks';
import { fail } from '../../../private/errors';
import type { RecordingOptions } from './recording-options';
import { partsOf, type RecordingContext, refuse } from './recording-parts';
import { fieldName } from './recording-selectors';
import { RecordedValues } from './recording-values';

/** Reads a recording as a journey. */
export function readRecording(scope: Construct, what: string, file: string, options: RecordingOptions): WrittenJourney {
  const { title, timeout, steps } = parse(scope, what, file);
  const values = new RecordedValues(scope, what, options);
  const context: RecordingContext = {
    scope,
    what,
    timeout,
    values,
    leaveOut: new Set(options.leaveOut ?? []),
    recordedOrigin: httpOrigin(steps.find((step) => step?.type === 'navigate' && !isEmptyTab(step))?.url),
    origin: options.origin,
  };
  if (!context.recordedOrigin) {
    refuse(
      context,
      title,
      'a step that navigates to an address with http:// or https://',
      'record from the first page on',
    );
  }
  checkHttpOrigin(scope, `${what}: origin`, options.origin);
  if (options.origin !== undefined) checkRemoteHttpUrl(scope, `${what}: origin`, options.origin);
  const groups = group(context, steps, options.acceptDialogs);
  values.check();
  const defaults = uniqueNames(groups.map(({ name }) => name));
  const names = options.stepNames ?? defaults;
  if (names.length !== groups.length) {
    fail(scope, {
      what: `${what}: stepNames`,
      got: names,
      expected: `${groups.length} names, for the steps which are called ${JSON.stringify(defaults)} by default`,
      fix: 'pass one name for each, or leave them out',
    });
  }
  return {
    startUrl: address(context, groups[0].startUrl),
    steps: groups.map(({ parts }, index): StepDocument => ({ name: names[index], parts })),
  };
}

function parse(scope: Construct, what: string, file: string): Recording {
  const problem = (got: string, expected: string): never =>
    fail(scope, { what, got, expected, fix: "export it as JSON from the Recorder of Chrome's developer tools" });
  if (!existsSync(file)) return problem('no such file', 'the path of a recording');
  let recording: Partial<Recording>;
  try {
    recording = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    return problem(String(error instanceof Error ? error.message : error), 'JSON');
  }
  if (typeof recording?.title !== 'string') return problem('no title', 'a recording with a title');
  if (!Array.isArray(recording.steps)) return problem('no steps', 'a recording with a list of steps');
  return recording as Recording;
}

interface Group {
  readonly name: string;
  /** The recorded address that the group opens, if it begins with one. */
  readonly startUrl: string;
  readonly parts: PartDocument[];
}

/** Groups steps: a new one begins where the recording navigates, or after something came to another page. */
function group(context: RecordingContext, steps: readonly RecordingStep[], acceptDialogs = false): Group[] {
  const groups: Group[] = [];
  // Such as the size of the page, before the first page is opened.
  let before: PartDocument[] = acceptDialogs ? [{ action: 'acceptDialogs' }] : [];
  let left = false;
  for (const [index, step] of steps.entries()) {
    if (groups.length === 0 && isEmptyTab(step)) continue;
    const at = { ...context, what: `${context.what}: step ${index + 1} (${step?.type})` };
    const parts = partsOf(at, step, index === steps.length - 1);
    if (parts.length === 0) continue;
    const isFirst = groups.length === 0;
    if (isFirst && step.type === 'setViewport') {
      before = [...before, ...parts];
      continue;
    }
    if (isFirst && step.type !== 'navigate') {
      refuse(at, step.type, 'a step that navigates before all others but setViewport', 'record from the first page on');
    }
    if (isFirst || left || step.type === 'navigate') {
      groups.push({ name: groupName(step), startUrl: String(step.url), parts: isFirst ? before : [] });
    }
    // The start page is opened by itself.
    groups.at(-1)?.parts.push(...(isFirst ? parts.slice(1) : parts));
    left = step.type !== 'navigate' && (step.assertedEvents?.length ?? 0) > 0;
  }
  // A step has to do or expect something: that the start page is there.
  for (const { parts, startUrl } of groups) {
    if (parts.length === 0) parts.push({ expect: 'url', value: new URL(startUrl).pathname });
  }
  return groups;
}

/** Whether a recording begins in a tab that shows no site yet. */
function isEmptyTab(step: RecordingStep): boolean {
  return (
    step?.type === 'navigate' && /^(?:about|chrome|chrome-search|edge|brave|opera|vivaldi):/.test(String(step.url))
  );
}

function address({ recordedOrigin, origin }: RecordingContext, url: string): string {
  if (origin === undefined || recordedOrigin === undefined || !url.startsWith(recordedOrigin)) return url;
  return `${origin}${url.slice(recordedOrigin.length)}`;
}

/** What a step of a journey is called after the recorded step that it begins with. */
function groupName(step: RecordingStep): string {
  if (step.type === 'navigate') return clean(`open ${pathOf(step.url)}`) || 'open';
  const object = step.selectors ? fieldName(step.selectors) : (step.key ?? step.expression ?? '');
  return clean(`${step.type} ${object}`);
}

/** Numbers those names that are there already. */
function uniqueNames(names: string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let unique = name;
    for (let number = 2; taken.has(unique); number++) unique = `${name} ${number}`;
    taken.add(unique);
    return unique;
  });
}

function pathOf(url: unknown): string {
  return typeof url === 'string' && URL.canParse(url) ? new URL(url).pathname : '';
}

/** Letters, digits, spaces, `.`, `_` and `-` only, 60 at most, so that a number still fits. */
function clean(text: string): string {
  return text
    .replace(/[^A-Za-z0-9._-]+/g, ' ')
    .slice(0, 60)
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
}
