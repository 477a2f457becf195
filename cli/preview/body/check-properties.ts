import { brief, isObject, isUnresolved, type Json, listOf, objectOf, type Widget } from './body';
import { HORIZONTAL, LIMITS, ROW, STATISTIC, TABLE, VERTICAL, VIEWS, Y_AXIS } from './known';
import { linesOf, optionsOf } from './metrics';
import { isTime } from './range';

type Found = string | false | undefined;

/** What is wrong about the properties that a widget's type has. */
export function checkProperties({ type, properties }: Widget): Found[] {
  const { view, region } = properties;
  const views = VIEWS.get(type);
  return [
    views &&
      view !== undefined &&
      !views.includes(String(view)) &&
      `view: expected one of ${views.join(', ')}, got ${brief(view)}`,
    views && typeof region !== 'string' && `region: expected a Region, got ${brief(region)}`,
    ...(CHECKS[type]?.(properties) ?? []),
  ];
}

const CHECKS: { readonly [type: string]: (properties: Json) => Found[] } = {
  metric: (properties) => [
    ...ofMetrics(properties),
    ...ofAnnotations(properties),
    ...ofAxes(properties),
    ...ofLook(properties),
  ],
  text: ({ markdown, background }) => [
    typeof markdown !== 'string' && `markdown: expected a text, got ${brief(markdown)}`,
    ...oneOf('background', background, ['transparent', 'solid']),
  ],
  log: ({ query }) => [typeof query !== 'string' && `query: expected a text, got ${brief(query)}`],
  alarm: ({ alarms, states, sortBy }) => [
    (listOf(alarms).length < 1 || listOf(alarms).length > LIMITS.alarmsOfWidget) &&
      !isUnresolved(alarms) &&
      `alarms: expected 1 to ${LIMITS.alarmsOfWidget}, got ${listOf(alarms).length}`,
    ...listOf(states).flatMap((state) => oneOf('states', state, ['ALARM', 'INSUFFICIENT_DATA', 'OK'])),
    ...oneOf('sortBy', sortBy, ['default', 'stateUpdatedTimestamp', 'timestamp']),
  ],
  explorer: ({ metrics, labels }) => [
    (listOf(metrics).length < 1 || listOf(metrics).length > 100) &&
      `metrics: expected 1 to 100, got ${listOf(metrics).length}`,
    !Array.isArray(labels) && `labels: expected a list, got ${brief(labels)}`,
    new Set(listOf(metrics).map((one) => objectOf(one).resourceType)).size > 1 && 'metrics: expected one resourceType',
  ],
  custom: ({ endpoint, updateOn }) => [
    typeof endpoint !== 'string' && `endpoint: expected the ARN of a function, got ${brief(endpoint)}`,
    updateOn !== undefined && !isObject(updateOn) && `updateOn: expected an object, got ${brief(updateOn)}`,
  ],
};

function ofMetrics(properties: Json): Found[] {
  const { metrics, annotations, period } = properties;
  const alarms = listOf(objectOf(annotations).alarms);
  const rows = listOf(metrics);
  const { lines, problems } = linesOf(properties);
  const ids = rows.map((row) => optionsOf(row).id).filter((id) => id !== undefined);
  return [
    metrics !== undefined && !Array.isArray(metrics) && `metrics: expected a list, got ${brief(metrics)}`,
    metrics === undefined && annotations === undefined && 'expected metrics or annotations',
    rows.length > LIMITS.metricsOfWidget &&
      `it has ${rows.length} metrics; a widget has at most ${LIMITS.metricsOfWidget}`,
    rows.length > 0 && alarms.length > 0 && 'annotations.alarms: an alarm stands without metrics',
    ...problems,
    ...rows.flatMap((row, index) => ofRow(optionsOf(row)).map((text) => text && `metrics[${index}]: ${text}`)),
    ...[...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))].map(
      (id) => `metrics: the id ${brief(id)} is there twice`,
    ),
    ...periodFound(period),
    ...lines.flatMap(({ expression, id }) =>
      expression?.trim() === '' ? [`metrics: the expression of ${id} is empty`] : [],
    ),
  ];
}

function ofRow(options: Json): Found[] {
  const { id, stat, period, yAxis, color } = options;
  return [
    ...unknownOf(options, ROW),
    id !== undefined &&
      !/^[a-z][A-Za-z0-9_]*$/.test(String(id)) &&
      `id: expected a small letter, then letters, digits and _, got ${brief(id)}`,
    stat !== undefined &&
      !STATISTIC.test(String(stat)) &&
      !isUnresolved(stat) &&
      `stat: got ${brief(stat)}, expected such as Sum or p99`,
    ...periodFound(period),
    ...oneOf('yAxis', yAxis, ['left', 'right']),
    ...colorFound(color),
  ];
}

/** Seconds below a minute are those of metrics of high resolution. */
function periodFound(period: unknown): Found[] {
  const isPeriod = [1, 5, 10, 20, 30].includes(Number(period)) || (Number(period) >= 60 && Number(period) % 60 === 0);
  return [
    period !== undefined &&
      period !== 'auto' &&
      !isPeriod &&
      !isUnresolved(period) &&
      `period: expected a multiple of 60 seconds, or 1, 5, 10, 20 or 30, got ${brief(period)}`,
  ];
}

function colorFound(color: unknown): Found[] {
  return [
    color !== undefined &&
      !/^#([\da-f]{3}|[\da-f]{6})$/i.test(String(color)) &&
      !isUnresolved(color) &&
      `color: expected such as #d62728, got ${brief(color)}`,
  ];
}

function ofAnnotations({ annotations }: Json): Found[] {
  if (annotations === undefined) return [];
  const { alarms, horizontal, vertical, ...others } = objectOf(annotations);
  const entries = (
    list: unknown,
    name: string,
    known: ReadonlySet<string>,
    isValue: (value: unknown) => boolean,
    fills: string[],
  ) =>
    listOf(list).flatMap((entry, index) => {
      const at = (text: Found) => text && `annotations.${name}[${index}]: ${text}`;
      if (Array.isArray(entry) && entry.length !== 2)
        return [at(`expected the two edges of a band, got ${entry.length}`)];
      return [entry].flat().flatMap((one) => {
        const { value, fill, color } = objectOf(one);
        return [
          ...unknownOf(objectOf(one), known),
          !isValue(value) && !isUnresolved(value) && `value: got ${brief(value)}`,
          ...oneOf('fill', fill, [...fills, 'none']),
          ...colorFound(color),
        ].map(at);
      });
    });
  return [
    ...Object.keys(others).map((name) => `annotations.${name} is not known`),
    listOf(alarms).length > 1 && `annotations.alarms: expected one, got ${listOf(alarms).length}`,
    listOf(alarms).length > 0 &&
      listOf(horizontal).length + listOf(vertical).length > 0 &&
      'annotations: expected an alarm or other annotations, got both',
    ...entries(horizontal, 'horizontal', HORIZONTAL, (value) => typeof value === 'number', ['above', 'below']),
    ...entries(vertical, 'vertical', VERTICAL, isTime, ['before', 'after']),
  ];
}

function ofAxes({ yAxis, view }: Json): Found[] {
  const { left, right, ...others } = objectOf(yAxis);
  const { min, max } = objectOf(left);
  return [
    ...Object.keys(others).map((name) => `yAxis.${name} is not known`),
    ...[left, right].flatMap((axis) => unknownOf(objectOf(axis), Y_AXIS)).map((text) => `yAxis: ${text}`),
    view === 'gauge' && (min === undefined || max === undefined) && 'yAxis.left: a gauge needs min and max',
    typeof min === 'number' &&
      typeof max === 'number' &&
      min >= max &&
      `yAxis.left: min ${min} is not below max ${max}`,
  ];
}

function ofLook({ legend, table, timezone }: Json): Found[] {
  const { position, ...others } = objectOf(legend);
  const { layout, summaryColumns } = objectOf(table);
  return [
    ...Object.keys(others).map((name) => `legend.${name} is not known`),
    ...oneOf('legend.position', position, ['right', 'bottom', 'hidden']),
    ...unknownOf(objectOf(table), TABLE).map((text) => `table: ${text}`),
    ...oneOf('table.layout', layout, ['vertical', 'horizontal']),
    ...listOf(summaryColumns).flatMap((column) => oneOf('table.summaryColumns', column, ['MIN', 'MAX', 'SUM', 'AVG'])),
    timezone !== undefined &&
      !/^([+-]\d{4}|UTC|Local)$/i.test(String(timezone)) &&
      `timezone: expected such as +0130, got ${brief(timezone)}`,
  ];
}

function oneOf(name: string, value: unknown, values: readonly string[]): Found[] {
  return [
    value !== undefined &&
      !values.includes(String(value)) &&
      !isUnresolved(value) &&
      `${name}: expected ${values.join(', ')}, got ${brief(value)}`,
  ];
}

export function unknownOf(value: Json, known: ReadonlySet<string>): string[] {
  return Object.keys(value)
    .filter((key) => !known.has(key))
    .map((key) => `the property ${brief(key)} is not known`);
}
