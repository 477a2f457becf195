import { escapeHtml } from '../../page/html';
import { type Json, listOf, objectOf } from '../body/body';
import type { Line } from '../body/metrics';
import { evaluateLines } from '../series/evaluate';
import type { DrawWidget } from './context';
import { graphOption } from './graph';
import { withLegend } from './legend';
import { markdownHtml } from './markdown';

export const drawText: DrawWidget = ({ properties }) =>
  `<div class="text">${markdownHtml(String(properties.markdown ?? ''))}</div>`;

/** What a function of the user draws, which does not run here. */
export const drawCustom: DrawWidget = ({ properties }) => {
  const { endpoint, params } = properties;
  const given =
    params === undefined
      ? ''
      : `<pre class="query" style="-webkit-line-clamp:4">${escapeHtml(JSON.stringify(params, undefined, 2))}</pre>`;
  return `<p class="note">What the function <b>${escapeHtml(String(endpoint ?? ''))}</b> draws. It is called by the dashboard, and does not run here.</p>${given}`;
};

export const drawUnknown: DrawWidget = ({ type }) =>
  `<p class="note">A widget of the type <b>${escapeHtml(type || 'none')}</b> is not drawn here.</p>`;

const MOST = 12;

/** Graphs of what is found by tags and properties of resources: how many, only an account knows. */
export const drawExplorer: DrawWidget = (widget, context, size) => {
  const { metrics, labels, splitBy, aggregateBy, widgetOptions, period } = widget.properties;
  const options = objectOf(widgetOptions);
  const asked = listOf(metrics).map(objectOf);
  // Nothing to split by is written in several ways.
  const splits = [undefined, '', '#'].includes(splitBy as string | undefined)
    ? ['']
    : ['a', 'b'].map((letter) => `${splitBy} ${letter}`);
  const graphs = splits.flatMap((split) => asked.map((metric) => ({ split, metric }))).slice(0, MOST);
  const columns = Math.max(1, Math.min(graphs.length, Number(options.widgetsPerRow ?? 2) || 2));
  const rows = Math.ceil(graphs.length / columns);
  const room = {
    width: Math.floor(size.width / columns) - 10,
    height: Math.max(90, Math.floor((size.height - 22) / rows) - 22),
  };
  const { func } = objectOf(aggregateBy);
  const resources = func === undefined || func === '' ? ['a', 'b', 'c'] : [String(func)];
  const cells = graphs.map(({ split, metric }) => {
    const lines = resources.map(
      (resource): Line => lineOf(metric, `${split} ${resource}`.trim(), Number(period) || 300),
    );
    const { drawn } = evaluateLines(lines, widget, context.range, context.given);
    const title = [metric.metricName, split].filter((text) => text).join(', ');
    const properties: Json = { stacked: options.stacked === true, legend: options.legend };
    const picture = withLegend(drawn, properties, room, (left) =>
      context.draw({ ...left, option: graphOption(drawn, properties, context.range, left), label: title }),
    );
    return `<div><div class="subtitle">${escapeHtml(title)}</div>${picture}</div>`;
  });
  const tags = listOf(labels)
    .map(objectOf)
    .map(({ key, value }) => (value === undefined ? String(key) : `${key} = ${value}`));
  const note = `<p class="note">Of what has ${escapeHtml(tags.join(', ') || 'any label')}; which resources that are, only an account knows.</p>`;
  return `${note}<div class="values" style="grid-template-columns:repeat(${columns},1fr)">${cells.join('')}</div>`;
};

function lineOf({ metricName, resourceType, stat }: Json, resource: string, period: number): Line {
  const metric = {
    namespace: String(resourceType),
    name: String(metricName),
    dimensions: [['resource', resource] as const],
  };
  const common = { axis: 'left' as const, visible: true, region: '', account: '' };
  return { ...common, id: resource, label: resource, metric, period, stat: String(stat ?? 'Average') };
}
