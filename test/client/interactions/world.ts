/**
 * As much of a browser as the file that sees what users do asks for, without one: listeners of the window, a document with
 * a size, elements, and a clock that tests turn. What only a browser knows is tested in one (test/lab/client).
 */
interface Known {
  readonly localName: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly text?: string;
  readonly children?: readonly FakeElement[];
}

class FakeNode {
  public parent: FakeNode | null = null;
  public get nodeType(): number {
    return 1;
  }
  public get parentNode(): FakeNode | null {
    return this.parent;
  }
}

/** An element of which one knows its name, its attributes and its text. */
export class FakeElement extends FakeNode {
  public readonly isContentEditable = false;
  public readonly isConnected = true;
  public form: FakeElement | undefined;
  /** Of a label. */
  public control: FakeElement | undefined;

  public constructor(
    private readonly known: Known,
    parent: FakeElement | null = null,
  ) {
    super();
    this.parent = parent;
    for (const child of known.children ?? []) child.parent = this;
  }
  public get assignedSlot(): null {
    return null;
  }
  public get localName(): string {
    return this.known.localName;
  }
  public get type(): string {
    return this.getAttribute('type') ?? 'text';
  }
  public get childNodes(): readonly object[] {
    return [{ nodeType: 3, nodeValue: this.known.text ?? '' }, ...(this.known.children ?? [])];
  }
  /** Knows one selector. */
  public matches(selector: ':disabled'): boolean {
    return selector === ':disabled' && this.hasAttribute('disabled');
  }
  public getAttribute(name: string): string | null {
    return this.known.attributes?.[name] ?? null;
  }
  public hasAttribute(name: string): boolean {
    return this.getAttribute(name) !== null;
  }
  public getRootNode(): object {
    return { getElementById: (id: string) => page.ids[id] ?? null };
  }
  public getBoundingClientRect(): object {
    return { left: 0, top: 0, width: 100, height: 20 };
  }
}

const listeners = new Map<string, Set<(event: unknown) => void>>();

/** The document as tests find it, and what was asked of it. */
const untouched = () => ({
  scrollTop: 0,
  scrollHeight: 4_000,
  layouts: 0,
  visibility: 'visible',
  isFocused: true,
  observed: 0,
  /** How often it was asked how an element looks. */
  styles: 0,
  ids: {} as Record<string, FakeElement>,
});

/** What tests set. */
export const page = untouched();

const root = {
  scrollWidth: 1_000,
  get scrollHeight() {
    page.layouts++;
    return page.scrollHeight;
  },
  get scrollTop() {
    return page.scrollTop;
  },
};

/** Called with whatever changes the document. */
export let change: () => void = () => {};

class Observer {
  public constructor(private readonly act: () => void) {}
  public observe(): void {
    page.observed++;
    change = this.act;
  }
  public disconnect(): void {
    change = () => {};
  }
  public takeRecords(): [] {
    return [];
  }
}

const addEventListener = (type: string, act: (event: unknown) => void) => {
  const known = listeners.get(type) ?? new Set();
  listeners.set(type, known.add(act));
};
const removeEventListener = (type: string, act: (event: unknown) => void) => void listeners.get(type)?.delete(act);

Object.assign(globalThis, {
  ...{ addEventListener, removeEventListener, Node: FakeNode, Element: FakeElement, MutationObserver: Observer },
  ...{
    window: globalThis,
    getSelection: () => null,
    innerHeight: 1_000,
    scrollX: 0,
    scrollY: 0,
    location: { href: 'https://shop.example.com/' },
  },
  document: {
    get visibilityState() {
      return page.visibility;
    },
    hasFocus: () => page.isFocused,
    scrollingElement: root,
  },
  getComputedStyle: () => {
    page.styles++;
    return { display: 'inline', visibility: 'visible', cursor: 'auto' };
  },
});

/** Begins anew, at a moment of the page's clock that is not its beginning. */
export function anew(): void {
  listeners.clear();
  Object.assign(page, untouched());
  jest.useFakeTimers({ now: 1_790_000_000_000 });
  jest.advanceTimersByTime(1_000);
}

/** How many listen to events of a kind. */
export const listening = (type: string): number => listeners.get(type)?.size ?? 0;

/** The user does something, at the moment that it is. */
export function happens(type: string, more: object = {}): void {
  const event = { type, isTrusted: true, timeStamp: performance.now(), ...more };
  for (const act of [...(listeners.get(type) ?? [])]) act(event);
}

export interface Told {
  readonly type: string;
  readonly details: Record<string, unknown>;
}

/** What a recording does with what it is told; the session and its draw are settled by tests. */
export function recording(more: object = {}) {
  const told: Told[] = [];
  const lost: Record<string, number> = {};
  const visit = { attributes: { pageId: '/cart', interaction: 0 }, place: {} };
  const session = { id: 'one', draw: 0.5 };
  return {
    ...{ told, lost, visit, session },
    running: true,
    requests: 0,
    user: undefined,
    heard: undefined as { push(heard: readonly unknown[]): void } | undefined,
    remote: { enabled: true, sessionSampleRate: 1 },
    sessions: { current: () => session, userId: () => 'nobody' },
    pages: { visits: [visit] },
    config: { appMonitorId: 'id' },
    enqueue: (type: string, details: Record<string, unknown>) => void told.push({ type, details }),
    drop: (reason: string, times: number) => {
      lost[reason] = (lost[reason] ?? 0) + times;
    },
    ...more,
  };
}
