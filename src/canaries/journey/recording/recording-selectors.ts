import type { RecordedSelector } from '../../../formats/recording';

/** The roles that people act on or look for, where a recording names an element without its role. */
const NAMED_ROLES = [
  'button',
  'link',
  'textbox',
  'searchbox',
  'combobox',
  'checkbox',
  'radio',
  'switch',
  'tab',
  'menuitem',
  'option',
  'listbox',
  'spinbutton',
  'slider',
  'heading',
  'img',
];

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
  const [, name, role] = /^(.*?)(?:\[role="([^"]+)"\])?$/s.exec(text) ?? [];
  const attribute = name ? `[name=${JSON.stringify(name)}i]` : '';
  if (role) return `role=${role}${attribute}`;
  const [first, ...others] = NAMED_ROLES.map((named) => `role=${named}${attribute}`);
  return [first, ...others.map((other) => `internal:or=${JSON.stringify(other)}`)].join(' >> ');
}
