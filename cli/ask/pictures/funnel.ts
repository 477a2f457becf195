import { VARIABLES } from '../../page/palette';
import { type Answer, type Row, rowsOf } from './answer';
import { bars } from './bars';
import { count, label, percent, shown } from './format';
import { number, optional, type Picture } from './picture';

const GROUPS = VARIABLES.series.length;

export function funnelPictures(answer: Answer): Picture[] {
  const rows = rowsOf(answer);
  return answer.columns.includes('breakdown') ? [groups(rows)] : [steps(rows)];
}

/** Of each step those who went on and those who did not. */
function steps(rows: readonly Row[]): Picture {
  const first = number(rows[0]?.units);
  return bars({
    caption: 'How many got to each step, and how many of them went no further',
    names: rows.map(stepName),
    minRow: 60,
    max: Math.max(1, first),
    stacked: true,
    shown: count,
    series: [
      { name: 'got there and went on', values: rows.map(({ units, dropped }) => number(units) - number(dropped)) },
      {
        name: 'got there and went no further',
        color: VARIABLES.series[1],
        values: rows.map(({ dropped }) => number(dropped)),
        labels: rows.map(told),
      },
    ],
  });
}

function told({ units, share_of_first: share, dropped }: Row): string {
  const all = `${count(number(units))} · ${shown('share', share)}`;
  return number(dropped) > 0 ? `${all} · ${count(number(dropped))} dropped` : all;
}

function stepName({ step, step_name: name, share_of_previous: share, median_ms: median, p90_ms: p90 }: Row): string {
  const told = [
    ...(typeof share === 'number' ? [`${percent(share)} of the step before`] : []),
    ...(typeof median === 'number' ? [`median ${shown('_ms', median)}, p90 ${shown('_ms', p90)}`] : []),
  ];
  return [`${step}. ${label(name)}`, ...told].join('\n');
}

/** Shares, as groups differ in size. */
function groups(rows: readonly Row[]): Picture {
  const names = [...new Set(rows.map(({ breakdown }) => breakdown))];
  const of = (group: unknown) => rows.filter(({ breakdown }) => breakdown === group);
  const sized = names.map((name) => ({ name, rows: of(name), size: number(of(name)[0]?.units) }));
  const largest = [...sized].sort((a, b) => b.size - a.size).slice(0, GROUPS);
  const left = names.length - largest.length;
  return bars({
    caption: `The share of each group that got to each step, and how many.${left > 0 ? ` The ${GROUPS} largest of ${names.length} groups: the table has all.` : ''}`,
    names: (largest[0]?.rows ?? []).map(({ step, step_name: name }) => `${step}. ${label(name)}`),
    max: 1,
    fractions: true,
    shown: percent,
    series: largest.map(({ name, rows: own }) => ({
      name: label(name),
      values: own.map(({ share_of_first: share }) => optional(share)),
      labels: own.map((row) => `${shown('share', row.share_of_first)} (${count(number(row.units))})`),
    })),
  });
}
