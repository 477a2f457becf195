import type { Recording } from '../../src/formats/recording';
import { VIEWPORT } from '../../src/formats/synthetic';
import type { Draft } from './draft';

const SCREEN = {
  ...VIEWPORT,
  deviceScaleFactor: 1,
  isMobile: false,
  hasTouch: false,
  isLandscape: true,
};

/** A journey as a recording, which Chrome replays, and `Journey.fromRecording` and other tools read. */
export function toRecording({ name, startUrl, steps }: Draft): Recording {
  const { origin } = new URL(startUrl);
  const moves = steps.map(({ opens, click }, index) => {
    const url = index === 0 ? startUrl : origin + opens;
    const assertedEvents = [{ type: 'navigation', url, title: '' }];
    if (click === undefined) return { type: 'navigate', url, assertedEvents };
    return { type: 'click', target: 'main', selectors: [[recorded(click)]], offsetX: 1, offsetY: 1, assertedEvents };
  });
  return { title: name, steps: [{ type: 'setViewport', ...SCREEN }, ...moves] };
}

/** As Chrome's Recorder writes selectors of roles and names, and of CSS. */
function recorded(locator: string): string {
  const [, role, name] = /^role=([a-z]+)\[name=(".*")s\]$/.exec(locator) ?? [];
  return name ? `aria/${JSON.parse(name)}[role="${role}"]` : locator.replace(/^css=/, '');
}
