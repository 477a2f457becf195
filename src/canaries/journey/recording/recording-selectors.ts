import type { RecordedSelector } from '../../../formats/recording';

/** What Chrome's accessibility tree calls by another name than ARIA 1.2 and Playwright. */
const ROLES_OF_CHROME: { readonly [recorded: string]: string } = { image: 'img' };

/**
 * The roles whose name is their content, a label or a caption, where a recording names an element without its role. What is
 * named by `aria-label` may be of any role, or of none.
 */
const NAMED_ROLES = (
  'button link textbox searchbox combobox checkbox radio switch tab menuitem menuitemcheckbox menuitemradio option listbox ' +
  'spinbutton slider heading img treeitem cell gridcell columnheader rowheader row tooltip dialog alertdialog region group ' +
  'table progressbar meter'
).split(' ');

/** The recorded selectors as Playwright's, in their order. */
export function playwrightSelectors(selectors: RecordedSelector[]): string[] {
  return selectors.map((selector) => [selector].flat().map(translate).join(' >> '));
}

/** What a user would call the element: its accessible name, its text, its id, or its first selector. */
export function fieldName(selectors: RecordedSelector[]): string {
  const all = selectors.flat();
  const named = all.map((selector) => /^(?:aria|text)\/(.+?)(?:\[role=.*)?$/.exec(selector)?.[1]).find(Boolean);
  const id = all.map((selector) => /^#([\w-]+)$/.exec(selector)?.[1]).find(Boolean);
  return named ?? id ?? all[0] ?? '';
}

/** Whether one of the selectors tells that it is a checkbox, a radio button or a switch, whose value nobody types. */
export function isCheckbox(selectors: RecordedSelector[]): boolean {
  return selectors
    .flat()
    .some((selector) => /\[role="(?:checkbox|radio|switch)"\]$|\[type=["']?(?:checkbox|radio)\b/.test(selector));
}

function translate(selector: string): string {
  const [, prefix, rest] = /^(aria|text|xpath|pierce)\/(.*)$/s.exec(selector) ?? [];
  if (prefix === 'aria') return aria(rest);
  if (prefix === 'text') return `css=:text(${JSON.stringify(rest)})`;
  if (prefix === 'xpath') return `xpath=${rest}`;
  // Playwright's CSS looks into open shadow roots by itself.
  return (rest ?? selector)
    .split(/\s*>>>>?\s*/)
    .map((part) => `css=${part}`)
    .join(' >> ');
}

/** Chrome's names are as they are displayed, which may be in capitals: case is no matter. */
function aria(text: string): string {
  const [, name, recorded] = /^(.*?)(?:\[role="([^"]+)"\])?$/s.exec(text) ?? [];
  const attribute = name ? `[name=${JSON.stringify(name)}i]` : '';
  if (recorded) return `role=${ROLES_OF_CHROME[recorded] ?? recorded}${attribute}`;
  const [first, ...others] = NAMED_ROLES.map((role) => `role=${role}${attribute}`);
  if (name) others.push(`css=[aria-label=${JSON.stringify(name)} i]`);
  return [first, ...others.map((other) => `internal:or=${JSON.stringify(other)}`)].join(' >> ');
}
