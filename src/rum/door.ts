/** What other rooms may know of app monitors beyond the public API: values. */
import type { IAppMonitor } from './app-monitor/app-monitor-base';
import type { Telemetry } from './app-monitor/telemetry';

/** Whether an app monitor reports something; one that is imported may. */
export function reports({ _telemetries }: IAppMonitor, telemetry: Telemetry): boolean {
  return _telemetries?.includes(telemetry) ?? true;
}
