import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type LaunchOptions } from 'playwright-core';

/** Where the emulated CloudFront and RUM data plane accept TLS connections. */
export interface Edge {
  readonly host: string;
  readonly port: number;
}

/** A browser of real users, and its window. */
export interface Device {
  /** What it calls itself. None may hold `CloudWatchSynthetics`, which marks a canary. */
  readonly userAgent: string;
  readonly viewport: { readonly width: number; readonly height: number };
  readonly isMobile?: boolean;
  readonly hasTouch?: boolean;
}

export const DEVICES: readonly Device[] = [
  {
    userAgent:
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
    viewport: { width: 1366, height: 768 },
  },
  {
    userAgent:
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
    viewport: { width: 1440, height: 900 },
  },
  {
    userAgent:
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36',
    viewport: { width: 412, height: 915 },
    isMobile: true,
    hasTouch: true,
  },
];

/**
 * Chromium draws what its address bar suggests by two pages of its own for each window, which no one sees here and which cost
 * more than the pages that are visited.
 */
export const OWN_PAGES = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup'];

/** The switch replaces that of Playwright 1.65, whose features are the others. */
const DISABLED_FEATURES = [
  ...OWN_PAGES,
  ...['AimEnabled', 'PreconnectToSearch', 'LensOverlay', 'MediaRouter'],
  ...['HttpsUpgrades', 'HttpsFirstBalancedModeAutoEnable', 'OptimizationHints', 'NetworkTimeServiceQuerying'],
  ...['AvoidUnnecessaryBeforeUnloadCheckSync', 'AvoidCorsURLLoaderRestartOnRedirect', 'DestroyProfileOnBrowserClose'],
  ...['PaintHolding', 'ThirdPartyStoragePartitioning'],
];

/** The one that CHROMIUM names, or Debian's as users have it. */
export const CHROMIUM = process.env.CHROMIUM || '/usr/bin/chromium';

const SHELL = '/usr/bin/chromium-headless-shell';

/**
 * The one that CHROMIUM names, or Debian's without windows, where that is there: the same engine, for half the CPU of each
 * start and each visit. It has no back/forward cache, and its mouse and its storage aren't those of users.
 *
 * @see https://developer.chrome.com/blog/chrome-headless-shell
 */
export const WINDOWLESS = process.env.CHROMIUM || (existsSync(SHELL) ? SHELL : CHROMIUM);

export const WITHOUT_OWN_PAGES = `--disable-features=${DISABLED_FEATURES}`;

export function chromiumOptions(edge?: Edge): LaunchOptions {
  return {
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox', // it runs as root in containers, and only visits pages of this repository
      '--disable-dev-shm-usage',
      '--ignore-certificate-errors',
      WITHOUT_OWN_PAGES,
      ...(edge ? [`--host-resolver-rules=${resolverRules(edge)}`] : []),
    ],
  };
}

/**
 * A device is a browser of its own: what Playwright emulates for a page does not hold for what it sends while it is left,
 * which would come from HeadlessChrome, a bot (findings/user-agent-of-what-is-sent-at-leave.sh).
 */
export function launchChromium(edge?: Edge, device?: Device): Promise<Browser> {
  const { args = [], ...options } = chromiumOptions(edge);
  return chromium.launch({ ...options, args: device ? [...args, `--user-agent=${device.userAgent}`] : args });
}

/** A fresh user: no cookies, no storage. */
export function newUser(browser: Browser, { userAgent, ...screen }: Device): Promise<BrowserContext> {
  return browser.newContext({ ...screen, locale: 'en-US', ignoreHTTPSErrors: true });
}

/** Pages run on their true origin: only name resolution is different, and everything else is unreachable. */
function resolverRules({ host, port }: Edge): string {
  return [
    `MAP *.cloudfront.net ${host}:${port}`,
    `MAP cognito-identity.*.amazonaws.com ${host}:${port}`,
    `MAP dataplane.rum.*.amazonaws.com ${host}:${port}`,
    'MAP * ~NOTFOUND',
    'EXCLUDE 127.0.0.1',
  ].join(', ');
}
