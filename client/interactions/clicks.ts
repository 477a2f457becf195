import { CLICK } from '../../src/formats/events/names';
import { CLICKS_EVENT, type Click, type ClicksDetails, type Frustration } from '../../src/formats/interactions';
import { safely } from '../core/safely';
import type { Visit } from '../recording/pages/pages';
import type { Heard, Recording } from '../recording/recording';
import { Effects } from './effects';
import { isControl, isEditable, type Named, named, roleOf, selectorOf } from './elements';
import type { Engagement } from './engagement';
import type { Report } from './report';

/** What has shown nothing after that was in vain. */
const DEAD_MS = 2_000;
/** An error that comes so soon is of the click, unless it comes without clicks, too. */
const ERROR_MS = 1_000;
const RAGE = { clicks: 3, milliseconds: 1_000, pixels: 30 } as const;
/** Clicks of so many seconds are one event … */
const BATCH_MS = 5_000;
/** … of at most that much, as a text within a request: CloudWatch RUM takes 6 KB of all that is in one. */
const BATCH_BYTES = 4_000;
const JS_ERROR = 'com.amazon.rum.js_error_event';
const MAX_KNOWN_ERRORS = 50;

const encoder = new TextEncoder();
/** Users see there what no change of the document tells. */
const UNSEEN = /^(audio|canvas|embed|iframe|input|label|object|option|select|textarea|video)$/;
/** A key or a voice clicks on these by itself. */
const NATIVE = /^(a|area|button|input|option|select|summary|textarea)$/;

type Mutable<T> = { -readonly [name in keyof T]: T[name] };

/** A click that is still to be judged. */
interface Pending {
  readonly click: Mutable<Click>;
  readonly visit: Visit;
  readonly named: Named;
  /** On the page's clock. */
  readonly moment: number;
  readonly x: number;
  readonly y: number;
  readonly isJudged: boolean;
  /** Anything since. */
  isAlive: boolean;
  /** Anything before the next click. */
  isAnswered: boolean;
  /** The clicks of a burst of which it is the one too many. */
  burst?: readonly Pending[];
  threw?: boolean;
}

/** Sees clicks, taps, and the keys that stand for them; tells some seconds of them at once. */
export class Clicks {
  private pending: Pending[] = [];
  private recent: Pending[] = [];
  private batch: Click[] = [];
  private size = 0;
  private visit: Visit | undefined = undefined;
  private timer: ReturnType<typeof setTimeout> | undefined = undefined;
  private flushing: ReturnType<typeof setTimeout> | undefined = undefined;
  private isInTask = false;
  /** Errors that came without a click. */
  private readonly others = new Set<unknown>();
  private readonly effects: Effects;

  constructor(
    private readonly recording: Recording,
    private readonly report: Report,
    private readonly engagement: Engagement,
    /** Whether each is told, beside their number. */
    private readonly isTold: boolean,
  ) {
    this.effects = new Effects(recording, () => this.answer());
  }

  public clicked(event: MouseEvent): void {
    const path = event.composedPath();
    const [target] = path as Element[];
    if (target?.nodeType !== 1) return;
    // The browser clicks on what the label is of, too.
    const label = path.find((node) => (node as Element).localName === 'label') as HTMLLabelElement | undefined;
    if (label?.control && !path.includes(label.control)) return;
    this.add(event, path, !event.detail);
  }

  /** What is made a button by its role only gets the key, and nobody makes a click of it. */
  public pressed(event: KeyboardEvent): void {
    const path = event.composedPath();
    const [target] = path as Element[];
    if (event.repeat || (event.key !== 'Enter' && event.key !== ' ') || target?.nodeType !== 1) return;
    if (NATIVE.test(target.localName) || isEditable(target) || !isControl(target)) return;
    this.add(event, path, true);
  }

  public heard([type, details, , now]: Heard): void {
    if (type !== JS_ERROR) return;
    const { type: kind, message } = details as { type?: unknown; message?: unknown };
    const error = `${kind} ${message}`;
    const last = this.pending.at(-1);
    const isClose = !!last && now - last.click.time < ERROR_MS;
    if (last && (this.isInTask || (isClose && !this.others.has(error)))) last.threw = true;
    else if (!isClose && this.others.size < MAX_KNOWN_ERRORS) this.others.add(error);
  }

  /** The page view ends, or the page may be gone at once: what is left is told. */
  public end(): void {
    this.effects.look();
    for (const it of this.pending) it.isAlive = true; // nobody will know
    this.settle(Number.POSITIVE_INFINITY);
    this.flush();
  }

  private add(event: MouseEvent | KeyboardEvent, path: readonly EventTarget[], isKey: boolean): void {
    const { report, recording, effects } = this;
    if (!report.isSeen) return;
    const visit = recording.pages.visits.at(-1) as Visit;
    if (visit !== this.visit) this.end();
    this.visit = visit;
    effects.look(); // what is there by now belongs to the click before
    const [target] = path as Element[];
    const of = named(target);
    const { pageX, pageY, clientX: x = 0, clientY: y = 0 } = event as MouseEvent;
    const { name: element, role: elementRole, isNamed } = of;
    const hesitationMs = isKey ? undefined : this.engagement.hesitation();
    const cell = isKey ? undefined : this.engagement.cell(pageX, pageY);
    const click = {
      time: Date.now(),
      elementRole,
      ...(element && { element }),
      ...(isNamed && { isNamed }),
      selector: selectorOf(of.element),
      ...cell,
      ...(isKey && { keyboard: true as const }),
      ...(hesitationMs !== undefined && { hesitationMs }),
    };
    const moment = performance.now();
    const isJudged = !!safely(() => isExpected(event, target, of));
    const added: Pending = { click, visit, named: of, moment, x, y, isJudged, isAlive: false, isAnswered: false };
    this.pending.push(added);
    this.enrage(added, isKey);
    this.isInTask = true;
    setTimeout(() => {
      this.isInTask = false;
      if (isKey) safely(() => Object.assign(click, this.engagement.cellOf(of.element)));
      this.engagement.measureLater();
    });
    const roots = path.filter((node) => /^(9|11)$/.test(`${(node as Node).nodeType}`)) as Node[];
    effects.watch(DEAD_MS, roots);
    this.wait();
  }

  /** Whether it is one too many of a burst at one place, which says more where not each of them was answered. */
  private enrage(added: Pending, isKey: boolean): void {
    const { clicks, milliseconds, pixels } = RAGE;
    const near = ({ moment, x, y, named: { element } }: Pending) =>
      added.moment - moment <= milliseconds &&
      (element === added.named.element || (Math.abs(x - added.x) <= pixels && Math.abs(y - added.y) <= pixels));
    this.recent = [...this.recent.filter(near), added];
    const isText = !isKey && !isControl(added.named.element) && safely(() => getSelection()?.isCollapsed === false);
    if (this.recent.length < clicks || isText || UNSEEN.test(added.named.element.localName)) return;
    added.burst = this.recent;
    this.recent = [];
  }

  /** Something happens. */
  private answer(): void {
    const last = this.pending.at(-1);
    if (last) last.isAnswered = true;
    for (const it of this.pending) it.isAlive = true;
  }

  private wait(): void {
    const [first] = this.pending;
    clearTimeout(this.timer);
    if (!first) return;
    this.timer = setTimeout(
      () => {
        this.effects.look();
        this.settle(performance.now() - DEAD_MS);
        this.wait();
      },
      Math.max(0, first.moment + DEAD_MS - performance.now()) + 20,
    );
  }

  private settle(until: number): void {
    const done = this.pending.filter(({ moment }) => moment <= until);
    this.pending = this.pending.filter((it) => !done.includes(it));
    for (const it of done) {
      const { click, visit } = it;
      const frustration = frustrationOf(it);
      if (frustration) click.frustration = frustration;
      this.engagement.clicked(frustration);
      if (!this.isTold) continue;
      this.report.hear(CLICK, click, visit, click.time);
      const size = encoder.encode(JSON.stringify(JSON.stringify(click))).length;
      if (this.size + size > BATCH_BYTES) this.flush();
      this.size += size;
      this.batch.push(click);
    }
    if (this.batch.length) this.flushing ??= setTimeout(() => this.flush(), BATCH_MS - DEAD_MS);
  }

  private flush(): void {
    clearTimeout(this.flushing);
    this.flushing = undefined;
    const { batch: clicks, visit } = this;
    this.batch = [];
    this.size = 0;
    if (!clicks.length || !visit) return;
    const details: ClicksDetails = { version: '1.0.0', clicks };
    this.report.record(CLICKS_EVENT, details, visit, clicks.length);
  }
}

/** Of several the one that says most of what to do. */
function frustrationOf({ threw, burst, isJudged, isAlive }: Pending): Frustration | undefined {
  if (threw) return 'error';
  if (burst?.some(({ isAnswered }) => !isAnswered)) return 'rage';
  return isJudged && !isAlive ? 'dead' : undefined;
}

/** Whether a user may expect anything to happen in the page. */
function isExpected(event: MouseEvent | KeyboardEvent, target: Element, { element, isNamed }: Named): boolean {
  if (UNSEEN.test(element.localName) || UNSEEN.test(target.localName) || isEditable(target)) return false;
  // Nobody sees what a closed shadow root does.
  if (target.localName.includes('-') && !target.shadowRoot) return false;
  if (roleOf(element) === 'link') {
    const { protocol = 'http:' } = element as HTMLAnchorElement;
    const frame = element.getAttribute('target') ?? '';
    const isElsewhere = event.ctrlKey || event.metaKey || event.shiftKey || element.hasAttribute('download');
    return !isElsewhere && /^(_self)?$/.test(frame) && /^(https?|javascript):$/.test(protocol);
  }
  return isControl(element) || !!isNamed || getComputedStyle(target).cursor === 'pointer';
}
