/** What the answers have to be, from what people did: no ids, clocks, copies, zones or bots are looked at. */
import { DAY, DAYS, END, HOUR, type Moment, type Part, type Person, RELEASE, type Visit } from './shop';

type Rows = unknown[][];
type Seen = { readonly person: Person; readonly visit: Visit; readonly part: Part };

const dayText = (day: number) => new Date(Date.UTC(2025, 10, 1) + day * DAY).toISOString().slice(0, 10);
const part = (some: number, of: number) => (of > 0 ? some / of : null);
const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
const days = Array.from({ length: DAYS }, (_, day) => day);

/** The least value that so many percent don't exceed. */
function least(percent: number, values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.find((_, i) => (i + 1) * 100 >= percent * sorted.length) ?? null;
}

function group<T>(items: readonly T[], keyOf: (item: T) => unknown[]): [unknown[], T[]][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = JSON.stringify(keyOf(item));
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups].map(([key, own]) => [JSON.parse(key), own]);
}

const CARTED: readonly Visit['end'][] = ['carted', 'left', 'faded', 'late', 'bought', 'going on'];
export const depthOf = ({ end }: Visit) => (end === 'bought' ? 3 : CARTED.includes(end) ? 2 : 1);

/** The visits of customers. */
export class Truth {
  private readonly persons: readonly Person[];
  private readonly parts: readonly Seen[];
  private readonly moments: readonly (Seen & { readonly moment: Moment; readonly day: number })[];

  constructor(all: readonly Person[]) {
    this.persons = all.filter(({ kind }) => kind === 'customer');
    this.parts = this.persons.flatMap((person) =>
      person.visits.flatMap((visit) => visit.parts.map((own) => ({ person, visit, part: own }))),
    );
    this.moments = this.parts.flatMap((seen) =>
      seen.part.moments.map((moment) => ({ ...seen, moment, day: seen.visit.dayOf(moment) })),
    );
  }

  /** Who saw the shop, added to the cart and paid within the window; by campaign, where it is asked for. */
  funnel(labels: readonly string[], byCampaign = false): Rows {
    const came = this.persons.map(({ visits }) => {
      const reached = Math.max(...visits.map(depthOf));
      const first = (depth: number) => visits.find((visit) => depthOf(visit) >= depth);
      const campaign = byCampaign ? (first(reached)?.campaign?.utmSource ?? '(none)') : undefined;
      const took = [first(2), first(3)].map((visit, i) => {
        if (!visit) return undefined;
        return (i === 0 ? visit.cartAfter : visit.paidAfter) - visit.loadedAt;
      });
      return { reached, campaign, took };
    });
    return group(came, ({ campaign }) => (campaign === undefined ? [] : [campaign])).flatMap(([key, own]) => {
      const units = [1, 2, 3].map((depth) => own.filter(({ reached }) => reached >= depth).length);
      return labels.map((label, i) => {
        const took = i === 0 ? [] : own.flatMap(({ took }) => took[i - 1] ?? []);
        return [
          ...[...key, i + 1, label, units[i], part(units[i], units[0]), i === 0 ? null : part(units[i], units[i - 1])],
          ...[i === 2 ? null : units[i] - units[i + 1], least(50, took), least(90, took)],
        ];
      });
    });
  }

  /** How many came how far: only the numbers. */
  units(...of: ((visit: Visit) => boolean)[]): number[] {
    return of.map((isReached) => this.persons.filter(({ visits }) => visits.some(isReached)).length);
  }

  attempts(): number[] {
    const own = this.persons.flatMap(({ visits }) => visits).filter(({ end }) => attempted(end));
    return [own.length, own.filter(({ end }) => end === 'bought').length];
  }

  outcomes(): Rows {
    const started = this.moments.filter(({ moment }) => moment.name === 'transaction_started');
    return days.map((day) => {
      const own = started.filter((each) => each.day === day).map(({ visit }) => visit);
      const bought = own.filter(({ end }) => end === 'bought');
      const going = own.filter(({ end }) => end === 'going on').length;
      const took = bought.map(({ paidAfter, cartAfter }) => paidAfter - cartAfter - 60_000);
      return [
        ...[dayText(day), own.length, bought.length, own.length - bought.length - going, going],
        ...[part(bought.length, own.length - going), least(50, took), least(90, took)],
      ];
    });
  }

  /** The days on which each was there: what a backend tells is no visit. */
  private presences(): Set<number>[] {
    return group(
      this.moments.filter(({ moment }) => !moment.backend),
      ({ person }) => [person.id],
    ).map(([, own]) => new Set(own.map(({ day }) => day)));
  }

  activeUsers(): Rows {
    const presences = this.presences();
    return days.map((day) => {
      const during = (length: number) =>
        presences.filter((own) => [...own].some((each) => each <= day && each > day - length)).length;
      return [dayText(day), during(1), during(7), during(30), part(during(1), during(30))];
    });
  }

  retention(unit: 'week' | 'month', length: number, rolling: boolean): Rows {
    // November 1, 2025 is a Saturday.
    const numberOf = (day: number) => (unit === 'week' ? Math.floor((day + 5) / 7) : monthOf(day));
    const nameOf = (number: number) =>
      unit === 'week' ? dayText(number * 7 - 5) : dayText(MONTHS[number]).slice(0, 7);
    const lastDay = (number: number) => (unit === 'week' ? number * 7 + 1 : MONTHS[number + 1] - 1);
    const persons = this.presences().map((own) => [...own].map(numberOf).sort((a, b) => a - b));
    return group(persons, ([first]) => [first]).flatMap(([[first], own]) => {
      const cohort = Number(first);
      const until = Math.min(length, numberOf(DAYS - 1) - cohort);
      return Array.from({ length: until + 1 }, (_, later) => {
        const there = own.filter((numbers) =>
          numbers.some((each) => (rolling ? each >= cohort + later : each === cohort + later)),
        ).length;
        const isOver = lastDay(rolling ? cohort : cohort + later) < DAYS;
        const complete = isOver && (!rolling || there === own.length); // who comes after the year is there in all of it
        return [nameOf(cohort), own.length, later, there, part(there, own.length), complete];
      });
    });
  }

  sessions(): Rows {
    const told = this.parts.map(({ person, visit, part: own }) => {
      const moments = own.moments.filter(({ backend }) => !backend);
      const times = moments.map(({ at }) => at);
      const length = Math.max(...times) - Math.min(...times);
      return { person, length, day: visit.dayOf(moments[0]), views: own.views, engagedMs: own.engagedMs };
    });
    return days.map((day) => {
      const own = told.filter((each) => each.day === day);
      const lengths = own.map(({ length }) => length);
      return [
        ...[
          dayText(day),
          own.length,
          new Set(own.map(({ person }) => person)).size,
          sum(own.map(({ views }) => views)),
        ],
        ...[
          part(own.filter(({ views }) => views === 1).length, own.length),
          sum(own.map(({ engagedMs }) => engagedMs)),
        ],
        ...[least(50, lengths), least(90, lengths)],
      ];
    });
  }

  /** Of so many points: from the beginning, from a page or to a page. */
  paths(length: number, anchor?: { readonly at: 'from' | 'to'; readonly page: string }): Rows {
    const walks = this.parts.flatMap(({ part: { pages } }) => {
      if (!anchor) return [pages.slice(0, length)];
      const at = pages.indexOf(anchor.page);
      if (at < 0) return [];
      return [anchor.at === 'from' ? pages.slice(at, at + length) : toEnd(pages.slice(0, at + 1), length)];
    });
    return group(walks, (walk) => Array.from({ length }, (_, i) => walk[i] ?? null)).map(([points, own]) => [
      ...[...points, own.length, part(own.length, walks.length)],
    ]);
  }

  features(): Rows {
    const used = this.moments.filter(({ moment }) => moment.name === 'feature_used');
    return group(used, ({ moment }) => [moment.fields.feature]).map(([[feature], own]) => {
      const each = group(own, ({ person }) => [person.id]).map(([, uses]) => new Set(uses.map(({ day }) => day)).size);
      const again = each.filter((count) => count > 1).length;
      return [
        ...[feature, each.length, part(each.length, this.persons.length)],
        ...[own.length, again, part(again, each.length)],
      ];
    });
  }

  campaigns(touch: 'first' | 'last'): Rows {
    const told = this.persons.flatMap((person) => {
      let current = {};
      return person.visits.map((visit) => {
        if (visit.campaign && (touch === 'last' || Object.keys(current).length === 0)) current = visit.campaign;
        return { person, visit, campaign: current as NonNullable<Visit['campaign']> };
      });
    });
    const none = '(none)';
    return group(told, ({ campaign: { utmSource = none, referrer = none } }) => [utmSource, none, none, referrer]).map(
      ([key, own]) => {
        const parts = own.flatMap(({ visit }) => visit.parts);
        const bought = own.filter(({ visit: { end } }) => end === 'bought' || end === 'late');
        const distinct = (visits: typeof own) => new Set(visits.map(({ person }) => person)).size;
        return [
          ...[...key, distinct(own), parts.length, sum(parts.map(({ views }) => views))],
          ...[sum(parts.map(({ engagedMs }) => engagedMs)), bought.length, distinct(bought)],
        ];
      },
    );
  }

  frustration(): Rows {
    const of = (name: string) => this.moments.filter(({ moment }) => moment.name === name);
    const views = of('page_view').filter(({ moment }) => moment.fields.page === '/').length;
    const clicks = of('click');
    const kinds = ['dead', 'rage', 'error'].map((kind) =>
      clicks.filter(({ moment }) => moment.fields.frustration === kind),
    );
    const persons = new Set(kinds.flat().map(({ person }) => person)).size;
    const counts = kinds.map(({ length }) => length);
    return [['/', 'button', 'add', clicks.length, ...counts, persons, views, part(sum(counts) * 100, views)]];
  }

  release(): Rows {
    const shipped = this.persons.flatMap((person) =>
      person.visits.flatMap((visit) => (visit.shipped ? { person, moment: visit.shipped, session: undefined } : [])),
    );
    const all = [
      ...this.moments.map(({ person, moment, part: { id } }) => ({
        person,
        moment,
        session: moment.backend ? undefined : id,
      })),
      ...shipped,
    ];
    const begin = Math.min(...all.map(({ moment }) => moment.at));
    const sideOf = ({ moment }: (typeof all)[0]) => (moment.at < RELEASE ? 0 : 1);
    const hours = [RELEASE - begin, END - RELEASE].map((length) => length / HOUR);
    const userHours = [0, 1].map((side) => {
      const there = all.filter((each) => sideOf(each) === side && !each.moment.backend);
      return new Set(there.map(({ person, moment }) => `${person.id} ${Math.floor(moment.at / HOUR)}`)).size;
    });
    const things = all.flatMap((each) => {
      const { name, fields } = each.moment;
      const own = [['event', name]];
      if (name === 'page_view') own.push(['page', String(fields.page)]);
      if (name === 'request') own.push(['endpoint', String(fields.endpoint)]);
      return own.map((thing) => ({ ...each, thing }));
    });
    return group(things, ({ thing }) => thing).map(([thing, own]) => {
      const sides = [0, 1].map((side) => {
        const its = own.filter((each) => sideOf(each) === side);
        const sessions = new Set(its.flatMap(({ session }) => session ?? [])).size;
        return { users: new Set(its.map(({ person }) => person)).size, sessions, count: its.length };
      });
      const [before, after] = sides.map(({ count }, i) => (count * 24) / hours[i]);
      return [
        ...[...thing, ...sides.map(({ users }) => users), ...sides.map(({ sessions }) => sessions)],
        ...[...sides.map(({ count }) => count), ...sides.map(({ sessions }, i) => sessions / userHours[i])],
        ...[
          ...sides.map(({ count }, i) => count / userHours[i]),
          before,
          after,
          before > 0 ? after / before - 1 : null,
        ],
      ];
    });
  }
}

const attempted = (end: Visit['end']) => ['left', 'faded', 'late', 'bought', 'going on'].includes(end);

function toEnd(pages: readonly string[], length: number): (string | null)[] {
  return [...Array.from({ length }, () => null), ...pages].slice(-length);
}

/** The first days of months, from November 2025 on. */
const MONTHS = [0, 30, 61, 92, 120, 151, 181, 212, 242, 273, 304, 334, 365];
const monthOf = (day: number) => MONTHS.findIndex((first) => first > day) - 1;
