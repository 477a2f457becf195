import { ENGAGEMENT_EVENT, type EngagementDetails, type Frustration, GRID } from '../../src/formats/interactions';
import { safely } from '../core/safely';
import type { Visit } from '../recording/pages/pages';
import type { Recording } from '../recording/recording';
import type { Report } from './report';

/** Somebody who does nothing for so long may be gone. */
const ACTIVE_MS = 30_000;
/** A pointer that was still for so long has rested. */
const REST_MS = 500;
/** So many moves of a page view are followed one by one; then some a second, and the way between is taken for straight. */
const MAX_LOOKS = 20;
const LOOKING_MS = 400;
/** Browsers move a mouse that nobody has, so long after a finger was lifted. */
const TAP_MS = 1_000;
/** A pointer that was no farther from where it was seen last has not been moved since. */
const STILL = 3;
const CELL = 100;
const MEASURING_MS = 500;
/** What a page view that goes on has to have for another event. */
const WORTH_MS = 1_000;

/** The page does not wait for us. */
export const PASSIVE = { capture: true, passive: true };

const none = () => ({
  ...{
    clicks: 0,
    dead: 0,
    rage: 0,
    error: 0,
    engaged: 0,
    distance: 0,
    rest: 0,
    waited: 0,
    hesitations: 0,
  },
  quarters: [0, 0, 0, 0],
});

/** Sums up what a user does on a page view: movement, scrolling, time. */
export class Engagement {
  private visit: Visit | undefined = undefined;
  private sum = none();
  private views = 1;
  private depth = 0;
  private readonly seenCells = new Set<number>();
  private looks = 0;
  private x = 0;
  private y = 0;
  private touch: { x: number; y: number } | undefined = undefined;
  /** On the page's clock: when the pointer was seen last, and when a finger was. */
  private moved = 0;
  private lifted = -TAP_MS;
  /** Before it was pressed last. */
  private waited: number | undefined = undefined;
  private acted = 0;
  private counted = 0;
  private quarter = 0;
  private size = { width: 0, height: 0 };
  private scroller: Element | undefined = undefined;
  private isMeasuring = false;
  /** Since it was counted last. */
  private isThere = false;

  constructor(
    private readonly recording: Recording,
    private readonly report: Report,
  ) {
    this.begin();
  }

  /**
   * To call a listener costs the browser more than all that it does here: after the first moves of a page view it looks
   * away. Of the mouse, as to begin to listen for pointers costs it half as much again.
   */
  public readonly move = (event: MouseEvent): void => {
    safely(() => event.isTrusted && event.timeStamp - this.lifted > TAP_MS && this.follow(event));
    if (++this.looks <= MAX_LOOKS) return;
    removeEventListener('mousemove', this.move, true);
    setTimeout(() => this.look(), LOOKING_MS);
  };

  public look(): void {
    addEventListener('mousemove', this.move, true);
  }

  /** How long it had been still. */
  private follow({ clientX: x, clientY: y, timeStamp }: MouseEvent): number | undefined {
    const { sum, moved } = this;
    let waited: number | undefined;
    if (moved) {
      const way = Math.hypot(x - this.x, y - this.y);
      const since = timeStamp - moved;
      // Where it has gone on unseen, it has come to rest at some moment until we looked again.
      waited = way > STILL && this.looks > MAX_LOOKS ? since - Math.min(since, LOOKING_MS) / 2 : since;
      sum.distance += way;
      if (waited > REST_MS && since < ACTIVE_MS) sum.rest += waited;
    }
    this.x = x;
    this.y = y;
    this.moved = timeStamp;
    this.seenCells.add(((x / CELL) | 0) * 1_000 + ((y / CELL) | 0));
    this.act(timeStamp);
    return waited;
  }

  public moveFinger({ touches, timeStamp }: TouchEvent): void {
    const [finger] = touches;
    if (!finger) return;
    const { clientX: x, clientY: y } = finger;
    if (this.touch) this.sum.distance += Math.hypot(x - this.touch.x, y - this.touch.y);
    this.touch = { x, y };
    this.act(timeStamp);
  }

  public liftFinger({ timeStamp }: Event): void {
    this.touch = undefined;
    this.lifted = timeStamp;
  }

  public press(event: PointerEvent): void {
    this.waited = event.pointerType === 'touch' ? undefined : this.follow(event);
    this.act(event.timeStamp);
  }

  public scroll({ target, timeStamp }: Event): void {
    if (target !== document && target) this.scroller = target as Element;
    else if (target) this.scroller = undefined;
    this.act(timeStamp);
    this.measureLater();
  }

  /** The user does something. */
  public act(moment: number): void {
    if (moment - this.counted > WORTH_MS || moment - this.acted > WORTH_MS) this.countTime(moment);
    this.acted = moment;
  }

  /** How long the pointer had rested before it was pressed, of the click that came of it. */
  public hesitation(): number | undefined {
    const { waited } = this;
    this.waited = undefined;
    if (waited === undefined) return undefined;
    this.sum.waited += waited;
    this.sum.hesitations++;
    return Math.round(waited);
  }

  public cell(x: number, y: number): { gridX: number; gridY: number } | undefined {
    const { width, height } = this.size;
    if (!width || !height || !(x >= 0 && y >= 0)) return undefined;
    return {
      gridX: Math.min(GRID.columns - 1, Math.floor((GRID.columns * x) / width)),
      gridY: Math.min(GRID.rows - 1, Math.floor((GRID.rows * y) / height)),
    };
  }

  public cellOf(element: Element): ReturnType<Engagement['cell']> {
    if (!element.isConnected) return undefined;
    const { left, top, width, height } = element.getBoundingClientRect();
    return this.cell(scrollX + left + width / 2, scrollY + top + height / 2);
  }

  public clicked(frustration: Frustration | undefined): void {
    this.sum.clicks++;
    if (frustration) this.sum[frustration]++;
  }

  /** When the browser has nothing else to do, and has laid out what there is. */
  public measureLater(): void {
    if (this.isMeasuring) return;
    this.isMeasuring = true;
    const measure = () => {
      this.isMeasuring = false;
      safely(() => this.measure());
    };
    setTimeout(() => {
      if (typeof requestIdleCallback === 'function') requestIdleCallback(measure, { timeout: MEASURING_MS });
      else measure();
    }, MEASURING_MS / 5);
  }

  public begin(): void {
    const now = performance.now();
    this.visit = this.recording.pages.visits.at(-1);
    this.views = 1;
    this.depth = 0;
    this.seenCells.clear();
    this.looks = this.moved = 0;
    this.countTime(now);
    this.sum = none();
    this.acted = now;
    this.scroller = undefined;
    this.measureLater();
  }

  /** Nobody sees the page any more, or another one is shown. */
  public end(): void {
    this.countTime();
    const { visit, sum, views } = this;
    if (!visit || !(views || sum.clicks || sum.engaged >= WORTH_MS)) return;
    const { clicks, dead, rage, error, hesitations } = sum;
    const details: EngagementDetails = {
      version: '1.0.0',
      ...{ views, clicks, dead, rage, error, frustrated: dead + rage + error },
      engagedMs: Math.round(sum.engaged),
      scrollDepth: Math.round(this.depth * 100) / 100,
      quarterMs: sum.quarters.map(Math.round),
      distance: Math.round(sum.distance),
      restMs: Math.round(sum.rest),
      ...(hesitations && { hesitationMs: Math.round(sum.waited / hesitations) }),
      cells: this.seenCells.size,
    };
    this.views = 0;
    this.sum = none();
    this.seenCells.clear();
    this.report.tell(ENGAGEMENT_EVENT, details, visit);
  }

  /** The page is seen again, or gets the focus. */
  public resume(): void {
    this.countTime();
    this.acted = performance.now();
  }

  /** Adds the time until now, as far as the user was there. */
  public countTime(now = performance.now()): void {
    const time = Math.min(now, this.acted + ACTIVE_MS) - this.counted;
    const wasThere = this.isThere;
    this.isThere = document.visibilityState === 'visible' && document.hasFocus();
    this.counted = now;
    if (!wasThere || time <= 0) return;
    this.sum.engaged += time;
    this.sum.quarters[this.quarter] += time;
  }

  private measure(): void {
    this.countTime();
    const root = document.scrollingElement ?? document.documentElement;
    const { scrollWidth, scrollHeight } = root;
    this.size = { width: scrollWidth, height: scrollHeight };
    // Applications scroll a part that fills the window.
    const of = this.scroller && this.scroller.clientHeight > innerHeight / 2 ? this.scroller : root;
    const height = of.scrollHeight || 1;
    const seen = of === root ? innerHeight : of.clientHeight;
    this.depth = Math.max(this.depth, Math.min(1, (of.scrollTop + seen) / height));
    this.quarter = Math.max(0, Math.min(3, Math.floor((4 * (of.scrollTop + seen / 2)) / height)));
  }
}
