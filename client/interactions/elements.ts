import { safely } from '../core/safely';
import { cut } from '../core/text';

const LONGEST_NAME = 80;
const LONGEST_SELECTOR = 200;
/** A name is not looked for in more nodes. */
const MAX_NODES = 200;

/** What a user does something with; text elsewhere is content, which is never read. */
const CONTROLS =
  /^(button|link|checkbox|radio|switch|tab|menuitem|menuitemcheckbox|menuitemradio|option|treeitem|combobox|listbox|textbox|searchbox|slider|spinbutton)$/;
/** Of a control that holds a value: it is named by its label, never by what is in it. */
const FIELDS = /^(combobox|listbox|option|textbox|searchbox|slider|spinbutton)$/;
const INPUTS: Readonly<Record<string, string>> = {
  ...{ button: 'button', submit: 'button', reset: 'button', image: 'button', checkbox: 'checkbox', radio: 'radio' },
  ...{ range: 'slider', number: 'spinbutton', search: 'searchbox', hidden: '' },
};
const TAGS: Readonly<Record<string, string>> = {
  ...{ button: 'button', summary: 'button', option: 'option', textarea: 'textbox', img: 'img' },
};
const UNREAD = /^(script|style|template|noscript|input|textarea|select|output|iframe|object)$/;

const IGNORED = 'data-telemetry-ignore';
const NAMED = 'data-telemetry';

/** What was clicked or filled in, as a person would name it. */
export interface Named {
  readonly element: Element;
  readonly role: string;
  readonly name?: string;
  /** By `data-telemetry`. */
  readonly isNamed?: true;
}

/** Asked of the prototype: a field named `id` or `parentNode` hides what its form has by that name. */
const { getAttribute, hasAttribute } = Element.prototype;
const attribute = (element: Element, name: string) => getAttribute.call(element, name) ?? '';
const has = (element: Element, name: string) => hasAttribute.call(element, name);
const isElement = (node: unknown): node is Element => !!node && Reflect.get(Node.prototype, 'nodeType', node) === 1;

/** The elements around one, through open shadow roots, from within; `isShown` goes through the slots as well. */
function around(start: Element, isShown = true): Element[] {
  const found: Element[] = [];
  for (let node: unknown = start; node; ) {
    const isOne = isElement(node);
    if (isOne) found.push(node as Element);
    const slot = isShown && isOne && Reflect.get(Element.prototype, 'assignedSlot', node);
    node = slot || Reflect.get(Node.prototype, 'parentNode', node) || (!isOne && (node as ShadowRoot).host);
  }
  return found;
}

/** The outermost element around it that is left alone. */
const ignoring = (element: Element) =>
  around(element)
    .filter((one) => has(one, IGNORED))
    .at(-1);

export function isEditable(element: Element): boolean {
  return !!(element as HTMLElement).isContentEditable;
}

/** The role as ARIA in HTML has it, of controls and pictures; `generic` for all else. */
export function roleOf(element: Element): string {
  // Anything may stand there.
  const stated = attribute(element, 'role')
    .toLowerCase()
    .split(/\s+/)
    .find((role) => CONTROLS.test(role));
  if (stated) return stated;
  const { localName } = element;
  switch (localName) {
    case 'a':
    case 'area':
      return has(element, 'href') ? 'link' : 'generic';
    case 'input': {
      const type = attribute(element, 'type').toLowerCase();
      return INPUTS[type] ?? (has(element, 'list') ? 'combobox' : 'textbox');
    }
    case 'select':
      return has(element, 'multiple') || Number(attribute(element, 'size')) > 1 ? 'listbox' : 'combobox';
    default:
      return TAGS[localName] ?? (isEditable(element) ? 'textbox' : 'generic');
  }
}

/** Also a button that shows what was chosen from the list that it opens. */
const isField = (element: Element) =>
  FIELDS.test(roleOf(element)) || /^(listbox|tree|grid)$/i.test(attribute(element, 'aria-haspopup'));

export function isControl(element: Element): boolean {
  return CONTROLS.test(roleOf(element));
}

/** The control that a click on an element is meant for, or the element itself. */
export function named(target: Element): Named {
  const hidden = ignoring(target);
  if (hidden) return { element: hidden, role: roleOf(hidden) };
  for (const element of around(target)) {
    const name = clean(attribute(element, NAMED));
    if (name) return { element, role: roleOf(element), name, isNamed: true };
    if (isControl(element)) return control(element);
    if (element.localName === 'body') break;
  }
  return { element: target, role: roleOf(target) };
}

/** What is in a field is its value: what was written, chosen, or put there as a chip that can be taken away. */
function control(nearest: Element): Named {
  const element = around(nearest).filter(isField).at(-1) ?? nearest;
  const role = roleOf(element);
  return { element, role, name: (role !== 'option' && clean(nameOf(element))) || undefined };
}

/** What a field is called, by whoever made the form. */
export function fieldName(element: Element): string {
  if (ignoring(element)) return 'ignored';
  return clean(attribute(element, NAMED)) || clean(nameOf(element)) || (element as HTMLInputElement).type;
}

/** What a form is called, if it is called anything: never what is in it. */
export function formName(form: Element): string {
  return ignoring(form) ? 'ignored' : clean(attribute(form, NAMED)) || clean(statedName(form)) || 'form';
}

/**
 * The accessible name, as far as it does not depend on contents by CSS or on what users have typed:
 * `aria-labelledby`, `aria-label`, a label, the text of a button, an alternative text, and the title.
 * https://www.w3.org/TR/accname-1.2/
 */
function nameOf(element: Element): string {
  return statedName(element) || nativeName(element).trim() || attribute(element, 'title');
}

function statedName(element: Element): string {
  const root = element.getRootNode() as Document | ShadowRoot;
  const labels = attribute(element, 'aria-labelledby').split(/\s+/).filter(Boolean).slice(0, 5);
  const labelled = labels.map((id) => textOf(root.getElementById?.(id))).join(' ');
  if (labelled.trim()) return labelled;
  return attribute(element, 'aria-label').trim();
}

function nativeName(element: Element): string {
  const { localName } = element;
  const type = attribute(element, 'type');
  if (/^(submit|reset|button)$/i.test(type) && localName === 'input')
    return attribute(element, 'value') || (/^b/i.test(type) ? '' : type.charAt(0).toUpperCase() + type.slice(1));
  if (localName === 'img' || localName === 'area' || type === 'image') return attribute(element, 'alt');
  const { labels } = element as HTMLInputElement;
  if (labels?.length) return [...labels].map(textOf).join(' ');
  // What users have written is no name.
  return isField(element) ? '' : textOf(element);
}

/** The text of what is not hidden, ignored, typed or chosen. */
function textOf(start: Node | null | undefined): string {
  let left = MAX_NODES;
  const read = (node: Node): string => {
    left--;
    if (node.nodeType === 3) return node.nodeValue ?? '';
    if (!isElement(node)) return '';
    const { localName } = node;
    if (UNREAD.test(localName) || has(node, IGNORED) || isEditable(node) || isField(node)) return '';
    if (attribute(node, 'aria-hidden') === 'true' && node !== start) return '';
    const { display, visibility } = getComputedStyle(node);
    if (node !== start && (display === 'none' || visibility === 'hidden')) return '';
    if (localName === 'img') return attribute(node, 'alt');
    const label = attribute(node, 'aria-label');
    if (label) return label;
    const slotted = localName === 'slot' ? (node as HTMLSlotElement).assignedNodes() : [];
    const nodes = slotted.length ? slotted : (node.shadowRoot ?? node).childNodes;
    let text = '';
    for (const one of nodes) {
      if (left <= 0) break;
      text += read(one);
    }
    // What has a box of its own is a word of its own.
    return display !== 'inline' || localName === 'br' ? ` ${text} ` : text;
  };
  return isElement(start) && !ignoring(start) && !around(start).some(isField) ? read(start) : '';
}

/** On one line, short, and without what looks like an address of somebody or of a page, or a number of somebody. */
export function clean(text: string): string {
  const plain = cut(text, 500)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[^\s@＠]{0,100} ?[@＠] ?[^\s@＠]{0,100}|\S{0,100}:\/\/\S{0,500}/g, '…')
    .replace(/\p{N}[\p{N}\s()./-]{5,30}\p{N}/gu, '…');
  return cut(plain, LONGEST_NAME);
}

/**
 * Where it stands: by `data-telemetry`, or by the kinds of elements around it.
 *
 * Ids and classes are left out: pages put names and numbers of users there.
 */
export function selectorOf(element: Element): string {
  let path = '';
  safely(() => {
    for (const one of around(element, false)) {
      const name = attribute(one, NAMED);
      const isNamed = /^[\w-]{1,64}$/.test(name);
      const part = isNamed ? `[${NAMED}="${name}"]` : one.localName + placeAmongSiblings(one);
      if (path.length + part.length > LONGEST_SELECTOR) return;
      path = path ? `${part}>${path}` : part;
      if (isNamed || one.localName === 'body') return;
    }
  });
  return path;
}

function placeAmongSiblings(element: Element): string {
  const alike = [...(element.parentNode?.children ?? [])].filter(({ localName }) => localName === element.localName);
  return alike.length > 1 ? `:nth-of-type(${alike.indexOf(element) + 1})` : '';
}
