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
const RAGE_CLICKS = 3;
const RAGE_MS = 1_000;
const RAGE_PIXELS = 30;
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
const isNative = (node: EventTarget) => {
  const { localName } = node as Element;
  return NATIVE.test(localName) && (localName !== 'a' || (node as Element).hasAttribute('href'));
};

type Mutable<T> = { -readonly [name in keyof T]: T[name] };

/** A click that is still to be judged. */
interface Pending {
  readonly click: Mutable<Click>;
  readonly visit: Visit;
  readonly element: Element;
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
  private unjudged: Pending[] = [];
  private recent: Pending[] = [];
  private batch: Click[] = [];
  private size = 0;
  private visit: Visit | undefined = undefined;
  private timer: ReturnType<typeof setTimeout> | undefined = undefined;
  private flushing: ReturnType<typeof setTimeout> | undefined = undefined;
  private isInTask = false;
  /** Errors that came without a click. */
  private readonly others = new Set<unknown>();
  private readonly aftermath: Effects;

  constructor(
    private readonly recording: Recording,
    private readonly report: Report,
    private readonly engagement: Engagement,
    /** Whether each is told, beside their number. */
    private readonly isTold: boolean,
  ) {
    this.aftermath = new Effects(recording, () => this.answer());
  }

  public clicked(event: MouseEvent): void {
    const path = event.composedPath();
    const [target] = path as Element[];
    if (target?.nodeType !== 1) return;
    // The browser clicks on what the label is of, too, unless that is disabled, or what is within clicks by itself.
    const first = path.find((node) => isNative(node) || (node as Element).localName === 'label');
    const control = (first as HTMLLabelElement | undefined)?.control;
    if (control && !control.matches(':disabled') && !path.includes(control)) return;
    this.add(event, path, !event.detail);
  }

  /** What is made a button by its role only gets the key, and nobody makes a click of it. */
  public pressed(event: KeyboardEvent): void {
    const path = event.composedPath();
    const [target] = path as Element[];
    if (event.repeat || (event.key !== 'Enter' && event.key !== ' ') || target?.nodeType !== 1) return;
    if (isNative(target) || isEditable(target) || !isControl(target)) return;
    this.add(event, path, true);
  }

  public heard([type, details, , now]: Heard): void {
    if (type !== JS_ERROR) return;
    const { type: kind, message } = details as { type?: unknown; message?: unknown };
    const error = `${kind} ${message}`;
    const last = this.unjudged.at(-1);
    const isClose = !!last && now - last.click.time < ERROR_MS;
    if (last && (this.isInTask || (isClose && !this.others.has(error)))) last.threw = true;
    else if (!isClose && this.others.size < MAX_KNOWN_ERRORS) this.others.add(error);
  }

  /** The page view ends, or the page may be gone at once: what is left is told. */
  public end(): void {
    this.aftermath.look();
    for (const it of this.unjudged) it.isAlive = true; // nobody will know
    this.settle(performance.now());
    this.tellBatch();
  }

  private add(event: MouseEvent | KeyboardEvent, path: readonly EventTarget[], isKey: boolean): void {
    const { report, recording, aftermath } = this;
    if (!report.isSeen) return;
    const visit = recording.pages.visits.at(-1) as Visit;
    if (visit !== this.visit) this.end();
    this.visit = visit;
    aftermath.look(); // what is there by now belongs to the click before
    const [target] = path as Element[];
    const of = named(target);
    const { pageX, pageY, clientX, clientY: y } = event as MouseEvent;
    const x = isKey ? Number.NaN : clientX; // a key is nowhere
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
    const added: Pending = {
      click,
      visit,
      element: of.element,
      moment,
      x,
      y,
      isJudged,
      isAlive: false,
      isAnswered: false,
    };
    this.unjudged.push(added);
    this.enrage(added, isKey);
    this.isInTask = true;
    setTimeout(() => {
      this.isInTask = false;
      if (isKey) safely(() => Object.assign(click, this.engagement.cellOf(of.element)));
      this.engagement.measureLater();
    });
    const roots = path.filter((node) => (node as Node).nodeType > 8) as Document[];
    aftermath.watch(DEAD_MS, roots, path);
    this.wait();
  }

  /** Whether it is one too many of a burst at one place, which says more where not each of them was answered. */
  private enrage(added: Pending, isKey: boolean): void {
    const near = ({ moment, x, y, element }: Pending) =>
      added.moment - moment <= RAGE_MS &&
      (element === added.element || (Math.abs(x - added.x) <= RAGE_PIXELS && Math.abs(y - added.y) <= RAGE_PIXELS));
    this.recent = [...this.recent.filter(near), added];
    const isText = !isKey && !isControl(added.element) && safely(() => getSelection()?.isCollapsed === false);
    if (this.recent.length < RAGE_CLICKS || isText || UNSEEN.test(added.element.localName)) return;
    added.burst = this.recent;
    this.recent = [];
  }

  /** Something happens. */
  private answer(): void {
    const last = this.unjudged.at(-1);
    if (last) last.isAnswered = true;
    for (const it of this.unjudged) it.isAlive = true;
  }

  private wait(): void {
    const [first] = this.unjudged;
    clearTimeout(this.timer);
    if (!first) return;
    this.timer = setTimeout(
      () => {
        this.aftermath.look();
        this.settle(performance.now() - DEAD_MS);
        this.wait();
      },
      Math.max(0, first.moment + DEAD_MS - performance.now()) + 20,
    );
  }

  private settle(until: number): void {
    const done = this.unjudged.filter(({ moment }) => moment <= until);
    this.unjudged = this.unjudged.filter((it) => !done.includes(it));
    for (const it of done) {
      const { click, visit } = it;
      const frustration = frustrationOf(it);
      if (frustration) click.frustration = frustration;
      this.engagement.clicked(frustration);
      if (!this.isTold) continue;
      this.report.hear(CLICK, click, visit, click.time);
      const size = encoder.encode(JSON.stringify(JSON.stringify(click))).length;
      if (this.size + size > BATCH_BYTES) this.tellBatch();
      this.size += size;
      this.batch.push(click);
    }
    if (this.batch.length) this.flushing ??= setTimeout(() => this.tellBatch(), BATCH_MS - DEAD_MS);
  }

  private tellBatch(): void {
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
