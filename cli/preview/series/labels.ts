import type { Line } from '../body/metrics';
import { numberText, timeText } from './numbers';
import { present, type Series } from './values';

/**
 * What tells lines of a widget apart that their author gave no label: of namespace, dimensions, name, statistic, period,
 * Region and account those that differ; the name where nothing does.
 */
export function ownLabels(lines: readonly Line[]): string[] {
  const parts = lines.map(({ metric, expression, stat, period, region, account }) =>
    metric === undefined
      ? [expression ?? '']
      : [
          metric.namespace,
          ...metric.dimensions.map(([, value]) => value),
          metric.name,
          stat,
          `${period} s`,
          region,
          account,
        ],
  );
  const metrics = parts.filter((_, at) => lines[at].metric !== undefined);
  const differs = (column: number) => new Set(metrics.map((one) => one[column])).size > 1;
  return lines.map(({ metric, expression }, at) => {
    if (metric === undefined) return expression ?? '';
    const telling = parts[at].filter((part, column) => differs(column) && part !== '');
    return telling.length > 0 ? telling.join(' ') : metric.name;
  });
}

/**
 * Fills a dynamic label: `${AVG}`, `${PROP('Dim.page')}`.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/graph-dynamic-labels.html
 */
export function filledLabel(label: string, own: string, line: Line, series: Omit<Series, 'label'>): string {
  return label.replace(/\$\{(?:PROP\('([^']+)'\)|([A-Z_]+))\}/g, (whole, property?: string, word?: string) => {
    if (property !== undefined) return propertyOf(property, line) ?? whole;
    if (word === 'LABEL') return own;
    return word === undefined ? whole : (statisticOf(word, series) ?? whole);
  });
}

function propertyOf(property: string, { metric, stat, period, region, account }: Line): string | undefined {
  const known: Record<string, string | undefined> = {
    AccountId: account,
    AccountLabel: account,
    MetricName: metric?.name,
    Namespace: metric?.namespace,
    Period: String(period),
    Region: region,
    Stat: stat,
  };
  const dimension = metric?.dimensions.find(([name]) => `Dim.${name}` === property)?.[1];
  return dimension ?? (known[property] || undefined);
}

function statisticOf(word: string, { times, values }: Omit<Series, 'label'>): string | undefined {
  const points = times.flatMap((time, at) => {
    const value = values[at];
    return value === undefined ? [] : [{ time, value }];
  });
  const all = present(values);
  const least = points.reduce((a, b) => (b.value < a.value ? b : a), points[0]);
  const most = points.reduce((a, b) => (b.value > a.value ? b : a), points[0]);
  const [first, last] = [points[0], points.at(-1)];
  const sum = all.reduce((a, b) => a + b, 0);
  const found: Record<string, () => string> = {
    AVG: () => numberText(sum / all.length),
    SUM: () => numberText(sum),
    MIN: () => numberText(least.value),
    MAX: () => numberText(most.value),
    FIRST: () => numberText(first.value),
    LAST: () => numberText(last?.value ?? 0),
    DATAPOINT_COUNT: () => String(all.length),
    FIRST_LAST_RANGE: () => `${numberText(first.value)} - ${numberText(last?.value ?? 0)}`,
    MIN_MAX_RANGE: () => `${numberText(least.value)} - ${numberText(most.value)}`,
    MIN_TIME: () => timeText(least.time),
    MAX_TIME: () => timeText(most.time),
    FIRST_TIME: () => timeText(first.time),
    LAST_TIME: () => timeText(last?.time ?? 0),
  };
  const base = word.replace(/_RELATIVE$/, '');
  if (!(base in found)) return undefined;
  return all.length === 0 ? '--' : found[base]();
}
