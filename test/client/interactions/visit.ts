import { PAGE_VIEW_EVENT } from '../../../src/formats/browser-events';
import { fakeItems } from '../items';
import { FakeElement, happens, page, recording } from './world';

const EVERYTHING = { clicks: true, forms: true, sampleRate: 1, budget: 1_000, toRum: true, toPipeline: false };

/** A page with the whole file that sees what users do, by the listeners that it has in browsers. */
export function visit(settings: object = {}) {
  const heard: unknown[] = [];
  const host = recording({
    ...{ beginnings: { isFrame: false }, hide: () => {}, show: () => {}, depart: () => {} },
    config: { appMonitorId: 'id', interactions: { ...EVERYTHING, ...settings } },
    heard,
  });
  const root = { nodeType: 9, querySelectorAll: () => [] };
  const tag = { userTelemetry: host, remove: () => {} };
  Object.assign(globalThis, { sessionStorage: fakeItems() });
  Object.assign(document, { currentScript: tag });
  jest.isolateModules(() => {
    jest.requireActual('../../../client/interactions');
  });
  const at = (target: FakeElement, more: object = {}) => ({ target, composedPath: () => [target, root], ...more });
  return {
    told: host.told,
    wait: (milliseconds: number) => jest.advanceTimersByTime(milliseconds),
    view: () => {
      host.pages.visits.push({ attributes: { pageId: '/next', interaction: 1 }, place: {} });
      host.heard?.push([PAGE_VIEW_EVENT, {}]);
    },
    click: (target: FakeElement) => {
      happens('pointerdown', { ...at(target), pointerType: 'mouse', clientX: 5, clientY: 5 });
      happens('click', { ...at(target), detail: 1, clientX: 5, clientY: 5, pageX: 5, pageY: 5 });
    },
    /** Somebody fills a form in, and sends it. */
    fill: (form: FakeElement) => {
      const field = new FakeElement({ localName: 'input', attributes: { 'aria-label': 'Name' } }, form);
      field.form = form;
      for (const type of ['focusin', 'input', 'change', 'focusout']) happens(type, at(field));
      happens('submit', at(form));
    },
    focus: (isFocused: boolean) => {
      page.isFocused = isFocused;
      happens(isFocused ? 'focus' : 'blur', { target: globalThis });
    },
    leave: () => (host as unknown as { depart(): void }).depart(),
  };
}
