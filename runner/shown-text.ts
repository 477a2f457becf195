/** A text as users see it. */
export interface ShownText {
  readonly text: string;
  /** Whether the text that is looked for is in it. */
  readonly holds: boolean;
}

/**
 * Runs in the page: what elements show of a text. What is there and not shown, such as scripts, templates and messages
 * that are kept hidden until they are due, is no text that a user finds.
 */
export function shownTexts(elements: Element[], wanted: string): ShownText[] {
  const collapse = (text: string) => text.replace(/\s+/g, ' ').trim();
  const isShown = (node: Node): boolean => {
    let parent = node.parentElement;
    // Such an element has no box of its own, and counts as hidden.
    while (parent && getComputedStyle(parent).display === 'contents') parent = parent.parentElement;
    return parent?.checkVisibility({ visibilityProperty: true }) ?? false;
  };
  return elements.map((element) => {
    const written = collapse(element.textContent ?? '');
    const text = collapse((element as HTMLElement).innerText ?? written);
    if (text.includes(wanted) || !written.includes(wanted)) return { text, holds: text.includes(wanted) };
    // It is written there: hidden, or shown in capitals.
    const nodes = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    let shown = '';
    while (nodes.nextNode()) if (isShown(nodes.currentNode)) shown += nodes.currentNode.nodeValue;
    return { text, holds: collapse(shown).includes(wanted) };
  });
}
