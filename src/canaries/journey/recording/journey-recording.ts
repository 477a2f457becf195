import { existsSync, readFileSync } from 'node:fs';
import type { Construct } from 'constructs';
import type { PartDocument, StepDocument } from '../../../formats/journey';
import { fail } from '../../../private/errors';
import type { JourneySource, SourceDocument } from '../journey-source';
import { type Recording, type RecordingContext, type RecordingStep, refuse } from './recording-format';
import { groupName, uniqueNames } from './recording-names';
import type { RecordingOptions } from './recording-options';
import { partsOf } from './recording-parts';
import { RecordedValues } from './recording-values';

/** A journey from a recording, read when the journey is bound. */
export function recordingSource(file: string, options: RecordingOptions): JourneySource {
  const what = `Journey.fromRecording(${JSON.stringify(file)})`;
  return { what, read: (scope) => readRecording(scope, what, file, options) };
}

function readRecording(scope: Construct, what: string, file: string, options: RecordingOptions): SourceDocument {
  const { title, timeout, steps } = parse(scope, what, file);
  const values = new RecordedValues(scope, what, options);
  const context: RecordingContext = {
    scope,
    what,
    timeout,
    values,
    leaveOut: new Set(options.leaveOut ?? []),
    recordedOrigin: originOf(steps.find((step) => step.type === 'navigate')?.url),
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
  checkOrigin(context);
  const groups = group(context, steps);
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
function group(context: RecordingContext, steps: RecordingStep[]): Group[] {
  const groups: Group[] = [];
  let before: PartDocument[] = []; // such as the size of the page, before the first page is opened
  let left = false;
  for (const [index, step] of steps.entries()) {
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

function checkOrigin(context: RecordingContext): void {
  if (context.origin === undefined || /^https?:\/\/[^/]+$|\$\{Token\[/.test(context.origin)) return;
  fail(context.scope, {
    what: `${context.what}: origin`,
    got: context.origin,
    expected: 'an origin with http:// or https://, and no path',
    fix: 'write it such as https://staging.example.com',
  });
}

function originOf(url: unknown): string | undefined {
  const parsed = typeof url === 'string' && URL.canParse(url) ? new URL(url) : undefined;
  return parsed && /^https?:$/.test(parsed.protocol) ? parsed.origin : undefined;
}

function address({ recordedOrigin, origin }: RecordingContext, url: string): string {
  if (origin === undefined || recordedOrigin === undefined || !url.startsWith(recordedOrigin)) return url;
  return `${origin}${url.slice(recordedOrigin.length)}`;
}
