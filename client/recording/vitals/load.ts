import { BUILT_IN } from '../../../src/formats/browser-events';
import { safely } from '../../core/safely';
import { type EventEntry, loadState, type NavigationEntry, navigationEntry, noted, type PaintEntry } from './entries';
import { selector } from './selector';
import { firstHidden } from './visibility';

const COPIED = [
  'initiatorType',
  'startTime',
  'unloadEventStart',
  'redirectCount',
  'redirectStart',
  'workerStart',
  'fetchStart',
  'domainLookupStart',
  'nextHopProtocol',
  'connectStart',
  'secureConnectionStart',
  'requestStart',
  'responseStart',
  'domInteractive',
  'domContentLoadedEventStart',
  'domComplete',
  'loadEventStart',
  'duration',
  'transferSize',
] as const;

/** What the load of a document needs of the recording. */
export interface LoadRecorder {
  /** Books what happened at a moment of the page's clock to the page view that was then. */
  record(type: string, details: object, moment: number): string | undefined;
  /** When the next page view after a moment began; infinite if none did. */
  nextView(moment: number): number;
  /** The event of the image with the URL, if there is one. */
  resourceEvent(url: string): string | undefined;
}

/** The times of a document's load. Each is reported once: a page that is restored or changes its route does not load. */
export class Load {
  private readonly reported = new Set<string>();
  private navigationEvent: string | undefined = undefined;

  constructor(private readonly recorder: LoadRecorder) {}

  /** What is known once the page has loaded. */
  public loaded(): void {
    const [entry] = performance.getEntriesByType('navigation') as NavigationEntry[];
    if (entry?.loadEventEnd && !this.navigationEvent) {
      this.navigationEvent = this.recorder.record(`${BUILT_IN}performance_navigation_event`, navigation(entry), 0);
    }
    this.firstByte();
  }

  public firstByte(): void {
    const entry = navigationEntry();
    if (!entry) return;
    const { fetchStart, workerStart, domainLookupStart, connectStart, connectEnd, responseStart } = entry;
    const at = fromActivation(entry);
    const waited = at(workerStart || fetchStart);
    const value = at(responseStart);
    this.report('time_to_first_byte', entry, value, () => ({
      waitingDuration: waited,
      cacheDuration: at(domainLookupStart) - waited,
      dnsDuration: at(connectStart) - at(domainLookupStart),
      connectionDuration: at(connectEnd) - at(connectStart),
      requestDuration: value - at(connectEnd),
    }));
  }

  /** Whether there was a first paint, and somebody saw it. */
  public firstPaint(): boolean {
    const [entry] = performance.getEntriesByName('first-contentful-paint');
    if (!entry || !this.isSeen(entry)) return false;
    const value = fromActivation()(entry.startTime);
    this.report('first_contentful_paint', entry, value, () => {
      const timeToFirstByte = firstByteOf();
      return { timeToFirstByte, firstByteToFCP: value - timeToFirstByte, loadState: loadState(entry.startTime) };
    });
    return true;
  }

  /** It ends with the first input, with the next view, and once the page is hidden. */
  public largestPaint(): void {
    const next = this.recorder.nextView(performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0);
    const entry = noted<PaintEntry>('largest-contentful-paint')
      .filter((paint) => this.isSeen(paint) && paint.startTime < next)
      .pop();
    if (!entry) return;
    const { url, element, startTime } = entry;
    const at = fromActivation();
    this.report('largest_contentful_paint', entry, at(startTime), () => {
      const [resource] = url ? (performance.getEntriesByName(url, 'resource') as PerformanceResourceTiming[]) : [];
      const timeToFirstByte = firstByteOf();
      const requested = Math.max(timeToFirstByte, resource ? at(resource.requestStart || resource.startTime) : 0);
      const answered = Math.max(requested, resource ? at(resource.responseEnd) : 0);
      return {
        element: selector(element),
        url: url || undefined,
        timeToFirstByte,
        resourceLoadDelay: requested - timeToFirstByte,
        resourceLoadTime: answered - requested,
        elementRenderDelay: Math.max(answered, at(startTime)) - answered,
        lcpResourceEntry: url ? this.recorder.resourceEvent(url) : undefined,
        navigationEntry: this.navigationEvent,
      };
    });
  }

  public firstInput(entry: EventEntry): void {
    const { startTime, processingStart, target, name } = entry;
    if (!this.isSeen(entry)) return;
    this.report('first_input_delay', entry, processingStart - startTime, () => ({
      eventTarget: selector(target),
      eventType: name,
      eventTime: startTime,
      loadState: loadState(startTime),
    }));
  }

  private isSeen({ startTime }: PerformanceEntry): boolean {
    return startTime < firstHidden(navigationEntry()?.activationStart ?? 0);
  }

  private report(vital: string, { startTime }: PerformanceEntry, value: number, attribution: () => object): void {
    if (this.reported.has(vital)) return;
    this.reported.add(vital);
    const details = { version: '1.0.0', value, attribution: safely(attribution) };
    this.recorder.record(`${BUILT_IN}${vital}_event`, details, startTime);
  }
}

/** A prerendered page begins to load for its user when it is shown. */
function fromActivation({ activationStart = 0 } = navigationEntry() ?? ({} as NavigationEntry)) {
  return (moment: number) => Math.max(moment - activationStart, 0);
}

function firstByteOf(entry = navigationEntry()): number {
  return entry ? fromActivation(entry)(entry.responseStart) : 0;
}

/** Some moments as they are, and what lies between others, as the web client of AWS names it. */
function navigation(entry: NavigationEntry): object {
  const { workerStart, fetchStart, responseStart, secureConnectionStart, transferSize, encodedBodySize } = entry;
  return {
    version: '1.0.0',
    ...Object.fromEntries(COPIED.map((name) => [name, entry[name]])),
    navigationType: entry.type,
    promptForUnload: entry.unloadEventEnd - entry.unloadEventStart,
    redirectTime: entry.redirectEnd - entry.redirectStart,
    workerTime: workerStart > 0 ? fetchStart - workerStart : 0,
    dns: entry.domainLookupEnd - entry.domainLookupStart,
    connect: entry.connectEnd - entry.connectStart,
    tlsTime: secureConnectionStart > 0 ? entry.connectEnd - secureConnectionStart : 0,
    timeToFirstByte: responseStart - entry.requestStart,
    responseTime: responseStart > 0 ? entry.responseEnd - responseStart : 0,
    domContentLoaded: entry.domContentLoadedEventEnd - entry.domContentLoadedEventStart,
    domProcessingTime: entry.loadEventStart - entry.responseEnd,
    loadEventTime: entry.loadEventEnd - entry.loadEventStart,
    headerSize: transferSize > 0 ? transferSize - encodedBodySize : 0,
    compressionRatio: encodedBodySize > 0 ? entry.decodedBodySize / encodedBodySize : 0,
    navigationTimingLevel: 2,
  };
}
