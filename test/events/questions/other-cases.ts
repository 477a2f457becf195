import { activeUsers } from '../../../src/events/questions/sql/active-users';
import { campaigns } from '../../../src/events/questions/sql/campaigns';
import { featureAdoption } from '../../../src/events/questions/sql/features';
import { frustration } from '../../../src/events/questions/sql/frustration';
import { PRESENCE } from '../../../src/events/questions/sql/model';
import { outcomes } from '../../../src/events/questions/sql/outcomes';
import { links, type PathsSpec, paths } from '../../../src/events/questions/sql/paths';
import { releaseComparison } from '../../../src/events/questions/sql/release-comparison';
import { retention } from '../../../src/events/questions/sql/retention';
import { sessionsByDay } from '../../../src/events/questions/sql/visits';
import { ALL_BROWSERS, ASKED, BERLIN, type Case, scopeOf } from './funnel-cases';
import { HOUR, MINUTE, NIGHT, type Row } from './histories';
import { isPresent } from './oracle/ground';
import {
  activeUsersOracle,
  campaignsOracle,
  featuresOracle,
  frustrationOracle,
  linksOracle,
  outcomesOracle,
  pathsOracle,
  releaseOracle,
  retentionOracle,
  sessionsOracle,
} from './oracle/others';

const NEW_YORK = { ...ASKED, timeZone: 'America/New_York' };
const any = PRESENCE;
const view = { name: 'page_view', conditions: [] };
const isView = (row: Row) => row.event_name === 'page_view';
const cart = { name: 'page_view', conditions: [{ column: 'page', operator: 'one of' as const, values: ['/cart'] }] };
const isCart = (row: Row) => row.event_name === 'page_view' && row.page === '/cart';

const RETENTIONS: Case[] = (['day', 'week', 'month'] as const).flatMap((unit) =>
  [false, true].map((rolling) => {
    const asked = unit === 'week' ? NEW_YORK : BERLIN;
    const views = unit !== 'month'; // of everything, or of page views
    const match = views ? view : any;
    const is = views ? isView : isPresent;
    return {
      name: `retention by ${unit}${rolling ? ', rolling' : ''}`,
      statement: retention({ ...asked, first: match, returns: match, unit, length: 6, rolling }),
      oracle: (rows) =>
        retentionOracle(rows, {
          scope: scopeOf(asked),
          names: views ? ['page_view'] : undefined,
          first: is,
          returns: is,
          unit,
          length: 6,
          rolling,
        }),
    };
  }),
);

const PATHS: Case[] = (
  [
    ['pages', { clicks: false }],
    ['pages and clicks', { clicks: true }],
    ['paths from a page', { clicks: true, at: 'from' }],
    ['paths to a page', { clicks: false, at: 'to' }],
  ] as { 0: string; 1: { clicks: boolean; at?: 'from' | 'to' } }[]
).flatMap(({ 0: name, 1: { clicks, at } }) => {
  const base = { clicks, length: 3, top: 5, gapMs: 30 * MINUTE };
  const spec: PathsSpec = { ...BERLIN, ...base, anchor: at && { at, match: cart } };
  const question = { scope: scopeOf(BERLIN), ...base, anchor: at && { at, is: isCart } };
  return [
    { name, statement: paths(spec), oracle: (rows: readonly Row[]) => pathsOracle(rows, question) },
    { name: `moves, ${name}`, statement: links(spec), oracle: (rows: readonly Row[]) => linksOracle(rows, question) },
  ];
});

const CAMPAIGNS: Case[] = (['first', 'last'] as const).map((touch) => {
  const transaction = touch === 'first' ? 'Checkout' : undefined;
  return {
    name: `campaigns, ${touch} touch`,
    statement: campaigns({ ...BERLIN, touch, transaction, lookbackDays: 3 }),
    oracle: (rows) => campaignsOracle(rows, { scope: scopeOf(BERLIN), touch, transaction, lookbackDays: 3 }),
  };
});

export const OTHERS: Case[] = [
  ...RETENTIONS,
  {
    name: 'retention of those who paid, in whatever they look at',
    statement: retention({
      ...{ ...NEW_YORK, first: { name: 'purchase', conditions: [] }, returns: view },
      ...{ unit: 'day', length: 9, rolling: false },
    }),
    oracle: (rows) =>
      retentionOracle(rows, {
        ...{ scope: scopeOf(NEW_YORK), first: ({ event_name }) => event_name === 'purchase', returns: isView },
        ...{ names: ['purchase', 'page_view'], unit: 'day', length: 9, rolling: false },
      }),
  },
  ...PATHS,
  ...CAMPAIGNS,
  {
    name: 'sessions',
    statement: sessionsByDay({ ...BERLIN, gapMs: 30 * MINUTE }),
    oracle: (rows) => sessionsOracle(rows, { scope: scopeOf(BERLIN), gapMs: 30 * MINUTE }),
  },
  {
    name: 'active users, by all that browsers tell',
    statement: activeUsers({ ...ALL_BROWSERS, active: PRESENCE }),
    oracle: (rows) => activeUsersOracle(rows, { scope: scopeOf(ALL_BROWSERS), active: isPresent }),
  },
  {
    name: 'active users',
    statement: activeUsers({ ...NEW_YORK, active: view }),
    oracle: (rows) => activeUsersOracle(rows, { scope: scopeOf(NEW_YORK), active: isView, names: ['page_view'] }),
  },
  {
    name: 'feature adoption',
    statement: featureAdoption(BERLIN),
    oracle: (rows) => featuresOracle(rows, scopeOf(BERLIN)),
  },
  {
    name: 'frustration',
    statement: frustration(BERLIN),
    oracle: (rows) => frustrationOracle(rows, scopeOf(BERLIN)),
  },
  {
    name: 'release comparison',
    statement: releaseComparison({ ...BERLIN, release: '2.0' }),
    oracle: (rows) => releaseOracle(rows, { scope: scopeOf(BERLIN), release: '2.0' }),
  },
  {
    name: 'release comparison since a time',
    statement: releaseComparison({ ...BERLIN, release: '2.0', since: NIGHT }),
    oracle: (rows) => releaseOracle(rows, { scope: scopeOf(BERLIN), release: '2.0', since: NIGHT }),
  },
  {
    name: 'outcomes of attempts',
    statement: outcomes({ ...BERLIN, transaction: 'Checkout', abandonedAfterMs: HOUR }),
    oracle: (rows) => outcomesOracle(rows, { scope: scopeOf(BERLIN), transaction: 'Checkout', abandonedAfterMs: HOUR }),
  },
];
