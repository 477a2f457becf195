import { Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import {
  describePart,
  type PartDocument,
  type StepDocument,
  VARIABLE_REFERENCE,
  type WrittenJourney,
} from '../../formats/journey';
import { checkPattern, checkRemoteHttpUrl, checkUnique } from '../../private/checks';
import { fail } from '../../private/errors';
import { checkFile } from './journey-files';
import { checkPart } from './journey-part-checks';
import { holdsSecret } from './journey-secret';

interface CheckedJourney extends WrittenJourney {
  /** How the user began the journey. */
  readonly what: string;
  /** How many steps were added to where it came from. */
  readonly added: number;
}

/** Refuses a journey that could not be played. */
export function checkJourney(scope: Construct, journey: CheckedJourney, budgetMs: number): void {
  const { what, startUrl, steps, script } = journey;
  checkStart(scope, `${what}: ${script ? 'startAt' : 'url'}`, startUrl);
  if (steps.length === 0) {
    const fix = script ? 'name its steps in the option steps' : 'add .step(name, ...parts)';
    fail(scope, { what: 'journey', got: steps, expected: 'at least one step', fix });
  }
  checkStepNames(
    scope,
    steps.map(({ name }) => name),
  );
  if (script) checkScript(scope, journey);
  else checkSteps(scope, steps, budgetMs);
}

function checkStart(scope: Construct, what: string, url: string): void {
  if (holdsSecret(url)) {
    const fix = 'pass it in a header or a body';
    fail(scope, { what, got: 'a secret', expected: 'an address without secrets, which reports would show', fix });
  }
  checkRemoteHttpUrl(scope, what, url);
}

/** A step name becomes the value of a CloudWatch dimension and a part of file names in S3. */
function checkStepNames(scope: Construct, names: string[]): void {
  const what = 'step name';
  const fix = 'rename the step';
  for (const name of names) {
    checkPattern(scope, what, name, {
      pattern: /^[A-Za-z0-9]([A-Za-z0-9 ._-]{0,62}[A-Za-z0-9])?$/,
      expected: 'up to 64 letters, digits, spaces, ".", "_" or "-", beginning and ending with a letter or digit',
      fix,
    });
  }
  checkUnique(scope, what, names, { expected: 'a name that no other step has', fix });
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
  checkFile(scope, what, script?.file ?? '');
}

function checkSteps(scope: Construct, steps: StepDocument[], budgetMs: number): void {
  const answers = new Answers(scope);
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
      answers.check(what, part);
    }
  }
  checkWaits(scope, steps, budgetMs);
}

/** Follows a journey from part to part, and what requests were sent and have extracted so far. */
class Answers {
  private readonly variables = new Set<string>();
  private requests = 0;

  constructor(private readonly scope: Construct) {}

  /** Refuses a part that is about an answer which is not there yet. */
  public check(what: string, part: PartDocument): void {
    for (const [, name] of JSON.stringify(part).matchAll(VARIABLE_REFERENCE)) {
      if (this.variables.has(name)) continue;
      fail(this.scope, {
        what,
        got: `Journey.variable(${JSON.stringify(name)})`,
        expected: `a variable that an earlier Action.request extracts, which are: ${[...this.variables].join(', ') || 'none'}`,
        fix: `add extract: { ${name}: '$.…' } to a request before it`,
      });
    }
    if ('expect' in part && part.expect === 'json' && this.requests === 0) {
      fail(this.scope, {
        what,
        got: 'no request before it',
        expected: 'an Action.request, whose answer it is about',
        fix: 'send the request first, or expect a text of the page',
      });
    }
    if ('expect' in part || !part.request) return;
    this.requests++;
    for (const name of Object.keys(part.request.extract ?? {})) this.variables.add(name);
  }
}

function checkWaits(scope: Construct, steps: StepDocument[], budgetMs: number): void {
  const waits = steps
    .flatMap((step) => step.parts)
    .filter((part) => 'action' in part && part.action === 'wait' && !Token.isUnresolved(part.value))
    .map((part) => Number(part.value));
  if (waits.reduce((sum, wait) => sum + wait, 0) < budgetMs) return;
  fail(scope, {
    what: 'Action.wait: durations (in seconds)',
    got: waits.map((wait) => wait / 1000),
    expected: `a sum below ${budgetMs / 1000}, what the timeout of the canary leaves for the journey`,
    fix: 'wait less, or expect what the wait is for',
  });
}
