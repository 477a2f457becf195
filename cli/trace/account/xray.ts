/** The spans behind requests, from X-Ray: https://docs.aws.amazon.com/xray/latest/api/API_BatchGetTraces.html */
import type { Clients } from '../../aws/clients';
import { everyPage } from '../../aws/connect';
import { type Traces, tracesIn } from '../spans/traces';
import { call } from './call';
import { xrayTraceId } from './logs';

/** That many may be asked for at once. */
const AT_ONCE = 5;
/** Sessions may have thousands of requests. */
const MAX_TRACES = 200;

export async function tracesFrom(
  clients: readonly Clients[],
  ids: readonly string[],
  problems: string[],
): Promise<Traces> {
  const wanted = ids.slice(0, MAX_TRACES);
  const documents: unknown[] = [];
  for (const { xray } of new Map(clients.map((one) => [one.region, one])).values()) {
    for (let from = 0; from < wanted.length; from += AT_ONCE) {
      const TraceIds = wanted.slice(from, from + AT_ONCE).map(xrayTraceId);
      const ask = (input: { TraceIds: string[] }) => call('xray:BatchGetTraces', xray.batchGetTraces(input));
      for (const trace of await everyPage(ask, { TraceIds }, ({ Traces }) => Traces)) documents.push(trace);
    }
  }
  const traces = tracesIn(documents);
  const missing = wanted.filter((id) => !traces.has(id)).length;
  if (ids.length > wanted.length) problems.push(`X-Ray was asked for ${wanted.length} of ${ids.length} traces`);
  if (missing > 0) {
    problems.push(
      `X-Ray has nothing of ${missing} of ${wanted.length} traces: not sampled, older than 30 days, or not indexed, ` +
        'where Transaction Search is on',
    );
  }
  return traces;
}
