import { CLICK, PAGE_ENGAGEMENT, PAGE_VIEW } from '../../../formats/events/names';
import { ground, within } from './ground';
import { share } from './literals';
import type { Asked, Statement } from './model';

/** NULL where it is no click, so that page views are rows of their own. */
const OF_CLICK = (column: string) => `CASE WHEN event_name = '${CLICK}' THEN coalesce(${column}, '') END`;

/**
 * Of each page and element: clicks that did nothing, that were made in anger, and that threw.
 *
 * Clicks have a sample of their own, within that of page views: they are compared with the views of sessions that are in
 * it, which tell how users engaged with each page if they don't click.
 */
export function frustration(spec: Asked): Statement {
  const count = (condition: string) => `count(CASE WHEN ${condition} THEN 1 END)`;
  return {
    sql: `WITH ${ground(spec, { columns: ['page', 'element', 'element_role', 'frustration'], names: [CLICK, PAGE_VIEW, PAGE_ENGAGEMENT] })},
observed AS (
  SELECT g.*, count(CASE WHEN event_name <> '${PAGE_VIEW}' THEN 1 END) OVER (PARTITION BY coalesce(session_id, person)) AS signs FROM ground g
),
asked AS (
  SELECT o.*, coalesce(page, '') AS place FROM observed o WHERE signs > 0 AND ${within(spec)}
),
clicks AS (
  SELECT place, ${OF_CLICK('element_role')} AS element_role, ${OF_CLICK('element')} AS element, ${count(`event_name = '${CLICK}'`)} AS clicks, ${count(`event_name = '${PAGE_VIEW}'`)} AS page_views,
    ${count("frustration = 'dead'")} AS dead, ${count("frustration = 'rage'")} AS rage, ${count("frustration = 'error'")} AS error,
    count(DISTINCT CASE WHEN frustration <> '' THEN person END) AS persons
  FROM asked GROUP BY place, ${OF_CLICK('element_role')}, ${OF_CLICK('element')}
),
beside AS (
  SELECT c.*, sum(page_views) OVER (PARTITION BY place) AS of_page FROM clicks c
)
SELECT CAST(c.place AS varchar) AS page, CAST(c.element_role AS varchar) AS element_role, CAST(c.element AS varchar) AS element,
  CAST(c.clicks AS bigint) AS clicks, CAST(c.dead AS bigint) AS dead, CAST(c.rage AS bigint) AS rage, CAST(c.error AS bigint) AS error,
  CAST(c.persons AS bigint) AS persons, CAST(c.of_page AS bigint) AS page_views,
  ${share('(c.dead + c.rage + c.error) * 100', 'c.of_page')} AS per_100_page_views
FROM beside c
WHERE c.element IS NOT NULL AND c.dead + c.rage + c.error > 0
ORDER BY c.dead + c.rage + c.error DESC, 1, 2, 3`,
    columns: [
      { name: 'page', type: 'string' },
      { name: 'element_role', type: 'string' },
      { name: 'element', type: 'string' },
      { name: 'clicks', type: 'bigint' },
      { name: 'dead', type: 'bigint' },
      { name: 'rage', type: 'bigint' },
      { name: 'error', type: 'bigint' },
      { name: 'persons', type: 'bigint' },
      { name: 'page_views', type: 'bigint' },
      { name: 'per_100_page_views', type: 'double' },
    ],
  };
}

/** Where on each page users click: the cells of a grid. Clicks by a key that the sender did not place have none. */
export function clickedCells(spec: Asked): Statement {
  return {
    sql: `WITH ${ground(spec, { columns: ['page', 'grid_x', 'grid_y', 'frustration'], names: [CLICK] })},
clicks AS (
  SELECT coalesce(page, '') AS place, grid_x, grid_y, CASE WHEN frustration <> '' THEN 1 END AS vain
  FROM ground WHERE ${within(spec)} AND grid_x IS NOT NULL AND grid_y IS NOT NULL
)
SELECT CAST(place AS varchar) AS page, CAST(grid_x AS bigint) AS grid_x, CAST(grid_y AS bigint) AS grid_y,
  CAST(count(*) AS bigint) AS clicks, CAST(count(vain) AS bigint) AS in_vain
FROM clicks GROUP BY place, grid_x, grid_y
ORDER BY 1, 3, 2`,
    columns: [
      { name: 'page', type: 'string' },
      { name: 'grid_x', type: 'bigint' },
      { name: 'grid_y', type: 'bigint' },
      { name: 'clicks', type: 'bigint' },
      { name: 'in_vain', type: 'bigint' },
    ],
  };
}
