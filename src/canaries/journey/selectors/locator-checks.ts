import { Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { VARIABLE_REFERENCE } from '../../../formats/journey';
import { problemOfPattern } from '../../../private/checks';
import { fail } from '../../../private/errors';
import { cssProblem, UNKNOWN } from './css-selector';

const ENGINES = ['css', 'xpath', 'text', 'role', 'id', 'data-testid', 'data-test-id', 'data-test', 'nth', 'visible'];

/** https://www.w3.org/TR/wai-aria-1.2/#role_definitions, without the abstract ones. */
const ROLES = new Set(
  (
    'alert alertdialog application article banner blockquote button caption cell checkbox code columnheader combobox ' +
    'complementary contentinfo definition deletion dialog directory document emphasis feed figure form generic grid ' +
    'gridcell group heading img insertion link list listbox listitem log main mark marquee math menu menubar menuitem ' +
    'menuitemcheckbox menuitemradio meter navigation none note option paragraph presentation progressbar radio ' +
    'radiogroup region row rowgroup rowheader scrollbar search searchbox separator slider spinbutton status strong ' +
    'subscript superscript switch tab table tablist tabpanel term textbox time timer toolbar tooltip tree treegrid ' +
    'treeitem'
  ).split(' '),
);

const ATTRIBUTES_OF_ROLES = new Set(
  'name description checked disabled expanded include-hidden level pressed selected active'.split(' '),
);
const ROLE = /^\s*([\w\uffff-]*)\s*/;
const ROLE_ATTRIBUTE =
  /\[\s*([\w-]+)\s*(?:[*^$|~]?=\s*(?:(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*[is]?|\/(?:[^/\\[]|\\.|\[(?:[^\]\\]|\\.)*\])+\/[dgimsuvy]*|[\w.+\x80-\uffff-]+)\s*)?\]\s*/iy;

/** What is wrong with a selector. */
export interface LocatorProblem {
  readonly expected: string;
  readonly fix: string;
}

/** Refuses a selector that Playwright could not read, as far as that can be told without a page. */
export function checkLocator(scope: Construct, what: string, locator: string): void {
  const problem = problemOfLocator(locator);
  if (!problem) return;
  const expected = problem.expected.replaceAll(UNKNOWN, '…');
  fail(scope, { what, got: locator, expected, fix: problem.fix });
}

/** Why Playwright could not read a selector. Tokens, and what is known only at run time, may be anything. */
export function problemOfLocator(locator: string): LocatorProblem | undefined {
  if (Token.isUnresolved(locator)) return undefined;
  if (locator.trim() === '') return { expected: 'a Playwright selector', fix: 'pass a locator such as "#buy"' };
  const parts = split(locator.replace(VARIABLE_REFERENCE, UNKNOWN));
  if (!parts) return { expected: 'quotes in pairs', fix: 'close the quotation mark, or escape it with a backslash' };
  for (const part of parts) {
    const problem = problemOfPart(part);
    if (problem) return problem;
  }
  return undefined;
}

function problemOfPart(part: string): LocatorProblem | undefined {
  if (part === '') {
    return { expected: 'a selector on both sides of >>', fix: 'drop the >>, or write what was forgotten' };
  }
  const [, named, body = part] = /^\*?([\w:+-]+)\s*=(.*)$/s.exec(part) ?? [];
  const engine = named?.replace(/:light$/, '') ?? engineOf(part);
  if (engine.startsWith('internal:')) return undefined;
  if (!ENGINES.includes(engine)) {
    const expected = `one of ${ENGINES.join('=, ')}= before a selector`;
    return { expected, fix: 'write CSS, or begin with one of these' };
  }
  if (body.trim() === '') return { expected: `something after ${engine}=`, fix: 'write what to look for' };
  return PROBLEMS[engine]?.(body.trim());
}

/** How Playwright reads a part that does not say. */
function engineOf(part: string): string {
  if (/^(["']).*\1$/s.test(part) && part.length > 1) return 'text';
  return /^\(*\/\/|^\.\./.test(part) ? 'xpath' : 'css';
}

const PROBLEMS: { readonly [engine: string]: (body: string) => LocatorProblem | undefined } = {
  css: (body) => {
    const problem = cssProblem(body);
    return problem === undefined
      ? undefined
      : {
          expected: `CSS that browsers can read, so ${problem}`,
          fix: 'mend it; quote values, escape with a backslash',
        };
  },
  role: problemOfRole,
  xpath: (body) =>
    isBalanced(body) ? undefined : { expected: 'brackets and quotes in pairs', fix: 'close what is open' },
  text: (body) => {
    const end = body.lastIndexOf('/');
    if (!body.startsWith('/') || end === 0) return undefined;
    const problem = problemOfPattern(body.slice(1, end), body.slice(end + 1));
    return problem === undefined
      ? undefined
      : { expected: `a regular expression between slashes (${problem})`, fix: 'mend it, or put the text into quotes' };
  },
  nth: (body) =>
    /^-?[\d\uffff]+$/.test(body)
      ? undefined
      : { expected: 'a whole number after nth=', fix: 'count from 0, or take -1' },
  visible: (body) =>
    /^(true|false|\uffff)$/.test(body)
      ? undefined
      : { expected: 'true or false after visible=', fix: 'write visible=true' },
};

function problemOfRole(body: string): LocatorProblem | undefined {
  const [start, role] = ROLE.exec(body) ?? ['', ''];
  if (!ROLES.has(role) && !role.includes(UNKNOWN)) {
    return { expected: `an ARIA role, got "${role}"`, fix: 'take one such as button, link, textbox or heading' };
  }
  ROLE_ATTRIBUTE.lastIndex = start.length;
  while (ROLE_ATTRIBUTE.lastIndex < body.length) {
    const rest = body.slice(ROLE_ATTRIBUTE.lastIndex);
    const [, attribute] = ROLE_ATTRIBUTE.exec(body) ?? [];
    if (attribute !== undefined && ATTRIBUTES_OF_ROLES.has(attribute)) continue;
    const known = [...ATTRIBUTES_OF_ROLES].join(', ');
    const fix = 'write it such as role=button[name="Buy"]';
    return { expected: `attributes in brackets, of ${known}, got ${JSON.stringify(rest)}`, fix };
  }
  return undefined;
}

function isBalanced(text: string): boolean {
  const open: string[] = [];
  for (const [token] of text.matchAll(/"[^"]*"|'[^']*'|[()[\]"']/g)) {
    if (token.length > 1) continue;
    if (token === '(' || token === '[') open.push(token);
    else if (open.pop() !== (token === ')' ? '(' : '[') || /["']/.test(token)) return false;
  }
  return open.length === 0;
}

/** The parts between `>>`, read as Playwright reads them, or undefined if a quotation is not closed. */
function split(locator: string): string[] | undefined {
  const parts = [''];
  let quotation = '';
  for (let index = 0; index < locator.length; index++) {
    const character = locator[index];
    const part = parts[parts.length - 1];
    if (quotation === '' && locator.startsWith('>>', index)) {
      parts.push('');
      index++;
      continue;
    }
    parts[parts.length - 1] += character === '\\' ? character + (locator[++index] ?? '') : character;
    if (character === quotation) quotation = '';
    // An apostrophe in an unquoted text opens nothing.
    else if (quotation === '' && /["'`]/.test(character) && !/^\s*text\s*=./.test(part)) quotation = character;
  }
  const isProse = /^\s*(text|xpath|id|data-[\w-]+)\s*=/.test(parts.at(-1) ?? '');
  return quotation === '' || isProse ? parts.map((part) => part.trim()) : undefined;
}
