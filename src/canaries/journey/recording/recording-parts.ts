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
import { fail } from '../../../private/errors';
import { fieldName, playwrightSelectors } from './recording-selectors';
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
    parts: (context, { url }) => [{ action: 'open', value: path(context, String(url)) }],
  },
  click: { properties: CLICK, parts: (context, step) => [{ action: 'click', ...pointer(context, step) }] },
  doubleClick: { properties: CLICK, parts: (context, step) => [{ action: 'doubleClick', ...pointer(context, step) }] },
  hover: { properties: ELEMENT, parts: (context, step) => [{ action: 'hover', ...element(context, step) }] },
  change: {
    properties: [...ELEMENT, 'value'],
    parts: (context, step) => {
      const value = context.values.of(fieldName(step.selectors ?? []), String(step.value));
      return [{ action: 'change', ...element(context, step), value }];
    },
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
    parts: (_, { expression }) => [{ expect: 'script', value: String(expression) }],
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

function element(context: RecordingContext, { selectors }: RecordingStep): PartFields {
  if (!Array.isArray(selectors) || selectors.length === 0) {
    return refuse(context, selectors, 'at least one selector', 'record the step again');
  }
  const [locator, ...alternatives] = playwrightSelectors(selectors);
  return { locator, ...(alternatives.length > 0 && { alternatives }) };
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

function waitForElement(context: RecordingContext, step: RecordingStep): PartRecordedAs<'waitForElement'>[] {
  const { operator = '>=', count = 1, visible, attributes = {}, properties = {} } = step;
  const found = element(context, step);
  const scalars = [...Object.values(attributes), ...Object.values(properties)];
  if (scalars.some((value) => typeof value === 'object')) {
    refuse(context, properties, 'properties whose values are texts, numbers or true and false', RECORD_AGAIN);
  }
  const of = (expect: 'attribute' | 'property', values: object) =>
    Object.entries(values).map(([name, value]) => ({ expect, ...found, of: name, value: `${value}` }));
  const parts = [...of('attribute', attributes), ...of('property', properties)];
  const counts = step.count !== undefined || step.operator !== undefined;
  if (visible !== undefined && counts) {
    refuse(context, 'visible beside count or operator', 'one of them', 'record it as two steps');
  }
  if (visible !== undefined) return [{ expect: visible ? 'visible' : 'hidden', ...found }, ...parts];
  if (!['>=', '==', '<='].includes(operator)) {
    refuse(context, `operator ${operator}`, 'one of >=, == and <=', RECORD_AGAIN);
  }
  const comparison = operator === '>=' || operator === '<=' ? { operator: operator as '>=' | '<=' } : {};
  return [{ expect: 'count', ...found, value: count, ...comparison }, ...parts];
}

/** A navigation that was recorded is expected by its path: queries and titles differ from visit to visit. */
function navigations(
  context: RecordingContext,
  { assertedEvents = [] }: RecordingStep,
  fields: object,
): PartDocument[] {
  return assertedEvents.flatMap((event): PartDocument[] => {
    if (event.type !== 'navigation') {
      return refuse(context, `the asserted event ${event.type}`, 'navigations only', RECORD_AGAIN);
    }
    if (event.url === undefined || !URL.canParse(event.url)) return [];
    const { pathname } = new URL(event.url);
    const value = pathname === '/' ? 'location.pathname === "/"' : pathname;
    return [{ expect: pathname === '/' ? 'script' : 'url', value, ...fields }];
  });
}

/** A path where it is on the recorded site, so that it can be played on another origin. */
function path({ recordedOrigin, origin }: RecordingContext, url: string): string {
  if (origin === undefined || recordedOrigin === undefined || !url.startsWith(`${recordedOrigin}/`)) return url;
  return url.slice(recordedOrigin.length);
}
