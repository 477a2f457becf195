/**
 * The kinds of parts that a step of a journey may have. All that is to be known of a kind is in its entry.
 *
 * To add a kind:
 * 1. Write its entry here. Its checks at synth, how errors and reports write it, and its timeout follow from it.
 * 2. Write how it is played, in ACTION_PLAYERS (runner/actions.ts) or EXPECTATION_PLAYERS (runner/expectations.ts): the
 *    compiler demands it.
 * 3. Write its factory, the method of the same name of `Action` or `Expect`, with the text that users read.
 * 4. If Chrome's Recorder records it, name the type of the recorded step in the entry, and say in the table of
 *    src/canaries/journey/recording/recording-parts.ts how that becomes it: the compiler demands this, too.
 * 5. Play it in a fixture, test/lab/canaries/journeys/fixtures.ts. test/formats/journey/parts.test.ts tells what is missing.
 */
import type { ActionFields, ExpectationFields } from './part-fields';
import { list, quote } from './quotations';

type Fields = ActionFields & ExpectationFields;

/** Something that a factory takes: what it has to be, and where in the document it is. */
export interface Argument {
  readonly is: ArgumentType;
  readonly from: (part: Fields) => unknown;
  /** How errors call it, where a part alone doesn't tell. */
  readonly name?: string;
  /** Of a number: the least and the most. */
  readonly min?: number;
  readonly max?: number;
  /** Of a text: whether it may be empty. */
  readonly mayBeEmpty?: boolean;
  /** Of a text: whether it may hold a secret, since the runner keeps it out of reports. */
  readonly mayBeSecret?: boolean;
}

export type ArgumentType =
  | 'locator'
  | 'text'
  | 'address'
  | 'key'
  /** A key, or several with a plus between them. */
  | 'keys'
  /** A whole number. */
  | 'number'
  /** In milliseconds, above 0 and at most the time of the journey. */
  | 'duration'
  | 'file'
  | 'JSON path'
  | 'name of an attribute';

/** What is to be known of a kind. */
export interface Kind {
  /** What the factory takes, in its order. */
  readonly takes: readonly Argument[];
  /** How long it may take unless the part says so; 10 s if not stated, 0 for what waits for nothing. */
  readonly timeoutMs?: number;
  /** The type of step that Chrome's Recorder records it as. */
  readonly recordedAs?: string;
  /** Whether the page may do anything upon it, such as go to another one. */
  readonly leadsOn?: boolean;
}

export interface ExpectationKind extends Kind {
  /** What reports say that was expected. */
  readonly expected: (part: ExpectationFields) => string;
}

const LOCATOR = { is: 'locator', from: ({ locator, alternatives }) => locator ?? alternatives?.[0] } satisfies Argument;
const VALUE = ({ value }: Fields) => value;
const OF = ({ of }: Fields) => of;
const TEXT = { is: 'text', from: VALUE } satisfies Argument;
const MAYBE_EMPTY = { ...TEXT, mayBeEmpty: true };
const MAYBE_SECRET = { ...TEXT, mayBeSecret: true };
const MAYBE_BOTH = { ...MAYBE_EMPTY, mayBeSecret: true };
const KEY = { is: 'key', from: VALUE } satisfies Argument;
const ADDRESS = { is: 'address', from: VALUE } satisfies Argument;
const FILE = { is: 'file', from: ({ file }) => file } satisfies Argument;
const PIXELS = { is: 'number', min: 1, max: 10_000 } as const;
const POSITION = { is: 'number', min: 0 } as const;
const TIMEOUT_MS = 10_000;
const PAGE_TIMEOUT_MS = 30_000;
const UNTIL_THE_END = Infinity;

export const ACTIONS = {
  open: { takes: [ADDRESS], timeoutMs: PAGE_TIMEOUT_MS, recordedAs: 'navigate' },
  click: { takes: [LOCATOR], recordedAs: 'click', leadsOn: true },
  doubleClick: { takes: [LOCATOR], recordedAs: 'doubleClick', leadsOn: true },
  fill: { takes: [LOCATOR, MAYBE_BOTH] },
  type: { takes: [LOCATOR, MAYBE_SECRET] },
  /** What a recording calls a change may be of any kind of field. */
  change: { takes: [LOCATOR, MAYBE_BOTH], recordedAs: 'change', leadsOn: true },
  select: { takes: [LOCATOR, MAYBE_EMPTY], leadsOn: true },
  press: { takes: [LOCATOR, { ...KEY, is: 'keys' }], leadsOn: true },
  keyDown: { takes: [KEY], recordedAs: 'keyDown' },
  keyUp: { takes: [KEY], recordedAs: 'keyUp' },
  hover: { takes: [LOCATOR], recordedAs: 'hover' },
  scroll: { takes: [LOCATOR] },
  /** Without a locator it scrolls the page. */
  scrollTo: {
    takes: [
      LOCATOR,
      { ...POSITION, name: 'x', from: ({ position }) => position?.x },
      { ...POSITION, name: 'y', from: ({ position }) => position?.y },
    ],
    recordedAs: 'scroll',
  },
  upload: { takes: [LOCATOR, FILE], recordedAs: 'change' },
  /** From here on, dialogs are answered this way; beside the page's own `beforeunload`, which is accepted. */
  acceptDialogs: { takes: [MAYBE_EMPTY], timeoutMs: 0 },
  dismissDialogs: { takes: [], timeoutMs: 0 },
  viewport: {
    takes: [
      { ...PIXELS, name: 'width', from: ({ size }) => size?.width },
      { ...PIXELS, name: 'height', from: ({ size }) => size?.height },
    ],
    timeoutMs: 0,
    recordedAs: 'setViewport',
  },
  request: { takes: [ADDRESS], timeoutMs: PAGE_TIMEOUT_MS },
  script: { takes: [FILE], timeoutMs: UNTIL_THE_END, leadsOn: true },
  wait: { takes: [{ is: 'duration', name: 'duration', from: VALUE }], timeoutMs: UNTIL_THE_END },
} as const satisfies { readonly [name: string]: Kind };

export const EXPECTATIONS = {
  visible: { takes: [LOCATOR], expected: () => 'a visible element' },
  hidden: { takes: [LOCATOR], expected: () => 'no visible element' },
  text: {
    takes: [LOCATOR, TEXT],
    expected: ({ value }) => `a visible element with the text ${quote(value)}`,
  },
  value: {
    takes: [LOCATOR, MAYBE_EMPTY],
    expected: ({ value }) => `a visible field with the value ${quote(value)}`,
  },
  attribute: {
    takes: [LOCATOR, { is: 'name of an attribute', from: OF }, MAYBE_EMPTY],
    expected: ({ of, value }) => `a visible element whose attribute ${of} is ${quote(value)}`,
  },
  accessibleName: {
    takes: [LOCATOR, MAYBE_EMPTY],
    expected: ({ value }) => `a visible element with the accessible name ${quote(value)}`,
  },
  url: { takes: [TEXT], expected: ({ value }) => `an address with ${quote(value)}` },
  title: { takes: [TEXT], expected: ({ value }) => `a title with ${quote(value)}` },
  status: { takes: [{ is: 'number', min: 100, max: 599, from: VALUE }], expected: ({ value }) => `status ${value}` },
  count: {
    takes: [LOCATOR, { is: 'number', min: 0, from: VALUE }],
    expected: ({ value }) => `a count of ${value}`,
  },
  /** As @puppeteer/replay waits: all at the same elements, those of the first selector that matches any. */
  elements: {
    takes: [LOCATOR],
    recordedAs: 'waitForElement',
    expected: ({ elements: { not, operator, count, ...like } = { operator: '>=', count: 1 } }) =>
      `${not ? 'anything but ' : ''}a count of ${operator} ${count}${
        Object.keys(like).length > 0 ? `, all with ${JSON.stringify(like)}` : ''
      }`,
  },
  /** What the Recorder asserts of whatever step: that the action before has led to a page, at this path if there is one. */
  navigation: {
    takes: [TEXT],
    recordedAs: 'navigate',
    expected: ({ value }) => `a navigation${value === undefined ? '' : ` to ${quote(value)}`}`,
  },
  dialog: { takes: [TEXT], expected: ({ value }) => `a dialog with the text ${quote(value)} in this step` },
  json: {
    takes: [{ is: 'JSON path', from: OF }, MAYBE_EMPTY],
    expected: ({ of, value }) => `${quote(value)} at ${of} of the answer`,
  },
  responseTime: {
    takes: [{ is: 'duration', name: 'max', from: VALUE }],
    expected: ({ value }) => `an answer in ${Math.round(Number(value))} ms`,
  },
  noConsoleErrors: {
    takes: [],
    expected: ({ ignoring = [] }) => `no console error${ignoring.length > 0 ? ` but ${list(ignoring)}` : ''}`,
  },
  script: {
    takes: [TEXT],
    recordedAs: 'waitForExpression',
    expected: ({ value }) => `${quote(value)} to be true`,
  },
} as const satisfies { readonly [name: string]: ExpectationKind };

export type ActionName = keyof typeof ACTIONS;
export type ExpectationName = keyof typeof EXPECTATIONS;

export interface ActionDocument extends ActionFields {
  readonly action: ActionName;
}

export interface ExpectationDocument extends ExpectationFields {
  readonly expect: ExpectationName;
}

export type PartDocument = ActionDocument | ExpectationDocument;

type RecordedAs<K> = K extends { readonly recordedAs: infer T } ? T : never;
type KindsOf<T, Table> = { [N in keyof Table]: T extends RecordedAs<Table[N]> ? N : never }[keyof Table];

/** The types of steps of Chrome's Recorder that parts are recorded as. */
export type RecordedType =
  | RecordedAs<(typeof ACTIONS)[ActionName]>
  | RecordedAs<(typeof EXPECTATIONS)[ExpectationName]>;

/** A part of a kind that is recorded as this type of step. */
export type PartRecordedAs<T> =
  | (ActionFields & { readonly action: KindsOf<T, typeof ACTIONS> })
  | (ExpectationFields & { readonly expect: KindsOf<T, typeof EXPECTATIONS> });

/** What is to be known of a part's kind. */
export function kindOf(part: PartDocument): Kind {
  return 'action' in part ? ACTIONS[part.action] : EXPECTATIONS[part.expect];
}

/** How long a part may take. */
export function timeoutOf(part: PartDocument): number {
  return Number(part.timeoutMs ?? kindOf(part).timeoutMs ?? TIMEOUT_MS);
}

/** A part as the user wrote it, such as `Expect.text("h1", "Thank you")`. */
export function describePart(part: PartDocument): string {
  const name = 'action' in part ? `Action.${part.action}` : `Expect.${part.expect}`;
  const given = kindOf(part).takes.map(({ from }) => from(part));
  return `${name}(${given
    .filter((value) => value !== undefined)
    .map((value) => JSON.stringify(value))
    .join(', ')})`;
}
