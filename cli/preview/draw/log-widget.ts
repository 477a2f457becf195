import type { EChartsOption } from 'echarts';
import { escapeHtml } from '../../page/html';
import type { Json } from '../body/body';
import { COLORS } from '../series/evaluate';
import { madeUp } from '../series/made-up';
import type { Drawn } from '../series/values';
import type { Context, DrawWidget } from './context';
import { graphOption } from './graph';
import { withLegend } from './legend';
import { type LogQuery, logQueryOf, madeUpRows } from './logs';
import { barOption, type Part, pieOption } from './shares';
import type { Size } from './size';

const ROWS = 5;
const ROW = 27;
const QUERY_LINE = 15;

/**
 * The answer to a query of CloudWatch Logs Insights: its shape, with rows made up, and what is asked. Beside series that are
 * given nothing is made up: one would be taken for the other.
 */
export const drawLogs: DrawWidget = ({ properties }, context, size) => {
  const query = logQueryOf(properties);
  if (context.given) return `<p class="note">What logs tell is not given. The query:</p>${questionOf(query, 4)}`;
  if (properties.view === undefined || properties.view === 'table') return tableOf(query, context, size);
  const asked = questionOf(query, 1);
  const room = { ...size, height: size.height - 22 };
  const { entries, option } = pictureOf(query, properties, context);
  const label = `${query.columns.join(', ')} of ${query.sources.join(', ')}`;
  return (
    withLegend(entries, properties, room, (left) => context.draw({ ...left, option: option(left), label })) + asked
  );
};

function tableOf(query: LogQuery, context: Context, size: Size): string {
  const lines = Math.max(1, Math.min(4, query.text.split('\n').length));
  const most = Math.max(1, Math.min(ROWS, Math.floor((size.height - lines * QUERY_LINE - 16) / ROW) - 1));
  const head = query.columns.map((column) => `<th>${escapeHtml(column)}</th>`).join('');
  const rows = madeUpRows(
    query,
    query.groups.length === 0 && query.bin === undefined && isCounted(query) ? 1 : most,
    context.range.end,
  );
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`).join('');
  return `<div class="scroll"><table class="data logs"><tr>${head}</tr>${body}</table></div>${questionOf(query, lines)}`;
}

/** Without groups there is one row of totals. */
function isCounted({ text }: LogQuery): boolean {
  return /\|?\s*stats\s/i.test(text);
}

function questionOf({ text, sources }: LogQuery, lines: number): string {
  const shown = `${sources.length > 0 ? `${sources.join(', ')}: ` : ''}${text}`;
  return `<pre class="query" style="-webkit-line-clamp:${lines}" title="${escapeHtml(shown)}">${escapeHtml(lines === 1 ? shown.replace(/\s*\n\s*/g, ' ') : shown)}</pre>`;
}

function pictureOf(
  query: LogQuery,
  properties: Json,
  { range }: Context,
): { entries: Part[]; option: (size: Size) => EChartsOption } {
  const computed = query.columns.filter((column) => !query.groups.includes(column) && !/^bin\(/i.test(column));
  if (properties.view === 'timeSeries') {
    const step = Math.max(query.bin ?? 300_000, (range.end - range.start) / 180);
    const times: number[] = [];
    for (let time = Math.ceil(range.start / step) * step; time < range.end; time += step) times.push(time);
    const names =
      query.groups.length > 0 ? ['a', 'b', 'c'].map((letter) => `${query.groups.join(' ')} ${letter}`) : computed;
    const drawn = names.map((label, at): Drawn => {
      const metric = { namespace: query.text, name: label, dimensions: [] };
      const line = {
        id: label,
        metric,
        axis: 'left' as const,
        visible: true,
        period: step / 1000,
        stat: 'Sum',
        region: '',
        account: '',
      };
      return {
        line,
        label,
        color: COLORS[at % COLORS.length],
        times,
        values: madeUp({ metric, stat: 'Sum' }, times, step),
      };
    });
    return {
      entries: drawn.map(({ label, color }) => ({ label, color, value: undefined })),
      option: (size) => graphOption(drawn, properties, range, size),
    };
  }
  const counted = query.columns.indexOf(computed[0]);
  const parts = madeUpRows(query, ROWS, range.end).map(
    (row, at): Part => ({
      label: query.groups.map((group) => row[query.columns.indexOf(group)]).join(' ') || row[0],
      color: COLORS[at % COLORS.length],
      value: Number(row[counted] ?? 0) || 0,
    }),
  );
  return {
    entries: parts,
    option: () => (properties.view === 'pie' ? pieOption(parts) : barOption(parts, properties)),
  };
}
