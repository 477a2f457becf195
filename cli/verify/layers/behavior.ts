import { BUILT_IN } from '../../../src/formats/browser-events';
import { APPLICATION_DIMENSION, RUM_NAMESPACE } from '../../../src/formats/namespaces';
import { counted } from '../../common/counted';
import { check, isFresh, type Surroundings } from '../evidence/check';
import { type Deployed, nameOf, resourcesOfType } from '../evidence/deployed';
import { type Cause, type Finding, missing, ok, type Verdict, waiting } from '../evidence/finding';
import type { Metric } from '../evidence/reader';

/** As an app monitor declares it. @see https://docs.aws.amazon.com/cloudwatchrum/latest/APIReference/API_MetricDefinitionRequest.html */
interface Definition {
  readonly Name?: string;
  readonly Namespace?: string;
  readonly DimensionKeys?: Readonly<Record<string, string>>;
  readonly EventPattern?: unknown;
}

const CUSTOM = 'RUM/CustomMetrics/';
const FRESH_MINUTES = 15;

/** What users do: the metrics that app monitors make of events beyond their own. */
export async function behavior(deployed: Deployed, around: Surroundings): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const monitor of resourcesOfType(deployed.template, 'AWS::RUM::AppMonitor')) {
    const subjects = definitionsOf(monitor.properties).map((definition) => ({ definition, ...subjectOf(definition) }));
    const ofTransactions = subjects.filter(({ definition: { Name = '' } }) => TRANSACTION.test(Name));
    for (const transaction of new Set(ofTransactions.map(({ of }) => of))) {
      const own = ofTransactions.filter(({ of }) => of === transaction);
      const look = async () => {
        const name = nameOf(deployed, monitor);
        const counts: Record<string, number> = {};
        for (const { definition, fixed } of own) {
          counts[definition.Name ?? ''] = (await countOf(definition, fixed, name, deployed)) ?? 0;
        }
        return ofTransaction(counts, () => silent(monitor.properties, name, own[0].definition, deployed, around));
      };
      findings.push(await check('Behavior', monitor.path, `transaction ${transaction}`, look));
    }
    for (const { definition, fixed, of } of subjects.filter((subject) => !ofTransactions.includes(subject))) {
      const look = async () => {
        const name = nameOf(deployed, monitor);
        const count = await countOf(definition, fixed, name, deployed);
        if (count !== undefined) return ok(`${counted(count, 'time')} in ${around.span}`);
        // AWS's own metric of that name is without data, too: it did not happen.
        if (isOfRum(definition) && (await plainCount(definition, name, deployed)) === undefined) {
          return ok('none happened: the metric without these dimensions has no data either');
        }
        return silent(monitor.properties, name, definition, deployed, around);
      };
      findings.push(
        await check('Behavior', monitor.path, of ? `${definition.Name} ${of}` : `${definition.Name}`, look),
      );
    }
  }
  return findings;
}

const TRANSACTION = /^Transaction(Started|Completed|Abandoned)$/;

async function ofTransaction(counts: Record<string, number>, whenSilent: () => Promise<Verdict>): Promise<Verdict> {
  const { TransactionStarted = 0, TransactionCompleted = 0, TransactionAbandoned = 0 } = counts;
  if (TransactionStarted + TransactionCompleted + TransactionAbandoned === 0) return whenSilent();
  const detail = `${TransactionStarted} started, ${TransactionCompleted} completed, ${TransactionAbandoned} abandoned`;
  if (TransactionCompleted > 0) return ok(detail);
  const cause: Cause = {
    why: 'no page calls userTelemetry.complete(), or nobody has completed it yet',
    tell: 'complete it yourself in a browser',
    next: 'call it where the transaction has succeeded (docs/web-client.md)',
  };
  return TransactionAbandoned > 0 ? missing(`${detail}: none was completed`, [cause]) : waiting(detail, [cause]);
}

function definitionsOf(properties: Readonly<Record<string, unknown>>): Definition[] {
  const { MetricDestinations = [] } = (properties.AppMonitorConfiguration ?? {}) as {
    MetricDestinations?: { MetricDefinitions?: Definition[] }[];
  };
  return MetricDestinations.flatMap(({ MetricDefinitions = [] }) => MetricDefinitions);
}

/** The dimensions whose value its pattern says, and these values. */
function subjectOf({ DimensionKeys = {}, EventPattern }: Definition) {
  const pattern = patternOf(EventPattern);
  const fixed = Object.entries(DimensionKeys).flatMap(([path, dimension]): [string, string][] => {
    const values = path
      .split('.')
      .reduce((inner: Fields | undefined, key) => inner?.[key] as Fields | undefined, pattern);
    return Array.isArray(values) && typeof values[0] === 'string' && values.length === 1
      ? [[dimension, values[0]]]
      : [];
  });
  return { of: fixed.map(([, value]) => value).join(', '), fixed };
}

type Fields = Readonly<Record<string, unknown>>;

/** Of a pattern that is made at deployment nothing can be told. */
function patternOf(text: unknown): Fields {
  try {
    return (typeof text === 'string' && (JSON.parse(text) as Fields | null)) || {};
  } catch {
    return {};
  }
}

/** Of the metric with and without the dimension of all: whether custom ones have it is not documented. */
async function countOf(definition: Definition, fixed: [string, string][], name: string, { reader }: Deployed) {
  const { Name = '', Namespace, DimensionKeys = {} } = definition;
  const namespace = isOfRum(definition) ? RUM_NAMESPACE : `${CUSTOM}${Namespace}`;
  const own: Metric['dimensions'][number] = [APPLICATION_DIMENSION, name];
  if (fixed.length === Object.keys(DimensionKeys).length) {
    const metrics = [[own, ...fixed], fixed].map((dimensions) => ({ namespace, name: Name, dimensions }));
    return total(await reader.sums(metrics, 'SampleCount'));
  }
  // The values of dimensions are those of browsers: only CloudWatch knows them.
  const wanted = Object.values(DimensionKeys);
  const listed = (await reader.listed(namespace, Name, namespace === RUM_NAMESPACE ? [own] : fixed)).filter(
    ({ dimensions }) => wanted.every((dimension) => dimensions.some(([key]) => key === dimension)),
  );
  return total(await reader.sums(listed, 'SampleCount'));
}

function isOfRum({ Namespace }: Definition): boolean {
  return Namespace === undefined || Namespace === RUM_NAMESPACE;
}

async function plainCount({ Name = '' }: Definition, monitor: string, { reader }: Deployed) {
  const dimensions = [[APPLICATION_DIMENSION, monitor]] as const;
  const [count] = await reader.sums([{ namespace: RUM_NAMESPACE, name: Name, dimensions }], 'SampleCount');
  return count;
}

function total(sums: readonly (number | undefined)[]): number | undefined {
  const known = sums.filter((sum) => sum !== undefined);
  return known.length > 0 ? known.reduce((sum, value) => sum + value, 0) : undefined;
}

async function silent(
  properties: Readonly<Record<string, unknown>>,
  name: string,
  { Name = '', EventPattern }: Definition,
  deployed: Deployed,
  around: Surroundings,
): Promise<Verdict> {
  const dimensions = [[APPLICATION_DIMENSION, name]] as const;
  const views = { namespace: RUM_NAMESPACE, name: 'RumEventPayloadSize', dimensions };
  const [events] = await deployed.reader.sums([views], 'SampleCount');
  if (!events) {
    const cause = { why: 'the app monitor has no event at all', seen: true, next: 'mend the row "events" first' };
    return isFresh(deployed, around, FRESH_MINUTES) ? waiting('no data yet', [cause]) : missing('no data', [cause]);
  }
  const isCustom = EventPattern !== undefined && !String(EventPattern).includes(BUILT_IN);
  const { Status } = (properties.CustomEvents ?? {}) as { Status?: string };
  const causes: Cause[] = [];
  if (isCustom && Status !== 'ENABLED') {
    causes.push({
      seen: true,
      why: 'the app monitor takes no custom events: CustomEvents is not ENABLED',
      next: 'enable them in the app monitor',
    });
  }
  const call = CALLS.get(Name);
  causes.push({
    why: `${call ? `no page calls ${call}` : 'no event fits the pattern of the metric'}, or no user has done it yet`,
    tell: call
      ? `do it yourself in a browser; \`userTelemetry\` in its console is the object that pages call`
      : 'compare events of the app monitor (`aws rum get-app-monitor-data`) with the pattern of the definition',
    next: call ? 'call it where users do it (docs/web-client.md)' : 'mend the pattern, or wait for such an event',
  });
  return missing(`no data, of ${counted(events, 'event')} in ${around.span}`, causes);
}

const CALLS: ReadonlyMap<string, string> = new Map([
  ['TransactionStarted', 'userTelemetry.start()'],
  ['FeatureUsed', 'userTelemetry.feature()'],
]);
