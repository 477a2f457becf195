/** Sessions as a page that stands alone: everything that events hold is text in it, and nothing else. */

import { plain } from '../../common/plain';
import { escapeHtml, pageOf } from '../../page/html';
import type { Backend, Node } from '../spans/tree';
import { duration, offset } from './format';
import type { Chapter, Row, Story } from './story';

const text = (value: string) => escapeHtml(plain(value));

export const CLOCKS =
  'Times are those of the browser, without decimals to the second only. Spans: by the clocks of backends.';

export function htmlOf(title: string, about: readonly string[], stories: readonly Story[]): string {
  const note = `<p class="note">${text(CLOCKS)}</p>`;
  const body = [
    ...about.map((line) => `<p class="note">${text(line)}</p>`),
    ...stories.map((story) => section(story, stories.length === 1)),
    note,
  ].join('\n');
  return pageOf({ title: plain(title), body, css: CSS });
}

function section({ title, about, chapters, ending, session }: Story, isAlone: boolean): string {
  return `<section>
${isAlone ? '' : `<h2>${text(title)}</h2>`}
${about.map((line) => `<p>${text(line)}</p>`).join('\n')}
${chapters.map((chapter) => chapterOf(chapter, session.start)).join('\n')}
${ending.map((line) => `<p class="note">${text(line)}</p>`).join('\n')}
</section>`;
}

function chapterOf({ title, notes, rows, visit }: Chapter, start: number): string {
  return `<article>
<h3><span class="time">${text(offset(visit.time - start, false))}</span> <span>${text(title)}</span></h3>
${notes.map((line) => `<p class="note">${text(line)}</p>`).join('\n')}
<ol>
${rows.map((row) => rowOf(row, start)).join('\n')}
</ol>
</article>`;
}

function rowOf({ step, lines, more, backend }: Row, start: number): string {
  const { isBad, time, isExact, durationMs } = step;
  const took = durationMs === undefined ? '' : ` <span class="took">${text(duration(durationMs))}</span>`;
  const code = lines.map(({ place, code }) => {
    return `<p class="more">at ${text(place)}</p>${code === undefined ? '' : `<pre>${text(code)}</pre>`}`;
  });
  return `<li class="${isBad ? 'bad' : ''}"><span class="time">${text(offset(time - start, isExact))}</span>
<span class="mark">${isBad ? '✗' : '·'}</span>
<div class="what"><p><span>${text(step.text)}</span>${took}</p>${code.join('')}${more.map((line) => `<p class="more">${text(line)}</p>`).join('')}${
    backend ? waterfall(backend) : ''
  }</div></li>`;
}

/** Bars on the backends' own time, from the first of them to the last. */
function waterfall(backend: Backend): string {
  const { nodes, start, left } = backend;
  const end = nodes.reduce((most, { span }) => Math.max(most, span.end ?? span.start), start);
  const rest = left > 0 ? `<p class="note">and ${left} spans more</p>` : '';
  return `<div class="scroll"><table class="spans">
<thead><tr><th scope="col">Behind it</th><th scope="col" class="number">Begins</th><th scope="col" class="number">Takes</th><th scope="col" class="bars">${text(
    duration((end - start) * 1000),
  )}</th></tr></thead>
<tbody>
${nodes.map((node) => spanRow(node, start, Math.max(end - start, 1e-6))).join('\n')}
</tbody></table></div>${rest}`;
}

function spanRow({ span, depth }: Node, start: number, whole: number): string {
  const { name, about, verdict, exceptions } = span;
  const share = (seconds: number) => Math.min(100, Math.max(0, (100 * seconds) / whole)).toFixed(2);
  const length = (span.end ?? span.start) - span.start;
  const told = `${text(name)}${about === undefined ? '' : ` <span class="note">${text(about)}</span>`}`;
  const mark = verdict ? ` <strong>✗ ${verdict}</strong>` : '';
  const wrong = exceptions.map((line) => `<p class="more">${text(line)}</p>`).join('');
  return `<tr class="${verdict ? 'bad' : ''}"><td style="padding-left:${Math.min(depth, 20) * 16}px">${told}${mark}${wrong}</td>
<td class="number">+${Math.round((span.start - start) * 1000)} ms</td><td class="number">${
    span.end === undefined ? 'in progress' : text(duration(length * 1000))
  }</td>
<td class="bars"><span class="bar" style="left:${share(span.start - start)}%;width:${share(length)}%"></span></td></tr>`;
}

const CSS = `
h3 { font-size: 16px; margin: 24px 0 4px; padding-top: 12px; border-top: 1px solid var(--grid); overflow-wrap: anywhere; }
section p { overflow-wrap: anywhere; }
ol { list-style: none; margin: 8px 0; padding: 0; }
li { display: grid; grid-template-columns: 96px 12px minmax(0, 1fr); gap: 0 8px; padding: 3px 0; }
li p { margin: 0; } h3 { display: grid; grid-template-columns: 96px minmax(0, 1fr); gap: 0 28px; } h3 .time { font-weight: 400; text-align: right; }
article > .note { margin-left: 124px; }
.time { color: var(--muted); font-variant-numeric: tabular-nums; white-space: nowrap; } li .time { text-align: right; }
.mark { color: var(--muted); } .took { color: var(--muted); white-space: nowrap; }
li.bad > .mark, li.bad > .what > p:first-child > span:first-child, tr.bad strong { color: var(--bad); font-weight: 600; }
.more { color: var(--muted); font-size: 14px; }
pre { margin: 2px 0; padding: 4px 8px; background: var(--heat-0); color: var(--heat-ink-0); border-left: 3px solid var(--bad); overflow-x: auto; font-size: 13px; }
table.spans { width: 100%; margin: 4px 0 8px; } table.spans th { font-weight: 400; }
th.bars, td.bars { width: 30%; min-width: 120px; position: relative; padding: 4px 0; } th.bars { text-align: right; }
.bar { position: absolute; top: 9px; height: 10px; min-width: 2px; background: var(--series-0); border-radius: 2px; }
tr.bad .bar { background: var(--bad); }
@media (max-width: 560px) {
  li, h3 { grid-template-columns: 72px 12px minmax(0, 1fr); gap: 0 4px; } h3 > :last-child { grid-column: 3; }
  article > .note { margin-left: 92px; } .what .scroll { margin-left: -92px; } th.bars, td.bars { min-width: 72px; }
}
@media print { .bar { print-color-adjust: exact; } }
`;
