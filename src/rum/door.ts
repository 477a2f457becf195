/** What other rooms may know of app monitors beyond the public API: values. */
import type { IAppMonitor } from './app-monitor/app-monitor-base';
import type { Telemetry } from './app-monitor/telemetry';
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

/** Where the pages of a web app send events besides CloudWatch RUM, and how many. */
export function eventIntakeOf(webApp: WebApp): { readonly endpoint: string; readonly sampleRate: number } | undefined {
  return webApp._settings().eventPipeline;
}
