import { type EventEntry, loadState, noted } from './entries';
import { selector } from './selector';

/** Of so many interactions the slowest one is taken for an outlier. */
const INTERACTIONS_PER_OUTLIER = 50;
const MAX_KEPT = 10;
/** Events that end so close to each other were shown by one frame: the browser rounds durations to 8 ms. */
const FRAME_MS = 8;
const MAX_RECENT = 50;

/** Some of what an entry tells: an entry itself would keep its target from being collected. */
interface Frame {
  readonly rendered: number;
  processed: number;
}

interface Interaction extends Frame {
  readonly id: number | undefined;
  readonly since: number;
  readonly latency: number;
  readonly begun: number;
  readonly type: string;
  target: Node | null;
}

/** The interaction to next paint of a page view: its slowest interaction, or almost. */
export class Interactions {
  /** The slowest ones first. */
  private slowest: Interaction[] = [];
  private recent: Frame[] = [];
  private ids: number[] = [];

  public add(entry: EventEntry): void {
    const { interactionId: id, startTime, duration, processingStart, processingEnd, name, target } = entry;
    const rendered = startTime + duration;
    let processed = processingEnd;
    for (const frame of [...this.recent, ...this.slowest]) {
      if (Math.abs(frame.rendered - rendered) > FRAME_MS) continue;
      processed = frame.processed = Math.max(processed, frame.processed);
    }
    this.recent = [...this.recent, { rendered, processed }].slice(-MAX_RECENT);
    if (id) this.ids = [Math.min(id, ...this.ids), Math.max(id, ...this.ids)];
    else if (entry.entryType !== 'first-input') return;

    const known = this.slowest.find((other) => other.id === id);
    if (known && known.latency >= duration) {
      known.target ??= target;
      return;
    }
    const interaction = {
      id,
      since: startTime,
      latency: duration,
      begun: processingStart,
      rendered,
      processed,
      type: name.startsWith('key') ? 'keyboard' : 'pointer',
      target: target ?? known?.target ?? null,
    };
    this.slowest = [...this.slowest.filter((other) => other !== known), interaction]
      .sort((a, b) => b.latency - a.latency)
      .slice(0, MAX_KEPT);
  }

  public has({ interactionId }: EventEntry): boolean {
    return !!interactionId && this.slowest.some(({ id }) => id === interactionId);
  }

  /** `count` is that of all interactions, if the browser knows it. */
  public details(count = this.estimate()): object | undefined {
    const { slowest } = this;
    const outliers = Math.floor(count / INTERACTIONS_PER_OUTLIER);
    const interaction = slowest[Math.min(slowest.length - 1, outliers)];
    if (!interaction) return undefined;
    const { since, begun, processed, rendered, latency, target, type } = interaction;
    // A frame that was long may tell more exactly when it was shown.
    const frames = noted('long-animation-frame').map(({ startTime, duration }) => [startTime, startTime + duration]);
    const ends = frames.flatMap(([start, end]) => (end >= since && start <= processed ? [end] : []));
    const nextPaintTime = Math.max(rendered, processed, ...ends);
    return {
      version: '1.0.0',
      value: latency,
      attribution: {
        interactionTarget: selector(target),
        interactionTime: since,
        nextPaintTime,
        interactionType: type,
        inputDelay: begun - since,
        processingDuration: processed - begun,
        presentationDelay: Math.max(nextPaintTime - processed, 0),
        loadState: loadState(since),
      },
    };
  }

  /** Browsers number interactions in steps of 7. */
  private estimate(): number {
    const [first, last] = this.ids;
    return first ? (last - first) / 7 + 1 : 0;
  }
}
