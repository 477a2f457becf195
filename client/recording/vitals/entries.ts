import { safely } from '../../core/safely';

/** An interaction or another event, as the Event Timing API notes it. */
export interface EventEntry extends PerformanceEntry {
  readonly interactionId?: number;
  readonly processingStart: number;
  readonly processingEnd: number;
  readonly target: Node | null;
}

export interface ShiftEntry extends PerformanceEntry {
  readonly value: number;
  readonly hadRecentInput: boolean;
  readonly sources?: readonly { readonly node: Node | null }[];
}

export interface PaintEntry extends PerformanceEntry {
  readonly url?: string;
  readonly element?: Element | null;
}

export type NavigationEntry = PerformanceNavigationTiming & { readonly activationStart?: number };

/** How long an event takes at least that is looked at: what is faster is good, and there is much of it. */
const MIN_EVENT_MS = 40;

/** Calls back with what the browser notes, what it has noted before too; gives the means to ask for it at once. */
export function follow<T extends PerformanceEntry>(
  types: readonly string[],
  act: (entry: T) => void,
  buffered = true,
): () => void {
  const take = (entries: PerformanceEntry[]) => safely(() => (entries as T[]).forEach(act));
  const observer = new PerformanceObserver((list) => take(list.getEntries()));
  for (const type of types.filter(isSupported)) {
    observer.observe({ type, buffered, durationThreshold: MIN_EVENT_MS } as PerformanceObserverInit);
  }
  return () => take(observer.takeRecords());
}

/** What the browser has noted until now: in an unload no observer is called any more. */
export function noted<T extends PerformanceEntry>(type: string): readonly T[] {
  if (!isSupported(type)) return [];
  const observer = new PerformanceObserver(() => {});
  observer.observe({ type, buffered: true });
  const entries = observer.takeRecords();
  observer.disconnect();
  return entries as T[];
}

export function isSupported(type: string): boolean {
  return !!PerformanceObserver.supportedEntryTypes?.includes(type);
}

/** None where the browser hides the times of the response, or knows ones that can't be. */
export function navigationEntry(): NavigationEntry | undefined {
  const [entry] = performance.getEntriesByType('navigation') as NavigationEntry[];
  return entry?.responseStart > 0 && entry.responseStart < performance.now() ? entry : undefined;
}

/** How far the document had come at a moment. */
export function loadState(moment: number): string {
  const entry = navigationEntry();
  if (document.readyState === 'loading') return 'loading';
  if (!entry) return 'complete';
  const isBefore = (end: number) => !end || moment < end;
  if (moment < entry.domInteractive) return 'loading';
  if (isBefore(entry.domContentLoadedEventStart)) return 'dom-interactive';
  return isBefore(entry.domComplete) ? 'dom-content-loaded' : 'complete';
}
