import { CloudWatchClient, GetMetricDataCommand, type MetricDataResult } from '@aws-sdk/client-cloudwatch';
import { GetCanaryCommand, StartCanaryCommand, StopCanaryCommand, SyntheticsClient } from '@aws-sdk/client-synthetics';
import { APPLICATION_DIMENSION, NAMESPACE, RUM_NAMESPACE } from '../../../formats/namespaces';
import type { TrafficPolicy } from './decision';
import { RECONCILER_STARTS, tickRecord } from './metrics';
import { reconcile, type TrafficData, type TrafficMemory, type TrafficServices } from './reconciliation';

interface Settings extends TrafficPolicy {
  readonly canaryName: string;
  readonly appMonitorName: string;
  readonly lookback: number;
}

const MINUTE = 60_000;
const cloudwatch = new CloudWatchClient({});
const synthetics = new SyntheticsClient({});
const memory: TrafficMemory = {};

/** Reads traffic, and starts or stops the canary. */
export async function handler(): Promise<void> {
  const settings: Settings = JSON.parse(String(process.env.TRAFFIC));
  const tick = await reconcile(services(settings), settings, memory);
  // Without the console: the runtime puts a time and a request's ID in front of what it prints, and it is no JSON then.
  process.stdout.write(`${JSON.stringify(tickRecord(settings.canaryName, Date.now(), tick))}\n`);
  if (tick.retry) throw new Error(tick.errors.join('; '));
}

function services(settings: Settings): TrafficServices {
  const Name = settings.canaryName;
  return {
    now: Date.now,
    traffic: () => readTraffic(settings),
    canary: async () => {
      const { Canary } = await synthetics.send(new GetCanaryCommand({ Name }));
      return { state: Canary?.Status?.State ?? 'unknown', lastModified: Canary?.Timeline?.LastModified?.getTime() };
    },
    start: async () => void (await synthetics.send(new StartCanaryCommand({ Name }))),
    stop: async () => void (await synthetics.send(new StopCanaryCommand({ Name }))),
  };
}

async function readTraffic(settings: Settings): Promise<TrafficData> {
  const now = Date.now();
  const { MetricDataResults } = await cloudwatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(now - Math.max(settings.lookback, settings.dwell)),
      EndTime: new Date(now),
      MetricDataQueries: [
        query('sessions', RUM_NAMESPACE, 'SessionCount', { [APPLICATION_DIMENSION]: settings.appMonitorName }),
        query('starts', NAMESPACE, RECONCILER_STARTS, { canary: settings.canaryName }),
      ],
    }),
  );
  const points = (id: string) => pointsOf(MetricDataResults?.find((result) => result.Id === id));
  const recent = points('sessions').filter(({ at }) => at >= now - settings.lookback);
  const starts = points('starts').filter(({ value }) => value > 0);
  return {
    sessions: recent.length > 0 ? recent.reduce((sum, { value }) => sum + value, 0) : undefined,
    lastStart: starts.length > 0 ? Math.max(...starts.map(({ at }) => at)) + MINUTE : undefined, // within this minute
  };
}

function query(Id: string, Namespace: string, MetricName: string, dimensions: Record<string, string>) {
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  return { Id, MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period: MINUTE / 1000, Stat: 'Sum' } };
}

/** Of an answer that says it is not whole nothing is used. */
function pointsOf(result: MetricDataResult | undefined): { at: number; value: number }[] {
  if (result?.StatusCode !== 'Complete') throw new Error(`GetMetricData: status ${result?.StatusCode}`);
  return (result.Timestamps ?? []).map((time, index) => ({ at: time.getTime(), value: result.Values?.[index] ?? 0 }));
}
