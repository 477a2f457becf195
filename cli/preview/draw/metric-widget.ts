import { escapeHtml } from '../../page/html';
import { type Json, listOf, numberOf, objectOf } from '../body/body';
import { linesOf } from '../body/metrics';
import { type Range, rangeOf } from '../body/range';
import { evaluateLines, numberOfLine } from '../series/evaluate';
import type { Fit } from '../series/fit';
import { fullNumberText, numberText, timeText } from '../series/numbers';
import { type Drawn, present } from '../series/values';
import { type Alarm, nameIn } from '../source/alarms';
import { momentsOf } from './annotations';
import type { Context, DrawWidget } from './context';
import { graphOption, sparklineOption } from './graph';
import { withLegend } from './legend';
import { barOption, gaugeOption, type Part, pieOption } from './shares';
import type { Size } from './size';

/** A widget of metrics, in each of its views. */
export const drawMetrics: DrawWidget = (widget, context, size) => {
  const { properties } = widget;
  const [reference] = listOf(objectOf(properties.annotations).alarms).map(String);
  const alarm = reference === undefined ? undefined : context.alarms.find(reference);
  if (reference !== undefined && !alarm && listOf(properties.metrics).length === 0) {
    return `<p class="note">The graph of the alarm <b>${escapeHtml(nameIn(reference))}</b>, which is not in these templates.</p>`;
  }
  if (alarm && alarm.metrics.length === 0)
    return `<p class="note">${escapeHtml(alarm.name)} is a composite alarm, which has no graph.</p>`;
  const shown = alarm ? { ...widget, properties: propertiesOf(alarm, properties) } : widget;
  const range = withMoments(
    rangeOf(timesOf(properties, context), context.range.end),
    objectOf(properties.annotations),
    context,
  );
  const { lines } = linesOf(shown.properties);
  const { drawn, problems } = evaluateLines(lines, widget, range, context.given, fitOf(shown.properties, alarm));
  for (const problem of problems) context.problem(widget, problem);
  if (drawn.length === 0) return '<p class="note">No metric is visible.</p>';
  const view = VIEWS[String(properties.view ?? 'timeSeries')] ?? VIEWS.timeSeries;
  return view({ drawn, properties: shown.properties, range, context, size });
};

interface View {
  readonly drawn: readonly Drawn[];
  readonly properties: Json;
  readonly range: Range;
  readonly context: Context;
  readonly size: Size;
}

const VIEWS: { readonly [view: string]: (view: View) => string } = {
  timeSeries: ({ drawn, properties, range, context, size }) => {
    const empty = drawn.every(({ values }) => present(values).length === 0);
    const note = empty ? '<p class="empty">No data in this time</p>' : '';
    return (
      note +
      withLegend(drawn, properties, size, (room) =>
        context.draw({
          ...room,
          option: graphOption(drawn, properties, range, room),
          label: labelOf(drawn, 'over time'),
        }),
      )
    );
  },
  singleValue: singleValues,
  gauge: gauges,
  bar: (view) => parts(view, (some) => barOption(some, view.properties)),
  pie: (view) => parts(view, pieOption),
  table,
};

function parts(
  { drawn, properties, context, size }: View,
  optionOf: (parts: Part[]) => ReturnType<typeof pieOption>,
): string {
  const some = partsOf(drawn, properties);
  const valued = some.map((part) => ({
    ...part,
    label:
      objectOf(properties.labels).visible && part.value !== undefined
        ? `${part.label} ${numberText(part.value)}`
        : part.label,
  }));
  return withLegend(valued, properties, size, (room) =>
    context.draw({ ...room, option: optionOf(some), label: labelOf(drawn, 'compared') }),
  );
}

function partsOf(drawn: readonly Drawn[], properties: Json): Part[] {
  return drawn.map((one) => ({ label: one.label, color: one.color, value: numberOfLine(one, properties) }));
}

function singleValues({ drawn, properties, context, size }: View): string {
  const columns = Math.max(1, Math.min(drawn.length, Math.floor(size.width / 110)));
  const rows = Math.ceil(drawn.length / columns);
  const room = { width: Math.floor(size.width / columns) - 12, height: Math.floor(size.height / rows) };
  const hasSpark = properties.sparkline === true && room.height >= 92;
  const spark = room.height - 62;
  const cells = drawn.map((one) => {
    const value = numberOfLine(one, properties);
    const text =
      value === undefined ? '--' : properties.singleValueFullPrecision ? fullNumberText(value) : numberText(value);
    const fontSize = Math.max(15, Math.min(30, room.height * 0.42, (room.width / text.length) * 1.5));
    const picture =
      hasSpark && present(one.values).length > 1
        ? context.draw({
            width: room.width,
            height: Math.min(90, spark),
            option: sparklineOption(one),
            label: `${one.label} over time`,
          })
        : '';
    return `<div class="value"><b style="font-size:${Math.round(fontSize)}px">${escapeHtml(text)}</b>${key(one)}${picture}</div>`;
  });
  return `<div class="values" style="grid-template-columns:repeat(${columns},1fr)">${cells.join('')}</div>`;
}

function key({ label, color }: Part | Drawn): string {
  return `<span class="key" title="${escapeHtml(label)}"><i style="background:${escapeHtml(color)}"></i>${escapeHtml(label)}</span>`;
}

function gauges({ drawn, properties, context, size }: View): string {
  const columns = Math.max(1, Math.min(drawn.length, Math.floor(size.width / 120)));
  const rows = Math.ceil(drawn.length / columns);
  const hidden = objectOf(properties.legend).position === 'hidden';
  const room = {
    width: Math.floor(size.width / columns) - 8,
    height: Math.max(50, Math.floor(size.height / rows) - (hidden ? 4 : 24)),
  };
  const cells = partsOf(drawn, properties).map((part) => {
    const picture = context.draw({ ...room, option: gaugeOption(part, properties, room.height), label: part.label });
    return `<div class="value">${picture}${hidden ? '' : key(part)}</div>`;
  });
  return `<div class="values" style="grid-template-columns:repeat(${columns},1fr)">${cells.join('')}</div>`;
}

const SUMMARIES: { readonly [name: string]: (values: number[]) => number } = {
  MIN: (values) => Math.min(...values),
  MAX: (values) => Math.max(...values),
  SUM: (values) => values.reduce((sum, value) => sum + value, 0),
  AVG: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
};
const COLUMN_WIDTH = 74;

function table({ drawn, properties, size }: View): string {
  const { summaryColumns = Object.keys(SUMMARIES), showTimeSeriesData, layout } = objectOf(properties.table);
  const summaries = listOf(summaryColumns)
    .map(String)
    .filter((name) => name in SUMMARIES);
  const room =
    layout === 'vertical'
      ? 5
      : Math.max(1, Math.floor((size.width - 190 - summaries.length * COLUMN_WIDTH) / COLUMN_WIDTH));
  // The latest fit; CloudWatch lets its reader scroll to the others.
  const last = showTimeSeriesData === false ? 0 : Math.min(room, drawn[0].times.length);
  const head = [
    '',
    ...summaries,
    ...drawn[0].times.slice(-last || drawn[0].times.length).map((time) => timeText(time).slice(11)),
  ];
  const rows = drawn.map((one) => {
    const all = present(one.values);
    const summed = summaries.map((name) => (all.length === 0 ? '--' : numberText(SUMMARIES[name](all))));
    const points = last === 0 ? [] : one.times.slice(-last).map((_, at) => one.values.slice(-last)[at]);
    return [key(one), ...summed, ...points.map((value) => (value === undefined ? '--' : numberText(value)))];
  });
  const all = [head.map(escapeHtml), ...rows];
  const cells = layout === 'vertical' ? all[0].map((_, column) => all.map((row) => row[column])) : all;
  const body = cells.map(
    (row, at) =>
      `<tr>${row.map((cell, column) => (at === 0 || column === 0 ? `<th>${cell}</th>` : `<td>${cell}</td>`)).join('')}</tr>`,
  );
  return `<div class="scroll"><table class="data">${body.join('')}</table></div>`;
}

function labelOf(drawn: readonly Drawn[], how: string): string {
  return `${drawn
    .map(({ label }) => label)
    .slice(0, 12)
    .join(', ')} ${how}`;
}

/** An alarm's own graph: its metrics and its threshold. */
function propertiesOf({ metrics, period, statistic, threshold, comparison }: Alarm, properties: Json): Json {
  const horizontal =
    threshold === undefined
      ? []
      : [
          {
            value: threshold,
            label: `${COMPARISONS[comparison] ?? comparison} ${numberText(threshold)}`,
            color: '#d62728',
          },
        ];
  return { ...properties, metrics, period, stat: statistic, annotations: { horizontal } };
}

const COMPARISONS: { readonly [operator: string]: string } = {
  GreaterThanThreshold: '>',
  GreaterThanOrEqualToThreshold: '≥',
  LessThanThreshold: '<',
  LessThanOrEqualToThreshold: '≤',
};

function fitOf({ annotations, yAxis }: Json, alarm: Alarm | undefined): Fit {
  const thresholds = (side: string) =>
    listOf(objectOf(annotations).horizontal)
      .flat()
      .map(objectOf)
      .filter(({ yAxis: axis, visible }) => (axis ?? 'left') === side && visible !== false)
      .flatMap(({ value }) => numberOf(value) ?? []);
  const limit = (side: string) => numberOf(objectOf(objectOf(yAxis)[side]).max);
  return {
    thresholds: { left: thresholds('left'), right: thresholds('right') },
    badBelow: alarm?.comparison.startsWith('LessThan'),
    limits: { left: limit('left'), right: limit('right') },
  };
}

function timesOf({ start, end }: Json, { range }: Context): Json {
  return start === undefined
    ? { start: new Date(range.start).toISOString(), end: new Date(range.end).toISOString() }
    : { start, end };
}

/** A graph shows all the moments that it marks; one with made-up series is moved there. */
function withMoments(range: Range, annotations: Json, { given }: Context): Range {
  const moments = momentsOf(annotations);
  if (moments.length === 0) return range;
  const [first, last] = [Math.min(...moments), Math.max(...moments)];
  if (first >= range.start && last <= range.end) return range;
  if (given) return { start: Math.min(range.start, first), end: Math.max(range.end, last) };
  const length = Math.max(range.end - range.start, (last - first) * 1.4);
  return { start: last - length * 0.75, end: last + length * 0.25 };
}
