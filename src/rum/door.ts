/** What other rooms may know of app monitors beyond the public API: values. */
import type { IAppMonitor } from './app-monitor/app-monitor-base';
import type { Telemetry } from './app-monitor/telemetry';

/** Whether an app monitor reports something; one that is imported may. */
export function reports({ _telemetries }: IAppMonitor, telemetry: Telemetry): boolean {
  return _telemetries?.includes(telemetry) ?? true;
}

/** Whether interactions are told to an app monitor; of one that is imported nobody knows. */
export function seesInteractions({ _seesInteractions }: IAppMonitor): boolean | undefined {
  return _seesInteractions;
}
