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
    return { type: 'click', target: 'main', selectors: [[click]], offsetX: 1, offsetY: 1, assertedEvents };
  });
  return { title: name, steps: [{ type: 'setViewport', ...SCREEN }, ...moves] };
}
