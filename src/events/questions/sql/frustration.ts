import { CLICK, PAGE_VIEW } from '../../../formats/events/names';
import { ground, within } from './ground';
import { share } from './literals';
import type { Asked, Statement } from './model';

/** Of each page and element: clicks that did nothing, that were made in anger, and that threw. */
export function frustration(spec: Asked): Statement {
  const count = (condition: string) => `count(CASE WHEN ${condition} THEN 1 END)`;
  return {
    sql: `WITH ${ground(spec, { columns: ['page', 'element', 'element_role', 'frustration'], names: [CLICK, PAGE_VIEW] })},
asked AS (
  SELECT g.*, coalesce(page, '') AS place FROM ground g WHERE ${within(spec)}
),
pages AS (
  SELECT place, count(*) AS page_views FROM asked WHERE event_name = '${PAGE_VIEW}' GROUP BY place
),
clicks AS (
  SELECT place, coalesce(element_role, '') AS element_role, coalesce(element, '') AS element, count(*) AS clicks,
    ${count("frustration = 'dead'")} AS dead, ${count("frustration = 'rage'")} AS rage, ${count("frustration = 'error'")} AS error,
    count(DISTINCT CASE WHEN frustration <> '' THEN person END) AS persons
  FROM asked WHERE event_name = '${CLICK}' GROUP BY place, coalesce(element_role, ''), coalesce(element, '')
)
SELECT CAST(c.place AS varchar) AS page, CAST(c.element_role AS varchar) AS element_role, CAST(c.element AS varchar) AS element,
  CAST(c.clicks AS bigint) AS clicks, CAST(c.dead AS bigint) AS dead, CAST(c.rage AS bigint) AS rage, CAST(c.error AS bigint) AS error,
  CAST(c.persons AS bigint) AS persons, CAST(coalesce(p.page_views, 0) AS bigint) AS page_views,
  ${share('(c.dead + c.rage + c.error) * 100', 'p.page_views')} AS per_100_page_views
FROM clicks c LEFT JOIN pages p ON p.place = c.place
WHERE c.dead + c.rage + c.error > 0
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
