import { Token, Tokenization } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { ActionDocument, ExpectationDocument, PartDocument, RequestDocument } from '../../formats/journey';
import { parseJsonPath } from '../../formats/json-path';
import { fail } from '../../private/errors';
import { isKey } from './journey-keys';
import { checkFile } from './journey-script';
import { holdsSecret } from './journey-values';
import { checkLocator } from './locator-checks';

const MAY_BE_EMPTY = ['fill', 'change', 'select', 'value', 'attribute', 'property', 'accessibleName', 'json'];
const MAY_BE_SECRET = ['fill', 'type', 'change'];
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const BODYLESS = ['GET', 'HEAD'];

interface Check {
  readonly scope: Construct;
  /** The part, as errors name it. */
  readonly what: string;
}

/** Refuses an action or an expectation that could not be played. */
export function checkPart(scope: Construct, what: string, part: PartDocument, budgetMs: number): void {
  const check = { scope, what };
  const kind = 'action' in part ? part.action : part.expect;
  for (const locator of [part.locator, ...(part.alternatives ?? [])]) {
    if (locator !== undefined) checkLocator(scope, what, locator);
  }
  if (part.value === '' && !MAY_BE_EMPTY.includes(kind)) {
    const fix = 'pass the text, or drop the part';
    fail(scope, { what, got: part.value, expected: 'a text that is not empty', fix });
  }
  checkSecrets(check, part, kind);
  if ('action' in part) checkAction(check, part);
  else checkExpectation(check, part, budgetMs);
  checkTimeout(check, part.timeoutMs, budgetMs);
}

/** A secret may stand only where the runner can keep it out of reports. */
function checkSecrets({ scope, what }: Check, part: PartDocument, kind: string): void {
  const texts = [part.locator, 'expect' in part ? part.of : part.file];
  if (!MAY_BE_SECRET.includes(kind)) texts.push(part.value as string);
  if ('action' in part && part.request) {
    texts.push(...Object.values(part.request.extract ?? {}), ...Object.keys(part.request.headers ?? {}));
  }
  if (!texts.some(holdsSecret)) return;
  fail(scope, {
    what,
    got: 'a secret',
    expected:
      'secrets only in what fills a field, in values of headers and in bodies: elsewhere reports would show them',
    fix: 'pass a text that is no secret',
  });
}

function checkAction({ scope, what }: Check, part: ActionDocument): void {
  const { action, value } = part;
  if (action === 'open' || action === 'request') checkUrl(scope, what, String(value), true);
  if (part.request) checkRequest({ scope, what }, part.request);
  if (action === 'press' || action === 'keyDown' || action === 'keyUp') {
    const combined = action === 'press';
    if (!Token.isUnresolved(value) && !isKey(String(value), combined)) {
      const fix = 'write it as Playwright does; for other characters take Action.type';
      fail(scope, { what, got: value, expected: 'a key such as Enter, ArrowDown, a or Control+A', fix });
    }
  }
  if (part.size) {
    const limits = { min: 1, max: 10_000, fix: 'pass CSS pixels' };
    checkWhole({ scope, what: `${what}: width` }, part.size.width, limits);
    checkWhole({ scope, what: `${what}: height` }, part.size.height, limits);
  }
  if (action === 'scrollTo' && part.position) {
    const limits = { min: 0, max: Infinity, fix: 'pass CSS pixels' };
    checkWhole({ scope, what: `${what}: x` }, part.position.x, limits);
    checkWhole({ scope, what: `${what}: y` }, part.position.y, limits);
  }
  if (part.file !== undefined) checkFile(scope, what, part.file);
}

function checkRequest({ scope, what }: Check, { method, headers = {}, body, extract = {} }: RequestDocument): void {
  for (const [name, value] of Object.entries(headers)) {
    if (!HEADER_NAME.test(name)) {
      fail(scope, { what: `${what}: headers`, got: name, expected: 'the name of a header', fix: 'rename the header' });
    }
    if (!Token.isUnresolved(value) && /[^\t\x20-\x7e\x80-\xff]/.test(value)) {
      const fix = 'encode the value';
      fail(scope, {
        what: `${what}: header ${name}`,
        got: value,
        expected: 'characters of ISO-8859-1, in one line',
        fix,
      });
    }
  }
  if (body !== undefined && BODYLESS.includes(method)) {
    fail(scope, {
      what: `${what}: body`,
      got: body,
      expected: `none with ${method}`,
      fix: 'pass method, such as POST',
    });
  }
  for (const [name, path] of Object.entries(extract)) {
    if (!/^\w{1,64}$/.test(name)) {
      const expected = 'up to 64 letters, digits or "_"';
      fail(scope, { what: `${what}: extract`, got: name, expected, fix: 'rename the variable' });
    }
    checkJsonPath({ scope, what: `${what}: extract ${name}` }, path);
  }
}

function checkExpectation(check: Check, part: ExpectationDocument, budgetMs: number): void {
  const { scope, what } = check;
  const { expect, value, of } = part;
  if (expect === 'status') checkWhole(check, value, { min: 100, max: 599, fix: 'pass a status such as 200' });
  if (expect === 'count') checkWhole(check, value, { min: 0, max: Infinity, fix: 'pass a number of elements' });
  if (expect === 'json') checkJsonPath(check, of ?? '');
  if (expect === 'attribute' && !Token.isUnresolved(of) && !/^[^\s"'<>/=]+$/.test(of ?? '')) {
    fail(scope, { what, got: of, expected: 'the name of an attribute', fix: 'pass a name such as href' });
  }
  if (expect === 'responseTime') checkTimeout({ scope, what: `${what}: max` }, value, budgetMs);
  if (part.ignoring?.some((text) => text === '')) {
    const fix = 'pass a part of the text of the error';
    fail(scope, { what, got: '', expected: 'texts that are not empty: each error contains an empty one', fix });
  }
}

function checkJsonPath({ scope, what }: Check, path: string): void {
  if (Token.isUnresolved(path) || parseJsonPath(path)) return;
  fail(scope, {
    what,
    got: path,
    expected: 'a JSON path to one value, of $, .name, ["name"] and [0]',
    fix: 'write it such as $.items[0].price; wildcards and filters are not supported',
  });
}

/** Refuses what is no address that a browser can open. */
export function checkUrl(scope: Construct, what: string, url: string, pathAllowed: boolean): void {
  if (holdsSecret(url)) {
    const fix = 'pass it in a header or a body';
    fail(scope, { what, got: 'a secret', expected: 'an address without secrets, which reports would show', fix });
  }
  // A token at the beginning may bring the scheme along, and so may a variable.
  if (Tokenization.reverseString(url).firstToken) return;
  if (pathAllowed && (url.startsWith('/') || /^\$\{JOURNEY_VARIABLE_\w+\}/.test(url))) return;
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
  { scope, what }: Check,
  value: unknown,
  { min, max, fix }: { min: number; max: number; fix: string },
): void {
  if (Token.isUnresolved(value) || (Number.isInteger(value) && Number(value) >= min && Number(value) <= max)) return;
  const expected = max === Infinity ? `a whole number of at least ${min}` : `a whole number from ${min} to ${max}`;
  fail(scope, { what, got: value, expected, fix });
}

function checkTimeout({ scope, what }: Check, given: unknown, budgetMs: number): void {
  if (given === undefined || Token.isUnresolved(given)) return;
  if (Number(given) > 0 && Number(given) <= budgetMs) return;
  fail(scope, {
    what: `${what}: timeout (in seconds)`,
    got: Number(given) / 1000,
    expected: `above 0 and at most ${budgetMs / 1000}, what the timeout of the canary leaves for the journey`,
    fix: 'pass a shorter timeout to the part or a longer one to the canary',
  });
}
