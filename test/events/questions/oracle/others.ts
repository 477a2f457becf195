/** The other questions in plain loops; each returns the rows of its statement. */
import { DAY, HOUR, type Row } from '../histories';
import {
  byTime,
  dayOf,
  daysOf,
  groupBy,
  isPresent,
  isWithin,
  localOf,
  newestOf,
  order,
  percentile,
  readOf,
  type Scope,
  type Seen,
  seen,
  share,
} from './ground';

type Test = (row: Row) => boolean;
type Unit = 'day' | 'week' | 'month';

function bucketOf(unit: Unit, local: number): string {
  const day = dayOf(local);
  if (unit === 'day') return day;
  if (unit === 'month') return day.slice(0, 7);
  const weekday = (new Date(local).getUTCDay() + 6) % 7;
  return dayOf(Date.parse(day) - weekday * DAY);
}

function next(unit: Unit, bucket: string): string {
  if (unit !== 'month') return dayOf(Date.parse(bucket) + (unit === 'day' ? 1 : 7) * DAY);
  const [year, month] = bucket.split('-').map(Number);
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 7);
}

const persons = (events: readonly Seen[]) =>
  groupBy(
    events.filter(({ person }) => person !== null),
    ({ person }) => String(person),
  );

export function retentionOracle(
  rows: readonly Row[],
  question: {
    scope: Scope;
    names?: string[];
    first: Test;
    returns: Test;
    unit: Unit;
    length: number;
    rolling: boolean;
  },
) {
  const { scope, unit, length, rolling } = question;
  const events = seen(rows, scope, question.names).filter(
    ({ local, person }) => person !== null && isWithin(scope, local),
  );
  const now = newestOf(rows, scope);
  const newest = events.length > 0 ? bucketOf(unit, now) : '';
  const cohorts = new Map<string, Set<string>[]>(); // of each person: when they came
  for (const own of persons(events).values()) {
    const cohort = own
      .filter(question.first)
      .map(({ local }) => bucketOf(unit, local))
      .sort()[0];
    if (cohort === undefined) continue;
    const visits = new Set(own.filter(question.returns).map(({ local }) => bucketOf(unit, local)));
    cohorts.set(cohort, [...(cohorts.get(cohort) ?? []), visits]);
  }
  return [...cohorts.keys()].sort().flatMap((cohort) => {
    const members = cohorts.get(cohort) ?? [];
    const lines: unknown[][] = [];
    for (let later = 0, bucket = cohort; later <= length && bucket <= newest; later++, bucket = next(unit, bucket)) {
      const there = members.filter(
        (visits) => later === 0 || (rolling ? [...visits].some((each) => each >= bucket) : visits.has(bucket)),
      );
      const follows = next(unit, bucket);
      const isOver = (end: string) => Date.parse(unit === 'month' ? `${end}-01` : end) <= now + 1;
      const complete = rolling ? isOver(next(unit, cohort)) && there.length === members.length : isOver(follows);
      lines.push([cohort, members.length, later, there.length, share(there.length, members.length), complete]);
    }
    return lines;
  });
}

interface Session {
  readonly person: string;
  readonly events: Seen[];
}

function sessionsOf(events: readonly Seen[], gapMs: number): Session[] {
  const withPerson = events.filter((event) => event.person !== null && isPresent(event));
  const stated = groupBy(
    withPerson.filter(({ session_id }) => session_id !== null),
    ({ session_id }) => String(session_id),
  );
  const sessions: Session[] = [...stated.values()].map((own) => ({
    person: own.map(({ person }) => String(person)).sort(order)[0],
    events: own,
  }));
  for (const own of persons(withPerson.filter(({ session_id }) => session_id === null)).values()) {
    let session: Seen[] = [];
    for (const event of [...own].sort(byTime)) {
      if (session.length === 0 || event.event_time - session[session.length - 1].event_time > gapMs) {
        session = [];
        sessions.push({ person: String(event.person), events: session });
      }
      session.push(event);
    }
  }
  return sessions;
}

const startOf = ({ events }: { events: Seen[] }) => Math.min(...events.map(({ local }) => local));
/** Of one page view, at most a day. */
const engagedFor = (ms: unknown) => Math.min(Math.max(Number(ms ?? 0), 0), DAY);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

export function sessionsOracle(rows: readonly Row[], { scope, gapMs }: { scope: Scope; gapMs: number }) {
  const sessions = sessionsOf(seen(rows, { ...scope, before: 1, after: 1 }), gapMs).filter((each) =>
    isWithin(scope, startOf(each)),
  );
  const days = groupBy(sessions, (each) => dayOf(startOf(each)));
  return daysOf(rows, scope).map((day) => {
    const own = days.get(day) ?? [];
    const views = own.map(({ events }) => events.filter(({ event_name }) => event_name === 'page_view').length);
    const lengths = own.map(({ events }) => {
      const times = events.map(({ event_time }) => event_time);
      return Math.max(...times) - Math.min(...times);
    });
    return [
      day,
      own.length,
      new Set(own.map(({ person }) => person)).size,
      sum(views),
      share(views.filter((count) => count === 1).length, own.length),
      sum(own.flatMap(({ events }) => events.map(({ engaged_ms }) => engagedFor(engaged_ms)))),
      percentile(lengths, 50),
      percentile(lengths, 90),
    ];
  });
}

interface PathsQuestion {
  readonly scope: Scope;
  readonly clicks: boolean;
  readonly anchor?: { readonly at: 'from' | 'to'; readonly is: Test };
  readonly length: number;
  readonly top: number;
  readonly gapMs: number;
}

function walks(rows: readonly Row[], { scope, clicks, anchor, length, gapMs }: PathsQuestion): (string | null)[][] {
  const pointOf = (event: Seen) => {
    if (event.event_name === 'page_view') return (event.page as string) || null;
    if (!clicks || event.event_name !== 'click' || !event.element) return null;
    return `click ${event.element_role || 'element'} ${event.element}`;
  };
  return sessionsOf(seen(rows, { ...scope, before: 1, after: 1 }), gapMs).flatMap(({ events }) => {
    const points = events.filter((event) => pointOf(event) !== null).sort(byTime);
    if (points.length === 0 || !isWithin(scope, startOf({ events: points }))) return [];
    const path: { point: string; anchor: boolean }[] = [];
    for (const event of points) {
      const point = String(pointOf(event));
      const isAnchor = anchor?.is(event) ?? false;
      const last = path[path.length - 1];
      if (last?.point === point) last.anchor ||= isAnchor;
      else path.push({ point, anchor: isAnchor });
    }
    const at =
      anchor === undefined
        ? 0
        : anchor.at === 'from'
          ? path.findIndex((each) => each.anchor)
          : path.map((each) => each.anchor).lastIndexOf(true);
    if (at < 0) return [];
    const begin = anchor?.at === 'to' ? at - length + 1 : at;
    return [Array.from({ length }, (_, i) => path[begin + i]?.point ?? null)];
  });
}

const nullsLast = (a: string | null, b: string | null) =>
  a === b ? 0 : a === null ? 1 : b === null ? -1 : order(a, b);

export function pathsOracle(rows: readonly Row[], question: PathsQuestion) {
  const all = walks(rows, question);
  return [...groupBy(all, (path) => JSON.stringify(path)).values()]
    .sort((a, b) => b.length - a.length || a[0].reduce((found, point, i) => found || nullsLast(point, b[0][i]), 0))
    .slice(0, question.top)
    .map((own, i) => [i + 1, ...own[0], own.length, share(own.length, all.length)]);
}

export function linksOracle(rows: readonly Row[], question: PathsQuestion) {
  const moves = walks(rows, question).flatMap((path) =>
    path
      .slice(1)
      .flatMap((target, i) =>
        target === null || path[i] === null ? [] : [[i + 1, path[i], target] as [number, string, string]],
      ),
  );
  return [...groupBy(moves, (move) => JSON.stringify(move)).values()]
    .map((own) => [...own[0], own.length] as [number, string, string, number])
    .sort((a, b) => a[0] - b[0] || b[3] - a[3] || order(a[1], b[1]) || order(a[2], b[2]));
}

export function activeUsersOracle(
  rows: readonly Row[],
  { scope, active, names }: { scope: Scope; active: Test; names?: string[] },
) {
  const events = seen(rows, { ...scope, before: 29 }, names).filter((event) => event.person !== null && active(event));
  return daysOf(rows, scope).map((text) => {
    const day = Date.parse(text);
    const during = (days: number) =>
      new Set(
        events.filter(({ local }) => local < day + DAY && local >= day + DAY - days * DAY).map(({ person }) => person),
      ).size;
    return [text, during(1), during(7), during(30), share(during(1), during(30))];
  });
}

export function featuresOracle(rows: readonly Row[], scope: Scope) {
  const events = seen(rows, scope).filter(({ local, person }) => person !== null && isWithin(scope, local));
  const everybody = persons(events.filter((event) => isPresent(event) || event.event_name === 'feature_used')).size;
  const used = events.filter(({ event_name, feature }) => event_name === 'feature_used' && feature);
  return [...groupBy(used, ({ feature }) => String(feature))]
    .map(([feature, own]) => {
      const each = [...persons(own).values()];
      const again = each.filter((uses) => new Set(uses.map(({ local }) => dayOf(local))).size > 1).length;
      return [
        feature,
        each.length,
        share(each.length, everybody),
        own.length,
        again,
        share(again, each.length),
      ] as const;
    })
    .sort((a, b) => b[1] - a[1] || order(a[0], b[0]))
    .map((line) => [...line]);
}

const UTM = ['utm_source', 'utm_medium', 'utm_campaign', 'referrer'] as const;

/** Whether the session of an event has no page view before it; where none is named, the last half hour. */
function isArrival({ session_id, event_time }: Seen, own: readonly Seen[]): boolean {
  return !own.some(
    (other) =>
      other.event_name === 'page_view' &&
      other.session_id === session_id &&
      other.event_time < event_time &&
      (session_id !== null || event_time - other.event_time <= HOUR / 2),
  );
}

export function campaignsOracle(
  rows: readonly Row[],
  question: { scope: Scope; touch: 'first' | 'last'; transaction?: string; lookbackDays: number },
) {
  const { scope, touch, transaction, lookbackDays } = question;
  const isCompleted = ({ event_name, transaction_name }: Seen) =>
    event_name === 'transaction_completed' && (transaction === undefined || transaction_name === transaction);
  const told: { event: Seen; campaign: string[] }[] = [];
  for (const own of persons(seen(rows, { ...scope, before: lookbackDays })).values()) {
    const isTouch = (event: Seen) =>
      UTM.some((column) => column !== 'referrer' && event[column]) || (event.referrer && isArrival(event, own));
    const begins = Date.parse(scope.first) - lookbackDays * DAY;
    const line = own
      .filter(({ local }) => local >= begins)
      .sort(
        (a, b) =>
          a.event_time - b.event_time ||
          Number(Boolean(isTouch(b))) - Number(Boolean(isTouch(a))) ||
          order(a.event_id, b.event_id),
      );
    const none = UTM.map(() => '(none)');
    const campaignOf = (event: Seen | undefined) =>
      event ? UTM.map((column) => String(event[column] || '(none)')) : none;
    const first = line.find(isTouch);
    let last: Seen | undefined;
    for (const event of line) {
      if (isTouch(event)) last = event;
      if (isWithin(scope, event.local) && (isPresent(event) || isCompleted(event)))
        told.push({ event, campaign: campaignOf(touch === 'first' && last ? first : last) });
    }
  }
  return [...groupBy(told, ({ campaign }) => JSON.stringify(campaign)).values()]
    .map((own) => {
      const events = own.map(({ event }) => event);
      const completed = events.filter(isCompleted);
      const sessions = new Set(events.map(({ session_id }) => session_id).filter((id) => id !== null));
      return [
        ...own[0].campaign,
        persons(events).size,
        sessions.size,
        events.filter(({ event_name }) => event_name === 'page_view').length,
        sum(events.map(({ engaged_ms }) => engagedFor(engaged_ms))),
        new Set(
          completed.map(({ attempt, transaction_name, event_id }) =>
            JSON.stringify(attempt ? [attempt, transaction_name] : event_id),
          ),
        ).size,
        persons(completed).size,
      ] as (string | number)[];
    })
    .sort(
      (a, b) =>
        Number(b[4]) - Number(a[4]) || [0, 1, 2, 3].reduce((found, i) => found || order(String(a[i]), String(b[i])), 0),
    );
}

export function frustrationOracle(rows: readonly Row[], scope: Scope) {
  const all = seen(rows, scope);
  const sessionOf = ({ session_id, person }: Seen) => session_id ?? person;
  const observed = new Set(
    all.filter(({ event_name }) => event_name === 'click' || event_name === 'page_engagement').map(sessionOf),
  );
  const events = all.filter(({ local }) => isWithin(scope, local));
  const views = groupBy(
    events.filter((event) => event.event_name === 'page_view' && observed.has(sessionOf(event))),
    ({ page }) => String(page ?? ''),
  );
  const clicks = groupBy(
    events.filter(({ event_name }) => event_name === 'click'),
    ({ page, element_role, element }) => JSON.stringify([page ?? '', element_role ?? '', element ?? '']),
  );
  return [...clicks]
    .map(([key, own]) => {
      const of = (kind: string) => own.filter(({ frustration }) => frustration === kind).length;
      const [page, role, element] = JSON.parse(key) as string[];
      const seenHere = views.get(page)?.length ?? 0;
      const all = of('dead') + of('rage') + of('error');
      const unhappy = own.filter(({ frustration, person }) => frustration && person !== null);
      return [
        page,
        role,
        element,
        own.length,
        of('dead'),
        of('rage'),
        of('error'),
        persons(unhappy).size,
        seenHere,
        share(all * 100, seenHere),
      ] as const;
    })
    .filter(([, , , , dead, rage, error]) => dead + rage + error > 0)
    .sort(
      (a, b) =>
        b[4] + b[5] + b[6] - (a[4] + a[5] + a[6]) || order(a[0], b[0]) || order(a[1], b[1]) || order(a[2], b[2]),
    )
    .map((line) => [...line]);
}

export function releaseOracle(
  rows: readonly Row[],
  { scope, release, since }: { scope: Scope; release: string; since?: number },
) {
  const events = seen(rows, scope).filter(({ local, person }) => person !== null && isWithin(scope, local));
  // Times are those of all copies.
  const copies = readOf(rows, scope).filter(
    (row) =>
      (row.user_id || row.anonymous_id || row.session_id) &&
      (scope.bots || !row.is_bot) &&
      (scope.synthetic || !row.is_synthetic) &&
      (!scope.where || scope.where(row)) &&
      isWithin(scope, localOf(row.event_time, scope.zone)),
  );
  const times = copies.map(({ event_time }) => event_time);
  const moment =
    since ?? Math.min(...copies.filter((copy) => copy.release === release).map(({ event_time }) => event_time));
  if (!Number.isFinite(moment)) return [];
  // Whole hours, counted from the release into either direction.
  const sides = { before: [] as Seen[], after: [] as Seen[] };
  const userHours = { before: new Set<string>(), after: new Set<string>() };
  const lengths = {
    before: Math.floor((moment - Math.min(...times)) / HOUR),
    after: Math.floor((Math.max(...times) + 1 - moment) / HOUR),
  };
  for (const event of events) {
    const side = event.event_time < moment ? 'before' : 'after';
    const distance = side === 'before' ? moment - 1 - event.event_time : event.event_time - moment;
    const length = side === 'before' ? moment - Math.min(...times) : Math.max(...times) + 1 - moment;
    const hour = Math.floor(distance / HOUR);
    if ((hour + 1) * HOUR > length) continue;
    sides[side].push(event);
    if (isPresent(event)) userHours[side].add(JSON.stringify([event.person, hour]));
  }
  const thingsOf = (event: Seen): [string, string][] => [
    ['event', event.event_name],
    ...(event.event_name === 'page_view' && event.page ? [['page', String(event.page)] as [string, string]] : []),
    ...(event.event_name === 'request' && event.endpoint
      ? [['endpoint', String(event.endpoint)] as [string, string]]
      : []),
  ];
  const things = new Set(
    [...sides.before, ...sides.after].flatMap((event) => thingsOf(event).map((thing) => JSON.stringify(thing))),
  );
  return [...things]
    .map((thing) => {
      const told = (['before', 'after'] as const).map((side) => {
        const own = sides[side].filter((event) => thingsOf(event).some((each) => JSON.stringify(each) === thing));
        const sessions = new Set(own.map(({ session_id }) => session_id).filter((id) => id !== null)).size;
        const hours = userHours[side].size;
        return {
          users: persons(own).size,
          sessions,
          count: own.length,
          sessionRate: share(sessions, hours),
          rate: share(own.length, hours),
          daily: share(own.length * 24, lengths[side]),
        };
      });
      const [before, after] = told;
      const change =
        before.daily !== null && before.daily > 0 && after.daily !== null ? after.daily / before.daily - 1 : null;
      const [kind, name] = JSON.parse(thing) as string[];
      return {
        size: Math.abs((after.daily ?? 0) - (before.daily ?? 0)),
        line: [
          ...[kind, name, before.users, after.users, before.sessions, after.sessions, before.count, after.count],
          ...[before.sessionRate, after.sessionRate, before.rate, after.rate, before.daily, after.daily, change],
        ],
      };
    })
    .sort(
      (a, b) =>
        b.size - a.size || order(String(a.line[0]), String(b.line[0])) || order(String(a.line[1]), String(b.line[1])),
    )
    .map(({ line }) => line);
}

export function outcomesOracle(
  rows: readonly Row[],
  question: { scope: Scope; transaction: string; abandonedAfterMs: number },
) {
  const { scope, transaction, abandonedAfterMs } = question;
  const whole = { ...scope, after: Math.ceil(abandonedAfterMs / DAY) };
  const events = seen(rows, whole);
  const now = Math.max(...readOf(rows, whole).map(({ received_time }) => received_time));
  const ranks = ['transaction_started', 'transaction_completed', 'transaction_abandoned'];
  const own = events
    .filter(({ event_name, transaction_name }) => transaction_name === transaction && ranks.includes(event_name))
    .sort(
      (a, b) =>
        a.event_time - b.event_time ||
        ranks.indexOf(a.event_name) - ranks.indexOf(b.event_name) ||
        order(a.event_id, b.event_id),
    );
  const attempts = new Map<string, Seen[]>();
  const numbers = new Map<string, number>();
  for (const event of own) {
    const session = event.session_id ?? event.person ?? '';
    if (!event.attempt && event.event_name === ranks[0]) numbers.set(session, (numbers.get(session) ?? 0) + 1);
    const key = event.attempt ? `id ${event.attempt}` : `${numbers.get(session) ?? 0} ${session}`;
    attempts.set(key, [...(attempts.get(key) ?? []), event]);
  }
  const judged = [...attempts.values()].flatMap((parts) => {
    const [started, completed, abandoned] = ranks.map((name) => parts.find(({ event_name }) => event_name === name));
    if (!started) return [];
    const local = Math.min(...parts.filter(({ event_name }) => event_name === ranks[0]).map(({ local }) => local));
    if (!isWithin(scope, local)) return [];
    const took = completed ? Math.max(0, completed.event_time - started.event_time) : null;
    const inTime = completed && completed.event_time - started.event_time <= abandonedAfterMs;
    if (inTime) return [{ day: dayOf(local), outcome: 'completed', took }];
    if (completed || abandoned || now - started.event_time > abandonedAfterMs)
      return [{ day: dayOf(local), outcome: 'abandoned', took: null }];
    return [{ day: dayOf(local), outcome: 'in_progress', took: null }];
  });
  const days = groupBy(judged, ({ day }) => day);
  return daysOf(rows, scope).map((day) => {
    const all = days.get(day) ?? [];
    const count = (outcome: string) => all.filter((each) => each.outcome === outcome).length;
    const took = all.flatMap((each) => (each.took === null ? [] : [each.took]));
    return [
      ...[day, all.length, count('completed'), count('abandoned'), count('in_progress')],
      share(count('completed'), count('completed') + count('abandoned')),
      ...[percentile(took, 50), percentile(took, 90)],
    ];
  });
}
