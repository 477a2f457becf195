import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Answers, pointsOf } from './behavior';
import { fetchOk, OUT, sleep } from './lab';

export type Layer = Record<string, number>;
export type Ways = readonly (readonly string[])[];
export interface Report {
  readonly layers: Record<string, Layer>;
  /** What the files of events told. */
  readonly answers?: Answers;
  /** The pages that each user went through. */
  readonly ways?: Ways;
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
export function untrue({ layers, answers, ways = [] }: Report): string[] {
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
    ...(answers && layers.behavior ? contradictions(answers, layers.behavior, ways) : []),
  ];
}

/**
 * Where the files of events differ from the dashboard, and from what the users did. Each of them checks out once at most:
 * persons are attempts. Who looks into the cart has put something there.
 */
export function contradictions({ funnel, paths }: Answers, { started, completed }: Layer, ways: Ways): string[] {
  const [saw, put, began, paid] = funnel.map(({ units }) => units);
  const whoWent = (page: string) => ways.filter((way) => way.includes(page)).length;
  const walked = tally(ways.map((way) => [way.join(' → '), 1]));
  const told = tally(paths.map((path) => [pointsOf(path).join(' → '), path.sessions]));
  return [
    ...(saw === whoWent('/product.html')
      ? []
      : [`${whoWent('/product.html')} users saw a product, in the funnel ${saw ?? 'none'}`]),
    ...(put === whoWent('/cart.html')
      ? []
      : [`${whoWent('/cart.html')} users put one into the cart, in the funnel ${put ?? 'none'}`]),
    ...[...new Set([...walked.keys(), ...told.keys()])]
      .filter((way) => walked.get(way) !== told.get(way))
      .map((way) => `${walked.get(way) ?? 0} users went ${way}, of the paths ${told.get(way) ?? 0} sessions did`),
    ...(began === started ? [] : [`browsers saw ${started} transactions started, the funnel ${began ?? 'none'}`]),
    ...(paid === completed ? [] : [`browsers saw ${completed} transactions completed, the funnel ${paid ?? 'none'}`]),
  ];
}

function tally(counts: readonly (readonly [string, number])[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const [name, count] of counts) sums.set(name, (sums.get(name) ?? 0) + count);
  return sums;
}

/** Fetches the report as it is now, and keeps it as a file. */
export async function saveReport(web: string, answers: Answers, ways: Ways): Promise<Report> {
  const report: Report = { ...(await fetchReport(web)), answers, ways };
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
