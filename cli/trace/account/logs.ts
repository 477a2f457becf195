/**
 * Events out of the log groups of app monitors. By FilterLogEvents, which answers all there is and has no price;
 * CloudWatch Logs Insights bills each GB that it scans, and answers 10,000 events at most.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 */
import type { FilteredLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import { BUILT_IN } from '../../../src/formats/browser-events';
import { everyPage } from '../../aws/connect';
import { CannotRun } from '../../common/cannot-run';
import type { Problems } from '../../suggest/problems';
import type { LoggedEvent } from '../../suggest/read-events';
import { objectOf } from '../../suggest/sessions';
import { textOf } from '../session/events';
import { bareTraceId } from '../session/step';
import { call } from './call';
import type { Monitor } from './monitors';

export interface Period {
  readonly from: number;
  readonly to: number;
}

/** The sessions of an ID. Of a trace first the session that began it, then all of that. */
export async function eventsOfId(monitors: readonly Monitor[], id: string, period: Period, problems: Problems) {
  // It becomes part of a pattern.
  if (!/^[\w:.-]{1,128}$/.test(id)) throw new CannotRun(`${id} is no ID of a session, a user or a trace`);
  const own = equal(['$.user_details.sessionId', '$.user_details.userId'], inEitherCase([id]));
  const bare = bareTraceId(id);
  if (bare === undefined) return read(monitors, own, period, problems);
  const ids = inEitherCase([id, bare, xrayTraceId(bare)]);
  const begun = await read(monitors, equal(['$.event_details.trace_id'], ids), period, problems);
  const sessions = begun.map(({ fields }) => textOf(objectOf(fields.user_details).sessionId) ?? '');
  const [session] = sessions.filter((text) => /^[\da-fA-F-]{36}$/.test(text));
  return session === undefined ? [] : read(monitors, equal(['$.user_details.sessionId'], [session]), period, problems);
}

/** Of these there are many, and they tell nothing of what went wrong. */
const NUMEROUS = ['performance_resource_event', 'xray_trace_event', 'rrweb_event', 'dom_event'];

/** All sessions, by what tells where they were and what went wrong. */
export function eventsOfAll(monitors: readonly Monitor[], period: Period, problems: Problems): Promise<LoggedEvent[]> {
  const without = NUMEROUS.map((type) => `($.event_type != "${BUILT_IN}${type}")`).join(' && ');
  return read(monitors, `{ ${without} }`, period, problems);
}

export function xrayTraceId(bare: string): string {
  return `1-${bare.slice(0, 8)}-${bare.slice(8)}`;
}

/** Patterns tell cases apart, and clients write lower case. */
function inEitherCase(ids: readonly string[]): string[] {
  return [...new Set(ids.flatMap((id) => [id, id.toLowerCase()]))];
}

function equal(selectors: readonly string[], values: readonly string[]): string {
  return `{ ${selectors.flatMap((of) => values.map((value) => `(${of} = "${value}")`)).join(' || ')} }`;
}

async function read(monitors: readonly Monitor[], filterPattern: string, { from, to }: Period, problems: Problems) {
  const found: LoggedEvent[] = [];
  for (const { logGroup: logGroupName, clients } of monitors) {
    const events = await everyPage(
      (input: { logGroupName: string }) => call('logs:FilterLogEvents', clients.logs.filterLogEvents(input)),
      { logGroupName, filterPattern, startTime: Math.floor(from), endTime: Math.ceil(to) },
      (page) => page.events,
      'nextToken',
    );
    // One by one: as arguments of a call, a hundred thousand are too many.
    for (const event of events) for (const one of logged(event, logGroupName, problems)) found.push(one);
  }
  return found;
}

function logged({ message, ingestionTime, logStreamName }: FilteredLogEvent, group: string, problems: Problems) {
  const at = `${group} ${logStreamName}`;
  const fields = objectOf(message);
  if (typeof fields.event_type === 'string') return [{ fields, received: ingestionTime, at }];
  problems.add('log events that are none of CloudWatch RUM: without event_type', at);
  return [];
}
