import { Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { describePart, type StepDocument } from '../../formats/journey';
import { fail } from '../../private/errors';
import { checkPart, checkUrl } from './journey-part-checks';
import { checkFile } from './journey-script';
import type { SourceDocument } from './journey-source';
import { JourneyVariables } from './journey-variables';

// A step name becomes the value of a CloudWatch dimension and a part of file names in S3.
const STEP_NAME = /^[A-Za-z0-9]([A-Za-z0-9 ._-]{0,62}[A-Za-z0-9])?$/;

interface CheckedJourney extends SourceDocument {
  /** How the user began the journey. */
  readonly what: string;
  /** How many steps were added to where it came from. */
  readonly added: number;
}

/** Refuses a journey that could not be played. */
export function checkJourney(scope: Construct, journey: CheckedJourney, budgetMs: number): void {
  const { what, startUrl, steps, script } = journey;
  checkUrl(scope, `${what}: ${script ? 'startAt' : 'url'}`, startUrl, false);
  if (steps.length === 0) {
    const fix = script ? 'name its steps in the option steps' : 'add .step(name, ...parts)';
    fail(scope, { what: 'journey', got: steps, expected: 'at least one step', fix });
  }
  const seen = new Set<string>();
  for (const step of steps) checkStepName(scope, step.name, seen);
  if (script) checkScript(scope, journey);
  else checkSteps(scope, steps, budgetMs);
}

function checkStepName(scope: Construct, name: string, seen: Set<string>): void {
  if (!Token.isUnresolved(name) && !STEP_NAME.test(name)) {
    fail(scope, {
      what: 'step name',
      got: name,
      expected: 'up to 64 letters, digits, spaces, ".", "_" or "-", beginning and ending with a letter or digit',
      fix: 'rename the step',
    });
  }
  if (seen.has(name)) {
    fail(scope, { what: 'step name', got: name, expected: 'a name that no other step has', fix: 'rename the step' });
  }
  seen.add(name);
}

function checkScript(scope: Construct, { what, script, added, steps }: CheckedJourney): void {
  if (added > 0) {
    fail(scope, {
      what: `step "${steps.at(-1)?.name}"`,
      got: 'a step that is added to a script',
      expected: "the script's own steps only",
      fix: 'do it in the script, or begin a journey with Journey.startAt',
    });
  }
  checkFile(scope, what, script?.path ?? '');
}

function checkSteps(scope: Construct, steps: StepDocument[], budgetMs: number): void {
  const variables = new JourneyVariables(scope);
  for (const step of steps) {
    if (step.parts.length === 0) {
      fail(scope, {
        what: `step "${step.name}"`,
        got: step.parts,
        expected: 'at least one action or expectation',
        fix: 'add a canaries.Action or a canaries.Expect to the step',
      });
    }
    for (const part of step.parts) {
      const what = `step "${step.name}", ${describePart(part)}`;
      checkPart(scope, what, part, budgetMs);
      variables.check(what, part);
    }
  }
  checkWaits(scope, steps, budgetMs);
}

function checkWaits(scope: Construct, steps: StepDocument[], budgetMs: number): void {
  const waits = steps
    .flatMap((step) => step.parts)
    .filter((part) => 'action' in part && part.action === 'wait' && !Token.isUnresolved(part.value))
    .map((part) => Number(part.value));
  if (waits.every((wait) => wait > 0) && waits.reduce((sum, wait) => sum + wait, 0) < budgetMs) return;
  fail(scope, {
    what: 'Action.wait: durations (in seconds)',
    got: waits.map((wait) => wait / 1000),
    expected: `each above 0, and together below ${budgetMs / 1000}, what the timeout of the canary leaves for the journey`,
    fix: 'wait less, or expect what the wait is for',
  });
}
