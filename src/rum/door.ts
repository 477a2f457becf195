/** What other rooms may know of app monitors beyond the public API: values. */
import type { IAppMonitor } from './app-monitor/app-monitor-base';
import { type LogQuery, shownQueriesOf } from './app-monitor/log-queries';
import { Telemetry } from './app-monitor/telemetry';
import type { MetricDefinition } from './metrics/metric-definition';
import type { WebApp } from './web-app/web-app';

export { errorsByRelease } from './app-monitor/log-queries';
export { bothReadings } from './metrics/application-dimension';

/** Whether an app monitor reports something; one that is imported may. */
export function reports({ _telemetries }: IAppMonitor, telemetry: Telemetry): boolean {
  return _telemetries?.includes(telemetry) ?? true;
}

/** Whether interactions are told to an app monitor; of one that is imported nobody knows. */
export function seesInteractions({ _seesInteractions }: IAppMonitor): boolean | undefined {
  return _seesInteractions;
}

/** What tells pages, browsers and the like apart, by the dimensions of CloudWatch RUM. */
const SPLIT_BY: ReadonlyMap<string, string> = new Map([
  ['PageId', 'page'],
  ['BrowserName', 'browser'],
  ['CountryCode', 'country'],
  ['DeviceType', 'device'],
  ['OSName', 'operating system'],
  ['FileType', 'file type'],
]);

/** A metric of an app monitor that tells pages, browsers and the like apart. */
export interface SplitMetric {
  readonly definition: MetricDefinition;
  readonly statistic: string;
  /** In the words of a person: `page`. */
  readonly by: string[];
  /** As CloudWatch knows them. */
  readonly dimensions: string[];
  /** The page, if it is split by that alone: the first one that was stated, or any. */
  readonly page?: string;
}

/** The metrics of an app monitor that tell pages, browsers and the like apart; of one that is imported nobody knows. */
export function splitMetrics({ _metricDefinitions = [] }: IAppMonitor): SplitMetric[] {
  return _metricDefinitions.flatMap((definition) => {
    const { dimensions, statistic } = definition._definition;
    const by = dimensions.flatMap(({ name }) => SPLIT_BY.get(name) ?? []);
    if (by.length === 0 || by.length < dimensions.length) return [];
    const [{ name, values = [] }] = dimensions;
    const page =
      by.length === 1 && name === 'PageId'
        ? String(values.find((value) => typeof value === 'string') ?? '/')
        : undefined;
    return [{ definition, statistic, by, dimensions: dimensions.map((each) => each.name), page }];
  });
}

/** The log group of an app monitor's events, and what can be asked of it; undefined if there is none, or nobody knows. */
export function eventLogOf(monitor: IAppMonitor): { readonly name: string; readonly queries: LogQuery[] } | undefined {
  const name = monitor._eventLog;
  if (name === undefined) return undefined;
  const [errors, performance] = [Telemetry.ERRORS, Telemetry.PERFORMANCE].map((one) => reports(monitor, one));
  return { name, queries: shownQueriesOf({ errors, performance }, seesInteractions(monitor) ?? false) };
}

/** Where the pages of a web app send events besides CloudWatch RUM, and how many. */
export function eventIntakeOf(webApp: WebApp): { readonly endpoint: string; readonly sampleRate: number } | undefined {
  return webApp._settings().eventPipeline;
}
