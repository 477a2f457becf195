import { BUILT_IN } from '../../../src/formats/browser-events';
import type { ClientConfiguration } from '../../../src/formats/client-configuration';
import { ignored } from '../../core/ignored';

/** A page may have hundreds of images. */
const MAX_SAMPLED = 10;

const TYPES: readonly (readonly [extension: RegExp, initiator: RegExp, type: string])[] = [
  [/\.(css|less)$/i, /^css$/, 'stylesheet'],
  [/\.(html?|ts|docx?|pdf|xlsx?)$/i, /^i?frame$/, 'document'],
  [/\.m?js$/i, /^script$/, 'script'],
  [/\.(ai|avif|bmp|gif|ico|jpe?g|png|ps|psd|svg|tiff?|webp)$/i, /^(img|image|input)$/, 'image'],
  [/\.(fnt|fon|otf|ttf|woff2?)$/i, /^$/, 'font'],
];

/** Reports what a page loads; finds the event of an image afterwards. */
export class Resources {
  private readonly events = new Map<string, string | undefined>();
  private readonly isIgnored: (url: string) => boolean;
  private sampled = 0;

  constructor(
    config: ClientConfiguration,
    private readonly record: (type: string, details: object, moment: number) => string | undefined,
  ) {
    this.isIgnored = ignored(config);
  }

  public add({ name, startTime, duration, initiatorType, transferSize }: PerformanceResourceTiming): void {
    if (!/^https?:/.test(name) || /^(fetch|xmlhttprequest|beacon)$/.test(initiatorType) || this.isIgnored(name)) return;
    const fileType = typeOf(name, initiatorType);
    const isSampled = fileType === 'image' || fileType === 'other';
    if (isSampled && ++this.sampled > MAX_SAMPLED) return;
    const times = { version: '1.0.0', initiatorType, startTime, duration, fileType, transferSize };
    const id = this.record(`${BUILT_IN}performance_resource_event`, { ...times, targetUrl: name }, startTime);
    if (isSampled) this.events.set(name, id);
  }

  public eventOf(url: string): string | undefined {
    return this.events.get(url);
  }
}

function typeOf(url: string, initiator: string): string {
  const [path] = url.split(/[?#]/, 1);
  const file = path.slice(path.lastIndexOf('/'));
  const found =
    TYPES.find(([extension]) => extension.test(file.slice(-6))) ?? TYPES.find(([, type]) => type.test(initiator));
  return found?.[2] ?? 'other';
}
