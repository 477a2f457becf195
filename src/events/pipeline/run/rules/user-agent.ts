import { SYNTHETICS_USER_AGENT } from '../../../../formats/synthetic';

/** What a user agent says of itself, in words that questions can group by. */
export interface Device {
  readonly browser: string;
  readonly os: string;
  readonly device: string;
  readonly bot: boolean;
  readonly synthetic: boolean;
}

const OTHER = 'other';

// The first that matches: each browser names those that it descends from.
const BROWSERS: readonly [RegExp, string][] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\b(?:OPR|Opera|OPT)\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|Chromium|HeadlessChrome)\//, 'Chrome'],
  [/\bVersion\/[\d.]+.*\bSafari\//, 'Safari'],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/\bWindows\b/, 'Windows'],
  [/\b(?:iPhone|iPad|iPod)\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];
const BOTS =
  /bot\b|bots\b|crawl|spider|slurp|headless|phantom|lighthouse|pagespeed|pingdom|preview|facebookexternalhit|\bcurl\/|\bwget\/|python|\bjava\/|okhttp|go-http-client|node-fetch|axios|scrapy|monitor|uptime|synthetic/i;

export function deviceOf(userAgent: string): Device {
  return {
    browser: first(BROWSERS, userAgent),
    os: first(SYSTEMS, userAgent),
    device: kindOf(userAgent),
    bot: userAgent === '' || BOTS.test(userAgent),
    synthetic: userAgent.includes(SYNTHETICS_USER_AGENT),
  };
}

function kindOf(userAgent: string): string {
  if (/\biPad\b|\bTablet\b|\bAndroid\b(?!.*\bMobile\b)/.test(userAgent)) return 'tablet';
  if (/\bMobile\b|\biPhone\b/.test(userAgent)) return 'mobile';
  return /\b(?:Windows NT|Macintosh|X11|CrOS)\b/.test(userAgent) ? 'desktop' : OTHER;
}

function first(kinds: readonly [RegExp, string][], userAgent: string): string {
  return kinds.find(([pattern]) => pattern.test(userAgent))?.[1] ?? OTHER;
}
