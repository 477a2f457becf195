/** What users did, asked of the files that went through the ingest and Amazon Data Firehose. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ask } from '../../cli/ask/command';
import { readAskOptions } from '../../cli/ask/options';
import { CannotRun } from '../../cli/common/cannot-run';
import { ASSEMBLY, labEnvironment } from './deploy';
import { type Endpoints, fetchOk, OUT, ROOT, sleep } from './lab';
import { finish } from './processes';

export const EVENTS = join(OUT, 'events');
const TIMEOUT_MS = 30_000;
const POLL_MS = 500;
const BAR = 24;

export interface FunnelStep {
  readonly step_name: string;
  readonly units: number;
  readonly share_of_previous: number | null;
  readonly median_ms: number | null;
}

/** A path: `step_1` and so on, as far as it goes, and how many sessions took it. */
export type Path = Readonly<Record<`step_${number}`, string | null>> & { readonly sessions: number };

export interface Answers {
  readonly funnel: readonly FunnelStep[];
  readonly paths: readonly Path[];
}

/** Asks until the files tell what CloudWatch does: what a page sends while it is left comes a little late. */
export async function askAboutUsers(
  endpoints: Endpoints,
  bucket: string,
  isSettled: (answers: Answers) => boolean,
  log: string,
): Promise<Answers> {
  for (const deadline = Date.now() + TIMEOUT_MS; ; await sleep(POLL_MS)) {
    const answers = await answersOf(endpoints, bucket, log);
    if (isSettled(answers) || Date.now() > deadline) return answers;
  }
}

async function answersOf(endpoints: Endpoints, bucket: string, log: string): Promise<Answers> {
  await fetchOk(`${endpoints.web}/lab/firehose/deliver`);
  rmSync(EVENTS, { recursive: true, force: true });
  await finish({
    command: join(ROOT, 'lab/.venv/bin/aws'),
    args: ['s3', 'sync', '--only-show-errors', `s3://${bucket}/events/`, EVENTS],
    cwd: ROOT,
    env: labEnvironment(endpoints),
    log,
  });
  return { funnel: await answerOf('Purchase'), paths: await answerOf('Ways') };
}

async function answerOf<Row>(question: string): Promise<Row[]> {
  const printed: string[] = [];
  try {
    await ask(readAskOptions([question, EVENTS, '--app', ASSEMBLY, '--json']), {
      print: (line) => void printed.push(line),
    });
  } catch (error) {
    if (error instanceof CannotRun && /no (events|files) in|no such file or folder/.test(error.message)) return [];
    throw error;
  }
  return JSON.parse(printed.join('\n'));
}

/** The pages of a path, as far as it goes. */
export function pointsOf(path: Path): string[] {
  return Object.entries(path).flatMap(([name, point]) => (/^step_\d+$/.test(name) && point ? [String(point)] : []));
}

export function shownAnswers({ funnel, paths }: Answers): string {
  const most = Math.max(1, ...funnel.map(({ units }) => units));
  const width = Math.max(...funnel.map(({ step_name }) => step_name.length));
  const steps = funnel.map(({ step_name, units, share_of_previous, median_ms }) => {
    const bar = '█'.repeat(Math.round((units / most) * BAR)).padEnd(BAR);
    const share = share_of_previous === null ? '' : `${(share_of_previous * 100).toFixed(0)} %`;
    const time = median_ms ? `${(median_ms / 1000).toFixed(1)} s` : '';
    return `    ${step_name.padEnd(width)}  ${bar} ${String(units).padStart(4)} ${share.padStart(6)} ${time.padStart(7)}`.trimEnd();
  });
  const ways = paths.map((path) => `    ${String(path.sessions).padStart(4)}  ${pointsOf(path).join(' → ')}`);
  return [
    `  ${'Persons on the way to paying'.padEnd(width + BAR + 4)}count   kept  median`,
    ...steps,
    '',
    '  Sessions by the pages that they went through',
    ...ways,
  ].join('\n');
}
