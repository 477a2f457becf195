import { messageOf } from '../../common/cannot-run';
import { counted } from '../../common/counted';
import { readYaml } from '../../common/yaml';
import { check, isFresh, type Surroundings } from '../evidence/check';
import { type Deployed, nameOf, resourcesOfType, textOf } from '../evidence/deployed';
import { type Cause, type Finding, missing, ok, type Verdict, waiting } from '../evidence/finding';
import { CannotTell, MOST_PAGES, Undecided } from '../evidence/reader';

const CONFIGURATION = 'AOT_CONFIG_CONTENT';
const WRAPPER = 'AWS_LAMBDA_EXEC_WRAPPER';
const FRESH_MINUTES = 15;
/** What a log has where AWS refuses what is sent. */
const REFUSALS = ['AccessDenied', 'not authorized to perform', 'UnrecognizedClientException', 'ExpiredToken'];
const FAILURES = ['Exporting failed', 'failed to refresh cached credentials', 'no such host', 'cannot start pipelines'];

interface Container {
  readonly Name?: string;
  readonly Image?: unknown;
  readonly Environment?: readonly { readonly Name: string; readonly Value?: unknown }[];
  readonly LogConfiguration?: { readonly Options?: Readonly<Record<string, unknown>> };
}

/** Services: their collectors and what they have sent, and functions that are instrumented. */
export async function backends(deployed: Deployed, around: Surroundings): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { path, properties } of resourcesOfType(deployed.template, 'AWS::ECS::TaskDefinition')) {
    const containers = (properties.ContainerDefinitions ?? []) as Container[];
    const collector = containers.find(isCollector);
    if (!collector) continue;
    const log = textOf(collector.LogConfiguration?.Options?.['awslogs-group'], deployed);
    findings.push(await check('Backends', path, 'metrics', () => ofMetrics(collector, log, deployed, around)));
    const services = containers
      .filter((one) => one !== collector)
      .flatMap((one) => variableOf(one, 'OTEL_SERVICE_NAME'));
    for (const service of new Set(services.map((value) => textOf(value, deployed)))) {
      const look = () => ofTraces(service, () => causesInLog(log, deployed), deployed, around);
      findings.push(await check('Backends', path, `traces of ${service ?? 'a service'}`, look));
    }
  }
  for (const found of resourcesOfType(deployed.template, 'AWS::Lambda::Function')) {
    const { Variables = {} } = (found.properties.Environment ?? {}) as { Variables?: Record<string, unknown> };
    if (!String(Variables[WRAPPER] ?? '').includes('/opt/otel-')) continue;
    const look = () => ofFunction(nameOf(deployed, found), Variables, found.properties, deployed, around);
    findings.push(await check('Backends', found.path, 'traces', look));
  }
  return findings;
}

function isCollector(container: Container): boolean {
  return (
    variableOf(container, CONFIGURATION).length > 0 || /otel-collector/.test(JSON.stringify(container.Image ?? ''))
  );
}

function variableOf({ Environment = [] }: Container, name: string): unknown[] {
  return Environment.filter((variable) => variable.Name === name).map(({ Value }) => Value);
}

async function ofMetrics(
  collector: Container,
  log: string | undefined,
  deployed: Deployed,
  around: Surroundings,
): Promise<Verdict> {
  const [configuration] = variableOf(collector, CONFIGURATION);
  const text = textOf(configuration, deployed);
  if (text === undefined) throw new CannotTell('the configuration of the collector is not in the template');
  const { exporters } = configurationIn(text);
  const groups = Object.entries(exporters ?? {}).filter(([name]) => name.split('/')[0] === 'awsemf');
  if (groups.length === 0) throw new CannotTell('its metrics go to another destination than CloudWatch Logs');
  for (const [, exporter] of groups) {
    const group = exporter?.log_group_name;
    if (typeof group !== 'string') throw new CannotTell('the collector chooses the log group of its metrics itself');
    const lines = await deployed.reader.lines(group, [], 1);
    if (lines && lines.length > 0) return ok(`metrics came in ${around.span}, by ${group}`);
  }
  const causes = await causesInLog(log, deployed);
  const isSilent = causes.length === 0;
  const detail = `no metric in ${around.span}`;
  if (isSilent) {
    causes.push({
      why: 'the application sends none to the collector, or has counted nothing yet',
      tell: 'the log of the application tells of exports that fail; without an SDK there are none',
      next: 'see docs/backends.md for what the container needs, and make a request that is counted',
    });
  }
  const isNew = isFresh(deployed, around, FRESH_MINUTES) && !causes.some(({ seen }) => seen);
  return isNew ? waiting(`${detail}; the deployment is new`, causes) : missing(detail, causes);
}

interface Configuration {
  readonly exporters?: Readonly<Record<string, { readonly log_group_name?: unknown } | null>> | null;
}

/** Written by hand it mostly is YAML. */
function configurationIn(text: string): Configuration {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    try {
      return (readYaml(text) as Configuration | null | undefined) ?? {};
    } catch (error) {
      throw new CannotTell(`the configuration of the collector can't be read: ${messageOf(error)}`);
    }
  }
}

/** A line that tells why, of those that can be looked through. */
async function lineOf(log: string, terms: readonly string[], { reader }: Deployed): Promise<string | undefined> {
  try {
    return (await reader.lines(log, terms, 1))?.[0];
  } catch (error) {
    if (error instanceof Undecided) return undefined;
    throw error;
  }
}

/** What the log of a collector says of why nothing comes. */
async function causesInLog(log: string | undefined, deployed: Deployed): Promise<Cause[]> {
  if (log === undefined) return [];
  const refused = await lineOf(log, REFUSALS, deployed);
  if (refused !== undefined) {
    const [, action] = /not authorized to perform: ([a-z]+:[A-Za-z]+)/.exec(refused) ?? [];
    const [, resource] = /on resource: (arn:[^\s"\\]+)/.exec(refused) ?? [];
    const next = action
      ? `let the task role ${action}${resource ? ` on ${resource}` : ''}`
      : `let the task role what the line in ${log} names`;
    return [{ seen: true, why: `the collector has no permission: ${excerpt(refused)}`, next }];
  }
  const failed = await lineOf(log, FAILURES, deployed);
  if (failed !== undefined) {
    return [{ seen: true, why: `the collector can't send: ${excerpt(failed)}`, next: `read its log, ${log}` }];
  }
  const lines = await deployed.reader.lines(log, [], 1);
  if (lines && lines.length > 0) return [];
  return [
    {
      why: "the collector has not run: no task was started, or it can't write its log",
      tell: 'aws ecs describe-services tells the events of the service, aws ecs describe-tasks why a task stopped',
      next: 'mend what stops the task, mostly its image, its network or its roles',
    },
  ];
}

async function ofTraces(
  service: string | undefined,
  causesOf: () => Promise<Cause[]>,
  deployed: Deployed,
  around: Surroundings,
): Promise<Verdict> {
  if (service === undefined) throw new CannotTell('OTEL_SERVICE_NAME is what only the deployment knows');
  const traces = await tracesOf(service, deployed);
  if (traces !== undefined) return ok(`${traces} in ${around.span}`);
  const causes = await causesOf();
  causes.push({
    why: 'the service was not asked, its sampling left all requests out, or it runs without its SDK',
    tell: 'make some requests, and look into the log of the service for what its SDK says at the start',
    next: 'see docs/backends.md and docs/lambda.md for what is needed',
  });
  const detail = `no trace in ${around.span}`;
  const isNew = isFresh(deployed, around, FRESH_MINUTES) && !causes.some(({ seen }) => seen);
  return isNew ? waiting(`${detail}; the deployment is new`, causes) : missing(detail, causes);
}

/** How many traces go through a service. @see https://docs.aws.amazon.com/xray/latest/devguide/xray-console-filters.html */
async function tracesOf(service: string, { reader }: Deployed): Promise<string | undefined> {
  const { StartTime, EndTime } = { StartTime: reader.window.start, EndTime: reader.window.end };
  if (/["\\]/.test(service)) throw new CannotTell(`X-Ray can't be asked for a service that is called ${service}`);
  const FilterExpression = `service("${service}")`;
  let NextToken: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await reader.ask('xray:GetTraceSummaries', () =>
      reader.aws.xray.getTraceSummaries({ StartTime, EndTime, FilterExpression, NextToken }),
    );
    NextToken = answer?.NextToken;
    const count = answer?.TraceSummaries?.length ?? 0;
    if (count > 0) return `${NextToken ? 'more than ' : ''}${counted(count, 'trace')}`;
    if (!NextToken) return undefined;
  }
  throw new Undecided('X-Ray has more than can be looked through: pass a shorter --since');
}

async function ofFunction(
  name: string,
  variables: Readonly<Record<string, unknown>>,
  properties: Readonly<Record<string, unknown>>,
  deployed: Deployed,
  around: Surroundings,
): Promise<Verdict> {
  const invocations = { namespace: 'AWS/Lambda', name: 'Invocations', dimensions: [['FunctionName', name]] as const };
  const [count] = await deployed.reader.sums([invocations]);
  if (!count) {
    const next = 'call it, or wait until users do';
    return waiting(`not called in ${around.span}`, [{ seen: true, why: 'the function has no invocations', next }]);
  }
  const { LogGroup } = (properties.LoggingConfig ?? {}) as { LogGroup?: unknown };
  const log = LogGroup === undefined ? `/aws/lambda/${name}` : textOf(LogGroup, deployed);
  const { Mode } = (properties.TracingConfig ?? {}) as { Mode?: string };
  const { OTEL_SERVICE_NAME: named } = variables;
  const service = named === undefined ? name : textOf(named, deployed);
  return ofTraces(service, () => causesOfFunction(name, log, Mode, count, deployed), deployed, around);
}

async function causesOfFunction(
  name: string,
  log: string | undefined,
  mode: string | undefined,
  count: number,
  deployed: Deployed,
): Promise<Cause[]> {
  const causes: Cause[] = [];
  const terms = [...REFUSALS, 'LambdaLayer', 'otel-instrument: not found'];
  const refused = log === undefined ? undefined : await lineOf(log, terms, deployed);
  if (refused !== undefined) {
    const next = 'mend that: docs/lambda.md lists what the role and the function need';
    causes.push({ seen: true, why: `the log of the function says: ${excerpt(refused)}`, next });
  }
  if (mode === 'Active' && (await tracesOf(name, deployed)) !== undefined) {
    causes.push({
      seen: true,
      why: 'AWS Lambda itself has traces of the function, and what runs in it adds nothing to them',
      next: 'see that the layer is the one of the runtime and the Region, and that the code is not bundled past it (docs/lambda.md)',
    });
  }
  if (mode !== 'Active') {
    causes.push({
      why: `the function was called ${counted(count, 'time')}, and its tracing is ${mode ?? 'not set'}: it follows its callers`,
      tell: 'aws lambda get-function-configuration shows TracingConfig',
      next: 'set `tracing: Tracing.ACTIVE`, or let callers send a trace header',
    });
  }
  return causes;
}

function excerpt(line: string): string {
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}
