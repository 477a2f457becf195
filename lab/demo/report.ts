import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answers } from './behavior';
import { fetchOk, OUT, sleep } from './lab';

export type Layer = Record<string, number>;
export interface Report {
  readonly layers: Record<string, Layer>;
  /** What the files of events told. */
  readonly answers?: Answers;
}

const LAYERS: ReadonlyMap<string, string> = new Map([
  ['realUsers', 'Real users (RUM)'],
  ['syntheticUsers', 'Synthetic users (canaries)'],
  ['backends', 'Backends (OpenTelemetry)'],
  ['behavior', 'Behavior (transaction Checkout)'],
  ['watch', 'Watch (dashboards, alarms)'],
]);

/** Where 0 is the good news. */
const MAY_BE_ZERO = new Set(['refused', 'repeatedIds', 'failed', 'alarmsInAlarm']);
const SETTLE_TIMEOUT_MS = 75_000;
const POLL_MS = 1_000;

export const REPORT = join(OUT, 'report.json');

/** Waits until what was sent has arrived: exporters batch, so the last numbers come a little late. */
export async function settledReport(web: string): Promise<Report> {
  const deadline = Date.now() + SETTLE_TIMEOUT_MS;
  let previous = '';
  for (;;) {
    const report: Report = await fetchReport(web);
    const text = JSON.stringify(report);
    const { behavior } = report.layers;
    const complete = silent(report).length === 0 && ended(behavior) && agreed(behavior);
    if ((complete && text === previous) || Date.now() > deadline) return report;
    previous = text;
    await sleep(POLL_MS);
  }
}

/** Counts that nothing came for, such as `backends.spans`. */
export function silent(report: Report): string[] {
  return [...LAYERS.keys()].flatMap((layer) => {
    const counts = Object.entries(report.layers?.[layer] ?? {});
    if (counts.length === 0) return [layer];
    return counts.filter(([name, count]) => !(count > 0) && !MAY_BE_ZERO.has(name)).map(([name]) => `${layer}.${name}`);
  });
}

/** What is not as the users did it. An event that came twice is counted twice, since RUM removes none. */
export function untrue({ layers, answers }: Report): string[] {
  const { repeatedIds = 0 } = layers.realUsers ?? {};
  const { started, completed, abandoned, completedByServices } = layers.behavior ?? {};
  return [
    ...(repeatedIds > 0 ? [`${repeatedIds} events came more than once, and are counted so`] : []),
    ...(ended(layers.behavior)
      ? []
      : [`${started} transactions were started, ${completed} completed and ${abandoned} abandoned`]),
    ...(agreed(layers.behavior)
      ? []
      : [`browsers saw ${completed} transactions completed, services ${completedByServices}`]),
    ...(answers && layers.behavior ? contradictions(answers, layers.behavior) : []),
  ];
}

/** Where the funnel and the dashboard differ. Each user of the cast checks out once at most: persons are attempts. */
export function contradictions({ funnel }: Answers, { started, completed }: Layer): string[] {
  const [, , began, paid] = funnel.map(({ units }) => units);
  return [
    ...(began === started ? [] : [`browsers saw ${started} transactions started, the funnel ${began ?? 'none'}`]),
    ...(paid === completed ? [] : [`browsers saw ${completed} transactions completed, the funnel ${paid ?? 'none'}`]),
  ];
}

/** Fetches the report as it is now, and keeps it as a file. */
export async function saveReport(web: string, answers: Answers): Promise<Report> {
  const report: Report = { ...(await fetchReport(web)), answers };
  writeFileSync(REPORT, `${JSON.stringify(report, undefined, 2)}\n`);
  return report;
}

export function table(report: Report): string {
  const rows = [...LAYERS].map(([layer, title]) => {
    const counts = Object.entries(report.layers?.[layer] ?? {}).map(([name, count]) => `${spaced(name)} ${count}`);
    return `  ${title.padEnd(32)} ${counts.join(' · ') || 'nothing arrived'}`;
  });
  return rows.join('\n');
}

async function fetchReport(web: string): Promise<Report> {
  return (await fetchOk(`${web}/report.json`)).json() as Promise<Report>;
}

function ended(behavior: Layer | undefined): boolean {
  return behavior !== undefined && behavior.started === behavior.completed + behavior.abandoned;
}

/** Whether browsers and services, which count apart, have seen the same. Synthetic users are counted by neither. */
function agreed(behavior: Layer | undefined): boolean {
  return behavior !== undefined && behavior.completed === behavior.completedByServices;
}

function spaced(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
