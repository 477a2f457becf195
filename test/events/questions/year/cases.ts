import { activeUsers } from '../../../../src/events/questions/sql/active-users';
import { campaigns } from '../../../../src/events/questions/sql/campaigns';
import { featureAdoption } from '../../../../src/events/questions/sql/features';
import { frustration } from '../../../../src/events/questions/sql/frustration';
import { type FunnelSpec, funnel } from '../../../../src/events/questions/sql/funnel';
import { type Condition, PRESENCE, type Statement } from '../../../../src/events/questions/sql/model';
import { outcomes } from '../../../../src/events/questions/sql/outcomes';
import { paths } from '../../../../src/events/questions/sql/paths';
import { releaseComparison } from '../../../../src/events/questions/sql/release-comparison';
import { retention } from '../../../../src/events/questions/sql/retention';
import { sessionsByDay } from '../../../../src/events/questions/sql/visits';
import { MINUTE, PATIENCE, RELEASE, WINDOW, YEAR, ZONE } from './shop';
import { depthOf, type Truth } from './truth';

interface YearCase {
  readonly name: string;
  readonly statement: Statement;
  /** The columns that are compared; all by default. */
  readonly columns?: readonly string[];
  truth(of: Truth): unknown[][];
}

const ASKED = {
  table: 'events',
  period: YEAR,
  timeZone: ZONE,
  where: [] as Condition[],
  bots: false,
  synthetic: false,
};
const named = (label: string) => ({ label, name: label, conditions: [] as Condition[] });
const onPage = (page: string) => ({
  label: page,
  name: 'page_view',
  conditions: [{ column: 'page', operator: 'one of' as const, values: [page] }],
});
const BOUGHT = [onPage('/'), named('cart.added'), named('purchase')];
const FUNNEL = { ...ASKED, order: 'ordered', unit: 'person', windowMs: WINDOW, exclusions: [], steps: BOUGHT } as const;
const PATHS = { ...ASKED, clicks: false, length: 4, top: 1000, gapMs: 30 * MINUTE } as const;

/** A funnel of which the units are known. */
const units = (name: string, spec: FunnelSpec, truth: (of: Truth) => number[]): YearCase => ({
  ...{ name, statement: funnel(spec), columns: ['step', 'units'] },
  truth: (of) => truth(of).map((count, i) => [i + 1, count]),
});

const atLeast = (depth: number) => (visit: Parameters<typeof depthOf>[0]) => depthOf(visit) >= depth;
const pages = [onPage('/'), onPage('/products/:id'), onPage('/cart')];
const isCart = atLeast(2);

/** All questions, of a year. */
export const CASES: readonly YearCase[] = [
  { name: 'funnel', statement: funnel(FUNNEL), truth: (of) => of.funnel(BOUGHT.map(({ label }) => label)) },
  {
    name: 'funnel by campaign',
    statement: funnel({ ...FUNNEL, breakdown: { column: 'utm_source', at: 'first' } }),
    truth: (of) =>
      of.funnel(
        BOUGHT.map(({ label }) => label),
        true,
      ),
  },
  units('funnel in any order', { ...FUNNEL, order: 'any' }, (of) => of.units(atLeast(1), atLeast(2), atLeast(3))),
  units(
    'funnel without interruption',
    {
      ...{ ...FUNNEL, steps: pages, order: 'strict' },
      where: [{ column: 'event_name', operator: 'one of', values: ['page_view'] }],
    },
    (of) =>
      of.units(
        () => true,
        ({ end }) => end !== 'looked',
        isCart,
      ),
  ),
  units(
    'funnel of those who were not angry',
    {
      ...{ ...FUNNEL, steps: pages },
      exclusions: [
        {
          name: 'click',
          conditions: [{ column: 'frustration', operator: 'one of', values: ['rage'] }],
          from: 1,
          to: 2,
        },
      ],
    },
    (of) =>
      of.units(
        () => true,
        ({ end, raged }) => end !== 'looked' && !raged,
        (visit) => isCart(visit) && !visit.raged,
      ),
  ),
  units(
    'funnel of attempts',
    {
      ...{ ...FUNNEL, unit: 'attempt', windowMs: PATIENCE },
      steps: [named('transaction_started'), named('transaction_completed')],
    },
    (of) => of.attempts(),
  ),
  {
    name: 'transaction outcomes',
    statement: outcomes({ ...ASKED, transaction: 'Checkout', abandonedAfterMs: PATIENCE }),
    truth: (of) => of.outcomes(),
  },
  ...(['week', 'month'] as const).flatMap((unit) =>
    [false, true].map((rolling) => ({
      name: `retention by ${unit}${rolling ? ', rolling' : ''}`,
      statement: retention({ ...ASKED, first: PRESENCE, returns: PRESENCE, unit, length: 8, rolling }),
      truth: (of: Truth) => of.retention(unit, 8, rolling),
    })),
  ),
  ...([undefined, 'from', 'to'] as const).map((at) => ({
    name: `paths ${at ?? ''}`,
    statement: paths({ ...PATHS, anchor: at && { at, match: onPage('/cart') } }),
    columns: ['step_1', 'step_2', 'step_3', 'step_4', 'sessions', 'share'],
    truth: (of: Truth) => of.paths(4, at && { at, page: '/cart' }),
  })),
  { name: 'sessions', statement: sessionsByDay({ ...ASKED, gapMs: 30 * MINUTE }), truth: (of) => of.sessions() },
  { name: 'active users', statement: activeUsers({ ...ASKED, active: PRESENCE }), truth: (of) => of.activeUsers() },
  { name: 'feature adoption', statement: featureAdoption(ASKED), truth: (of) => of.features() },
  ...(['first', 'last'] as const).map((touch) => ({
    name: `campaigns, ${touch} touch`,
    statement: campaigns({ ...ASKED, touch, transaction: 'Checkout', lookbackDays: 30 }),
    truth: (of: Truth) => of.campaigns(touch),
  })),
  { name: 'frustration', statement: frustration(ASKED), truth: (of) => of.frustration() },
  {
    name: 'release comparison',
    statement: releaseComparison({ ...ASKED, release: '2.0', since: RELEASE }),
    truth: (of) => of.release(),
  },
];

/** Rows in an order of their own, and numbers without the digits that depend on the order of sums. */
export function comparable(rows: readonly (readonly unknown[])[]): string[] {
  const rounded = (value: unknown) =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(12)) : value;
  return rows.map((row) => JSON.stringify(row.map(rounded))).sort();
}

/** Of an answer the columns that are compared. */
export function chosen(rows: readonly (readonly unknown[])[], { statement, columns }: YearCase): unknown[][] {
  const at = statement.columns.flatMap(({ name }, i) => (columns && !columns.includes(name) ? [] : [i]));
  return rows.map((row) => at.map((i) => row[i]));
}
