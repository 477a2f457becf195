import { type Assumptions, MINUTES_OF_MONTH } from './assumptions';
import {
  at,
  type BilledResource,
  byRegion,
  type Consumption,
  count,
  type Finding,
  listAt,
  ofType,
  show,
} from './billed-resource';
import { GIBIBYTE } from './prices';

const FUNCTION = 'AWS::Lambda::Function';
const TASK = 'AWS::ECS::TaskDefinition';

/** What backends report: metrics through logs, and traces of what users ask of them. */
export function backends(resources: readonly BilledResource[], sessions: number, assumed: Assumptions): Finding {
  const tasks = ofType(resources, TASK).filter(hasCollector);
  const reporting = [...tasks, ...ofType(resources, FUNCTION).filter(isInstrumented)];
  const consumptions: Consumption[] = [];
  for (const [region, { length }] of byRegion(reporting)) {
    const metrics = length * assumed.metricsPerBackend;
    const add = (price: Consumption['price'], item: string, amount: number, basis: string) =>
      consumptions.push({ price, item, amount, basis, region });
    add('metric', 'Backends: metrics', metrics, `${count(length, 'backend')} of ${show(assumed.metricsPerBackend)}`);
    const gigabytes = (length * assumed.backendLogBytesPerMinute * MINUTES_OF_MONTH) / GIBIBYTE;
    add('logsIngested', 'Backends: metrics as log lines', gigabytes, `${show(gigabytes)} GB`);
  }
  const [region] = byRegion([...ofType(resources, 'AWS::RUM::AppMonitor'), ...reporting])[0] ?? [];
  if (isTraced(resources) || reporting.length > 0) {
    const requests = sessions * assumed.pagesPerSession * assumed.requestsPerPage;
    const amount = requests * assumed.tracedShare;
    const basis = `${show(assumed.tracedShare * 100)} % of ${count(requests, 'request')} of pages`;
    consumptions.push({ price: 'traceRecorded', item: 'X-Ray: traces', amount, basis, region });
  }
  const unknown = tasks.map(
    ({ name }) => `${name}: the share of its collector in what its tasks cost, which the app pays`,
  );
  if (
    JSON.stringify(reporting.map(({ properties }) => properties)).includes(
      '"OTEL_AWS_APPLICATION_SIGNALS_ENABLED":"true"',
    )
  ) {
    unknown.push('Application Signals of functions: the rate is not known here');
  }
  const slos = ofType(resources, 'AWS::ApplicationSignals::ServiceLevelObjective').length;
  if (slos > 0) unknown.push(`${count(slos, 'objective')} in Application Signals: the rate is not known here`);
  return { consumptions, unknown };
}

function isTraced(resources: readonly BilledResource[]): boolean {
  const monitors = ofType(resources, 'AWS::RUM::AppMonitor');
  return monitors.some(({ properties }) => at(properties, 'AppMonitorConfiguration', 'EnableXRay') === true);
}

function isInstrumented({ properties }: BilledResource): boolean {
  return at(properties, 'Environment', 'Variables', 'AWS_LAMBDA_EXEC_WRAPPER') !== undefined;
}

/** The configuration of a collector is a variable of its container, whatever its name. */
function hasCollector({ properties }: BilledResource): boolean {
  return listAt(properties, 'ContainerDefinitions').some(
    (container) =>
      [...listAt(container, 'Environment'), ...listAt(container, 'Secrets')].some(
        (variable) => at(variable, 'Name') === 'AOT_CONFIG_CONTENT',
      ) || /aws-otel-collector|opentelemetry-collector/.test(String(at(container, 'Image'))),
  );
}
