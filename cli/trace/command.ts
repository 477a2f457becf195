import { writeFileSync } from 'node:fs';
import { connect } from '../aws/connect';
import { CannotRun } from '../common/cannot-run';
import { counted } from '../common/counted';
import { plain } from '../common/plain';
import { Problems } from '../suggest/problems';
import { type LoggedEvent, readEvents } from '../suggest/read-events';
import { eventsOfAll, eventsOfId } from './account/logs';
import { type Monitor, monitorsOf } from './account/monitors';
import { tracesFrom } from './account/xray';
import { reportLines, reportOf } from './affected/report';
import { EVERYTHING, namesOfTransactions, scopeOf } from './affected/trouble';
import type { TraceOptions } from './options';
import { endOf } from './session/end';
import { type Event, eventsIn } from './session/events';
import { findSessions, tracesOf } from './session/find';
import { type Session, sessionsIn } from './session/sessions';
import { moment } from './show/format';
import { CLOCKS, htmlOf } from './show/html';
import { type Known, storyOf } from './show/story';
import { linesOf } from './show/text';
import { readSince } from './since';
import { SourceMaps } from './source-lines/source-maps';
import { readTraces, type Traces } from './spans/traces';

interface Tools {
  readonly print: (line: string) => void;
  readonly connect?: typeof connect;
}

/** What was read, and from where. */
interface Reading {
  readonly sessions: readonly Session[];
  readonly monitors: readonly Monitor[];
  /** What there was and what was left out, in lines. */
  readonly lines: readonly string[];
}

/** Shows what was asked for, and returns the exit status. */
export async function trace(options: TraceOptions, { print, connect: open = connect }: Tools): Promise<number> {
  const reading = await readingOf(options, open);
  for (const line of reading.lines) print(plain(line));
  return options.isErrors ? showErrors(options, reading, print) : showSteps(options, reading, print);
}

const DAY = '1d';

async function readingOf(options: TraceOptions, open: typeof connect): Promise<Reading> {
  const problems = new Problems();
  const remarks: string[] = [];
  const { logged, monitors, source, from } = await loggedEvents(options, open, problems, remarks);
  const { events, repeated } = eventsIn(logged, problems);
  const wanted = options.app === undefined ? after(events, options, remarks) : { events, from };
  const { events: own } = wanted;
  return {
    sessions: sessionsIn(own, problems),
    monitors,
    lines: [
      `${counted(own.length, 'event')} of ${source}${wanted.from === undefined ? '' : `, since ${moment(wanted.from)}`}`,
      ...(repeated > 0 ? [`${counted(repeated, 'event')} left out that had been delivered before`] : []),
      ...remarks,
      ...problems.lines.map((line) => `Left out: ${line}`),
    ],
  };
}

async function loggedEvents(options: TraceOptions, open: typeof connect, problems: Problems, remarks: string[]) {
  const { app, stack, region, id, events } = options;
  if (app === undefined) {
    const { events: logged, files } = readEvents([...events], problems);
    return { logged, monitors: [] as Monitor[], source: counted(files, 'file'), from: undefined };
  }
  const monitors = await monitorsOf({ app, stack, region }, open, remarks);
  const to = Date.now();
  const from = (options.since ?? readSince(DAY)).from(to);
  const period = { from, to };
  const logged: LoggedEvent[] =
    id === undefined ? await eventsOfAll(monitors, period, problems) : await eventsOfId(monitors, id, period, problems);
  return { logged, monitors, source: monitors.map(({ logGroup }) => logGroup).join(' and '), from };
}

/** In files the end is that of what is in them: an export may be of any time. */
function after(
  events: readonly Event[],
  { since }: TraceOptions,
  remarks: string[],
): { events: readonly Event[]; from?: number } {
  if (since === undefined) return { events };
  const { end, ahead } = endOf(events);
  const from = since.from(end);
  if (ahead > 0) {
    remarks.push(
      `--since counts back from ${moment(end)}: ${counted(ahead, 'event')} of a later time by the browser's clock`,
    );
  }
  return { events: events.filter(({ time }) => time >= from), from };
}

function showErrors({ about, top }: TraceOptions, { sessions }: Reading, print: (line: string) => void): number {
  const scope = about === undefined ? EVERYTHING : scopeOf(about, sessions);
  if (scope === undefined) {
    const names = namesOfTransactions(sessions).join(', ') || 'none';
    throw new CannotRun(
      plain(`no transaction or page, and no file, is called ${about}; transactions in these events: ${names}`),
    );
  }
  print('');
  for (const line of reportLines(reportOf(scope, sessions), top)) print(line);
  return 0;
}

async function showSteps(options: TraceOptions, reading: Reading, print: (line: string) => void): Promise<number> {
  const { id = '', html, sourceMaps } = options;
  const found = findSessions(reading.sessions, id);
  if (!found) {
    print(plain(`No session, user or trace ${id} is in these events`));
    return 1;
  }
  const { sessions, as } = found;
  const remarks: string[] = [];
  const maps = sourceMaps === undefined ? undefined : new SourceMaps(sourceMaps);
  const known: Known = { traces: await tracesOfAll(options, reading, sessions, remarks), maps };
  const stories = sessions.map((session) => storyOf(session, known));
  const title = as === 'session' ? `Session ${id}` : `${counted(sessions.length, 'session')} of ${as} ${id}`;
  const about = [...remarks, ...(maps?.problems ?? [])];
  for (const line of about) print(plain(line));
  if (as !== 'session') print(plain(title));
  for (const story of stories) for (const line of ['', ...linesOf(story)]) print(line);
  print('');
  print(CLOCKS);
  if (html !== undefined) {
    const [only] = stories.length === 1 ? stories : [];
    writeFileSync(html, htmlOf(only?.title ?? title, [...reading.lines, ...about], stories));
    print(html);
  }
  return 0;
}

async function tracesOfAll(
  { traces, app }: TraceOptions,
  { monitors }: Reading,
  sessions: readonly Session[],
  remarks: string[],
): Promise<Traces> {
  const given = readTraces(traces);
  if (app === undefined) return given;
  const ids = sessions.flatMap(tracesOf).filter((id) => !given.has(id));
  const asked = await tracesFrom(
    monitors.map(({ clients }) => clients),
    ids,
    remarks,
  );
  return new Map([...given, ...asked]);
}
