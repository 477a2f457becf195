import type { ICanaryMetrics } from '../../canaries';
import { members } from '../../canaries/door';
import type { IBackend } from '../../collector';
import type { IAppMonitor } from '../../rum';
import { eventLogOf } from '../../rum/door';
import type { ConsoleLinks } from './console-links';
import { inRowsOf, type Titled } from './widgets';

/** Links that fit on a line. */
const PER_LINE = 8;

/** From what users notice to the pages, sessions and traces behind it. */
export function realUserAdvice(links: ConsoleLinks, appMonitors: Titled<IAppMonitor>[]): string[] {
  const [first] = appMonitors;
  if (!first) return [];
  const logged = appMonitors.filter(({ part }) => eventLogOf(part) !== undefined);
  return [
    'Above the green? Find page and session in CloudWatch RUM, then the trace of a slow request. Errors? Their stack traces are there, too. Did it begin with a release, or with more users?',
    ...listed([
      ...appMonitors.map(({ title, part }) =>
        links.appMonitor(`${title}: pages, errors, sessions`, part, part.appMonitorName),
      ),
      links.faults('traces that failed', first.part),
      ...logged.slice(0, 1).map(({ part }) => links.logQueries('queries on the events', part)),
    ]),
  ];
}

/** From a run that failed to its screenshots. */
export function syntheticUserAdvice(links: ConsoleLinks, journeys: Titled<ICanaryMetrics>[]): string[] {
  return [
    "A run failed? Its last step says where; screenshots, HAR file and log are with the run. Real users fail there, too? Roll back. They don't? Mend the journey.",
    ...listed(
      journeys.flatMap(({ title, part }) =>
        members(part).map(({ canary, rate }) =>
          links.canary(`${rate ? `${title}, ${rate}` : title}: runs and artifacts`, canary, canary.canaryName),
        ),
      ),
    ),
  ];
}

/** From a slow or failing service to its traces. */
export function backendAdvice(links: ConsoleLinks, backends: Titled<IBackend>[]): string[] {
  if (backends.length === 0) return [];
  return [
    'Slow or silent? In a trace that failed, the deepest segment with a fault is the cause. Fewer counts than browsers have? See what collectors lose.',
    ...listed(backends.map(({ title, part }) => links.faults(`${title}: traces that failed`, part, serviceOf(part)))),
  ];
}

export const BEHAVIOR_ADVICE = [
  'Fewer complete than usual? Look below for errors, slow pages and failing services at that time. None? Ask the funnel at which step they leave, and compare releases.',
];

export const PIPELINE_ADVICE = [
  'Rejected? A client sends what the catalog does not know. Given up, or not delivered? They wait in the bucket: `npx user-telemetry replay`.',
];

/** As AWS X-Ray calls it: by the name that metrics tell it by. */
function serviceOf(backend: IBackend): string | undefined {
  const { service, FunctionName } = backend.metricRequestDuration().dimensions ?? {};
  return service ?? FunctionName;
}

function listed(links: string[]): string[] {
  return inRowsOf(PER_LINE, links).map((some) => some.join(' · '));
}
