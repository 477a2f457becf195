import { at, type BilledResource, byRegion, count, type Finding, listAt, ofType } from './billed-resource';

/** A dashboard of more metrics is never free. */
const MOST_METRICS_FOR_FREE = 50;
const FREE = 3;

export function dashboards(resources: readonly BilledResource[], freeTier: boolean): Finding {
  let free = freeTier ? FREE : 0;
  const consumptions = byRegion(ofType(resources, 'AWS::CloudWatch::Dashboard')).map(([region, here]) => {
    const small = here.filter((dashboard) => metricsOf(dashboard) <= MOST_METRICS_FOR_FREE).length;
    const forFree = Math.min(small, free);
    free -= forFree;
    const basis = count(here.length, 'dashboard') + (forFree > 0 ? `, ${forFree} of them free` : '');
    return { price: 'dashboard' as const, item: 'Dashboards', amount: here.length - forFree, basis, region };
  });
  return { consumptions, unknown: [] };
}

/** As many as can't be free where it can't be read. */
function metricsOf({ properties }: BilledResource): number {
  try {
    const body = JSON.parse(textOf(at(properties, 'DashboardBody')));
    const metrics = listAt(body, 'widgets').map((widget) => listAt(widget, 'properties', 'metrics').length);
    return metrics.reduce((sum, number) => sum + number, 0);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** Values of the deployment are inside of texts, where anything may stand. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const [, parts] = listAt(value, 'Fn::Join');
  return Array.isArray(parts) ? parts.map((part) => (typeof part === 'string' ? part : 'known-later')).join('') : '';
}
