import type { Draw } from '../../page/charts';
import { escapeHtml } from '../../page/html';
import { BODY_SYNTAX, type Body, type Problem, parseBody, type Widget } from '../body/body';
import { check } from '../body/check';
import { type Placed, place } from '../body/place';
import { lasting, type Range, rangeOf } from '../body/range';
import { type Variable, variablesOf, withDefaults } from '../body/variables';
import type { Given } from '../series/given';
import { timeText } from '../series/numbers';
import type { Alarms } from '../source/alarms';
import type { Dashboard } from '../source/dashboards';
import { drawAlarms } from './alarm-widget';
import type { Context, DrawWidget } from './context';
import { drawLogs } from './log-widget';
import { drawMetrics } from './metric-widget';
import { drawCustom, drawExplorer, drawText, drawUnknown } from './other-widgets';
import { contentOf, linesOfText } from './size';

export interface Preview {
  /** HTML below the name of the dashboard. */
  readonly html: string;
  readonly problems: readonly Problem[];
  readonly widgets: number;
}

const WIDGETS: ReadonlyMap<string, DrawWidget> = new Map([
  ['metric', drawMetrics],
  ['text', drawText],
  ['log', drawLogs],
  ['alarm', drawAlarms],
  ['explorer', drawExplorer],
  ['custom', drawCustom],
]);

/** "Now" where series are made up: a preview does not change by itself. */
const MADE_UP_NOW = Date.UTC(2026, 0, 15, 18);
const TITLE = 26;
const NO_TITLE = 12;
const PROBLEM_LINE = 17;

export interface Surroundings {
  readonly draw: Draw;
  readonly alarms: Alarms;
  readonly given: Given | undefined;
}

/** Draws a dashboard, with what is wrong about it. */
export function previewOf(dashboard: Dashboard, { draw, alarms, given }: Surroundings): Preview {
  const written = parseBody(dashboard.body);
  const problems: Problem[] = [...written.problems, ...check(written.body)];
  const { body } =
    written.body.variables.length > 0 ? parseBody(withDefaults(dashboard.body, written.body.variables)) : written;
  const range = given?.range ?? rangeOf(body.source, MADE_UP_NOW);
  const context: Context = {
    draw,
    alarms,
    given,
    range,
    problem: ({ index }, text) => problems.push({ widget: index, text }),
  };
  const cards = place(body.widgets).map((placed) => card(placed, context, problems));
  const html = `${head(dashboard, body, range, given)}${wrong(problems)}<div class="grid">${cards.join('')}</div>`;
  return { html, problems, widgets: body.widgets.length };
}

function card({ widget, x, y }: Placed, context: Context, problems: readonly Problem[]): string {
  const { type, width, height, properties } = widget;
  const title = typeof properties.title === 'string' ? properties.title : '';
  const before = problems.filter((problem) => problem.widget === widget.index);
  const whole = contentOf(width, height, 0);
  const told = before.reduce((lines, { text }) => lines + linesOfText(text, whole.width), 0);
  const taken = (title === '' ? NO_TITLE : TITLE) + (told > 0 ? Math.min(told, 4) * PROBLEM_LINE + 6 : 0);
  const size = contentOf(width, height, taken);
  const content =
    size.height < 16 && type !== 'text'
      ? ''
      : (WIDGETS.get(type) ?? drawUnknown)(widget, context, { ...size, height: Math.max(40, size.height) });
  const found = problems.filter((problem) => problem.widget === widget.index);
  const plain = type === 'text' && properties.background === 'transparent' ? ' plain' : '';
  const low = type === 'text' && height === 1 ? ' low' : '';
  const heading =
    title === '' || type === 'text' ? '' : `<h3 title="${escapeHtml(title)}">${live(widget)}${escapeHtml(title)}</h3>`;
  const list =
    found.length === 0
      ? ''
      : `<div class="wrong">${found.map(({ text }) => `<div>⚠ ${escapeHtml(text)}</div>`).join('')}</div>`;
  const where = `grid-column:${x + 1}/span ${width};grid-row:${y + 1}/span ${height}`;
  return `<section class="card${plain}${low}${heading === '' ? ' untitled' : ''}" style="${where}">${heading}${list}<div class="content">${content}</div></section>`;
}

/** Live data is what the last minute has brought, not yet whole. */
function live({ properties }: Widget): string {
  return properties.liveData === true
    ? '<em class="live" title="liveData: with what the last minute has brought">live</em>'
    : '';
}

function head({ path, region }: Dashboard, body: Body, range: Range, given: Given | undefined): string {
  const { start, end, periodOverride } = body.source;
  const asked =
    start === undefined ? '3 h, since it has no start' : end === undefined ? String(start) : `${start} to ${end}`;
  const about = [
    path,
    region,
    `shows ${asked}`,
    periodOverride === undefined ? '' : `periodOverride: ${periodOverride}`,
  ];
  const isMissing = body.widgets.some(({ type }) => type === 'log' || type === 'explorer');
  const told = [...(given?.notes ?? []), ...(isMissing ? ['Rows of logs and what explorers find are not given.'] : [])];
  const data = given
    ? `<b class="real">Given series</b> ${timeText(range.start)} to ${timeText(range.end)} UTC. ${escapeHtml(told.join(' '))}`
    : `<b class="fake">Made-up series</b> Values, states of alarms and rows of logs are made up; ${lasting(range)} of some day are shown.`;
  return `<p class="note">${escapeHtml(about.filter((text) => text !== '').join(' · '))}</p><p class="data-note">${data}</p>${fields(variablesOf(body))}`;
}

function fields(variables: readonly Variable[]): string {
  if (variables.length === 0) return '';
  const shown = variables.map(({ label, input, chosen, options, search }) => {
    const told = options.length > 0 ? options.join(', ') : search;
    const mark = input === 'select' ? ' ▾' : '';
    const value =
      input === 'radio' && options.length > 0
        ? options.map((option) => `${option === chosen ? '◉' : '○'} ${option}`).join('  ')
        : `${chosen || (options[0] ?? (search === '' ? '' : 'found by a search'))}${mark}`;
    return `<span class="field" title="${escapeHtml(told)}">${escapeHtml(label)} <b>${escapeHtml(value)}</b></span>`;
  });
  return `<div class="fields">${shown.join('')}</div>`;
}

/** What is wrong about the whole. */
function wrong(problems: readonly Problem[]): string {
  const whole = problems.filter(({ widget }) => widget === undefined);
  const others = problems.length - whole.length;
  if (problems.length === 0) return '';
  const more = others > 0 ? `<div>⚠ ${others} more in its widgets: see there.</div>` : '';
  return `<div class="wrong whole">${whole.map(({ text }) => `<div>⚠ ${escapeHtml(text)}</div>`).join('')}${more}<a href="${BODY_SYNTAX}">Syntax of dashboard bodies</a></div>`;
}
