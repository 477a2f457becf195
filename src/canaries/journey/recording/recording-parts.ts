import { Annotations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import {
  type ActionFields,
  kindOf,
  type PartDocument,
  type PartFields,
  type PartRecordedAs,
  type RecordedType,
} from '../../../formats/journey';
import type { RecordingStep } from '../../../formats/recording';
import { describe, fail } from '../../../private/errors';
import { problemOfLocator } from '../selectors/locator-checks';
import { fieldName, isCheckbox, playwrightSelectors } from './recording-selectors';
import type { RecordedValues } from './recording-values';

/** What is known while a recording is read. */
export interface RecordingContext {
  readonly scope: Construct;
  /** The recording or its step, as errors name it. */
  readonly what: string;
  readonly timeout: number | undefined;
  readonly values: RecordedValues;
  readonly leaveOut: Set<string>;
  readonly recordedOrigin: string | undefined;
  readonly origin: string | undefined;
}

/** Refuses a recording: nothing of it is dropped unless the user says so. */
export function refuse({ scope, what }: RecordingContext, got: unknown, expected: string, fix: string): never {
  return fail(scope, { what, got, expected, fix });
}

const COMMON = ['type', 'timeout', 'target', 'frame', 'assertedEvents'];
const ELEMENT = [...COMMON, 'selectors'];
const CLICK = [...ELEMENT, 'offsetX', 'offsetY', 'button', 'duration', 'deviceType'];
const BUTTONS: { [recorded: string]: string } = { primary: 'left', auxiliary: 'middle', secondary: 'right' };
const RECORD_AGAIN = 'record again without it, or pass its name in leaveOut';

interface Translation<Part> {
  /** Which properties the recorded step may have. */
  readonly properties: string[];
  readonly parts: (context: RecordingContext, step: RecordingStep) => Part[];
}

/** What each type of recorded step becomes: parts of the kinds that say so in the table of formats/journey/parts.ts. */
const TRANSLATIONS: { readonly [T in RecordedType | 'close']: Translation<PartRecordedAs<T>> } = {
  setViewport: {
    properties: [...COMMON, 'width', 'height', 'deviceScaleFactor', 'isMobile', 'hasTouch', 'isLandscape'],
    parts: (context, step) => [{ action: 'viewport', size: size(context, step) }],
  },
  navigate: {
    properties: [...COMMON, 'url'],
    parts: (context, step) => [{ action: 'open', value: path(context, text(context, step, 'url')) }],
  },
  click: { properties: CLICK, parts: (context, step) => [{ action: 'click', ...pointer(context, step) }] },
  doubleClick: { properties: CLICK, parts: (context, step) => [{ action: 'doubleClick', ...pointer(context, step) }] },
  hover: { properties: ELEMENT, parts: (context, step) => [{ action: 'hover', ...element(context, step) }] },
  change: {
    properties: [...ELEMENT, 'value'],
    parts: change,
  },
  keyDown: { properties: [...COMMON, 'key'], parts: (_, { key }) => [{ action: 'keyDown', value: String(key) }] },
  keyUp: { properties: [...COMMON, 'key'], parts: (_, { key }) => [{ action: 'keyUp', value: String(key) }] },
  scroll: {
    properties: [...ELEMENT, 'x', 'y'],
    parts: (context, step) => {
      const position = { x: Math.round(step.x ?? 0), y: Math.round(step.y ?? 0) };
      return [{ action: 'scrollTo', ...(step.selectors && element(context, step)), position }];
    },
  },
  waitForElement: {
    properties: [...ELEMENT, 'operator', 'count', 'visible', 'properties', 'attributes'],
    parts: waitForElement,
  },
  waitForExpression: {
    properties: [...COMMON, 'expression'],
    parts: (context, step) => [{ expect: 'script', value: text(context, step, 'expression') }],
  },
  // The browser is closed by itself when the journey is over.
  close: { properties: COMMON, parts: () => [] },
};

/** What a recorded step becomes; nothing where the user lets it be left out. */
export function partsOf(context: RecordingContext, step: RecordingStep, isLast: boolean): PartDocument[] {
  const type = (TRANSLATIONS as { readonly [type: string]: Translation<PartDocument> | undefined })[step?.type];
  if (context.leaveOut.has(step?.type)) return [];
  if (!type) {
    const known = Object.keys(TRANSLATIONS).join(', ');
    return refuse(context, step?.type, `a step of the types that journeys play: ${known}`, RECORD_AGAIN);
  }
  if (step.type === 'close' && !isLast) refuse(context, 'close', 'close as the last step only', RECORD_AGAIN);
  for (const property of Object.keys(step)) {
    if (type.properties.includes(property) || context.leaveOut.has(property)) continue;
    refuse(context, property, `properties that are known: ${type.properties.join(', ')}`, RECORD_AGAIN);
  }
  if (step.target !== undefined && step.target !== 'main') {
    refuse(context, `target ${step.target}`, 'steps in the first tab only', 'record without another tab or window');
  }
  const timeoutMs = step.timeout ?? context.timeout;
  const fields = { ...(timeoutMs !== undefined && { timeoutMs }), ...(step.frame && { frame: step.frame }) };
  const parts = type.parts(context, step).map((part) => ({ ...part, ...(kindOf(part).timeoutMs === 0 ? {} : fields) }));
  return [...parts, ...navigations(context, step, fields)];
}

/** A property that the type of step needs, as text. */
function text(context: RecordingContext, step: RecordingStep, property: 'url' | 'value' | 'expression'): string {
  const got = step[property];
  return typeof got === 'string' ? got : refuse(context, got, `a text as ${property}`, 'record the step again');
}

/** The recorded selectors that can be used. A step that has none is refused; what is left out of another one is told. */
function element(context: RecordingContext, { selectors }: RecordingStep): PartFields {
  const { scope, what } = context;
  if (!Array.isArray(selectors) || selectors.flat().length === 0) {
    return refuse(context, selectors, 'at least one selector', 'record the step again');
  }
  const all = playwrightSelectors(selectors).map((locator, index) => ({
    recorded: [selectors[index]].flat().join(' >> '),
    locator,
    problem: problemOfLocator(locator),
  }));
  const [first, ...others] = all.filter(({ problem }) => problem === undefined).map(({ locator }) => locator);
  const [unusable] = all.filter(({ problem }) => problem !== undefined);
  if (unusable?.problem) {
    const problem = { what, got: unusable.recorded, ...unusable.problem };
    if (first === undefined) fail(scope, problem);
    Annotations.of(scope).addWarningV2(
      'cdk-user-telemetry:recordedSelector',
      `${describe(problem)}. The other selectors of the step are used.`,
    );
  }
  return { locator: first, ...(others.length > 0 && { alternatives: others }) };
}

/** How browsers tell scripts of a chosen file: https://html.spec.whatwg.org/multipage/input.html#fakepath-srsly. */
const CHOSEN_FILE = /^C:\\fakepath\\/i;
/** The value of a checkbox that has none of its own. */
const CHECKED = 'on';

function change(context: RecordingContext, step: RecordingStep): PartRecordedAs<'change'>[] {
  const recorded = text(context, step, 'value');
  const field = fieldName(step.selectors ?? []);
  if (CHOSEN_FILE.test(recorded)) {
    return [{ action: 'upload', ...element(context, step), file: context.values.file(field) }];
  }
  const isTyped = recorded !== CHECKED && !isCheckbox(step.selectors ?? []);
  const value = isTyped ? context.values.of(field, recorded) : recorded;
  return [{ action: 'change', ...element(context, step), value }];
}

function pointer(context: RecordingContext, step: RecordingStep): ActionFields {
  const { button = 'primary', deviceType = 'mouse', duration } = step;
  if (!BUTTONS[button]) refuse(context, `button ${button}`, `one of ${Object.keys(BUTTONS).join(', ')}`, RECORD_AGAIN);
  if (deviceType !== 'mouse') refuse(context, `deviceType ${deviceType}`, 'clicks with a mouse', RECORD_AGAIN);
  return {
    ...element(context, step),
    ...(button !== 'primary' && { button: BUTTONS[button] }),
    ...(duration !== undefined && { holdMs: duration }),
  };
}

function size(context: RecordingContext, step: RecordingStep): { width: number; height: number } {
  const { width, height, deviceScaleFactor = 1, isMobile = false, hasTouch = false } = step;
  for (const [property, value, expected] of [
    ['deviceScaleFactor', deviceScaleFactor, 1],
    ['isMobile', isMobile, false],
    ['hasTouch', hasTouch, false],
  ]) {
    if (value === expected || context.leaveOut.has(String(property))) continue;
    refuse(context, `${property} ${value}`, `${property} ${expected}: canaries are desktop browsers`, RECORD_AGAIN);
  }
  return { width: Number(width), height: Number(height) };
}

/** `visible` says whether the rest has to hold; it does not mean that users see the elements. */
function waitForElement(context: RecordingContext, step: RecordingStep): PartRecordedAs<'waitForElement'>[] {
  const { operator = '>=', count = 1, visible = true, attributes, properties } = step;
  const known = (['>=', '==', '<='] as const).find((each) => each === operator);
  if (known === undefined) {
    return refuse(context, `operator ${operator}`, 'one of >=, == and <=', RECORD_AGAIN);
  }
  const like = { ...(attributes && { attributes }), ...(properties && { properties }) };
  const elements = { operator: known, count, ...like, ...(visible ? {} : { not: true }) };
  return [{ expect: 'elements', ...element(context, step), elements }];
}

/** A navigation that was recorded is expected by its path: queries and titles differ from visit to visit. */
function navigations(context: RecordingContext, step: RecordingStep, fields: object): PartDocument[] {
  const { assertedEvents = [] } = step;
  if (context.leaveOut.has('assertedEvents')) return [];
  for (const { type } of assertedEvents) {
    if (type !== 'navigation') refuse(context, `the asserted event ${type}`, 'navigations only', RECORD_AGAIN);
  }
  // Where one led to the next the journey ends at the last.
  const last = assertedEvents.at(-1);
  if (!last) return [];
  const value = place(context, last.url);
  if (step.type !== 'navigate') return [{ expect: 'navigation', ...(value !== undefined && { value }), ...fields }];
  if (value === undefined) return [];
  const here = value.startsWith('/') ? 'location.pathname' : 'location.origin + location.pathname';
  return [{ expect: 'script', value: `${here} === ${JSON.stringify(value)}`, ...fields }];
}

/** The path of a page of the recorded site, which may be played elsewhere; of another site with its origin. */
function place({ recordedOrigin }: RecordingContext, url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { host, origin, pathname, protocol } = new URL(url);
  if (!/^https?:$/.test(protocol)) return undefined;
  return recordedOrigin !== undefined && new URL(recordedOrigin).host === host ? pathname : `${origin}${pathname}`;
}

/** A path where it is on the recorded site, so that it can be played on another origin. */
function path({ recordedOrigin, origin }: RecordingContext, url: string): string {
  if (origin === undefined || recordedOrigin === undefined || !url.startsWith(`${recordedOrigin}/`)) return url;
  return url.slice(recordedOrigin.length);
}
