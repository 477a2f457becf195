import { plain } from '../../common/plain';
import type { Node } from '../spans/tree';
import { duration, offset } from './format';
import type { Chapter, Row, Story } from './story';

const WIDTH = 11;

/** A session as lines of text. */
export function linesOf({ title, about, chapters, ending, session }: Story): string[] {
  const lines = [
    title,
    ...about,
    ...chapters.flatMap((chapter) => chapterLines(chapter, session.start)),
    '',
    ...ending,
  ];
  return lines.map((line) => (line === '' ? line : plain(line)));
}

function chapterLines({ title, notes, rows, visit }: Chapter, start: number): string[] {
  const indent = ' '.repeat(WIDTH + 2);
  return [
    '',
    `${offset(visit.time - start, false).padStart(WIDTH)}  ${title}`,
    ...notes.map((note) => `${indent}${note}`),
    ...rows.flatMap((row) => rowLines(row, start, indent)),
  ];
}

/** `✗` stands before what needs somebody to look at it. */
function rowLines({ step, lines, more, backend }: Row, start: number, indent: string): string[] {
  const { text, isBad, time, isExact, durationMs } = step;
  const took = durationMs === undefined ? '' : `  ${duration(durationMs)}`;
  return [
    `${offset(time - start, isExact).padStart(WIDTH)}    ${isBad ? '✗' : '·'} ${text}${took}`,
    ...lines.flatMap(({ place, code }) => [
      `${indent}      at ${place}`,
      ...(code === undefined ? [] : [`${indent}         ${code}`]),
    ]),
    ...more.map((line) => `${indent}      ${line}`),
    ...(backend ? backend.nodes.flatMap((node) => spanLines(node, backend.start, indent)) : []),
    ...(backend && backend.left > 0 ? [`${indent}      and ${backend.left} spans more`] : []),
  ];
}

function spanLines({ span, depth }: Node, start: number, indent: string): string[] {
  const { name, about, end, verdict, exceptions } = span;
  const inner = `${indent}    ${'  '.repeat(Math.min(depth, 20))}`;
  const took = end === undefined ? 'in progress' : duration((end - span.start) * 1000);
  const from = `+${Math.round((span.start - start) * 1000)} ms`;
  const told = [name, about].filter((part) => part !== undefined).join('  ');
  return [
    `${inner}${verdict ? '✗' : '└'} ${told}  ${took} (${from})${verdict ? `  ${verdict}` : ''}`,
    ...exceptions.map((exception) => `${inner}    ${exception}`),
  ];
}
