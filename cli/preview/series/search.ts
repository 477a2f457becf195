import type { Metric } from '../body/metrics';
import type { Named } from './math';
import type { Values } from './values';

/** How many series a search is shown to find: how many there will be, only a deployment knows. */
const FOUND = ['a', 'b', 'c'];

/**
 * The series of `SEARCH('{AWS/RUM,application_name} MetricName="JsErrorCount"', 'Sum')`.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
 */
export function searched(text: string, seriesOf: (metric: Metric) => Values): Named[] {
  const [, schema = ''] = /\{([^}]*)\}/.exec(text) ?? [];
  const [namespace = '', ...dimensions] = schema.split(',').map((part) => part.trim().replace(/^"|"$/g, ''));
  const [, quoted, plain] = /MetricName\s*=\s*\(?\s*(?:\\?"([^"\\]+)\\?"|([^\s)]+))/i.exec(text) ?? [];
  const name = quoted ?? plain ?? text.replace(/\{[^}]*\}/, '').trim();
  const known = (dimension: string) =>
    new RegExp(`\\b${dimension.replace(/\W/g, '\\$&')}\\s*=\\s*\\\\?"?([^"\\\\)\\s]+)`, 'i').exec(text)?.[1];
  if (dimensions.every((dimension) => known(dimension) !== undefined)) {
    return [
      found(
        namespace,
        name,
        dimensions.map((dimension): [string, string] => [dimension, known(dimension) ?? '']),
        seriesOf,
      ),
    ];
  }
  return FOUND.map((letter) =>
    found(
      namespace,
      name,
      dimensions.map((dimension): [string, string] => [dimension, known(dimension) ?? `${dimension}-${letter}`]),
      seriesOf,
    ),
  );
}

function found(
  namespace: string,
  name: string,
  dimensions: Metric['dimensions'],
  seriesOf: (metric: Metric) => Values,
): Named {
  const label = [...dimensions.map(([, value]) => value), name].join(' ');
  const metric = { namespace, name, dimensions };
  return { label, metric, values: seriesOf(metric) };
}

/**
 * The series of `SELECT MAX(CPUUtilization) FROM SCHEMA("AWS/EC2", InstanceId) GROUP BY InstanceId`.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-querylanguage.html
 */
export function inquired(
  query: string,
  seriesOf: (metric: Metric, stat: string) => Values,
): Values | { readonly several: Named[] } {
  const [, stat = 'Average', name = query] = /SELECT\s+(\w+)\s*\(\s*"?([^")]+)"?\s*\)/i.exec(query) ?? [];
  const [, namespace = ''] = /FROM\s+(?:SCHEMA\s*\(\s*)?"?([^",)\s]+)/i.exec(query) ?? [];
  const [, groups] = /GROUP\s+BY\s+(.+?)(?:\s+ORDER\s+BY|\s+LIMIT|$)/is.exec(query) ?? [];
  const statistic =
    { AVG: 'Average', COUNT: 'SampleCount', MAX: 'Maximum', MIN: 'Minimum', SUM: 'Sum' }[stat.toUpperCase()] ?? stat;
  if (groups === undefined) return seriesOf({ namespace, name, dimensions: [] }, statistic);
  const dimensions = groups.split(',').map((group) => group.trim().replace(/"/g, ''));
  return {
    several: FOUND.map((letter) => {
      const values = dimensions.map((dimension): [string, string] => [dimension, `${dimension}-${letter}`]);
      return {
        label: values.map(([, value]) => value).join(' '),
        values: seriesOf({ namespace, name, dimensions: values }, statistic),
      };
    }),
  };
}
