import { BUILT_IN } from '../../../src/formats/browser-events';
import type { ClientConfiguration } from '../../../src/formats/client-configuration';
import { safely } from '../../core/safely';
import type { Pages, Visit } from '../pages/pages';
import { type EventEntry, follow, isSupported, noted, type ShiftEntry } from './entries';
import { Interactions } from './interactions';
import { Load } from './load';
import { Resources } from './resources';
import { Shifts } from './shifts';

/** An input that leads to the next view is measured when that has been painted, and told a little later. */
const SETTLED_MS = 1_000;
/** A view that is left so soon, such as a route that leads on to another, was not seen. */
const MIN_SEEN_MS = 50;
/** How many entries a step takes, where there are many. */
const STEP = 10;

/** What is measured of a page view until it ends. */
class View {
  public readonly shifts = new Shifts();
  public readonly interactions = new Interactions();
  public until = Number.POSITIVE_INFINITY;

  constructor(
    public readonly visit: Visit,
    public readonly since = visit.since,
  ) {}
}

/**
 * Measures the page views of a document, from what the browser has noted since it began to load.
 *
 * A page view has one value of each vital. Loading is measured once in a document; shifts and interactions in each view,
 * until the next one begins or the page is hidden. What happens once it is shown again belongs to no value.
 */
export class Vitals {
  private views: View[];
  private readonly load: Load | undefined;
  private readonly resources: Resources;
  private readonly take: (() => void)[] = [];
  /** How many interactions there were when a view was settled last. */
  private counted = 0;

  constructor(
    private readonly config: ClientConfiguration,
    pages: Pages,
    private readonly record: (type: string, details: object, visit: Visit | undefined) => string | undefined,
  ) {
    const [first, ...others] = pages.visits;
    const recordAt = (type: string, details: object, moment: number) => record(type, details, pages.at(moment));
    this.resources = new Resources(config, recordAt);
    // Who agrees on a later route agrees to nothing about the load of the document.
    if (first.place.isLanding) {
      const nextView = (moment: number) => {
        const [, ...later] = pages.visits;
        return later.find(({ since }) => since > moment)?.since ?? Number.POSITIVE_INFINITY;
      };
      this.load = new Load({ record: recordAt, nextView, resourceEvent: (url) => this.resources.eventOf(url) });
    }
    this.views = [new View(first, this.load ? 0 : first.since)];
    for (const visit of others) this.view(visit);
  }

  /** Begins, step by step. */
  public *observe(): Generator<void> {
    const { load, take } = this;
    if (load) {
      load.loaded();
      addEventListener('load', () => setTimeout(() => safely(() => load.loaded())), { once: true });
      yield;
    }
    if (this.config.resourceTimings) {
      const add = (entry: PerformanceResourceTiming) => this.resources.add(entry);
      const known = noted<PerformanceResourceTiming>('resource');
      follow(['resource'], add, false);
      for (let index = 0; index < known.length; index++) {
        add(known[index]);
        if (index % STEP === 0) yield;
      }
    }
    take.push(follow<ShiftEntry>(['layout-shift'], (entry) => this.at(entry)?.shifts.add(entry)));
    yield;
    take.push(follow<EventEntry>(['first-input', 'event'], (entry) => this.interact(entry)));
    yield;
    follow(['paint'], () => load?.firstPaint());
  }

  /** The next page view has begun. */
  public view(visit: Visit): void {
    const last = this.views[this.views.length - 1];
    this.views.push(new View(visit));
    if (!last) return;
    last.until = document.visibilityState === 'hidden' ? 0 : visit.since;
    safely(() => this.load?.largestPaint());
    safely(() => requestAnimationFrame(() => setTimeout(() => safely(() => this.settle(last)), SETTLED_MS)));
  }

  /** Nobody sees the page any more. */
  public end(): void {
    const { load } = this;
    for (const take of this.take) take();
    for (const vital of ['firstByte', 'firstPaint', 'largestPaint'] as const) safely(() => load?.[vital]());
    for (const view of this.views) safely(() => this.settle(view));
  }

  private interact(entry: EventEntry): void {
    const { load } = this;
    if (load && entry.entryType === 'first-input') {
      load.firstInput(entry);
      load.largestPaint();
    }
    // A key that leads to the next view is released there.
    const view = this.views.find(({ interactions }) => interactions.has(entry)) ?? this.at(entry);
    view?.interactions.add(entry);
  }

  /** The view of an entry, if it is not settled yet. */
  private at({ startTime }: PerformanceEntry): View | undefined {
    return [...this.views].reverse().find(({ since }) => since <= startTime);
  }

  private settle(view: View): void {
    if (!this.views.includes(view)) return;
    this.views = this.views.filter((other) => other !== view);
    const { visit, since, shifts, interactions } = view;
    const [paint] = performance.getEntriesByName('first-contentful-paint');
    const seen = Math.min(view.until, performance.now()) - Math.max(since, paint?.startTime ?? 0);
    const isSeen = visit.place.isLanding ? seen > 0 && this.load?.firstPaint() : seen > MIN_SEEN_MS;
    const report = (vital: string, details: object | undefined) =>
      details && this.record(`${BUILT_IN}${vital}_event`, details, visit);
    if (isSeen && isSupported('layout-shift')) {
      report('cumulative_layout_shift', shifts.details());
    }
    const { interactionCount: count } = performance as { interactionCount?: number };
    report('interaction_to_next_paint', interactions.details(count && count - this.counted));
    this.counted = count ?? 0;
  }
}
