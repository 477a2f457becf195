import { Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { fail } from '../../private/errors';

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

/** Refuses a selector that Playwright could not read, as far as that can be told without a page. */
export function checkLocator(scope: Construct, what: string, locator: string): void {
  if (Token.isUnresolved(locator)) return;
  const refuse = (expected: string, fix: string): never => fail(scope, { what, got: locator, expected, fix });
  if (locator.trim() === '') refuse('a Playwright selector', 'pass a locator such as "#buy"');
  const parts = split(locator) ?? refuse('quotes in pairs', 'close the quotation mark, or escape it with a backslash');
  for (const part of parts) {
    if (part === '') refuse('a selector on both sides of >>', 'drop the >>, or write what was forgotten');
    const [, engine, body] = /^\*?([\w:-]+)=(.*)$/s.exec(part) ?? [];
    if (engine === undefined || engine.startsWith('internal:')) continue;
    if (!ENGINES.includes(engine)) {
      refuse(`one of ${ENGINES.join('=, ')}= before a selector`, 'write CSS, or begin with one of these');
    }
    if (body.trim() === '') refuse(`something after ${engine}=`, 'write what to look for');
    if (engine === 'role') {
      const role = /^[\w-]*/.exec(body.trim())?.[0] ?? '';
      if (!ROLES.has(role)) refuse(`an ARIA role, got "${role}"`, 'take one such as button, link, textbox or heading');
    }
    if (engine === 'nth' && !/^-?\d+$/.test(body)) refuse('a whole number after nth=', 'count from 0, or take -1');
  }
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
