import type { Page } from 'playwright-core';
import {
  type ActionDocument,
  describePart,
  type JourneyDocument,
  type PartDocument,
  type StepDocument,
} from '../src/canaries/journey-document';
import { act } from './actions';
import { expectThat } from './expectations';
import { Visit } from './visit';

const OPEN_TIMEOUT_MS = 30_000;
const TIMEOUT_MS = 10_000;

export interface PlayOptions {
  /** When the run began, in milliseconds since 1970. */
  readonly startedAt: number;
  /** Runs one step of the journey, and reports it. */
  readonly runStep: (name: string, step: () => Promise<void>) => Promise<void>;
}

/** Plays a journey to its end, or to the first step that fails. */
export async function play(journey: JourneyDocument, page: Page, options: PlayOptions): Promise<void> {
  const visit = new Visit(page, journey.startUrl);
  const deadline = options.startedAt + Number(journey.budgetMs);
  const start: ActionDocument = { action: 'open', value: journey.startUrl };
  for (const [index, step] of journey.steps.entries()) {
    const parts = index === 0 ? [start, ...step.parts] : step.parts;
    let failure: unknown;
    await options.runStep(step.name, async () => {
      try {
        await playStep(visit, { ...step, parts }, deadline);
      } catch (error) {
        failure = error;
        throw error;
      }
    });
    // The runtime can be configured to swallow what a step throws; a journey never goes on after a failed step.
    if (failure) throw failure;
  }
}

async function playStep(visit: Visit, step: StepDocument, deadline: number): Promise<void> {
  const anyStatus = step.parts.some((part) => 'expect' in part && part.expect === 'status');
  for (const part of step.parts) {
    try {
      const left = deadline - Date.now();
      if (left <= 0) throw new Error('expected time to be left of the run, got none');
      const timeoutMs = Math.min(timeoutOf(part), left);
      if ('action' in part) await act(visit, part, { timeoutMs, anyStatus });
      else await expectThat(visit, part, timeoutMs);
    } catch (error) {
      throw new Error(`step "${step.name}", ${describePart(part)}: ${error instanceof Error ? error.message : error}`);
    }
  }
}

function timeoutOf(part: PartDocument): number {
  if (part.timeoutMs !== undefined) return Number(part.timeoutMs);
  if (!('action' in part)) return TIMEOUT_MS;
  if (part.action === 'wait') return Infinity;
  return part.action === 'open' ? OPEN_TIMEOUT_MS : TIMEOUT_MS;
}
