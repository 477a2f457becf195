import { join } from 'node:path';
import type { Page } from 'playwright-core';
import {
  type ActionDocument,
  type ActionName,
  type Argument,
  describePart,
  type JourneyDocument,
  kindOf,
  type PartDocument,
  type ScriptDocument,
  type StepDocument,
  timeoutOf,
  VARIABLE_REFERENCE,
} from '../src/formats/journey';
import { act } from './actions';
import { expectThat } from './expectations';
import { messageOf } from './messages';
import { runScript } from './script';
import { Secrets } from './secrets';
import { within } from './time';
import { Visit } from './visit';

export interface PlayOptions {
  /** When the run began, in milliseconds since 1970. */
  readonly startedAt: number;
  /** Runs one step of the journey, and reports it. */
  readonly runStep: (name: string, step: () => Promise<void>) => Promise<void>;
  /** Where the files of the journey lie. */
  readonly directory?: string;
  /** Where the references of secrets are. */
  readonly environment?: { readonly [name: string]: string | undefined };
}

/** Plays a journey to its end, or to the first step that fails. */
export async function play(journey: JourneyDocument, page: Page, options: PlayOptions): Promise<void> {
  const secrets = new Secrets(options.environment ?? {});
  const visit = new Visit(page, { startUrl: journey.startUrl, directory: options.directory ?? '', secrets });
  const deadline = options.startedAt + Number(journey.budgetMs);
  const runStep = async (name: string, step: () => Promise<void>) => {
    let failure: unknown;
    await options.runStep(name, async () => {
      try {
        await step();
      } catch (error) {
        failure = new Error(secrets.redact(messageOf(error)));
        throw failure;
      }
    });
    // The runtime can be configured to swallow what a step throws; a journey never goes on after a failed step.
    if (failure) throw failure;
  };
  const start: ActionDocument = { action: 'open', value: journey.startUrl };
  if (journey.script) {
    await playStep(visit, { name: 'start', parts: [start] }, deadline);
    return playScript(journey, journey.script, { visit, deadline, runStep });
  }
  for (const [index, step] of journey.steps.entries()) {
    const parts = index === 0 ? withStart(step.parts, start) : step.parts;
    await runStep(step.name, () => playStep(visit, { ...step, parts }, deadline));
  }
}

const BEFORE_THE_START: readonly string[] = ['viewport', 'acceptDialogs', 'dismissDialogs'] satisfies ActionName[];

/** The size of the page and the answers to dialogs that a journey begins with hold from its start page on. */
function withStart(parts: PartDocument[], start: PartDocument): PartDocument[] {
  const first = parts.findIndex((part) => !('action' in part && BEFORE_THE_START.includes(part.action)));
  const at = first < 0 ? parts.length : first;
  return [...parts.slice(0, at), start, ...parts.slice(at)];
}

async function playStep(visit: Visit, step: StepDocument, deadline: number): Promise<void> {
  visit.dialogs.messages = [];
  for (const [index, written] of step.parts.entries()) {
    try {
      const left = deadline - Date.now();
      if (left <= 0) throw new Error('expected time to be left of the run, got none');
      const part = withVariables(written, visit.variables);
      refuseEmpty(part);
      const timeoutMs = Math.min(timeoutOf(part), left);
      if ('action' in part) await act(visit, part, timeoutMs, isJudged(step.parts.slice(index + 1)));
      else await expectThat(visit, part, timeoutMs);
    } catch (error) {
      throw new Error(`step "${step.name}", ${describePart(written)}: ${messageOf(error)}`);
    }
  }
}

/** Whether an expectation of the step is about the status of what was just opened or requested. */
function isJudged(later: PartDocument[]): boolean {
  const next = later.find((part) =>
    'expect' in part ? part.expect === 'status' : part.action === 'open' || part.action === 'request',
  );
  return next !== undefined && 'expect' in next;
}

/** A text that was not known before the deployment or the run may turn out empty: then it would be found on any page. */
function refuseEmpty(part: PartDocument): void {
  for (const { is, from, mayBeEmpty } of kindOf(part).takes as readonly Argument[]) {
    const isText = is === 'address' || (is === 'text' && 'expect' in part);
    const got = from(part);
    if (isText && !mayBeEmpty && got !== undefined && String(got).trim() === '') {
      throw new Error(`expected a text, got ${JSON.stringify(got)}`);
    }
  }
}

/** A part with what was extracted from answers before. */
function withVariables(part: PartDocument, variables: { readonly [name: string]: string }): PartDocument {
  const fill = (text: string) => text.replace(VARIABLE_REFERENCE, (_reference, name: string) => variables[name] ?? '');
  return JSON.parse(JSON.stringify(part), (_key, value) => (typeof value === 'string' ? fill(value) : value));
}

interface Playing {
  readonly visit: Visit;
  readonly deadline: number;
  readonly runStep: (name: string, step: () => Promise<void>) => Promise<void>;
}

/** Runs a script of the user's own, whose steps have to be those that its metrics were defined for. */
async function playScript(
  journey: JourneyDocument,
  { file, values }: ScriptDocument,
  { visit, deadline, runStep }: Playing,
): Promise<void> {
  const names = journey.steps.map(({ name }) => name);
  const filled: { [name: string]: string } = {};
  for (const [name, value] of Object.entries(values)) filled[name] = await visit.secrets.fill(value);
  let begun = 0;
  const runNext = async (name: string, run: () => Promise<void>) => {
    if (name !== names[begun]) throw new Error(`script: expected the step "${names[begun] ?? 'none'}", got "${name}"`);
    begun++;
    await runStep(name, async () => {
      try {
        await run();
      } catch (error) {
        throw new Error(`step "${name}": ${messageOf(error)}`);
      }
    });
  };
  // A step that fails fails the run, also where the script does not wait for it or catches what it throws.
  const steps: Promise<void>[] = [];
  const step = (name: string, run: () => Promise<void>): Promise<void> => {
    const ended = runNext(name, run);
    ended.catch(() => {});
    steps.push(ended);
    return ended;
  };
  const context = { page: visit.page, step, startUrl: journey.startUrl, values: filled };
  try {
    await runScript(join(visit.directory, file), context, deadline - Date.now());
    await within(Promise.all(steps), deadline - Date.now(), 'script: expected an end of its steps in time, got none');
  } catch (error) {
    throw new Error(visit.secrets.redact(messageOf(error)));
  }
  if (begun < names.length) throw new Error(`script: expected the step "${names[begun]}", got the end of the script`);
}
