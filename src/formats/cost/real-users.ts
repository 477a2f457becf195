import type { Assumptions } from './assumptions';
import {
  at,
  type BilledResource,
  byRegion,
  type Consumption,
  count,
  type Finding,
  listAt,
  numberAt,
  ofType,
  show,
} from './billed-resource';
import { GIBIBYTE } from './prices';

/** What CloudWatch RUM takes where nothing is said. */
const DEFAULT_SAMPLE_RATE = 0.1;

/** What real users cause: events of CloudWatch RUM, copies in logs, traces of requests, metrics of what they do. */
export function realUsers(resources: readonly BilledResource[], sessions: number, assumed: Assumptions): Finding {
  const monitors = ofType(resources, 'AWS::RUM::AppMonitor');
  const consumptions: Consumption[] = [];
  const unknown: string[] = [];
  for (const [region, here] of byRegion(monitors)) {
    const of = here.map((monitor) => eventsOf(monitor, sessions / monitors.length, assumed));
    const add = (price: Consumption['price'], item: string, amount: number, basis: string) =>
      consumptions.push({ price, item, amount, basis, region });
    const events = sum(of.map((each) => each.events));
    const perSession = events / Math.max(1, sum(of.map((each) => each.sampled)));
    add('rumEvent', 'CloudWatch RUM: events', events, told(of, perSession));
    const logged = sum(of.map((each) => each.logged));
    if (logged > 0) {
      const gigabytes = (logged * assumed.rumEventBytes) / GIBIBYTE;
      add('logsIngested', 'CloudWatch RUM: copies in logs', gigabytes, `${show(gigabytes)} GB of events`);
    }
    const metrics = sum(here.map(metricsOf));
    if (metrics > 0) add('metric', 'CloudWatch RUM: metrics', metrics, `${show(metrics)} of the app monitors, custom`);
  }
  for (const { name, properties } of monitors) {
    if (numberAt(properties, 'AppMonitorConfiguration', 'SessionSampleRate') === undefined && isTold(properties)) {
      unknown.push(`${name}: its sample rate is told at deployment; all sessions are counted`);
    }
    if (listAt(properties, 'AppMonitorConfiguration', 'MetricDestinations').length > 0) {
      unknown.push(
        `${name}: CloudWatch's API says that metrics of app monitors are billed, its guide that they aren't`,
      );
    }
    if (openDimensions(properties)) {
      unknown.push(`${name}: metrics with a dimension of any value count once; each value that occurs is a metric`);
    }
  }
  return { consumptions, unknown };
}

function eventsOf({ properties }: BilledResource, sessions: number, assumed: Assumptions) {
  const configuration = at(properties, 'AppMonitorConfiguration');
  const rate = numberAt(configuration, 'SessionSampleRate') ?? (isTold(properties) ? 1 : DEFAULT_SAMPLE_RATE);
  const telemetries = at(configuration, 'Telemetries');
  const has = (telemetry: string) => (Array.isArray(telemetries) ? telemetries.includes(telemetry) : false);
  const traced = at(configuration, 'EnableXRay') === true;
  const perPage =
    1 +
    (has('performance') ? assumed.vitalsPerPage : 0) +
    (has('http') ? assumed.requestsPerPage * (traced ? 2 : 1) : 0);
  const perSession =
    1 +
    perPage * assumed.pagesPerSession +
    (has('errors') ? assumed.errorsPerSession : 0) +
    (at(properties, 'CustomEvents', 'Status') === 'ENABLED' ? assumed.customEventsPerSession : 0);
  const sampled = sessions * rate;
  const events = sampled * perSession;
  return { sampled, events, logged: at(properties, 'CwLogEnabled') === true ? events : 0 };
}

function told(of: readonly { readonly sampled: number }[], perSession: number): string {
  const sampled = sum(of.map((each) => each.sampled));
  const split = of.length > 1 ? `, in ${of.length} app monitors alike` : '';
  return `${count(sampled, 'recorded session')} of ${show(perSession)} events${split}`;
}

function isTold(properties: BilledResource['properties']): boolean {
  return at(properties, 'AppMonitorConfiguration', 'SessionSampleRate') !== undefined;
}

function definitionsOf(properties: BilledResource['properties']): unknown[] {
  return listAt(properties, 'AppMonitorConfiguration', 'MetricDestinations').flatMap((destination) =>
    listAt(destination, 'MetricDefinitions'),
  );
}

/** One for each combination of values that a pattern names. */
function metricsOf({ properties }: BilledResource): number {
  return sum(
    definitionsOf(properties).map((definition) =>
      dimensionsOf(definition).reduce((product, values) => product * Math.max(1, values.length), 1),
    ),
  );
}

function openDimensions(properties: BilledResource['properties']): boolean {
  return definitionsOf(properties).some((definition) => dimensionsOf(definition).some(({ length }) => length === 0));
}

/** The values of each dimension, as far as the pattern of the events says which there are. */
function dimensionsOf(definition: unknown): unknown[][] {
  const pattern = patternOf(at(definition, 'EventPattern'));
  return Object.keys(Object(at(definition, 'DimensionKeys'))).map((key) => {
    const values = listAt(pattern, ...key.split('.'));
    return values.every((value) => typeof value !== 'object') ? [...values] : [];
  });
}

function patternOf(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
