import { isAnomaly, unheard } from './alarms';
import { MINUTES_OF_MONTH, type Usage } from './assumptions';
import { at, type BilledResource, listAt, numberAt, ofType, type Properties } from './billed-resource';
import { costsOf } from './estimate';
import { isOfEvents } from './event-pipelines';
import { monthlyRuns } from './monthly-runs';

/** What would be cheaper, and what one has less for it. */
export interface Saving {
  readonly what: string;
  readonly monthlyUsd: number;
  readonly price: string;
}

/** A change of resources as a person would make it: what becomes of each. */
interface Change {
  readonly what: string;
  readonly price: string;
  readonly apply: (resource: BilledResource) => readonly BilledResource[];
}

const RARER_MINUTES = 15;
const SAMPLE_RATE = 0.1;
const EVENT_DAYS = 90;
const WORTH_TELLING = 0.005;

/** What each change by itself would take off, the largest first: the same calculation, of other resources. */
export function savingsOf(resources: readonly BilledResource[], usage: Usage): Saving[] {
  const before = costsOf(resources, usage).monthlyUsd;
  return changesOf(resources)
    .map(({ what, price, apply }) => {
      const changed = resources.flatMap(apply);
      return { what, price, monthlyUsd: before - costsOf(changed, usage).monthlyUsd };
    })
    .filter(({ monthlyUsd }) => monthlyUsd >= WORTH_TELLING)
    .sort((a, b) => b.monthlyUsd - a.monthlyUsd);
}

function changesOf(resources: readonly BilledResource[]): Change[] {
  const silent = new Set(unheard(resources));
  const bands = ofType(resources, 'AWS::CloudWatch::Alarm').filter(isAnomaly);
  return [
    {
      what: `record ${SAMPLE_RATE * 100} % of sessions: sessionSampleRate: ${SAMPLE_RATE}`,
      price: 'transactions, errors and pages are counted of these alone; alarms need ten times the users',
      apply: (resource) => changed(resource, 'AWS::RUM::AppMonitor', sampled),
    },
    {
      what: 'copy no events of CloudWatch RUM into logs: cwLogEnabled: false',
      price: 'no questions to the log, and no alarms on it',
      apply: (resource) => changed(resource, 'AWS::RUM::AppMonitor', (all) => ({ ...all, CwLogEnabled: false })),
    },
    {
      what: `run canaries every ${RARER_MINUTES} minutes: JourneySchedule.every(Duration.minutes(${RARER_MINUTES}))`,
      price: `an outage is seen up to ${RARER_MINUTES} minutes later`,
      apply: rarer,
    },
    {
      what: `run canaries as often from 20:00 to 06:00, and every ${RARER_MINUTES} minutes by day, when real users tell`,
      price: 'by day an outage that keeps users out is seen later, unless sessions drop',
      apply: byNight,
    },
    {
      what: `leave out ${silent.size === 1 ? 'an alarm that notifies' : `${silent.size} alarms that notify`} nobody`,
      price: 'nobody hears of them now; their states on the dashboard',
      apply: (resource) => (silent.has(resource) ? [] : [resource]),
    },
    {
      what: `leave out ${bands.length === 1 ? 'the alarm' : `${bands.length} alarms`} with a band of anomaly detection`,
      price: 'an unusual drop of sessions is not noticed',
      apply: (resource) => (bands.includes(resource) ? [] : [resource]),
    },
    {
      what: `keep events for ${EVENT_DAYS} days: retention: Duration.days(${EVENT_DAYS})`,
      price: 'no questions about earlier days',
      apply: (resource) => changed(resource, 'AWS::S3::Bucket', kept),
    },
  ];
}

function changed(resource: BilledResource, type: string, change: (all: Properties) => Properties): BilledResource[] {
  return [resource.type === type ? { ...resource, properties: change(resource.properties) } : resource];
}

function sampled(properties: Properties): Properties {
  const configuration = at(properties, 'AppMonitorConfiguration');
  const SessionSampleRate = Math.min(numberAt(configuration, 'SessionSampleRate') ?? 1, SAMPLE_RATE);
  return { ...properties, AppMonitorConfiguration: { ...Object(configuration), SessionSampleRate } };
}

/** A canary by another expression. */
function scheduled(properties: Properties, expression: string): Properties {
  return { ...properties, Schedule: { ...Object(at(properties, 'Schedule')), Expression: expression } };
}

/** The minutes of a canary that runs more often than each quarter of an hour, always. */
function frequent({ type, properties }: BilledResource): number | undefined {
  const expression = at(properties, 'Schedule', 'Expression');
  if (type !== 'AWS::Synthetics::Canary' || typeof expression !== 'string') return undefined;
  const interval = MINUTES_OF_MONTH / (monthlyRuns(expression) ?? 1);
  return expression.startsWith('rate(') && interval < RARER_MINUTES ? interval : undefined;
}

function rarer(resource: BilledResource): BilledResource[] {
  if (frequent(resource) === undefined) return [resource];
  return [{ ...resource, properties: scheduled(resource.properties, `rate(${RARER_MINUTES} minutes)`) }];
}

/** As a schedule with an off-peak rate does it: by two canaries, each with hours of its own. */
function byNight(resource: BilledResource): BilledResource[] {
  const interval = frequent(resource);
  if (interval === undefined) return [resource];
  return [`cron(0/${interval} 20-23,0-5 * * ? *)`, `cron(0/${RARER_MINUTES} 6-19 * * ? *)`].map((expression) => {
    return { ...resource, properties: scheduled(resource.properties, expression) };
  });
}

function kept(properties: Properties): Properties {
  const Rules = listAt(properties, 'LifecycleConfiguration', 'Rules').map((rule) =>
    isOfEvents(rule)
      ? { ...Object(rule), ExpirationInDays: Math.min(EVENT_DAYS, numberAt(rule, 'ExpirationInDays') ?? EVENT_DAYS) }
      : rule,
  );
  return { ...properties, LifecycleConfiguration: { Rules } };
}
