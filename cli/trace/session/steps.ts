/** Events other than requests, as steps of a timeline. */
import {
  BUILT_IN,
  CLIENT_DROPPED_EVENT,
  FEATURE_EVENT,
  type Outcome,
  transactionEvent,
} from '../../../src/formats/browser-events';
import { CLICKS_EVENT, ENGAGEMENT_EVENT, FORM_EVENT } from '../../../src/formats/interactions';
import type { Fields } from '../../suggest/read-events';
import { objectOf } from '../../suggest/sessions';
import { type Event, numberOf, textOf } from './events';
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
  [FEATURE_EVENT, ['feature', ({ details }) => [{ text: `feature ${details.feature}`, more: propertiesOf(details) }]]],
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
export function stepsOf(event: Event): Step[] {
  const isCustom = !event.type.startsWith(BUILT_IN);
  const own: readonly [Kind, Read] = [
    'event',
    ({ type, details }) => [{ text: `event ${type.replace(OWN, '')}`, more: propertiesOf(details) }],
  ];
  const [kind, read] = READERS.get(event.type) ?? (isCustom ? own : []);
  if (kind === undefined || read === undefined) return [];
  return read(event).map((step) => ({ kind, time: event.time, isExact: false, text: '', ...step }));
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
  return [{ text: `${event} ${what}` }];
}

function clicksOf({ details, time }: Event): Partial<Step>[] {
  const clicks: unknown[] = Array.isArray(details.clicks) ? details.clicks : [];
  return clicks.map(objectOf).map((click) => {
    const name = textOf(click.element);
    const what = [click.elementRole, name === undefined ? click.selector : JSON.stringify(name)];
    const { frustration } = click;
    const at = numberOf(click.time);
    return {
      time: at ?? time,
      isExact: at !== undefined,
      text: `${click.keyboard ? 'key' : 'click'} ${what.filter((part) => textOf(part)).join(' ')}${
        textOf(frustration) ? ` (${FRUSTRATIONS[String(frustration)] ?? frustration})` : ''
      }`,
      isBad: textOf(frustration) !== undefined,
    };
  });
}

const FRUSTRATIONS: { readonly [frustration: string]: string } = {
  dead: 'nothing happened',
  rage: 'again and again, and nothing happened',
  error: 'it threw',
};

function formOf({ details: { form, outcome, last, spentMs } }: Event): Partial<Step>[] {
  const spent = numberOf(spentMs) === undefined ? '' : ` after ${seconds(spentMs as number)}`;
  const lastField = outcome === 'left' && textOf(last) ? `, at ${JSON.stringify(last)}` : '';
  return [{ text: `form ${JSON.stringify(form)} ${outcome}${spent}${lastField}` }];
}

function engagementOf({ details: { engagedMs, scrollDepth, clicks } }: Event): Partial<Step>[] {
  const parts = [
    numberOf(engagedMs) === undefined ? [] : [`engaged for ${seconds(engagedMs as number)}`],
    numberOf(scrollDepth) === undefined ? [] : [`${Math.round(100 * (scrollDepth as number))} % of it seen`],
    numberOf(clicks) === undefined ? [] : [`${clicks} click${clicks === 1 ? '' : 's'}`],
  ];
  return [{ text: `leaves the page: ${parts.flat().join(', ')}` }];
}

function transactionOf(outcome: Outcome, { transaction, reason, attempt: _, version: __, ...properties }: Fields) {
  const why = textOf(reason) ? ` (${REASONS[String(reason)] ?? reason})` : '';
  return {
    text: `transaction ${transaction} ${outcome}${why}`,
    isBad: outcome === 'abandoned',
    isBeginning: outcome === 'started',
    more: propertiesOf(properties),
  };
}

const REASONS: { readonly [reason: string]: string } = {
  timeout: 'it took too long',
  left: 'the user left',
  explicit: 'the page said so',
  resumed: 'again, after it had been abandoned',
};

function propertiesOf({ version: _, feature: __, ...properties }: Fields): string[] | undefined {
  return Object.keys(properties).length > 0 ? [JSON.stringify(properties)] : undefined;
}

function lossOf({ version: _, ...reasons }: Fields): string {
  return Object.entries(reasons)
    .map(([reason, count]) => `${count} ${reason}`)
    .join(', ');
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
