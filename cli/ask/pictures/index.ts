/** The pictures that people expect of each question. */
import { type Answer, rowsOf } from './answer';
import { funnelPictures } from './funnel';
import { columns, lines } from './lines';
import type { Picture } from './picture';
import { campaignPictures, featurePictures, frustrationPictures, releasePictures } from './ranked';
import { retentionPictures } from './retention';
import { pathPictures } from './sankey';

export type { Picture } from './picture';

const LENGTHS = [
  { column: 'median_ms', name: 'median' },
  { column: 'p90_ms', name: 'p90' },
];

/** By the kind of the question and the name of the statement, none of what is read as a table. */
const PICTURES: { readonly [statement: string]: (answer: Answer) => Picture[] } = {
  'funnel answer': funnelPictures,
  'retention answer': retentionPictures,
  'paths links': pathPictures,
  'sessions answer': (answer) => {
    const rows = rowsOf(answer);
    return [
      lines(
        rows,
        [
          { column: 'sessions', name: 'sessions' },
          { column: 'persons', name: 'persons' },
          { column: 'page_views', name: 'page views' },
        ],
        'Sessions that began on each day, their persons and their page views',
      ),
      lines(rows, [{ column: 'bounce_share', name: 'bounces' }], 'The share of sessions that saw one page only'),
      lines(rows, LENGTHS, 'How long sessions were'),
    ];
  },
  'active-users answer': (answer) => [
    lines(
      rowsOf(answer),
      [
        { column: 'monthly', name: 'of 30 days' },
        { column: 'weekly', name: 'of 7 days' },
        { column: 'daily', name: 'of the day' },
      ],
      'Persons who were active',
    ),
    lines(
      rowsOf(answer),
      [{ column: 'stickiness', name: 'stickiness' }],
      'Stickiness: those of the day among those of 30 days',
    ),
  ],
  'transaction-outcomes answer': (answer) => {
    const rows = rowsOf(answer);
    return [
      columns(
        rows,
        [
          { column: 'completed', name: 'completed' },
          { column: 'abandoned', name: 'abandoned' },
          { column: 'in_progress', name: 'in progress' },
        ],
        'Attempts that began on each day, by what became of them',
      ),
      lines(
        rows,
        [{ column: 'completion_share', name: 'completed' }],
        'The share of settled attempts that were completed',
      ),
      lines(rows, LENGTHS, 'How long completed attempts took'),
    ];
  },
  'feature-adoption answer': featurePictures,
  'campaigns answer': campaignPictures,
  'frustration answer': frustrationPictures,
  'release-comparison answer': releasePictures,
};

export function picturesOf(kind: string, statement: string, answer: Answer): Picture[] {
  return answer.rows.length === 0 ? [] : (PICTURES[`${kind} ${statement}`]?.(answer) ?? []);
}
