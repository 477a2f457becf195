import { plain } from '../common/plain';
import { type Cause, type Finding, LAYERS, type State } from './evidence/finding';

const MARKS: Readonly<Record<State, string>> = { ok: '✓', waiting: '…', missing: '✗', unknown: '?' };

const MUCH = 6;

/** A table for each layer, then what to do about all that is not there. */
export function reportOf(findings: readonly Finding[]): string {
  const layers = LAYERS.flatMap((layer) => {
    const all = findings.filter((finding) => finding.layer === layer);
    if (all.length === 0) return [];
    // Of many that are well one line is enough.
    const well = all.filter(({ state, causes = [] }) => state === 'ok' && causes.length === 0);
    const isMuch = well.length > MUCH;
    const own = isMuch ? all.filter((finding) => !well.includes(finding)) : all;
    const titles = own.map(({ path, what }) => plain(`${path}  ${what}`));
    const width = titles.reduce((most, { length }) => Math.max(most, length), 0);
    const rows = own.flatMap((finding, index) => [
      `  ${MARKS[finding.state]} ${finding.state.padEnd(7)}  ${titles[index].padEnd(width)}  ${plain(finding.detail)}`,
      ...(finding.causes ?? []).flatMap(causeLines),
    ]);
    const rest = isMuch ? [`  ${MARKS.ok} ok       ${well.length} of ${all.length}`] : [];
    return [[layer, ...rows, ...rest].join('\n')];
  });
  return [...layers, summaryOf(findings)].join('\n\n');
}

function causeLines({ why, seen, tell, next }: Cause): string[] {
  return [
    `      ${seen ? 'because' : 'perhaps'} ${plain(why)}`,
    ...(tell === undefined ? [] : [`        to tell: ${plain(tell)}`]),
    `        next: ${plain(next)}`,
  ];
}

export function summaryOf(findings: readonly Finding[]): string {
  const counts = (['ok', 'waiting', 'missing', 'unknown'] as const).map((state) => {
    const count = findings.filter((finding) => finding.state === state).length;
    return count > 0 || state === 'ok' ? [`${count} ${state}`] : [];
  });
  return counts.flat().join(', ');
}

export function isAllThere(findings: readonly Finding[]): boolean {
  return findings.every(({ state }) => state === 'ok');
}
