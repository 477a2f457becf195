/** A year of visits to a shop, as they happened: what any count of them has to be follows from this, not from events. */
import type { SentFields } from '../../../../src/formats/events/batch';

export const DAY = 86_400_000;
export const HOUR = DAY / 24;
export const MINUTE = HOUR / 60;

/** It lies in the past, as projected partitions end tomorrow. Days are those of Berlin, 0 to 364. */
export const YEAR = { first: '2025-11-01', last: '2026-10-31' };
export const ZONE = 'Europe/Berlin';
export const DAYS = 365;
/** Within which a purchase has to follow the first page, and an attempt has to end. */
export const WINDOW = HOUR;
export const PATIENCE = 30 * MINUTE;

export interface Moment {
  readonly at: number;
  readonly name: string;
  readonly fields: SentFields;
  /** A backend tells it, without a session. */
  readonly backend?: boolean;
  readonly known: boolean;
}

/** A session, on one device. */
export interface Part {
  readonly id: string;
  readonly device: number;
  readonly moments: Moment[];
  /** Pages one after another, however often each was loaded. */
  readonly pages: string[];
  views: number;
  engagedMs: number;
}

/** How far it came: looked at the first page, at a product, put it into the cart, began to pay, paid. */
export type End = 'looked' | 'browsed' | 'carted' | 'left' | 'faded' | 'late' | 'bought' | 'going on';

export interface Visit {
  readonly day: number;
  readonly begin: number;
  readonly end: End;
  readonly campaign?: { readonly utmSource?: string; readonly referrer?: string };
  readonly raged: boolean;
  /** Since the first page. */
  readonly cartAfter: number;
  readonly paidAfter: number;
  /** When the first page was loaded last: who does it again begins again. */
  readonly loadedAt: number;
  readonly parts: Part[];
  /** A parcel is told of on the next day. */
  readonly shipped?: Moment;
  /** The day of Berlin on which something happened. */
  dayOf(moment: Moment): number;
}

export interface Person {
  readonly id: number;
  readonly kind: 'customer' | 'bot' | 'canary';
  /** The pseudonym of who logs in at all. */
  readonly user?: string;
  /** What browsers are known by; `undefined` where cookies are refused. */
  readonly devices: readonly { readonly anonymousId?: string; readonly clock: number }[];
  readonly visits: Visit[];
}

/** The wall clock of Berlin, whose summer in this year lasts from March 29 to October 25, three o'clock. */
export function utcOf(day: number, time: number): number {
  const wall = Date.UTC(2025, 10, 1) + day * DAY + time;
  const isSummer = wall >= Date.UTC(2026, 2, 29, 3) && wall < Date.UTC(2026, 9, 25, 3);
  return wall - (isSummer ? 2 : 1) * HOUR;
}

/** A release came out at that time, which is a whole hour. */
export const RELEASE = utcOf(200, 12 * HOUR);
/** Midnight after the last day. */
export const END = utcOf(DAYS, 0);

export type Random = ReturnType<typeof randomOf>;

/** Numbers from 0 to 1: a linear congruential generator, of which the upper bits are taken. */
export function numbersFrom(seed: number): () => number {
  let state = BigInt(seed);
  return () => {
    state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n);
    return Number(state >> 11n) / 2 ** 53;
  };
}

export function randomOf(seed: number) {
  const number = numbersFrom(seed);
  return {
    chance: (share: number) => number() < share,
    below: (limit: number) => Math.floor(number() * limit),
    one: <T>(...items: readonly T[]): T => items[Math.floor(number() * items.length)],
  };
}

/** The same for the same seed. The first one comes when the year begins, and the last one is there when it ends. */
export function shop(people: number, seed = 1): Person[] {
  const random = randomOf(seed);
  const persons: Person[] = [];
  for (let id = 0; id < people; id++) persons.push(personOf(id, random, persons[id - 1]));
  const herald: Person = { id: people, kind: 'customer', devices: [{ anonymousId: 'herald', clock: 0 }], visits: [] };
  herald.visits.push(visitOf(herald, { day: 0, time: 0, end: 'looked' }, random));
  const last: Person = { id: people + 1, kind: 'customer', devices: [{ anonymousId: 'last', clock: 0 }], visits: [] };
  last.visits.push(visitOf(last, { day: DAYS - 1, time: 23 * HOUR, end: 'going on' }, random));
  return [...persons, herald, last];
}

const CLOCKS = [90_000, -3 * HOUR, 2 * DAY + 1, -40_000];

function personOf(id: number, random: Random, before: Person | undefined): Person {
  const { chance, below, one } = random;
  const kind = chance(0.08) ? 'bot' : chance(0.08) ? 'canary' : 'customer';
  const clock = () => (chance(0.15) ? one(...CLOCKS) : 0);
  const user = kind === 'customer' && chance(0.5) ? `u${id}` : undefined;
  const device = (name: string) => ({ anonymousId: `${name}${id}`, clock: clock() });
  // In a family one browser is used by two, who log in at once.
  const family = user && before?.user && before.devices.length === 1 && chance(0.2) && before.devices[0].anonymousId;
  const refuses = !family && chance(0.1);
  const devices = family
    ? [{ anonymousId: family, clock: before.devices[0].clock }]
    : refuses
      ? [{ clock: clock() }]
      : [device('phone'), ...(user && chance(0.5) ? [device('laptop')] : [])];
  const person: Person = { id, kind, user, devices, visits: [] };
  const days = [below(DAYS)];
  while (!refuses && chance(0.6)) days.push(days[days.length - 1] + one(1, 2, 6, 7, 8, 29, 30, 31, 90));
  const told = days.filter((day) => day < DAYS);
  for (const [i, day] of told.entries()) {
    const time = day < DAYS - 1 && chance(0.05) ? DAY - 30 * MINUTE : 8 * HOUR + below(12 * HOUR);
    const end = one<End>('looked', 'browsed', 'carted', 'left', 'faded', 'late', 'bought', 'bought');
    const isLast = i === told.length - 1;
    const asGuest = devices.length === 1 && !family && !isLast && chance(0.4); // known by a later visit only
    person.visits.push(visitOf(person, { day, time, end, asGuest, atOnce: Boolean(family) }, random));
  }
  if (family) for (const visit of before.visits) knowAtOnce(visit);
  return person;
}

/** Who shares a browser logs in at once. */
function knowAtOnce({ parts }: Visit): void {
  for (const { moments } of parts)
    moments.splice(0, moments.length, ...moments.map((each) => ({ ...each, known: true })));
}

interface Plan {
  readonly day: number;
  readonly time: number;
  readonly end: End;
  readonly asGuest?: boolean;
  readonly atOnce?: boolean;
}

function visitOf(person: Person, { day, time, end, asGuest = false, atOnce = false }: Plan, random: Random): Visit {
  const { chance, below, one } = random;
  const begin = utcOf(day, time);
  const id = `${person.id}-${person.visits.length}`;
  const goesFar = !['looked', 'browsed'].includes(end);
  const isKnown = (after: number) => Boolean(person.user) && !asGuest && (atOnce || after >= 40_000);
  const onEdge = chance(0.1);
  const cartAfter = onEdge ? 29 * MINUTE : (2 + below(18)) * MINUTE + below(60) * 1000;
  const startAfter = cartAfter + MINUTE;
  const loadedAt = chance(0.2) ? 3000 : 0; // the first page, for the last time
  const inTime = onEdge ? WINDOW : startAfter + 1000 * (1 + below(1800));
  const paidAfter = end === 'late' ? loadedAt + WINDOW + one(1, 5 * MINUTE) : inTime;
  const raged = chance(0.15);
  const campaign = chance(0.3)
    ? { utmSource: one('mail', 'ads') }
    : chance(0.2)
      ? { referrer: 'search.example' }
      : undefined;

  const parts: Part[] = [];
  const part = (device: number) => {
    parts.push({ id: `s${id}-${parts.length}`, device, moments: [], pages: [], views: 0, engagedMs: 0 });
  };
  const tell = (name: string, after: number, fields: SentFields = {}, backend = false) => {
    const at = begin + after;
    const release = at < RELEASE ? '1.0' : '2.0';
    parts[parts.length - 1].moments.push({
      ...{ at, name, backend, known: backend || isKnown(after) },
      fields: backend ? fields : { release, ...fields },
    });
  };
  const view = (page: string, after: number, fields: SentFields = {}) => {
    const own = parts[parts.length - 1];
    own.views++;
    if (own.pages[own.pages.length - 1] !== page) own.pages.push(page);
    tell('page_view', after, { page, ...fields });
  };
  const engage = (page: string, after: number, engagedMs: number) => {
    parts[parts.length - 1].engagedMs += engagedMs;
    tell('page_engagement', after, { page, engagedMs });
  };

  part(0);
  view('/', 0, campaign);
  if (loadedAt > 0) view('/', loadedAt, campaign);
  const add = { page: '/', element: 'add', elementRole: 'button' };
  if (raged) tell('click', 10_000, { ...add, frustration: 'rage' });
  if (chance(0.2)) tell('click', 11_000, { ...add, frustration: one('dead', 'error') });
  if (chance(0.5)) tell('click', 12_000, add);
  engage('/', 45_000, 1000 * below(45));
  if (end !== 'looked') {
    view('/products/:id', MINUTE);
    tell('request', MINUTE + 200, { endpoint: 'GET /api/products/:id', status: 200, durationMs: 80.5 });
    if (chance(0.3)) tell('feature_used', MINUTE + 5000, { feature: one('gifts', 'search') });
  }
  if (goesFar) {
    if (person.devices.length > 1 && chance(0.4)) part(1);
    else if (person.devices[0].anonymousId && chance(0.2)) part(0); // the browser was closed
    view('/cart', cartAfter - 1000);
    tell('cart.added', cartAfter);
    engage('/cart', cartAfter + 10_000, 5000);
  }
  const attempt = { transaction: 'Checkout', attempt: `t${id}` };
  if (goesFar && end !== 'carted') tell('transaction_started', end === 'going on' ? 59 * MINUTE : startAfter, attempt);
  if (end === 'left') tell('transaction_abandoned', startAfter + 2 * MINUTE, attempt);
  const pays = end === 'bought' || end === 'late';
  const byBackend = pays && isKnown(cartAfter) && chance(0.7);
  if (pays) {
    tell('purchase', paidAfter, {}, byBackend);
    tell('transaction_completed', paidAfter, attempt, byBackend);
    view('/thanks', paidAfter + 1000);
  }
  if (end === 'going on') engage('/cart', HOUR - 1, 0);
  const night = begin + DAY - time + 3 * HOUR;
  const shipped: Moment | undefined =
    byBackend && day < DAYS - 2
      ? { at: night, name: 'order.shipped', fields: {}, backend: true, known: true }
      : undefined;
  const dayOf = ({ at }: Moment) => (at - begin + time >= DAY ? day + 1 : day);
  return {
    day,
    begin,
    end,
    campaign,
    raged,
    cartAfter,
    paidAfter,
    loadedAt,
    parts,
    shipped,
    dayOf,
  };
}
