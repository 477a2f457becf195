/** Events other than requests, as steps of a timeline. */

import {
  BUILT_IN,
  CLIENT_DROPPED_EVENT,
  FEATURE_EVENT,
  type Outcome,
  transactionEvent,
} from '../../../src/formats/browser-events';
import { CLICKS_EVENT, ENGAGEMENT_EVENT, FORM_EVENT } from '../../../src/formats/interactions';
import { counted } from '../../common/counted';
import { cut } from '../../common/plain';
import { shown, shownJson } from '../../common/shown';
import type { Problems } from '../../suggest/problems';
import type { Fields } from '../../suggest/read-events';
import { objectOf } from '../../suggest/sessions';
import { type Event, numberOf, STRANGE, textOf } from './events';
import type { Kind, Step } from './step';

const OUTCOMES: readonly Outcome[] = ['started', 'completed', 'abandoned'];
const OWN = 'user_telemetry.event.';

type Read = (event: Event) => Partial<Step>[];

const READERS: ReadonlyMap<string, readonly [Kind, Read]> = new Map<string, readonly [Kind, Read]>([
  [`${BUILT_IN}session_start_event`, ['start', () => [{ text: 'session starts' }]]],
  [`${BUILT_IN}js_error_event`, ['error', errorOf]],
  [`${BUILT_IN}dom_event`, ['click', domEvent]],
  [CLICKS_EVENT, ['click', clicksOf]],
  [FORM_EVENT, ['form', formOf]],
  [ENGAGEMENT_EVENT, ['left', engagementOf]],
  [
    FEATURE_EVENT,
    ['feature', ({ details }) => [{ text: `feature ${named(details.feature)}`, more: propertiesOf(details) }]],
  ],
  [
    CLIENT_DROPPED_EVENT,
    ['lost', ({ details }) => [{ text: `events that never arrived: ${lossOf(details)}`, isBad: true }]],
  ],
  ...OUTCOMES.map((outcome): [string, readonly [Kind, Read]] => [
    transactionEvent(outcome),
    ['transaction', ({ details }) => [transactionOf(outcome, details)]],
  ]),
]);

/** None of what is no step of its own, such as a page view or a web vital. */
export function stepsOf(event: Event, problems: Problems): Step[] {
  const isCustom = !event.type.startsWith(BUILT_IN);
  const own: readonly [Kind, Read] = [
    'event',
    ({ type, details }) => [{ text: `event ${named(type.replace(OWN, ''))}`, more: propertiesOf(details) }],
  ];
  const [kind, read] = READERS.get(event.type) ?? (isCustom ? own : []);
  if (kind === undefined || read === undefined) return [];
  try {
    return read(event).map((step) => ({ kind, time: event.time, isExact: false, text: '', ...step }));
  } catch {
    // Browsers send what they like: one event must not keep the others from being shown.
    problems.add(STRANGE, event.at);
    return [];
  }
}

/** What is longer would hide what stands behind it. */
const NAME_LENGTH = 160;

function named(value: unknown): string {
  return cut(shown(value), NAME_LENGTH);
}

function quoted(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(named(value)) : named(value);
}

function errorOf({ details, release }: Event): Partial<Step>[] {
  const { type, message } = details;
  const text = [type, message].filter((part) => textOf(part)).join(': ') || 'error';
  const error = {
    file: textOf(details.filename),
    line: numberOf(details.lineno),
    column: numberOf(details.colno),
    stack: textOf(details.stack),
    unminified: textOf(details.unminifiedStack),
    release,
  };
  return [{ text, isBad: true, error }];
}

function domEvent({ details: { event, element, elementId, interactionId, cssLocator } }: Event): Partial<Step>[] {
  const id = textOf(elementId) && `#${elementId}`;
  const what = textOf(interactionId) ?? id ?? textOf(cssLocator) ?? textOf(element) ?? '(element not recorded)';
  return [{ text: `${named(event)} ${named(what)}` }];
}

function clicksOf({ details, time }: Event): Partial<Step>[] {
  const clicks: unknown[] = Array.isArray(details.clicks) ? details.clicks : [];
  return clicks.map(objectOf).map((click) => {
    const name = textOf(click.element);
    const what = [click.elementRole, name === undefined ? click.selector : quoted(name)];
    const { frustration } = click;
    const at = numberOf(click.time);
    return {
      time: at ?? time,
      isExact: at !== undefined,
      text: `${click.keyboard ? 'key' : 'click'} ${what
        .filter((part) => textOf(part))
        .map(named)
        .join(' ')}${textOf(frustration) ? ` (${FRUSTRATIONS.get(shown(frustration)) ?? named(frustration)})` : ''}`,
      isBad: textOf(frustration) !== undefined,
    };
  });
}

const FRUSTRATIONS: ReadonlyMap<string, string> = new Map([
  ['dead', 'nothing happened'],
  ['rage', 'again and again, and nothing happened'],
  ['error', 'it threw'],
]);

function formOf({ details: { form, outcome, last, spentMs } }: Event): Partial<Step>[] {
  const spent = numberOf(spentMs) === undefined ? '' : ` after ${seconds(spentMs as number)}`;
  const lastField = outcome === 'left' && textOf(last) ? `, at ${quoted(last)}` : '';
  return [{ text: `form ${quoted(form)} ${named(outcome)}${spent}${lastField}` }];
}

function engagementOf({ details: { engagedMs, scrollDepth, clicks } }: Event): Partial<Step>[] {
  const parts = [
    numberOf(engagedMs) === undefined ? [] : [`engaged for ${seconds(engagedMs as number)}`],
    numberOf(scrollDepth) === undefined ? [] : [`${Math.round(100 * (scrollDepth as number))} % of it seen`],
    numberOf(clicks) === undefined ? [] : [counted(clicks as number, 'click')],
  ];
  return [{ text: `leaves the page: ${parts.flat().join(', ')}` }];
}

function transactionOf(outcome: Outcome, { transaction, reason, attempt: _, version: __, ...properties }: Fields) {
  const why = textOf(reason) ? ` (${REASONS.get(shown(reason)) ?? named(reason)})` : '';
  return {
    text: `transaction ${named(transaction)} ${outcome}${why}`,
    transaction: { name: shown(transaction), outcome },
    isBad: outcome === 'abandoned',
    isBeginning: outcome === 'started',
    more: propertiesOf(properties),
  };
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['timeout', 'it took too long'],
  ['left', 'the user left'],
  ['explicit', 'the page said so'],
  ['resumed', 'again, after it had been abandoned'],
]);

function propertiesOf({ version: _, feature: __, ...properties }: Fields): string[] | undefined {
  return Object.keys(properties).length > 0 ? [shownJson(properties)] : undefined;
}

function lossOf({ version: _, ...reasons }: Fields): string {
  return Object.entries(reasons)
    .map(([reason, count]) => `${named(count)} ${named(reason)}`)
    .join(', ');
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
