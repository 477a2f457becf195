import { Token, Tokenization } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { fail } from '../private/errors';
import { describePart, type PartDocument, type StepDocument } from './journey-document';

// A step name becomes the value of a CloudWatch dimension and a part of file names in S3.
const STEP_NAME = /^[A-Za-z0-9]([A-Za-z0-9 ._-]{0,62}[A-Za-z0-9])?$/;
const MAY_BE_EMPTY = ['fill', 'select', 'value'];

/** Refuses a journey that could not be played. */
export function checkJourney(scope: Construct, startUrl: string, steps: StepDocument[], budgetMs: number): void {
  checkUrl(scope, 'Journey.startAt: url', startUrl, false);
  if (steps.length === 0) {
    fail(scope, { what: 'journey', got: steps, expected: 'at least one step', fix: 'add .step(name, ...parts)' });
  }
  const seen = new Set<string>();
  for (const step of steps) {
    checkStepName(scope, step.name, seen);
    if (step.parts.length === 0) {
      fail(scope, {
        what: `step "${step.name}"`,
        got: step.parts,
        expected: 'at least one action or expectation',
        fix: 'add a canaries.Action or a canaries.Expect to the step',
      });
    }
    for (const part of step.parts) checkPart(scope, `step "${step.name}", ${describePart(part)}`, part, budgetMs);
  }
  checkWaits(scope, steps, budgetMs);
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

function checkPart(scope: Construct, what: string, part: PartDocument, budgetMs: number): void {
  const kind = 'action' in part ? part.action : part.expect;
  const { locator, value } = part;
  if (locator?.trim() === '') {
    fail(scope, { what, got: locator, expected: 'a Playwright selector', fix: 'pass a locator such as "#buy"' });
  }
  if (value === '' && !MAY_BE_EMPTY.includes(kind)) {
    fail(scope, { what, got: value, expected: 'a text that is not empty', fix: 'pass the text, or drop the part' });
  }
  if (kind === 'open') checkUrl(scope, what, String(value), true);
  if (kind === 'status') checkWhole(scope, what, value, { min: 100, max: 599, fix: 'pass a status such as 200' });
  if (kind === 'count') checkWhole(scope, what, value, { min: 0, max: Infinity, fix: 'pass a number of elements' });
  checkTimeout(scope, what, part.timeoutMs, budgetMs);
}

function checkUrl(scope: Construct, what: string, url: string, pathAllowed: boolean): void {
  // A token at the beginning may bring the scheme along.
  if (Tokenization.reverseString(url).firstToken) return;
  if (pathAllowed && url.startsWith('/')) return;
  const parses = Token.isUnresolved(url) || URL.canParse(url);
  if (/^https?:\/\/./i.test(url) && parses) return;
  fail(scope, {
    what,
    got: url,
    expected: `an address that starts with http:// or https://${pathAllowed ? ', or a path that starts with /' : ''}`,
    fix: 'write it as a browser shows it, such as "https://shop.example.com/"',
  });
}

function checkWhole(
  scope: Construct,
  what: string,
  value: unknown,
  { min, max, fix }: { min: number; max: number; fix: string },
): void {
  if (Token.isUnresolved(value) || (Number.isInteger(value) && Number(value) >= min && Number(value) <= max)) return;
  const expected = max === Infinity ? `a whole number of at least ${min}` : `a whole number from ${min} to ${max}`;
  fail(scope, { what, got: value, expected, fix });
}

function checkTimeout(scope: Construct, what: string, given: unknown, budgetMs: number): void {
  if (given === undefined || Token.isUnresolved(given)) return;
  if (Number(given) > 0 && Number(given) <= budgetMs) return;
  fail(scope, {
    what: `${what}: timeout (in seconds)`,
    got: Number(given) / 1000,
    expected: `above 0 and at most ${budgetMs / 1000}, what the timeout of the canary leaves for the journey`,
    fix: 'pass a shorter timeout to the part or a longer one to the canary',
  });
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
