import { table } from '../table';
import { type Incident, isVisible } from './world/incidents';
import { KINDS } from './world/kinds';
import type { Outcome, Verdict } from './year';

/** One size of a site, judged by two sets of alarms. */
export interface Judged {
  readonly sessionsPerDay: number;
  readonly ours: Outcome;
  readonly plain: Outcome;
}

/** In time is what is told within so many minutes after one could know. */
export const IN_TIME = 5;

/** What is told of an incident by what it takes: a page where a page is due, otherwise either. */
function toldAt({ incident, page, ticket }: Verdict): number | undefined {
  if (incident.expected === 'page') return page;
  return page === undefined || ticket === undefined ? (page ?? ticket) : Math.min(page, ticket);
}

/** Of incidents that users see and that somebody could know of: the share that is told in time. */
export function shareInTime(verdicts: readonly Verdict[]): number {
  const due = verdicts.filter(({ incident, detectable }) => isVisible(incident) && detectable !== undefined);
  return due.filter(isInTime).length / due.length;
}

function isInTime(verdict: Verdict): boolean {
  return (toldAt(verdict) ?? Number.POSITIVE_INFINITY) <= (verdict.detectable ?? 0) + IN_TIME;
}

export const perQuarter = (told: readonly unknown[], { quietDays }: Outcome) => (told.length / quietDays) * (365 / 4);

/** The tables of a year, in Markdown. */
export function report(sizes: readonly Judged[]): string {
  const head = ['', 'ours', 'plain'];
  return sizes
    .map((size) => {
      const { sessionsPerDay, ours, plain } = size;
      const both = (of: (outcome: Outcome) => string) => [of(ours), of(plain)];
      const due = ours.verdicts.filter(({ incident, detectable }) => isVisible(incident) && detectable !== undefined);
      const rows = [
        [
          `in time, of ${due.length} that users see and somebody could know of`,
          ...both((one) => percent(shareInTime(one.verdicts))),
        ],
        ['told at all, of the same', ...both(({ verdicts }) => percent(toldOf(verdicts)))],
        ['false pages in a quarter', ...both((one) => perQuarter(one.falsePages, one).toFixed(1))],
        ['false tickets in a quarter', ...both((one) => perQuarter(one.falseTickets, one).toFixed(1))],
        [
          'pages, of those for which a ticket or nothing would do',
          ...both(({ verdicts }) => percent(needless(verdicts))),
        ],
      ];
      return [`### ${sessionsPerDay.toLocaleString('en-US')} sessions a day`, table(head, rows), kinds(size)].join(
        '\n\n',
      );
    })
    .join('\n\n');
}

function toldOf(verdicts: readonly Verdict[]): number {
  const due = verdicts.filter(({ incident, detectable }) => isVisible(incident) && detectable !== undefined);
  return due.filter((verdict) => toldAt(verdict) !== undefined).length / due.length;
}

function needless(verdicts: readonly Verdict[]): number {
  const others = verdicts.filter(({ incident }) => incident.expected !== 'page');
  return others.filter(({ page }) => page !== undefined).length / others.length;
}

const SMALL = 'small ones of all kinds';

function kinds({ ours, plain }: Judged): string {
  const names = [...KINDS.map(({ name }) => name), SMALL];
  const rows = names.map((name) => {
    const [mine, other] = [ours, plain].map(({ verdicts }) =>
      verdicts.filter(({ incident }) => nameOf(incident) === name),
    );
    const known = mine.filter(({ detectable }) => detectable !== undefined);
    const delays = (verdicts: readonly Verdict[]) => {
      const times = verdicts.flatMap((verdict) => toldAt(verdict) ?? []).length;
      const sorted = verdicts
        .flatMap((verdict) =>
          toldAt(verdict) === undefined ? [] : [(toldAt(verdict) as number) - verdict.incident.start],
        )
        .sort((a, b) => a - b);
      return times === 0 ? '-' : `${quantile(sorted, 0.5)} (${quantile(sorted, 0.95)})`;
    };
    const inTime = (verdicts: readonly Verdict[]) => {
      const due = verdicts.filter(({ detectable }) => detectable !== undefined);
      return due.length === 0 ? '-' : `${due.filter(isInTime).length}`;
    };
    const count = (what: 'page' | 'ticket') => String(mine.filter((verdict) => verdict[what] !== undefined).length);
    return [
      name,
      name === SMALL ? 'ticket' : (mine[0]?.incident.expected ?? '-'),
      ...[String(mine.length), String(known.length), count('page'), count('ticket')],
      ...[inTime(mine), delays(mine), inTime(other), delays(other)],
    ];
  });
  const head = [
    'kind',
    'due',
    'all',
    'knowable',
    'paged',
    'ticket',
    'in time',
    'minutes',
    'plain: in time',
    'plain: minutes',
  ];
  return table(head, rows);
}

function nameOf({ kind, hurt, ...incident }: Incident): string {
  return hurt > 0 && !isVisible({ kind, hurt, ...incident }) ? SMALL : kind;
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.floor(share * (sorted.length - 1))];
}

function percent(share: number): string {
  return Number.isNaN(share) ? '-' : `${(100 * share).toFixed(0)} %`;
}
