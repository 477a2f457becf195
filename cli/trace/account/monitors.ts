/** The app monitors of an app as they were deployed, and where their events are logged. */

import { isCalled, readAssembly, type StackTemplate } from '../../assembly/assembly';
import type { Clients } from '../../aws/clients';
import { type connect, everyPage } from '../../aws/connect';
import { regionOf } from '../../aws/region';
import { CannotRun } from '../../common/cannot-run';
import { call } from './call';

export interface Monitor {
  readonly name: string;
  readonly logGroup: string;
  readonly clients: Clients;
}

export interface Account {
  readonly app: string;
  /** The name of one stack, or its path in the app; all of them by default. */
  readonly stack?: string;
  readonly region?: string;
}

const APP_MONITOR = 'AWS::RUM::AppMonitor';
const NESTED_STACK = 'AWS::CloudFormation::Stack';

export async function monitorsOf(
  { app, stack, region }: Account,
  open: typeof connect,
  problems: string[],
): Promise<Monitor[]> {
  const templates = readAssembly(app);
  const isMeant = (template: StackTemplate) => stack === undefined || isCalled(template, stack);
  if (!templates.some(isMeant)) {
    const known = templates.filter(({ nestedIn }) => nestedIn.length === 0).map(nameOf);
    throw new CannotRun(`--stack: ${app} has no stack ${stack}; it has: ${[...new Set(known)].join(', ')}`);
  }
  const withMonitors = templates.filter(
    (template) => isMeant(template) && Object.values(template.resources).some(({ Type }) => Type === APP_MONITOR),
  );
  if (withMonitors.length === 0) throw new CannotRun(`${stack ?? app} has no app monitor of CloudWatch RUM`);
  // One name may be that of stacks in several Regions.
  const stacks = new Map(
    withMonitors.map(({ stackName, environment }) => {
      const where = regionOf(region, environment);
      return [`${stackName} ${where}`, { name: stackName, where }];
    }),
  );
  const monitors: Monitor[] = [];
  for (const { name, where } of stacks.values()) {
    const clients = open(where);
    for (const monitor of await namesIn(clients, name)) {
      const { AppMonitor } = await call('rum:GetAppMonitor', clients.rum.getAppMonitor({ Name: monitor }));
      const { CwLogEnabled, CwLogGroup } = AppMonitor?.DataStorage?.CwLog ?? {};
      if (CwLogEnabled && CwLogGroup) monitors.push({ name: monitor, logGroup: CwLogGroup, clients });
      else problems.push(`The app monitor ${monitor} does not log its events: set cwLogEnabled`);
    }
  }
  if (monitors.length === 0) throw new CannotRun(problems.join('\n') || `no app monitor of ${app} is deployed`);
  return monitors;
}

/** As the app and as CloudFormation call it. */
function nameOf({ name, stackName }: StackTemplate): string {
  return name === stackName ? name : `${name} (${stackName})`;
}

/** Of a stack and of those in it. */
async function namesIn(clients: Clients, stack: string): Promise<string[]> {
  const resources = await everyPage(
    (input: { StackName: string }) =>
      call('cloudformation:ListStackResources', clients.cloudFormation.listStackResources(input)),
    { StackName: stack },
    ({ StackResourceSummaries }) => StackResourceSummaries,
  );
  const ids = (type: string) =>
    resources.flatMap(({ ResourceType, PhysicalResourceId: id }) => (ResourceType === type && id ? [id] : []));
  const inner: string[] = [];
  for (const nested of ids(NESTED_STACK)) inner.push(...(await namesIn(clients, nested)));
  return [...ids(APP_MONITOR), ...inner];
}
