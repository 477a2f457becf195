import { counted } from '../../common/counted';
import { plain } from '../../common/plain';
import type { Session } from '../session/sessions';
import { moment } from '../show/format';
import { CHANCE, type Common, type Comparison, compare } from './common';
import { RANKING, type Scope, severityOf, type Trouble } from './trouble';

interface Affected {
  readonly session: Session;
  readonly troubles: readonly Trouble[];
  readonly severity: number;
}

export interface Report {
  readonly title: string;
  readonly note?: string;
  readonly affected: readonly Affected[];
  readonly others: number;
  readonly synthetic: number;
  readonly comparison: Comparison;
}

export function reportOf(scope: Scope, sessions: readonly Session[]): Report {
  const own = sessions.filter((session) => scope.has(session));
  const real = own.filter(({ isSynthetic }) => !isSynthetic);
  const judged = real.map((session) => ({ session, troubles: scope.troublesOf(session) }));
  const affected = judged
    .filter(({ troubles }) => troubles.length > 0)
    .map((one) => ({ ...one, severity: severityOf(one.troubles) }))
    .sort((a, b) => b.severity - a.severity || b.session.start - a.session.start);
  const others = judged.filter(({ troubles }) => troubles.length === 0).map(({ session }) => session);
  return {
    title: scope.title,
    note: scope.note,
    affected,
    others: others.length,
    synthetic: own.length - real.length,
    comparison: compare(
      affected.map(({ session }) => session),
      others,
    ),
  };
}

const TROUBLES = 3;
const MOST = 5;

export function reportLines({ title, note, affected, others, synthetic, comparison }: Report, top: number): string[] {
  const all = affected.length + others;
  const lines = [
    `${title}: ${affected.length} of ${counted(all, 'session')}`,
    ...(note === undefined ? [] : [note]),
    ...(synthetic > 0 ? [`${counted(synthetic, 'session')} of synthetic users left out`] : []),
    ...(affected.length === 0
      ? []
      : [
          '',
          'What went wrong, by sessions:',
          ...mostOf(affected).map(([what, count]) => `  ${count}  ${what}`),
          '',
          `What they have in common, against the ${counted(others, 'other session')}:`,
          ...commonLines(comparison).map((line) => `  ${line}`),
          '',
          `Worth looking at, ${RANKING}:`,
          ...affected.slice(0, top).flatMap(sessionLines),
          ...(affected.length > top ? [`  and ${affected.length - top} more: --top`] : []),
        ]),
  ];
  return lines.map((line) => (line === '' ? line : plain(line)));
}

function mostOf(affected: readonly Affected[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const { troubles } of affected) {
    for (const what of new Set(troubles.map(nameOf))) counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, MOST);
}

function commonLines(comparison: Comparison): string[] {
  const { found, tooFew, compared } = comparison;
  if (tooFew !== undefined) return [`too few to tell: ${tooFew}`];
  const test = `Fisher's exact test, two-sided, with Holm's correction for ${counted(compared, 'comparison')}`;
  if (found.length === 0) return [`nothing that could not be chance (p below ${CHANCE}; ${test})`];
  return [
    ...found.map((one) => commonLine(one, comparison)),
    `(p: ${test}. It tells what goes together, not what causes it)`,
  ];
}

function commonLine({ what, affected, others, chance }: Common, all: Comparison): string {
  const [share, rest] = [affected / all.affected, others / all.others];
  const lift = rest === 0 ? 'none of the others' : `${(share / rest).toFixed(1)} times as often`;
  const p = chance < 0.0001 ? 'p < 0.0001' : `p = ${chance.toFixed(4)}`;
  return `${what}: ${shown(affected, all.affected)}, others ${shown(others, all.others)}; ${lift}, ${p}`;
}

function shown(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(0)} % (${part} of ${whole})`;
}

function sessionLines({ session: { id, start, visits }, troubles, severity }: Affected): string[] {
  const different = [...new Set(troubles.map(nameOf))];
  const last = visits.at(-1)?.page;
  return [
    `  ${String(severity).padStart(3)}  ${id}  ${moment(start)}${last === undefined ? '' : `, last page ${last}`}`,
    ...different.slice(0, TROUBLES).map((what) => `         ${what}`),
    ...(different.length > TROUBLES ? [`         and ${different.length - TROUBLES} more`] : []),
  ];
}

function nameOf({ kind, what }: Trouble): string {
  return `${kind}: ${what}`;
}
