/** Answers whose rows are names, the most important first. */
import { VARIABLES } from '../../page/palette';
import { type Answer, type Row, rowsOf } from './answer';
import { bars } from './bars';
import { count, label, shown } from './format';
import { fewest, number, type Picture } from './picture';

const TOP = 20;

export function featurePictures(answer: Answer): Picture[] {
  const { shown: rows, note } = fewest(rowsOf(answer), TOP, 'features');
  return [
    bars({
      caption: `Who used each feature, with the share of all who were active, and who used it again on another day.${note}`,
      names: rows.map(({ feature }) => label(feature)),
      shown: count,
      series: [
        counted(rows, 'persons', 'persons', (row) => ` · ${shown('share', row.share_of_active)}`),
        counted(rows, 'persons_again', 'again on another day', (row) => ` · ${shown('share', row.share_again)}`),
      ],
    }),
  ];
}

export function campaignPictures(answer: Answer): Picture[] {
  const { shown: rows, note } = fewest(rowsOf(answer), TOP, 'campaigns');
  return [
    bars({
      caption: `How many persons came by each campaign or referrer, and how many of them completed a transaction.${note}`,
      names: rows.map(campaignName),
      shown: count,
      series: [
        counted(rows, 'persons', 'persons'),
        counted(rows, 'persons_completed', 'completed a transaction', ({ persons, persons_completed: completed }) =>
          number(persons) > 0 ? ` · ${shown('share', number(completed) / number(persons))}` : '',
        ),
      ],
    }),
  ];
}

const NONE = '(none)';

function campaignName({ utm_source, utm_medium, utm_campaign, referrer }: Row): string {
  const campaign = [utm_campaign, utm_source, utm_medium].filter((part) => part !== NONE).map(label);
  const from = referrer === NONE ? [] : [`from ${label(referrer)}`];
  return [...(campaign.length > 0 ? [campaign.join(' / ')] : []), ...from].join(', ') || 'no campaign, no referrer';
}

export function frustrationPictures(answer: Answer): Picture[] {
  const { shown: rows, note } = fewest(rowsOf(answer), TOP, 'elements');
  const parts = [
    { column: 'dead', name: 'nothing happened' },
    { column: 'rage', name: 'again and again' },
    { column: 'error', name: 'threw an error' },
  ];
  return [
    bars({
      caption: `Clicks in vain by what was clicked, with how many there are per 100 page views.${note}`,
      names: rows.map(({ page, element, element_role }) => `${label(element_role)} ${label(element)}\n${label(page)}`),
      minRow: 46,
      stacked: true,
      shown: count,
      series: parts.map(({ column, name }, i) => ({
        name,
        values: rows.map((row) => number(row[column])),
        color: VARIABLES.series[[7, 1, 5][i]],
        labels: i === parts.length - 1 ? rows.map(inVain) : undefined,
      })),
    }),
  ];
}

function inVain({ dead, rage, error, per_100_page_views: rate }: Row): string {
  const all = count(number(dead) + number(rage) + number(error));
  return rate === null ? all : `${all} · ${number(rate).toFixed(1)} per 100`;
}

export function releasePictures(answer: Answer): Picture[] {
  const { shown: rows, note } = fewest(rowsOf(answer), TOP, 'pages, events and endpoints');
  return [
    bars({
      caption: `Use by day before and after the release, the largest change first.${note}`,
      names: rows.map(({ kind, name }) => `${label(kind)} ${label(name)}`),
      shown: count,
      fractions: true,
      series: [
        { name: 'before', color: VARIABLES.series[7], ...daily(rows, 'per_day_before', () => '') },
        {
          name: 'after',
          color: VARIABLES.series[0],
          ...daily(rows, 'per_day_after', ({ change }) =>
            change === null ? ' · new' : ` · ${shown('change', change)}`,
          ),
        },
      ],
    }),
  ];
}

function daily(rows: readonly Row[], column: string, more: (row: Row) => string) {
  const rounded = (row: Row) => number(row[column]).toLocaleString('en-US', { maximumFractionDigits: 1 });
  return {
    values: rows.map((row) => number(row[column])),
    labels: rows.map((row) => `${rounded(row)}${more(row)}`),
  };
}

function counted(rows: readonly Row[], column: string, name: string, more: (row: Row) => string = () => '') {
  return {
    name,
    values: rows.map((row) => number(row[column])),
    labels: rows.map((row) => `${count(number(row[column]))}${more(row)}`),
  };
}
