import { dropped, type FunnelSpec, funnel } from '../../../src/events/questions/sql/funnel';
import type { Asked, Condition, Statement } from '../../../src/events/questions/sql/model';
import { DAY, HOUR, MINUTE, PERIOD, type Row } from './histories';
import { droppedOracle, type FunnelQuestion, funnelOracle } from './oracle/funnel';
import type { Seen } from './oracle/ground';

export interface Case {
  readonly name: string;
  readonly statement: Statement;
  oracle(rows: readonly Row[]): unknown[][];
}

export const ASKED = {
  table: 'events',
  period: PERIOD,
  timeZone: 'UTC',
  where: [] as Condition[],
  bots: false,
  synthetic: false,
};
export const BERLIN = { ...ASKED, timeZone: 'Europe/Berlin' };
/** Of everybody, but only what a browser tells. */
export const ALL_BROWSERS = {
  ...{ ...BERLIN, bots: true, synthetic: true },
  where: [{ column: 'sender', operator: 'one of' as const, values: ['browser'] }],
};
export const scopeOf = (asked: Omit<Asked, 'period'>) => ({
  ...{ ...PERIOD, zone: asked.timeZone, bots: asked.bots, synthetic: asked.synthetic },
  where: asked.where.length > 0 ? ({ sender }: Row) => sender === 'browser' : undefined,
});

const named = (name: string) => ({ label: name, name, conditions: [] as Condition[] });
const is = (name: string) => (row: Row) => row.event_name === name;
const onPage = (page: string) => ({
  label: page,
  name: 'page_view',
  conditions: [{ column: 'page', operator: 'one of', values: [page] }] as Condition[],
});
const isPage = (page: string) => (row: Row) => row.event_name === 'page_view' && row.page === page;

const BASE = { ...ASKED, order: 'ordered', unit: 'person', windowMs: HOUR, exclusions: [] } as const;
const UNITS = {
  person: (row: Seen) => row.person,
  session: (row: Seen) => row.session_id,
  attempt: (row: Seen) => (row.attempt as string) || null,
};

function both(name: string, spec: Partial<FunnelSpec>, question: Partial<FunnelQuestion>): Case[] {
  const steps: FunnelSpec['steps'] = spec.steps ?? [named('page_view'), named('cart.added'), named('purchase')];
  const tests = question.steps ?? steps.map(({ label, withinMs, name = '' }) => ({ label, withinMs, is: is(name) }));
  const whole: FunnelSpec = { ...BASE, ...spec, steps };
  const asked: FunnelQuestion = {
    scope: scopeOf(whole),
    order: whole.order,
    unit: UNITS[whole.unit],
    windowMs: whole.windowMs,
    ...question,
    steps: tests,
  };
  return [
    { name: `funnel, ${name}`, statement: funnel(whole), oracle: (rows) => funnelOracle(rows, asked) },
    ...(whole.order === 'any'
      ? []
      : [
          {
            name: `dropped, ${name}`,
            statement: dropped(whole),
            oracle: (rows: readonly Row[]) => droppedOracle(rows, asked),
          },
        ]),
  ];
}

const planOf = (row: Row) => String(row.p_plan ?? '(none)');
const pages = [onPage('/'), onPage("/it's/:id"), onPage('/')];

export const FUNNELS: Case[] = [
  ...both('in order', {}, {}),
  ...both(
    'of two steps over days in a time zone',
    { ...BERLIN, steps: [named('page_view'), named('purchase')], windowMs: 3 * DAY },
    {},
  ),
  ...both(
    'with windows between steps',
    {
      steps: [
        named('page_view'),
        { ...named('cart.added'), withinMs: 20 * MINUTE },
        { ...named('purchase'), withinMs: 10 * MINUTE },
      ],
    },
    {},
  ),
  ...both(
    'with the same event again',
    { steps: pages },
    { steps: pages.map(({ label }) => ({ label, is: isPage(label) })) },
  ),
  ...both(
    'of sessions, with the same step four times',
    { unit: 'session', steps: [named('page_view'), named('page_view'), named('page_view'), named('page_view')] },
    {},
  ),
  ...both(
    'without what is excluded',
    {
      exclusions: [
        { name: 'click', conditions: [], from: 1, to: 2 },
        { name: 'request', conditions: [] },
      ],
    },
    {
      exclusions: [
        { is: is('click'), from: 1, to: 2 },
        { is: is('request'), from: 1, to: 9 },
      ],
    },
  ),
  ...(['ordered', 'strict'] as const).flatMap((order) =>
    both(
      `${order}, with steps that are one event`,
      { order, steps: [named('page_view'), onPage('/cart'), named('page_view')] },
      {
        steps: [named('page_view'), onPage('/cart'), named('page_view')].map(({ label }) => ({
          label,
          is: label === '/cart' ? isPage(label) : is(label),
        })),
      },
    ),
  ),
  ...both('strict', { order: 'strict', windowMs: 2 * DAY }, {}),
  ...both(
    'strict, with the same event again',
    { order: 'strict', steps: pages },
    { steps: pages.map(({ label }) => ({ label, is: isPage(label) })) },
  ),
  ...both('in any order', { order: 'any', windowMs: 30 * MINUTE }, {}),
  ...both(
    'in any order, of sessions, by plan',
    { order: 'any', unit: 'session', breakdown: { column: 'p_plan', at: 'first' } },
    { breakdown: { of: planOf, at: 'first' } },
  ),
  ...both('in any order over days, in a time zone', { ...BERLIN, order: 'any', windowMs: 3 * DAY }, {}),
  ...both('of bots and canaries, too, in browsers', ALL_BROWSERS, {}),
  ...both(
    'of attempts',
    { unit: 'attempt', steps: [named('transaction_started'), named('transaction_completed')] },
    {},
  ),
  ...(['first', 'last', 2] as const).flatMap((at) =>
    both(`by plan at ${at}`, { breakdown: { column: 'p_plan', at } }, { breakdown: { of: planOf, at } }),
  ),
];
