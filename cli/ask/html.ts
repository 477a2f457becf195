/** An answer as a page: what it is of, pictures, and below them the same numbers as tables. */
import type { QuestionDocument } from '../../src/formats/questions';
import type { Draw } from '../page/charts';
import { escapeHtml, pageOf } from '../page/html';
import { type Picture, picturesOf } from './pictures';
import type { Answer } from './pictures/answer';
import { type ClickedPage, clickMap } from './pictures/clicks';
import { count, shown } from './pictures/format';

export interface Section {
  readonly statement: string;
  readonly answer: Answer;
}

export interface Report {
  readonly document: Pick<QuestionDocument, 'kind' | 'title'>;
  /** What was read, in lines. */
  readonly about: readonly string[];
  readonly sections: readonly Section[];
  readonly clicks?: ClickedPage;
}

/** Pages of more rows are slow, and nobody reads them. */
const ROWS = 1000;

export function htmlOf({ document: { kind, title }, about, sections, clicks }: Report, draw: Draw): string {
  const notes = about.map((line) => `<p class="note">${escapeHtml(line)}</p>`);
  const parts = sections.map(({ statement, answer }, index) => {
    const pictures = statement === 'cells' && clicks ? [clickMap(clicks)] : picturesOf(kind, statement, answer);
    return [
      ...(index > 0 ? [`<h2>${escapeHtml(HEADINGS[statement] ?? statement)}</h2>`] : []),
      ...pictures.map((picture) => figure(picture, draw)),
      table(statement, answer),
    ].join('\n');
  });
  return pageOf({ title, body: [...notes, ...parts].join('\n') });
}

/** None above what comes first. */
const HEADINGS: { readonly [statement: string]: string } = {
  answer: 'The whole paths',
  cells: 'Where users click',
};

function figure({ chart, caption }: Picture, draw: Draw): string {
  return `<figure><div class="scroll">${draw(chart)}</div><figcaption>${escapeHtml(caption)}</figcaption></figure>`;
}

function table(statement: string, { columns, rows }: Answer): string {
  if (rows.length === 0) return `<p>No rows (${escapeHtml(statement)}).</p>`;
  const isNumber = columns.map((_, i) => rows.every((row) => row[i] === null || typeof row[i] === 'number'));
  const cell = (tag: string, i: number, text: string) =>
    `<${tag}${isNumber[i] ? ' class="number"' : ''}>${escapeHtml(text)}</${tag.split(' ')[0]}>`;
  const body = rows
    .slice(0, ROWS)
    .map((row) => `<tr>${row.map((value, i) => cell('td', i, shown(columns[i], value))).join('')}</tr>`);
  const rest = rows.length > ROWS ? ` The first ${count(ROWS)} of ${count(rows.length)} rows: --json has all.` : '';
  return `<div class="scroll"><table>
<caption>The same numbers (statement ${escapeHtml(statement)}).${rest}</caption>
<thead><tr>${columns.map((column, i) => cell('th scope="col"', i, column)).join('')}</tr></thead>
<tbody>
${body.join('\n')}
</tbody>
</table></div>`;
}
