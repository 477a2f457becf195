import { safely } from './safely';
import { outside } from './zone';

const listeners: (() => void)[] = [];

/** Listens as long as the window lives; no fault of ours gets out. */
export function listen<T extends Event>(
  type: string,
  act: (event: T) => void,
  capture: boolean | AddEventListenerOptions = false,
): void {
  const hear = (event: Event) => safely(() => act(event as T));
  const add = () => addEventListener(type, hear, capture);
  listeners.push(add);
  add();
}

/** `document.open()` takes all listeners of the window away, and replaces the root of the document: listens anew then. */
export function listenOn(): void {
  new MutationObserver(() => outside(() => listeners.forEach(safely))).observe(document, { childList: true });
}
