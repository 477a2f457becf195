import { VARIABLES } from '../../page/palette';
import { type Answer, rowsOf } from './answer';
import { cells } from './cells';
import { count, percent } from './format';
import { fewest, number, type Picture, WIDTH } from './picture';

const LEFT = 150;
const COLUMN = 76;
const ROW = 36;
const COHORTS = 60;
/** From which share on a cell has which color. */
const BOUNDS = [0, 0.05, 0.1, 0.2, 0.4, 0.6];

/** The triangle: who came first together, and how many of them came back how much later. */
export function retentionPictures(answer: Answer): Picture[] {
  const rows = rowsOf(answer);
  const sizes = new Map(rows.map(({ cohort, size }) => [String(cohort), number(size)]));
  const { shown: cohorts, note } = fewest([...sizes.keys()].reverse(), COHORTS, 'cohorts, beginning with the newest');
  const shownCohorts = [...cohorts].reverse();
  const spans = [...new Set(rows.map(({ later }) => number(later)))].sort((a, b) => a - b);
  const drawn = rows.flatMap(({ cohort, later, persons, share, complete }) => {
    const y = shownCohorts.indexOf(String(cohort));
    if (y < 0) return [];
    const { fill, ink } = VARIABLES.heat[BOUNDS.filter((bound) => number(share) >= bound).length - 1];
    const so = `${count(number(persons))}${complete === false ? ' so far' : ''}`;
    const text = share === null ? so : `${percent(number(share))}\n${so}`;
    return [{ x: spans.indexOf(number(later)), y, fill, ink, text }];
  });
  const axis = { axisLine: { show: false }, axisTick: { show: false }, splitLine: { show: false } };
  const width = LEFT + spans.length * COLUMN;
  const caption = `Of each cohort the share and the number that came back so many days, weeks or months later, “so far” where more may come; darker where there are more on a light page, lighter on a dark one.${note}`;
  return [
    {
      caption,
      chart: {
        width: Math.min(width, WIDTH) === width ? Math.max(width, 480) : width,
        height: 34 + shownCohorts.length * ROW + 4,
        label: caption,
        option: {
          grid: { left: LEFT, top: 30, bottom: 4, width: spans.length * COLUMN, outerBoundsMode: 'none' },
          xAxis: {
            ...axis,
            type: 'category',
            position: 'top',
            data: spans.map(String),
            axisLabel: { color: VARIABLES.muted, interval: 0 },
          },
          yAxis: {
            ...axis,
            type: 'category',
            inverse: true,
            data: shownCohorts.map((cohort) => `${cohort} (${count(sizes.get(cohort) ?? 0)})`),
            axisLabel: { color: VARIABLES.ink, interval: 0 },
          },
          series: [cells(drawn, 11)],
        },
      },
    },
  ];
}
